using Weir.Engines.Sql.Types;
using Weir.Kernel.Storage;

namespace Weir.Services.Athena.Queries;

/// <summary>A column to write: its name, its type, and the DuckDB expression over the query's columns.</summary>
internal sealed record WriteColumn(string Name, SqlType Type, string Value);

/// <summary>A finished local file that nobody else sees yet.</summary>
/// <param name="Partition">Its partition's values; empty in a table without partitions.</param>
/// <param name="Bucket">Its bucket; null in a table without buckets.</param>
internal sealed record WrittenFile(string Path, IReadOnlyList<string> Partition, int? Bucket);

/// <summary>What a statement's query gave.</summary>
internal sealed record WrittenFiles(IReadOnlyList<WriteColumn> Columns, long Rows, IReadOnlyList<WrittenFile> Files)
{
    public const string BucketColumn = "weir_bucket";

    private const string DefaultPartition = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The files below a directory; folders are <c>key=value</c>, as the engine writes them.</summary>
    public static IEnumerable<WrittenFile> Below(string directory) => Below(directory, [], null);

    private static IEnumerable<WrittenFile> Below(string directory, IReadOnlyList<string> partition, int? bucket)
    {
        foreach (var name in LocalDisk.Instance.ListFiles(directory))
        {
            yield return new(Path.Combine(directory, name), partition, bucket);
        }

        foreach (var name in LocalDisk.Instance.ListDirectories(directory))
        {
            var equals = name.IndexOf('=', StringComparison.Ordinal);
            var value = Uri.UnescapeDataString(name[(equals + 1)..]);
            var below = name[..equals] == BucketColumn
                ? Below(Path.Combine(directory, name), partition, int.Parse(value, System.Globalization.CultureInfo.InvariantCulture))
                : Below(Path.Combine(directory, name), [.. partition, value.Length == 0 ? DefaultPartition : value], bucket);
            foreach (var file in below)
            {
                yield return file;
            }
        }
    }
}
