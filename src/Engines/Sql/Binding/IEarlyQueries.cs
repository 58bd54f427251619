namespace Weir.Engines.Sql.Binding;

/// <summary>
/// A scan planner's engine, which answers parts of a query before the rest is planned: which partitions the rest needs may depend on them.
/// </summary>
public interface IEarlyQueries
{
    /// <summary>Bytes of the files that the scans planned so far may read, at most.</summary>
    long BytesPlanned { get; }

    /// <summary>A query's rows, its values as text; null when it fails or has more rows than that.</summary>
    IReadOnlyList<IReadOnlyList<string?>>? Rows(string sql, int rowsMax);

    /// <summary>Runs a query and holds its rows until the statement is over.</summary>
    /// <returns>A table's name; null when the query fails, which the statement itself will say.</returns>
    string? Keep(string sql);
}
