using Weir.Kernel.Identity;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>Statistics of columns of a table or of one of its partitions: the same six operations for both.</summary>
/// <param name="catalog">Where they are kept.</param>
internal sealed class StatisticsChanges(CatalogStore catalog, ResourceLinks links)
{
    /// <param name="partition">The partition's values; null for the table.</param>
    public async ValueTask<IReadOnlyList<ColumnStatisticsError>> UpdateAsync(
        CallContext call, string action, string? catalogId, string database, string table, IReadOnlyList<string>? partition, IReadOnlyList<ColumnStatistics> wanted,
        CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, action, catalogId, database, table);
        Batches.RequireSize("columnStatisticsList", wanted.Count, GlueLimits.StatisticsUpdatesMax);
        return await catalog.State.WriteAsync(
            state =>
            {
                var (owner, values) = Owner(state, at, partition);
                return Batches.Each(
                    wanted,
                    statistics => catalog.Statistics.Put(state, at.Place, owner.Database, owner.Name, values, StatisticsRules.Check(owner, statistics)),
                    (statistics, error) => new ColumnStatisticsError { ColumnStatistics = statistics, Error = Views.Error(error) }) ?? [];
            },
            cancellationToken);
    }

    /// <summary>Those there are, and an error for each of the others.</summary>
    public (IReadOnlyList<ColumnStatistics> Found, IReadOnlyList<ColumnError> Errors) Get(
        CallContext call, string action, string? catalogId, string database, string table, IReadOnlyList<string>? partition, IReadOnlyList<string> columns)
    {
        var at = links.Meant(call, action, catalogId, database, table);
        Batches.RequireSize("columnNames", columns.Count, GlueLimits.StatisticsColumnsMax);
        return catalog.State.Read(state =>
        {
            var (owner, values) = Owner(state, at, partition);
            var found = new List<ColumnStatistics>();
            var errors = new List<ColumnError>();
            foreach (var name in columns)
            {
                if (catalog.Statistics.Find(state, at.Place, owner.Database, owner.Name, values, name.ToLowerInvariant()) is { } statistics)
                {
                    found.Add(statistics);
                }
                else
                {
                    errors.Add(new() { ColumnName = name, Error = Views.Error(GlueErrors.NoStatistics()) });
                }
            }

            return (found, errors);
        });
    }

    public async ValueTask DeleteAsync(
        CallContext call, string action, string? catalogId, string database, string table, IReadOnlyList<string>? partition, string column,
        CancellationToken cancellationToken)
    {
        var at = links.ToChange(call, action, catalogId, database, table);
        await catalog.State.WriteAsync(
            state =>
            {
                var (owner, values) = Owner(state, at, partition);
                // What is not there is deleted already: AWS answers the same the second time.
                return catalog.Statistics.Delete(state, at.Place, owner.Database, owner.Name, values, column.ToLowerInvariant());
            },
            cancellationToken);
    }

    private (TableState Table, IReadOnlyList<string>? Values) Owner(
        Weir.Kernel.State.IStateReader state, TableAt at, IReadOnlyList<string>? partition)
    {
        var owner = catalog.RequireTable(state, at);
        if (partition is null)
        {
            return (owner, null);
        }

        var values = Inputs.Values(owner, partition);
        _ = catalog.FindPartition(state, at.Place, owner.Database, owner.Name, values) ?? throw GlueErrors.NoPartition();
        return (owner, values);
    }
}
