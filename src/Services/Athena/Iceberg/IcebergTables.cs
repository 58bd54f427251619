using System.Collections.Concurrent;
using Weir.Contracts;
using Weir.Engines.Iceberg;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Iceberg tables in the catalog: loaded, made, and changed by compare-and-swap. Safe from any thread.</summary>
internal sealed class IcebergTables(ITableCatalog catalog, IObjectStore objects, IdSource ids, TimeProvider clock)
{
    public const string TypeParameter = "table_type";
    public const string LocationParameter = "metadata_location";
    private const string PreviousParameter = "previous_metadata_location";

    /// <summary>Commits to one table take turns: who would lose the swap need not try. The swap still decides.</summary>
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    public static bool IsIceberg(CatalogTable table) =>
        string.Equals(table.Parameters.GetValueOrDefault(TypeParameter), "ICEBERG", StringComparison.OrdinalIgnoreCase);

    /// <summary>What a snapshot says of the query that made it, as the engine behind Athena says it.</summary>
    public static IReadOnlyDictionary<string, string> SummaryOf(StatementContext context) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["trino_query_id"] = FilePublisher.EngineName(context.Execution) };

    public ITableFiles Files(CallContext call) => new StoreFiles(objects, call);

    public async ValueTask<LoadedTable> LoadAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken)
    {
        var location = table.Parameters.GetValueOrDefault(LocationParameter)
            ?? throw QueryFailure.User($"ICEBERG_INVALID_METADATA: table {table.Database}.{table.Name} has no {LocationParameter}");
        return await Committer(call).LoadAsync(location, cancellationToken);
    }

    public async ValueTask<LoadedTable> CommitAsync(CallContext call, string database, string name, TableChange change, CancellationToken cancellationToken)
    {
        var turn = _turns.GetOrAdd($"{call.Account}/{call.Region}/{database}/{name}", _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await Committer(call).CommitAsync(new Pointer(catalog, call, database, name), change, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Makes a table whose first snapshot may already be there, and tells the catalog.</summary>
    public async ValueTask CreateAsync(
        CallContext call, string database, string name, string? comment, TableMetadata table, SnapshotChange? first, CancellationToken cancellationToken)
    {
        var files = Files(call);
        var commit = new CommitFiles(files, ids);
        try
        {
            if (first is not null)
            {
                table = await first.ApplyAsync(table, commit, cancellationToken);
            }

            var path = await commit.WriteMetadataAsync(table, null, cancellationToken);
            FaultPoints.Hit("iceberg.before-create");
            await catalog.CreateTableAsync(call, Entry(database, name, comment, new(table, path), null), CancellationToken.None);
        }
        catch
        {
            await commit.DiscardAsync();
            throw;
        }
    }

    private TableCommitter Committer(CallContext call) => new(Files(call), ids, clock);

    /// <summary>The table as the catalog shows it.</summary>
    private static CatalogTable Entry(string database, string name, string? comment, LoadedTable table, CatalogTable? before)
    {
        var parameters = new Dictionary<string, string>(before?.Parameters ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [TypeParameter] = "ICEBERG",
            [LocationParameter] = table.Path,
        };
        if (before?.Parameters.GetValueOrDefault(LocationParameter) is { } previous)
        {
            parameters[PreviousParameter] = previous;
        }

        var columns = table.Metadata.Schema.Fields
            .Select(field => new CatalogColumn(field.Name.ToLowerInvariant(), HiveTypeNames.Of(field.Type), field.Doc)).ToArray();
        return new()
        {
            Database = database,
            Name = name,
            Description = before?.Description ?? comment,
            Owner = before?.Owner ?? "hadoop",
            TableType = "EXTERNAL_TABLE",
            Storage = (before?.Storage ?? new CatalogStorage()) with { Columns = columns, Location = table.Metadata.Location },
            Parameters = parameters,
            CreateTime = before?.CreateTime,
        };
    }

    /// <summary>The catalog's entry as the place where the current metadata file is named.</summary>
    private sealed class Pointer(ITableCatalog catalog, CallContext call, string database, string name) : ITablePointer
    {
        private CatalogTable? _entry;

        public ValueTask<string> ReadAsync(CancellationToken cancellationToken)
        {
            _entry = catalog.FindTable(call, database, name) is { } found && IsIceberg(found)
                ? found
                : throw new IcebergException(IcebergProblem.Conflict, $"the table {database}.{name} was dropped meanwhile");
            return ValueTask.FromResult(_entry.Parameters.GetValueOrDefault(LocationParameter)
                ?? throw QueryFailure.User($"ICEBERG_INVALID_METADATA: table {database}.{name} has no {LocationParameter}"));
        }

        public ValueTask<bool> SwapAsync(string expected, string next, TableMetadata table, CancellationToken cancellationToken) =>
            catalog.SwapTableAsync(call, Entry(database, name, null, new(table, next), _entry), LocationParameter, expected, cancellationToken);
    }
}
