using Weir.Contracts;

namespace Weir.Services.Athena.Scans;

/// <summary>One object to be read, as the local file that holds it.</summary>
/// <param name="Partition">The partition it belongs to; null in a table without partitions.</param>
internal sealed record ScanFile(ObjectInfo Object, CatalogPartition? Partition)
{
    public string Path { get; init; } = "";

    public string Address => $"s3://{Object.Bucket}/{Object.Key}";

    /// <summary>By the key's ending, as Athena does; files on disk have no endings.</summary>
    public string Compression => System.IO.Path.GetExtension(Object.Key).ToLowerInvariant() switch
    {
        ".gz" or ".gzip" => "gzip",
        ".zst" or ".zstd" => "zstd",
        ".bz2" or ".bzip2" => "bz2",
        ".snappy" or ".sz" => "snappy",
        ".lz4" => "lz4",
        ".deflate" => "deflate",
        ".lzo" => "lzo",
        _ => "none",
    };
}

/// <summary>A column the scan must give: its name, and its type as the catalog declares it.</summary>
internal sealed record ScanColumn(string Name, string HiveType);

/// <summary>What a scan covers: for the statistics.</summary>
internal sealed record ScanSummary(long Files, long Bytes);
