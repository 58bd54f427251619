namespace Weir.Engines.Sql.Binding;

/// <summary>The condition of an outer join with subqueries in it: DuckDB joins so only without, so each becomes a column of one side first.</summary>
internal sealed class OuterJoinBinder(BindContext context)
{
    public BoundJoin Bind(Syntax.JoinKind kind, BoundRelation left, BoundRelation right, BoundExpression on, SourcePosition at)
    {
        var (toLeft, toRight) = (new List<(ColumnSymbol, BoundExpression)>(), new List<(ColumnSymbol, BoundExpression)>());
        var (leftColumns, rightColumns) = (Columns(left), Columns(right));
        var condition = Rewriter.Map(on, part =>
        {
            if (part is not BoundSubquery subquery)
            {
                return null;
            }

            var needed = subquery.Operand is null ? [] : Columns(subquery.Operand);
            var column = context.Symbol("", subquery.Type);
            if (needed.IsSubsetOf(leftColumns))
            {
                toLeft.Add((column, subquery));
            }
            else if (needed.IsSubsetOf(rightColumns))
            {
                toRight.Add((column, subquery));
            }
            else
            {
                throw new SqlException(SqlErrorCode.NotSupported, "A subquery compared with columns of both sides of an outer join is not supported", at);
            }

            return new BoundColumn(column);
        });
        return new(kind, Extended(left, toLeft), Extended(right, toRight), condition);
    }

    private static BoundRelation Extended(BoundRelation relation, List<(ColumnSymbol, BoundExpression)> columns) =>
        columns.Count == 0 ? relation : new BoundExtended(relation, [.. columns]);

    private static HashSet<int> Columns(BoundExpression expression)
    {
        var ids = new HashSet<int>();
        Rewriter.Any(expression, part =>
        {
            if (part is BoundColumn column)
            {
                ids.Add(column.Symbol.Id);
            }

            return false;
        });
        return ids;
    }

    private static HashSet<int> Columns(BoundRelation relation) => relation switch
    {
        BoundScan scan => [.. scan.Columns.Select(column => column.Symbol.Id)],
        BoundCteReference reference => [.. reference.Columns.Select(column => column.Id)],
        BoundDerived derived => [.. derived.Query.Columns.Select(column => column.Id)],
        BoundJoin join => [.. Columns(join.Left), .. Columns(join.Right)],
        BoundUnnest unnest => [.. unnest.Arguments.SelectMany(argument => argument.Columns).Select(column => column.Id), .. unnest.Ordinality is { } place ? [place.Id] : (int[])[]],
        BoundSample sample => Columns(sample.Relation),
        BoundExtended extended => [.. Columns(extended.Relation), .. extended.Columns.Select(column => column.Symbol.Id)],
        _ => [],
    };
}
