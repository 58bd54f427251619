using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Scans;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>The relation over files of one format: the wanted columns and <c>weir_file</c>, the file's index.</summary>
/// <param name="scans">Gets what must be disposed when the query is over.</param>
internal sealed class FileReader(
    DuckConnection connection, TableFormat format, IReadOnlyList<ScanColumn> tableColumns, ICollection<IDisposable> scans)
{
    public const string FileIndex = FileTableSource.FileColumn;

    /// <summary>For the planner, where the files do not say themselves.</summary>
    public long? RowsEstimate { get; init; }

    /// <summary>No more rows are looked at, and what is read for them is to be counted; null to read all.</summary>
    public (long RowsMax, ReadCount Read)? First { get; init; }

    /// <summary>A reader of ours. It gives the declared types; a table's other columns take their places in the files.</summary>
    public string Relation(IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> wanted)
    {
        var isWanted = wanted.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        // A column nobody asks for may be of a type nobody knows.
        var table = tableColumns.Select(column =>
            new DuckField(column.Name, isWanted.Contains(column.Name) ? DeclaredTypes.Of(column) : new DuckType(DuckKind.Varchar))).ToArray();
        var data = files.Select((file, at) => new DataFile(file.Path, file.Address, file.Object.Size, (ulong)at, CompressionOf(file)) { Read = First?.Read }).ToArray();
        var source = new FileTableSource(table, data, SourceFormats.Of(format, table)) { RowsEstimate = RowsEstimate };
        var name = connection.Scans.Add(First is { } first ? new FirstRows(source, first.RowsMax) : source);
        scans.Add(name);
        return Select(wanted.Select(column => DuckSql.Name(column.Name)).Append(FileIndex), name.ToString());
    }

    private Compression CompressionOf(ScanFile file)
    {
        // Avro compresses within; its names say nothing.
        if (format.Kind == FormatKind.Avro)
        {
            return Compression.None;
        }

        return file.Compression switch
        {
            "none" => Compression.None,
            "gzip" => Compression.Gzip,
            "zstd" => Compression.Zstd,
            "bz2" => Compression.Bzip2,
            "snappy" => Compression.Snappy,
            "lz4" => Compression.Lz4,
            "deflate" => Compression.Deflate,
            _ => throw QueryFailure.User($"NOT_SUPPORTED: {file.Compression} compression of {file.Address} is not supported"),
        };
    }

    private static string Select(IEnumerable<string> items, string source) => $"(SELECT {string.Join(", ", items)} FROM {source})";
}
