using System.Globalization;
using System.Text;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Scans;

/// <summary>What is known of a file beside its rows.</summary>
/// <param name="Modified">Null where the store was not asked yet.</param>
/// <param name="Partition">Its partition's path; null where there are no partitions.</param>
internal sealed record FileFacts(string Address, long Size, DateTimeOffset? Modified, string? Partition)
{
    public static FileFacts Of(ScanFile file, CatalogTable table) => new(
        file.Address, file.Object.Size, file.Object.LastModified,
        file.Partition is { } partition ? string.Join('/', table.PartitionKeys.Select((key, at) => $"{key.Name}={partition.Values[at]}")) : null);
}

/// <summary>The columns every table of files has beside its own, for who names them: which file a row is from.</summary>
internal static class FileColumns
{
    private const string Path = "$path";
    private const string Bucket = "$bucket";
    private const string Size = "$file_size";
    private const string Modified = "$file_modified_time";
    private const string Partition = "$partition";

    private static readonly SqlColumn[] OfAll =
    [
        new(Path, SqlType.Varchar) { IsImplicit = true },
        new(Size, SqlType.BigInt) { IsImplicit = true },
        new(Modified, SqlType.TimestampZoned(3)) { IsImplicit = true },
    ];

    private static readonly SqlColumn[] OfPartitioned = [new(Partition, SqlType.Varchar) { IsImplicit = true }];

    private static readonly SqlColumn[] OfBucketed = [new(Bucket, SqlType.Integer) { IsImplicit = true }];

    /// <summary>Of a Delta table.</summary>
    public static IEnumerable<SqlColumn> OfFiles => OfAll;

    /// <summary>Of an Iceberg table, which always has partitions, if only one.</summary>
    public static IEnumerable<SqlColumn> OfFilesInPartitions => OfAll.Concat(OfPartitioned);

    public static IEnumerable<SqlColumn> Of(CatalogTable table)
    {
        var columns = table.PartitionKeys.Count > 0 ? OfAll.Concat(OfPartitioned) : OfAll;
        return table.Storage.BucketCount > 0 ? columns.Concat(OfBucketed) : columns;
    }

    public static bool Has(string name) => name is Path or Bucket or Size or Modified or Partition;

    /// <summary>What a file says, as text; null for nothing.</summary>
    public static string? Value(string name, FileFacts file) => name switch
    {
        Path => file.Address,
        Size => file.Size.ToString(CultureInfo.InvariantCulture),
        Modified when file.Modified is { } time => (time.ToUnixTimeMilliseconds() * 1000).ToString(CultureInfo.InvariantCulture),
        Partition => file.Partition,
        Bucket => BucketOf(file.Address)?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Whether conditions are about these columns at all.</summary>
    public static bool AreIn(ColumnFilter filter) => filter switch
    {
        AllOfFilter all => all.Terms.Any(AreIn),
        AnyOfFilter any => any.Terms.Any(AreIn),
        ColumnTest test => Has(test.Column.Name),
        _ => false,
    };

    /// <summary>Whether a file can hold rows that meet a condition, by what its path, size and partition are.</summary>
    public static bool CanMeet(ColumnFilter filter, FileFacts file)
    {
        List<ParquetChunk> known = [Only(Path, Encoding.UTF8.GetBytes(file.Address)), Only(Size, (decimal)file.Size)];
        if (file.Partition is { } partition)
        {
            known.Add(Only(Partition, Encoding.UTF8.GetBytes(partition)));
        }

        if (BucketOf(file.Address) is { } bucket)
        {
            known.Add(Only(Bucket, (decimal)bucket));
        }

        // A file's facts are those of all of its rows, as if it were one row group with one value in each of these columns.
        return ParquetPruning.CanMeet(filter, new(1, known));

        static ParquetChunk Only(string name, object value) => new(name, IsWhole: true, Bytes: 0, Nulls: 0, value, value);
    }

    /// <summary>The text as the column's value.</summary>
    public static string Typed(string name, string text) => name switch
    {
        Size => $"CAST({text} AS BIGINT)",
        Bucket => $"CAST({text} AS INTEGER)",
        Modified => $"struct_pack(t := make_timestamptz(CAST({text} AS BIGINT)), z := 'UTC')",
        _ => $"CAST({text} AS VARCHAR)",
    };

    /// <summary>A relation without rows has to have the columns all the same.</summary>
    public static string Nothing(string name) => $"{Typed(name, "NULL")} AS {DuckSql.Name(name)}";

    /// <summary>Hive and Athena begin a bucket's file with its number.</summary>
    private static int? BucketOf(string address)
    {
        var name = address.AsSpan(address.LastIndexOf('/') + 1);
        var end = name.IndexOf('_');
        return end > 0 && int.TryParse(name[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var bucket) ? bucket : null;
    }
}
