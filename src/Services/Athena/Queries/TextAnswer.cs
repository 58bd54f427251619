using Weir.Services.Athena.Results;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Queries;

/// <summary>What a statement of the catalog answers: lines of text.</summary>
internal sealed record TextAnswer(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<string> Lines)
{
    public static TextAnswer Nothing { get; } = new([], []);

    public static TextAnswer Of(string column, IEnumerable<string> lines) => new([ResultColumns.OfText(column)], [.. lines]);

    public static TextAnswer Of(IEnumerable<string> columns, IEnumerable<string> lines) =>
        new([.. columns.Select(ResultColumns.OfText)], [.. lines]);
}
