using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>
/// Conditions of DEFINE that depend on the rows matched before: what they take from rows becomes values by place
/// (<see cref="PatternValue"/>), and the rest an expression over these.
/// </summary>
internal sealed class DependentConditions(PatternNames names, RowExpressions rows)
{
    private static readonly string[] Aggregates = ["count", "sum", "avg", "min", "max"];

    private readonly List<PatternValue> _values = [];
    private readonly List<PatternDefinition> _conditions = [];

    public ImmutableArray<PatternValue> Values => [.. _values];

    /// <summary>Conditions in which values are called by <see cref="Name"/>.</summary>
    public ImmutableArray<PatternDefinition> Conditions => [.. _conditions];

    /// <summary>What a condition calls a value.</summary>
    public static string Name(int value) => string.Create(CultureInfo.InvariantCulture, $"$a{value}");

    public void Add(PatternDefinition definition) => _conditions.Add(definition with
    {
        Condition = SyntaxMap.Map(definition.Condition, part =>
        {
            if (part is not FunctionCall call || call.Over is not null)
            {
                return names.Find(part) is null ? null : Row(part, isFirst: false, 0, 0, part.At);
            }

            if (call.Processing == "FINAL")
            {
                throw new SqlException(SqlErrorCode.InvalidProcessingMode, "FINAL semantics is not supported in DEFINE clause", call.At);
            }

            if (RowExpressions.Is(call, "match_number"))
            {
                return Value(new(PatternValueKind.MatchNumber, null, null), call.At);
            }

            if (RowExpressions.Is(call, "classifier"))
            {
                return Row(call with { Processing = null }, isFirst: false, 0, 0, call.At);
            }

            if (RowExpressions.Is(call, "first", "last"))
            {
                return Row(call.Arguments[0], RowExpressions.Is(call, "first"), RowExpressions.Offset(call, 0), 0, call.At);
            }

            if (RowExpressions.Is(call, "prev", "next"))
            {
                var shift = RowExpressions.Offset(call, 1) * (RowExpressions.Is(call, "prev") ? -1 : 1);
                return call.Arguments[0] is FunctionCall inner && RowExpressions.Is(inner, "first", "last")
                    ? Row(inner.Arguments[0], RowExpressions.Is(inner, "first"), RowExpressions.Offset(inner, 0), shift, call.At)
                    : Row(call.Arguments[0], isFirst: false, 0, shift, call.At);
            }

            return Registry.Find(call.Name.Lower) is [{ Kind: FunctionKind.Aggregate }, ..] ? Aggregate(call) : null;
        }),
    });

    private NameExpression Row(Expression argument, bool isFirst, long offset, long shift, SourcePosition at)
    {
        var row = rows.Row(argument);
        var isLabel = row.Value is NameExpression { Name.Value: RowExpressions.Label };
        if (!isLabel && SyntaxTree.All(row.Value).Any(part => part is NameExpression { Name.Value: RowExpressions.Label }))
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"CLASSIFIER inside another expression of a navigation is not supported in DEFINE: {SqlPrinter.Print(argument)}", at);
        }

        return Value(
            new(isLabel ? PatternValueKind.Label : PatternValueKind.Row, isLabel ? null : row.Value, Labels(row.Variable)) { IsFirst = isFirst, Offset = offset, Shift = shift }, at);
    }

    private NameExpression Aggregate(FunctionCall call)
    {
        if (!Array.Exists(Aggregates, name => RowExpressions.Is(call, name)) || call.IsDistinct || call.Filter is not null || !call.OrderBy.IsEmpty || call.Arguments.Length > 1)
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"{SqlPrinter.Print(call)} is not supported in DEFINE", call.At);
        }

        var argument = call.IsStar || call.Arguments.IsEmpty ? null : rows.Row(call.Arguments[0]);
        if (argument is not null && SyntaxTree.All(argument.Value).Any(part => part is NameExpression { Name.Value: RowExpressions.Label }))
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"{SqlPrinter.Print(call)} is not supported in DEFINE", call.At);
        }

        return Value(new(PatternValueKind.Aggregate, argument?.Value, Labels(argument?.Variable ?? call.StarOf)) { Function = call.Name.Lower }, call.At);
    }

    private ImmutableArray<int>? Labels(Identifier? variable) => variable is null
        ? null
        : names.Labels(variable) ?? throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"{variable.Value} is not a primary pattern variable or subset name", variable.At);

    private NameExpression Value(PatternValue value, SourcePosition at)
    {
        _values.Add(value);
        return PatternNames.Own(Name(_values.Count - 1)) with { At = at };
    }
}
