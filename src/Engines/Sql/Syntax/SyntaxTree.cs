namespace Weir.Engines.Sql.Syntax;

/// <summary>Walks over the nodes of a query in the order of its text.</summary>
internal static class SyntaxTree
{
    /// <summary>The node and all beneath it, parents first.</summary>
    public static IEnumerable<Node> All(Node node)
    {
        var open = new Stack<Node>([node]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in Children(next).Reverse())
            {
                open.Push(child);
            }
        }
    }

    /// <summary>The tables of a name of one part, leaving out queries that name a part of theirs so.</summary>
    public static IReadOnlyList<Node> References(Node node, string name)
    {
        var found = new List<Node>();
        var open = new Stack<Node>([node]);
        while (open.TryPop(out var next))
        {
            if (next is Query { With: { } with } && with.Queries.Any(query => Same(query.Name, name)))
            {
                continue;
            }

            var table = next switch
            {
                TableRelation relation => relation.Name,
                TableBody body => body.Name,
                _ => null,
            };
            if (table is { Parts: [var only] } && Same(only, name))
            {
                found.Add(next);
            }

            foreach (var child in Children(next).Reverse())
            {
                open.Push(child);
            }
        }

        return found;
    }

    private static bool Same(Identifier identifier, string name) => string.Equals(identifier.Value, name, StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<Node> Children(Node node) => (node switch
    {
        Expression expression => OfExpression(expression),
        Relation relation => OfRelation(relation),
        QueryBody body => OfBody(body),
        Query query => [query.With, query.Body, .. query.OrderBy, query.Offset, query.Limit],
        With with => with.Queries,
        NamedQuery named => [named.Query],
        SelectExpression item => [item.Expression],
        SelectStar star => [star.Target],
        GroupBy group => group.Elements.SelectMany(element => element.Sets).SelectMany(set => set),
        SortItem sort => [sort.Key],
        NamedWindow window => [window.Window],
        WindowSpecification window => [.. window.PartitionBy, .. window.OrderBy, window.Frame?.Start.Offset, window.Frame?.Finish?.Offset],
        WhenClause branch => [branch.Condition, branch.Result],
        JsonArgument argument => [argument.Value],
        JsonMember member => [member.Key, member.Value],
        JsonElementValue value => [value.Value],
        _ => (IEnumerable<Node?>)[],
    }).OfType<Node>();

    private static IEnumerable<Node?> OfBody(QueryBody body) => body switch
    {
        Select select => [.. select.Items, .. select.From, select.Where, select.GroupBy, select.Having, .. select.Windows],
        SetOperation operation => [operation.Left, operation.Right],
        Values values => values.Rows,
        NestedQuery nested => [nested.Query],
        _ => [],
    };

    private static IEnumerable<Node?> OfRelation(Relation relation) => relation switch
    {
        TableRelation table => [table.AsOf],
        AliasedRelation aliased => [aliased.Relation],
        Join join => [join.Left, join.Right, join.On],
        SubqueryRelation subquery => [subquery.Query],
        Lateral lateral => [lateral.Query],
        Unnest unnest => unnest.Arguments,
        Sampled sampled => [sampled.Relation, sampled.Percentage],
        JsonTable table => [table.Input, .. table.Passing],
        MatchRecognize match =>
        [
            match.Input, .. match.PartitionBy, .. match.OrderBy, .. match.Measures.Select(measure => measure.Value),
            .. match.Definitions.Select(definition => definition.Condition),
        ],
        TableFunction call => call.Arguments.Select(argument => (Node?)argument.Value),
        _ => [],
    };

    private static IEnumerable<Node?> OfExpression(Expression expression) => expression switch
    {
        Dereference part => [part.Base],
        Unary unary => [unary.Operand],
        Arithmetic arithmetic => [arithmetic.Left, arithmetic.Right],
        Comparison comparison => [comparison.Left, comparison.Right],
        Logical logical => logical.Terms,
        Not not => [not.Operand],
        IsNull test => [test.Operand],
        IsDistinctFrom test => [test.Left, test.Right],
        Between between => [between.Operand, between.Low, between.High],
        InList list => [list.Operand, .. list.Items],
        InQuery query => [query.Operand, query.Query],
        Like like => [like.Operand, like.Pattern, like.Escape],
        Exists exists => [exists.Query],
        Quantified quantified => [quantified.Operand, quantified.Query],
        ScalarQuery scalar => [scalar.Query],
        Case branches => [branches.Operand, .. branches.Whens, branches.Else],
        Cast cast => [cast.Operand],
        AtTimeZone zoned => [zoned.Operand, zoned.Zone],
        Extract extract => [extract.Operand],
        FunctionCall call => [.. call.Arguments, .. call.OrderBy, .. call.WithinGroup, call.Filter, call.Over],
        Lambda lambda => [lambda.Body],
        Subscript subscript => [subscript.Base, subscript.Index],
        ArrayConstructor array => array.Items,
        RowConstructor row => row.Items,
        JsonPathCall call => [call.Input, .. call.Passing],
        JsonObjectCall call => call.Members,
        JsonArrayCall call => call.Items,
        PatternMatches matches => [matches.Masks, .. matches.Values.Select(value => value.Value).OfType<Expression>()],
        _ => [],
    };
}
