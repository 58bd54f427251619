using Weir.Contracts;
using Weir.Engines.Delta;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Delta;

/// <summary>Delta tables of the catalog. The log alone says what their columns are: the catalog only where they lie.</summary>
internal sealed class DeltaTables(IObjectStore objects)
{
    public const string TypeParameter = "table_type";
    public const string ProviderParameter = "spark.sql.sources.provider";
    public const string PathParameter = "path";

    public static bool IsDelta(CatalogTable table) =>
        string.Equals(table.Parameters.GetValueOrDefault(ProviderParameter), "delta", StringComparison.OrdinalIgnoreCase)
        || string.Equals(table.Parameters.GetValueOrDefault(TypeParameter), "delta", StringComparison.OrdinalIgnoreCase);

    public DeltaStore Store(CallContext call, DuckConnection connection) => new(objects, call, connection);

    public ValueTask<DeltaSnapshot> LoadAsync(CallContext call, DuckConnection connection, CatalogTable table, CancellationToken cancellationToken) =>
        LoadAsync(call, connection, LocationOf(table), cancellationToken);

    public ValueTask<DeltaSnapshot> LoadAsync(CallContext call, DuckConnection connection, string location, CancellationToken cancellationToken) =>
        new DeltaLog(Store(call, connection)).ReadAsync(DeltaStore.AddressOf(location).AsFolder().ToString(), cancellationToken);

    /// <summary>Spark keeps the table's place among the SerDe's parameters, its location being a placeholder then.</summary>
    private static string LocationOf(CatalogTable table) =>
        table.Storage.SerdeParameters.GetValueOrDefault(PathParameter) is { Length: > 0 } path ? path
        : table.Storage.Location ?? throw QueryFailure.User($"DELTA_LAKE_INVALID_TABLE: table {table.Database}.{table.Name} has no location");
}

/// <summary>A Delta table in one statement: all mentions of it read the same version.</summary>
internal sealed record DeltaSource(CatalogTable Entry, DeltaSnapshot Snapshot);

/// <summary>Delta tables as one statement names them. Called on a thread that may block.</summary>
internal sealed class DeltaNames(DeltaTables tables, TableScanner scanner, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, SqlTable> _found = new(StringComparer.Ordinal);

    public SqlTable Find(SqlTableName name, CatalogTable entry)
    {
        if (_found.TryGetValue(name.ToString(), out var known))
        {
            return known;
        }

        var snapshot = tables.LoadAsync(scanner.Call, scanner.Connection, entry, cancellationToken).AsTask().GetAwaiter().GetResult();
        var partitions = snapshot.PartitionFields.Select(field => field.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var columns = snapshot.Schema.Fields.Select(field => new SqlColumn(field.Name.ToLowerInvariant(), DeltaColumns.Sql(field.Type), partitions.Contains(field.Name)));
        return _found[name.ToString()] = new() { Name = name, Columns = [.. columns, .. FileColumns.OfFiles], Handle = new DeltaSource(entry, snapshot) };
    }
}
