using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Firehose.Domain;

/// <summary>The engine that writes Parquet, and the schemas of catalog tables.</summary>
internal sealed class ParquetConverter : IDisposable
{
    private const int Instances = 2;
    private const long InstanceBytes = 256L << 20;

    private readonly ITableCatalog _catalog;
    private readonly Lazy<DuckInstances> _instances;

    public ParquetConverter(ITableCatalog catalog, Spool spool, TimeProvider clock)
    {
        _catalog = catalog;
        _instances = new(() => new(
            new DuckOptions
            {
                Threads = 1,
                MemoryBytesMax = InstanceBytes,
                Directories = [spool.Directory],
                SpillDirectory = Path.Combine(spool.Directory, "spill"),
            },
            Instances,
            clock));
    }

    /// <summary>The columns of the table as it is now.</summary>
    /// <exception cref="ServiceException">There is no such table, or a column has a type we do not know: delivery waits until that is mended.</exception>
    public IReadOnlyList<DuckField> Columns(CallContext call, ConversionSettings settings)
    {
        var (database, name) = (settings.Schema.DatabaseName!.ToLowerInvariant(), settings.Schema.TableName!.ToLowerInvariant());
        var table = _catalog.FindTable(call, database, name)
            ?? throw FirehoseErrors.Invalid($"DataFormatConversion.InvalidSchema: there is no table {name} in database {database}.");
        if (table.LinkProblem is { } problem)
        {
            throw FirehoseErrors.Invalid($"DataFormatConversion.InvalidSchema: {problem}");
        }

        return table.Storage.Columns.Count == 0
            ? throw FirehoseErrors.Invalid($"DataFormatConversion.InvalidSchema: table {database}.{name} has no columns.")
            : [.. table.Storage.Columns.Select(column => new DuckField(
                column.Name,
                HiveTypes.Parse(column.Type) ?? throw FirehoseErrors.Invalid(
                    $"DataFormatConversion.InvalidSchema: column {column.Name} has the type {column.Type}, which is not known.")))];
    }

    public ValueTask<DuckLease> RentAsync(CancellationToken cancellationToken) => _instances.Value.RentAsync(cancellationToken);

    public void Dispose()
    {
        if (_instances.IsValueCreated)
        {
            _instances.Value.Dispose();
        }
    }
}
