using System.Collections.Immutable;
using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding.Patterns;

/// <summary>
/// MEASURES as aggregates over the rows of a match: one group a match, or, with all its rows shown, a window that grows row by row (RUNNING)
/// or has all of them (FINAL).
/// </summary>
internal sealed class PatternMeasures(PatternNames names, RowExpressions rows, bool isWindowed)
{
    public const string Running = "$running";
    public const string Final = "$final";

    /// <summary>They take NULL for a value, so that a row of another variable cannot be given to them as NULL.</summary>
    private static readonly string[] SeeNulls = ["array_agg", "listagg", "checksum", "map_agg", "multimap_agg", "reduce_agg"];

    private static readonly NameExpression Variable = PatternNames.Own("$v");
    private static readonly NameExpression Order = PatternNames.Own("$s");
    private static readonly NameExpression Match = PatternNames.Own("$m");

    public Expression Measure(Expression expression) => SyntaxMap.Map(expression, part =>
    {
        if (part is not FunctionCall call || call.Over is not null)
        {
            return names.Find(part) is null ? null : Navigated(part, isFirst: false, 0, 0, final: false, part.At);
        }

        if (RowExpressions.Is(call, "match_number"))
        {
            return Match with { At = call.At };
        }

        var final = call.Processing == "FINAL";
        if (RowExpressions.Is(call, "classifier"))
        {
            return Navigated(call with { Processing = null }, isFirst: false, 0, 0, final, call.At);
        }

        if (RowExpressions.Is(call, "first", "last"))
        {
            return Navigated(call.Arguments[0], RowExpressions.Is(call, "first"), RowExpressions.Offset(call, 0), 0, final, call.At);
        }

        if (RowExpressions.Is(call, "prev", "next"))
        {
            var shift = RowExpressions.Offset(call, 1) * (RowExpressions.Is(call, "prev") ? -1 : 1);
            return call.Arguments[0] is FunctionCall inner && RowExpressions.Is(inner, "first", "last")
                ? Navigated(
                    inner.Arguments[0], RowExpressions.Is(inner, "first"), RowExpressions.Offset(inner, 0), shift, inner.Processing == "FINAL", call.At)
                : Navigated(call.Arguments[0], isFirst: false, 0, shift, final, call.At);
        }

        return Registry.Find(call.Name.Lower) is [{ Kind: FunctionKind.Aggregate }, ..] ? Aggregate(call, final) : null;
    });

    /// <summary>The value of the first or last row of a variable (and so many further in), or of one an offset from it.</summary>
    private Expression Navigated(Expression argument, bool isFirst, long further, long shift, bool final, SourcePosition at)
    {
        var row = rows.Row(argument);
        var value = rows.Shift(row, shift, at);
        var place = new LongLiteral(isFirst ? further + 1 : -(further + 1));
        if (further == 0)
        {
            var edge = Call(isFirst ? "min_by" : "max_by", at, value, isWindowed ? Only(row.Variable, Order) : Order);
            return isWindowed ? Over(edge, final) : edge with { Filter = Of(row.Variable, Variable) };
        }

        if (!isWindowed)
        {
            var all = Call("array_agg", at, value) with { OrderBy = [new(Order, false, null)], Filter = Of(row.Variable, Variable) };
            return Call("element_at", at, all, place);
        }

        var pair = new Identifier("r");
        var labelled = new Lambda([pair], Of(row.Variable, new Subscript(new NameExpression(pair), new LongLiteral(1))));
        var list = Over(Call("array_agg", at, new RowConstructor([Variable, value])), final);
        return new Subscript(Call("element_at", at, Call("filter", at, list, labelled), place), new LongLiteral(2)) { At = at };
    }

    private FunctionCall Aggregate(FunctionCall call, bool final)
    {
        var arguments = call.IsStar ? [] : call.Arguments.Select(rows.Row).ToImmutableArray();
        var variable = call.StarOf ?? arguments.FirstOrDefault(argument => argument.Variable is not null)?.Variable;
        if (arguments.Any(argument => argument.Variable is { } other && !other.Value.Equals(variable!.Value, StringComparison.OrdinalIgnoreCase)))
        {
            throw new SqlException(SqlErrorCode.InvalidArguments, "All aggregate function arguments must apply to rows matched with the same label", call.At);
        }

        var values = arguments.Select(argument => argument.Value).ToImmutableArray();
        var plain = call with { Processing = null, StarOf = null, Arguments = values };
        var filter = call.Filter is null ? null : rows.Row(call.Filter).Value;
        if (!isWindowed)
        {
            var of = Of(variable, Variable);
            return plain with
            {
                Filter = filter is null ? of : new Logical(true, [of, filter]),
                OrderBy = [.. call.OrderBy.Select(sort => sort with { Key = rows.Row(sort.Key).Value })],
            };
        }

        if (Array.Exists(SeeNulls, name => RowExpressions.Is(call, name)) || filter is not null || call.IsDistinct || !call.OrderBy.IsEmpty)
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"{SqlPrinter.Print(call)} is not supported with ALL ROWS PER MATCH", call.At);
        }

        if (call.IsStar)
        {
            return Over(Call("count", call.At, Only(variable, new LongLiteral(1))), final);
        }

        // Aggregates by the greatest or least of another value leave out rows without that.
        var at = RowExpressions.Is(call, "max_by", "min_by") && values.Length > 1 ? 1 : 0;
        return Over(plain with { Arguments = values.IsEmpty ? values : values.SetItem(at, Only(variable, values[at])) }, final);
    }

    private Expression Of(Identifier? variable, Expression label) => variable is null
        ? new Comparison(ComparisonOperator.GreaterOrEqual, label, new LongLiteral(0))
        : names.Labels(variable) is { } labels
            ? new InList(label, [.. labels.Select(index => (Expression)new LongLiteral(index))], false)
            : throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"{variable.Value} is not a primary pattern variable or subset name", variable.At);

    private Case Only(Identifier? variable, Expression value) => new(null, [new(Of(variable, Variable), value)], null);

    private static FunctionCall Call(string name, SourcePosition at, params ReadOnlySpan<Expression> arguments) =>
        new(new([new(name)]), [.. arguments]) { At = at };

    private static FunctionCall Over(FunctionCall call, bool final) => call with { Over = new WindowName(new(final ? Final : Running, Quoted: true)) };
}
