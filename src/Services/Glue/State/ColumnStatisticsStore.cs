using Weir.Kernel.State;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.State;

/// <summary>Column statistics of tables and of partitions. Safe from any thread.</summary>
internal sealed class ColumnStatisticsStore
{
    private readonly StateTable<ColumnStatistics> _statistics = new("glue_column_statistics", GlueJson.Default.ColumnStatistics);

    /// <param name="partition">The partition's values; null for the table's own statistics.</param>
    public ColumnStatistics? Find(
        IStateReader state, CatalogPlace place, string database, string table, IReadOnlyList<string>? partition, string column) =>
        _statistics.Find(state, Key(place, database, table, partition, column));

    public void Put(
        IStateWriter state, CatalogPlace place, string database, string table, IReadOnlyList<string>? partition, ColumnStatistics statistics) =>
        _statistics.Put(state, Key(place, database, table, partition, statistics.ColumnName), statistics);

    public bool Delete(
        IStateWriter state, CatalogPlace place, string database, string table, IReadOnlyList<string>? partition, string column) =>
        _statistics.Delete(state, Key(place, database, table, partition, column));

    public void DeletePartition(IStateWriter state, CatalogPlace place, string database, string table, IReadOnlyList<string> partition) =>
        DeleteBelow(state, StateKey.Prefix(place.Account, place.Region, database, table, Owner(partition)));

    /// <summary>Of a table, or of all tables of a database.</summary>
    public void DeleteBelow(IStateWriter state, StateKey below) => state.DeleteRange(_statistics.Space, below, below.Next());

    private static StateKey Key(CatalogPlace place, string database, string table, IReadOnlyList<string>? partition, string column) =>
        StateKey.Of(place.Account, place.Region, database, table, Owner(partition), column);

    /// <summary>No partition value holds U+0001, so a table's statistics and a partition's never meet.</summary>
    private static string Owner(IReadOnlyList<string>? partition) =>
        partition is null ? "\u0001" : string.Concat(partition.Select(value => value + '\u0001'));
}
