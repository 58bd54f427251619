using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding;

/// <summary>What an expression has that cannot stand where each row is looked at alone.</summary>
internal static class AggregateCalls
{
    /// <summary>As Trino lists them: aggregates, then what has a window, then GROUPING. Subqueries have their own.</summary>
    public static IEnumerable<Expression> Of(Expression expression)
    {
        var calls = new List<FunctionCall>();
        Collect(expression, calls);
        return calls.Where(call => call.Over is null && KindOf(call) == FunctionKind.Aggregate)
            .Concat(calls.Where(call => call.Over is not null || KindOf(call) == FunctionKind.Window))
            .Concat(calls.Where(call => call.Over is null && call.Name.Lower == "grouping"));
    }

    private static FunctionKind KindOf(FunctionCall call) => Registry.Find(call.Name.Lower) is [var first, ..] ? first.Kind : FunctionKind.Scalar;

    private static void Collect(Node node, List<FunctionCall> calls)
    {
        if (node is FunctionCall call)
        {
            calls.Add(call);
        }

        foreach (var child in SyntaxTree.Children(node).Where(child => child is not Query))
        {
            Collect(child, calls);
        }
    }
}
