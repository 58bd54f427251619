using Weir.Contracts;
using Weir.Engines.Hudi;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Hudi;

/// <summary>A Hudi table as its <c>.hoodie</c> folder describes it when a query is planned.</summary>
internal sealed class HudiTable
{
    private const string ReadOptimized = "org.apache.hudi.hadoop.HoodieParquetInputFormat";
    private const string OldReadOptimized = "com.uber.hoodie.hadoop.HoodieInputFormat";
    private const string Realtime = "org.apache.hudi.hadoop.realtime.HoodieParquetRealtimeInputFormat";
    private const string OldRealtime = "com.uber.hoodie.hadoop.realtime.HoodieRealtimeInputFormat";

    private readonly S3Address _root;
    private readonly Timeline _timeline;
    private readonly Dictionary<string, string> _replaced;

    private HudiTable(S3Address root, TableProperties properties, Timeline timeline, Dictionary<string, string> replaced) =>
        (_root, Properties, _timeline, _replaced) = (root, properties, timeline, replaced);

    public TableProperties Properties { get; }

    public Timeline Timeline => _timeline;

    public static bool IsHudi(CatalogStorage storage) => storage.InputFormat is ReadOptimized or OldReadOptimized || IsRealtime(storage);

    /// <summary>Reads show what the logs say too.</summary>
    public static bool IsRealtime(CatalogStorage storage) => storage.InputFormat is Realtime or OldRealtime;

    public static async ValueTask<HudiTable> LoadAsync(CallContext call, IObjectStore objects, CatalogTable table, CancellationToken cancellationToken)
    {
        var root = S3Address.TryParse(table.Storage.Location)?.AsFolder()
            ?? throw QueryFailure.User($"HIVE_METASTORE_ERROR: table {table.Database}.{table.Name} has no S3 location: {table.Storage.Location}");
        try
        {
            var properties = await ReadAsync(call, objects, root.Under(".hoodie/hoodie.properties"), HudiLimits.PropertiesBytesMax, cancellationToken) is { } content
                ? TableProperties.Parse(content)
                : throw QueryFailure.User($"HIVE_UNKNOWN_ERROR: Hoodie table not found in path {root}.hoodie");
            if (!properties.BaseFormat.Equals("PARQUET", StringComparison.OrdinalIgnoreCase))
            {
                throw QueryFailure.User($"NOT_SUPPORTED: Hudi base files of format {properties.BaseFormat} are not supported [{root}]");
            }

            var timeline = Timeline.Of(await NamesAsync(call, objects, root.Under(properties.TimelineFolder), cancellationToken));
            return new(root, properties, timeline, await ReplacedAsync(call, objects, root.Under(properties.TimelineFolder), timeline, cancellationToken));
        }
        catch (HudiException error)
        {
            throw HudiErrors.Of(error, root.ToString());
        }
    }

    /// <summary>The newest slices of the file groups that files make, with the partition each lies in.</summary>
    public IReadOnlyList<HudiSlice> Slices(IEnumerable<ScanFile> files)
    {
        var hasCompletionTimes = Properties.LayoutVersion >= 2;
        var slices = new List<HudiSlice>();
        foreach (var folder in files.GroupBy(file => (file.Partition, Folder: file.Object.Key[..(file.Object.Key.LastIndexOf('/') + 1)])))
        {
            var named = folder.Select(file => (Name: file.Object.Key[folder.Key.Folder.Length..], File: file));
            slices.AddRange(FileSlices.Newest(named, _timeline, _replaced, hasCompletionTimes).Select(slice => new HudiSlice(slice.Base, slice.Logs)));
        }

        return slices;
    }

    /// <summary>The timeline's names: they begin with digits, what sorts before and after them may be long.</summary>
    private static async ValueTask<List<string>> NamesAsync(CallContext call, IObjectStore objects, S3Address folder, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var found in objects.ListAsync(call, folder.Bucket, folder.Key, folder.Key + "/", cancellationToken))
        {
            var name = found.Key[folder.Key.Length..];
            if (name.Length > 0 && name[0] > '9')
            {
                break;
            }

            names.Add(name);
        }

        return names;
    }

    private static async ValueTask<Dictionary<string, string>> ReplacedAsync(
        CallContext call, IObjectStore objects, S3Address folder, Timeline timeline, CancellationToken cancellationToken)
    {
        var replaced = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var instant in timeline.Replacements)
        {
            var content = await ReadAsync(call, objects, folder.Under(instant.FileName), HudiLimits.CommitBytesMax, cancellationToken) ?? [];
            foreach (var id in CommitMetadata.Replaced(content).Values.SelectMany(ids => ids))
            {
                replaced[id] = instant.Requested;
            }
        }

        return replaced;
    }

    private static async ValueTask<byte[]?> ReadAsync(CallContext call, IObjectStore objects, S3Address address, int bytesMax, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.ReadWholeAsync(call, address.Bucket, address.Key, bytesMax, cancellationToken)
                ?? throw QueryFailure.User($"HIVE_BAD_DATA: {address} is too large");
        }
        catch (ServiceException error) when (error.Code == "NoSuchKey")
        {
            return null;
        }
    }
}

/// <summary>The newest files of a file group: base, logs, or both.</summary>
internal sealed record HudiSlice(ScanFile? Base, IReadOnlyList<ScanFile> Logs)
{
    /// <summary>A file that stands for the slice where only its partition matters.</summary>
    public ScanFile Any => Base ?? Logs[0];
}
