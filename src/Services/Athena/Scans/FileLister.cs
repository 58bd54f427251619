using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>Finds the objects a table consists of.</summary>
internal sealed class FileLister(IObjectStore objects)
{
    /// <summary>The table's data objects, those of the partitions given, in key order of each location.</summary>
    /// <param name="partitions">Null for a table without partitions.</param>
    /// <param name="alsoHidden">Which names that would be hidden are data all the same.</param>
    public async ValueTask<List<ScanFile>> ListAsync(
        CallContext call, CatalogTable table, IEnumerable<CatalogPartition>? partitions, CancellationToken cancellationToken, Func<string, bool>? alsoHidden = null)
    {
        var files = new List<ScanFile>();
        if (partitions is null)
        {
            await ListAsync(call, table, table.Storage.Location, null, files, alsoHidden, cancellationToken);
            return files;
        }

        foreach (var partition in partitions)
        {
            await ListAsync(call, table, partition.Storage.Location, partition, files, alsoHidden, cancellationToken);
        }

        return files;
    }

    private async ValueTask ListAsync(
        CallContext call, CatalogTable table, string? location, CatalogPartition? partition, List<ScanFile> files,
        Func<string, bool>? alsoHidden, CancellationToken cancellationToken)
    {
        var address = S3Address.TryParse(location)?.AsFolder()
            ?? throw QueryFailure.User($"HIVE_METASTORE_ERROR: table {table.Database}.{table.Name} has no S3 location: {location}");
        var needsContent = NeedsContent(partition?.Storage ?? table.Storage);
        await foreach (var found in objects.ListAsync(call, address.Bucket, address.Key, null, cancellationToken))
        {
            if ((found.Size == 0 && (!needsContent || IsFolder(found.Key))) || IsHidden(found.Key.AsSpan(address.Key.Length), alsoHidden))
            {
                continue;
            }

            files.Add(new ScanFile(found, partition));
            if (files.Count > AthenaLimits.ScanFilesMax)
            {
                throw QueryFailure.User($"NOT_SUPPORTED: the query reads more than {AthenaLimits.ScanFilesMax} files");
            }
        }
    }

    /// <summary>An object without a byte has no rows, but it is no Parquet and no Avro either: those are damage, as Trino has it.</summary>
    private static bool NeedsContent(CatalogStorage storage) =>
        (Has(storage.SerializationLibrary, "parquet") || Has(storage.SerializationLibrary, "avro")) && !Has(storage.InputFormat, "hudi") && !Has(storage.InputFormat, "hoodie") && !Has(storage.InputFormat, "symlink");

    private static bool Has(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What consoles and Hadoop's tools make where people expect folders.</summary>
    private static bool IsFolder(string key) => key.EndsWith('/') || key.EndsWith("_$folder$", StringComparison.Ordinal);

    /// <summary>Names that start with an underscore or a dot are not data, nor is what lies in such folders.</summary>
    private static bool IsHidden(ReadOnlySpan<char> path, Func<string, bool>? alsoHidden)
    {
        var last = path.LastIndexOf('/') + 1;
        if (alsoHidden is not null && path.Length > last && path[last] is '.' && alsoHidden(path[last..].ToString()))
        {
            path = path[..last];
        }

        foreach (var segment in path.Split('/'))
        {
            var name = path[segment];
            if (name.Length > 0 && name[0] is '_' or '.')
            {
                return true;
            }
        }

        return false;
    }
}
