namespace Weir.Engines.Sql.Binding;

/// <summary>Names the steps of a bound query: the same for a plan's nodes and for what is lowered.</summary>
internal static class StepKeys
{
    public const string Result = "result";

    public static string Of(BoundRelation relation) => relation switch
    {
        BoundScan scan => $"scan{scan.Id}",
        BoundCteReference reference => $"reference{First(reference.Columns)}",
        BoundJoin join => $"join({Of(join.Left)},{Of(join.Right)})",
        BoundFiltered filtered => $"filter({Of(filtered.Relation)})",
        BoundUnnest unnest => $"unnest{First(unnest.Arguments[0].Columns)}",
        BoundDerived derived => $"query{First(derived.Query.Columns)}",
        BoundExtended extended => $"more({Of(extended.Relation)})",
        BoundSample sample => $"sample({Of(sample.Relation)})",
        _ => relation.GetType().Name,
    };

    /// <summary>What a scan's row filter leaves.</summary>
    public static string Allowed(BoundScan scan) => $"allowed{scan.Id}";

    public static string Where(BoundSelect select) => $"where{First(select.Columns)}";

    public static string Groups(BoundSelect select) => $"groups{First(select.Columns)}";

    public static string Having(BoundSelect select) => $"having{First(select.Columns)}";

    /// <summary>What a SELECT makes, before order and limits.</summary>
    public static string Rows(BoundBody body) => $"rows{First(body.Columns)}";

    /// <summary>What order and limits leave of a query.</summary>
    public static string Tail(BoundQuery query) => $"tail{First(query.Columns)}";

    private static int First(IReadOnlyList<ColumnSymbol> columns) => columns.Count == 0 ? 0 : columns[0].Id;
}
