using System.Collections.Immutable;

namespace Weir.Engines.Sql.Binding;

/// <summary>Copies bound expressions with some parts replaced.</summary>
internal static class Rewriter
{
    /// <param name="replace">What stands instead of a part; null to go on into it.</param>
    public static BoundExpression Map(BoundExpression expression, Func<BoundExpression, BoundExpression?> replace)
    {
        if (replace(expression) is { } replaced)
        {
            return replaced;
        }

        return expression switch
        {
            BoundCall call => call with { Arguments = All(call.Arguments, replace) },
            BoundCase branches => branches with
            {
                Branches = [.. branches.Branches.Select(branch => (Map(branch.When, replace), Map(branch.Then, replace)))],
                Else = branches.Else is null ? null : Map(branches.Else, replace),
            },
            BoundLambda lambda => lambda with { Body = Map(lambda.Body, replace) },
            BoundSubquery subquery => subquery with { Operand = subquery.Operand is null ? null : Map(subquery.Operand, replace) },
            BoundGrouping grouping => grouping with { Keys = All(grouping.Keys, replace) },
            BoundAggregate aggregate => aggregate with
            {
                Arguments = All(aggregate.Arguments, replace),
                OrderBy = Sorts(aggregate.OrderBy, replace),
                Filter = aggregate.Filter is null ? null : Map(aggregate.Filter, replace),
                Over = aggregate.Over is not { } over
                    ? null
                    : new(All(over.PartitionBy, replace), Sorts(over.OrderBy, replace), over.Frame is not { } frame
                        ? null
                        : frame with { Start = Side(frame.Start, replace), Finish = Side(frame.Finish, replace) }),
            },
            _ => expression,
        };
    }

    /// <summary>Whether any part, the whole included, is such.</summary>
    public static bool Any(BoundExpression expression, Func<BoundExpression, bool> test)
    {
        var found = false;
        Map(expression, part =>
        {
            found |= test(part);
            return found ? part : null;
        });
        return found;
    }

    private static (Syntax.FrameBoundKind Kind, BoundExpression? Offset) Side(
        (Syntax.FrameBoundKind Kind, BoundExpression? Offset) side, Func<BoundExpression, BoundExpression?> replace) =>
        (side.Kind, side.Offset is null ? null : Map(side.Offset, replace));

    private static ImmutableArray<BoundExpression> All(ImmutableArray<BoundExpression> list, Func<BoundExpression, BoundExpression?> replace) =>
        [.. list.Select(item => Map(item, replace))];

    private static ImmutableArray<BoundSort> Sorts(ImmutableArray<BoundSort> list, Func<BoundExpression, BoundExpression?> replace) =>
        [.. list.Select(item => item with { Key = Map(item.Key, replace) })];
}
