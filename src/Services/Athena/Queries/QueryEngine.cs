using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Lowering;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;
using Weir.Services.Athena.Iceberg;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>Gives a statement an engine of its own, the files it reads, and a thread that may block.</summary>
internal sealed class QueryEngine : IDisposable
{
    private readonly IObjectStore _objects;
    private readonly ITableCatalog _catalog;

    /// <summary>Made for the first query: the functions alone are hundreds of objects and several libraries, which an idle server need not load.</summary>
    private readonly Lazy<EnginePool> _engines;

    private readonly TimeProvider _clock;
    private readonly ParquetFooters _footers = new();

    public QueryEngine(IObjectStore objects, ITableCatalog catalog, WeirSettings settings, TimeProvider clock)
    {
        (_objects, _catalog, _clock) = (objects, catalog, clock);
        var data = Path.GetFullPath(settings.DataDirectory);
        WorkDirectory = Path.Combine(data, "athena", "work");
        SpillDirectory = Path.Combine(data, "athena", "spill");
        _engines = new(() => new(
            new()
            {
                SpillDirectory = SpillDirectory,
                Directories = [Path.Combine(data, "objects"), Path.Combine(data, "athena")],
                Functions = [.. EngineFunctions.Scalars, .. IcebergFunctions.All],
                Aggregates = EngineFunctions.Aggregates,
                Macros = new(DuckDbPrelude.Prefix, DuckDbPrelude.Statements),
            },
            settings.AthenaMemoryBytes,
            clock));
    }

    /// <summary>Removes what an earlier run of the program left half written or spilled.</summary>
    public void ClearLeftovers()
    {
        foreach (var directory in new[] { WorkDirectory, SpillDirectory })
        {
            if (LocalDisk.Instance.DirectoryExists(directory))
            {
                LocalDisk.Instance.DeleteDirectory(directory);
            }
        }
    }

    /// <summary>Where statements that write make their files; what is left there at start belongs to nobody.</summary>
    public string WorkDirectory { get; }

    private string SpillDirectory { get; }

    /// <summary>Runs the work on a thread of its own with a fresh session; its scans' files stay until it returns.</summary>
    public async ValueTask<T> UseAsync<T>(StatementContext context, Func<DuckConnection, TableScanner, T> work)
    {
        using var lease = await _engines.Value.RentAsync(context.CancellationToken);
        var connection = lease.Connection;
        return await Task.Factory.StartNew(
            () =>
            {
                using var scanner = new TableScanner(context.Call, _objects, _catalog, _footers, connection, _clock)
                {
                    WorkDirectory = Path.Combine(WorkDirectory, context.Execution.Id + "-scan"),
                };
                try
                {
                    return work(connection, scanner);
                }
                catch (DuckException error) when (!context.WideDecimals && EngineErrors.IsNarrowDecimal(error.Message))
                {
                    throw new DecimalsTooNarrow();
                }
                catch (DuckException error)
                {
                    throw EngineFailures.Of(error, scanner);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    public void Dispose()
    {
        if (_engines.IsValueCreated)
        {
            _engines.Value.Dispose();
        }
    }
}
