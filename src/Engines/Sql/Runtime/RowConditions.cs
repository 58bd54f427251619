using System.Collections.Immutable;
using System.Text.Json;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Definitions that depend on the rows matched before, as <see cref="Binding.Patterns.PatternProgramBinder"/> writes them. Immutable.</summary>
internal sealed class RowConditions
{
    private RowConditions(ImmutableDictionary<int, RowFormula> conditions, ImmutableArray<RowValue> values, ImmutableArray<string> names) =>
        (Conditions, Values, Names) = (conditions, values, names);

    /// <summary>By variable.</summary>
    public ImmutableDictionary<int, RowFormula> Conditions { get; }

    public ImmutableArray<RowValue> Values { get; }

    /// <summary>The variables as CLASSIFIER shows them.</summary>
    public ImmutableArray<string> Names { get; }

    public static RowConditions Parse(string text)
    {
        using var document = JsonDocument.Parse(text, new() { MaxDepth = 1000 });
        var root = document.RootElement;
        return new(
            root.GetProperty("when").EnumerateArray().ToImmutableDictionary(pair => pair[0].GetInt32(), pair => RowFormula.Parse(pair[1])),
            [.. root.GetProperty("values").EnumerateArray().Select(value => new RowValue(
                Enum.Parse<Syntax.PatternValueKind>(value.GetProperty("kind").GetString()!), value.GetProperty("column").GetString()!, value.GetProperty("labels").GetInt64())
            {
                Function = value.GetProperty("function").GetString()!,
                Type = value.GetProperty("type").GetString() is { Length: > 0 } type ? type[0] : ' ',
                Scale = value.GetProperty("scale").GetInt32(),
                IsFirst = value.GetProperty("first").GetBoolean(),
                Offset = value.GetProperty("offset").GetInt64(),
                Shift = value.GetProperty("shift").GetInt64(),
            })],
            [.. root.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)]);
    }
}

/// <param name="Column">The column it is read from: how values are held, and a number; empty for none.</param>
/// <param name="Labels">Bits of the variables; -1 for any.</param>
internal sealed record RowValue(Syntax.PatternValueKind Kind, string Column, long Labels)
{
    public required string Function { get; init; }
    public required char Type { get; init; }
    public required int Scale { get; init; }
    public required bool IsFirst { get; init; }
    public required long Offset { get; init; }
    public required long Shift { get; init; }
}
