using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Scans;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>The relation over files of one format: the wanted columns and <c>weir_file</c>, the file's index.</summary>
/// <param name="scans">Gets what must be disposed when the query is over.</param>
internal sealed class FileReader(
    DuckConnection connection, TableFormat format, IReadOnlyList<ScanColumn> tableColumns, ICollection<IDisposable> scans)
{
    public const string FileIndex = FileTableSource.FileColumn;

    public string Relation(
        IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> wanted, CancellationToken cancellationToken) => format.Kind switch
        {
            FormatKind.Parquet when format.ByPosition => ParquetByPosition(files, wanted, cancellationToken),
            FormatKind.Parquet => Parquet(DuckSql.List(files.Select(file => file.Path)), files, wanted, cancellationToken),
            _ => Source(files, wanted),
        };

    private string Parquet(
        string list, IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> wanted, CancellationToken cancellationToken)
    {
        var union = files.Count > 1 ? ", union_by_name = true" : "";
        var source = $"read_parquet({list}{union})";
        var inFiles = Columns(source, cancellationToken);
        if (HasTextAsBinary(inFiles, wanted))
        {
            // The reader then knows text where files call it bytes: faster than decoding value by value, and it can skip by it.
            source = $"read_parquet({list}{union}, binary_as_string = true)";
            inFiles = Columns(source, cancellationToken);
        }

        var items = wanted.Select(column =>
        {
            var declared = DeclaredTypes.Of(column);
            var found = inFiles.FirstOrDefault(field => string.Equals(field.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            return found is null
                ? $"CAST(NULL AS {declared}) AS {DuckSql.Name(column.Name)}"
                : $"{ParquetCasts.To(found, declared, files[0].Address)} AS {DuckSql.Name(column.Name)}";
        });
        return Select(items.Append($"file_index AS {FileIndex}"), source);
    }

    private IReadOnlyList<DuckField> Columns(string source, CancellationToken cancellationToken)
    {
        using var result = connection.Query($"SELECT * FROM {source} LIMIT 0", cancellationToken);
        return result.Columns;
    }

    /// <summary>Whether files that do not mark text as such hold columns declared as text, and none declared as bytes.</summary>
    private static bool HasTextAsBinary(IReadOnlyList<DuckField> inFiles, IReadOnlyList<ScanColumn> wanted)
    {
        var pairs = wanted.Select(column => (
                Found: inFiles.FirstOrDefault(field => string.Equals(field.Name, column.Name, StringComparison.OrdinalIgnoreCase)),
                Declared: DeclaredTypes.Of(column)))
            .Where(pair => pair.Found is not null)
            .ToArray();
        return Array.Exists(pairs, pair => Has(pair.Found!.Type, DuckKind.Blob) && Has(pair.Declared, DuckKind.Varchar))
            && !Array.Exists(pairs, pair => Has(pair.Declared, DuckKind.Blob));
    }

    private static bool Has(DuckType type, DuckKind kind) =>
        type.Kind == kind || (type.Element is { } element && Has(element, kind)) || type.Fields.Any(field => Has(field.Type, kind));

    /// <summary>A file's columns are the table's in their order, whatever they are called. Files with the same names are read together.</summary>
    private string ParquetByPosition(IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> wanted, CancellationToken cancellationToken)
    {
        var opened = files.Select((file, at) =>
        {
            using var result = connection.Query($"SELECT * FROM read_parquet({DuckSql.Text(file.Path)}) LIMIT 0", cancellationToken);
            return (File: file, At: at, result.Columns, Names: string.Join('\n', result.Columns.Select(column => $"{column.Name} {column.Type}")));
        }).ToArray();
        var parts = opened.GroupBy(file => file.Names, StringComparer.Ordinal).Select(group =>
        {
            var members = group.ToArray();
            var inFiles = members[0].Columns;
            var items = wanted.Select(column =>
            {
                var declared = DeclaredTypes.Of(column);
                var place = tableColumns.Index().First(entry => entry.Item.Name == column.Name).Index;
                var value = place < inFiles.Count ? ParquetCasts.To(inFiles[place], declared, members[0].File.Address) : $"CAST(NULL AS {declared})";
                return $"{value} AS {DuckSql.Name(column.Name)}";
            });
            // The reader numbers the files it was given; these are their numbers among all.
            var numbers = string.Join(", ", members.Select(member => member.At.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            return Select(
                items.Append($"CAST([{numbers}][CAST(file_index AS BIGINT) + 1] AS UBIGINT) AS {FileIndex}"),
                $"read_parquet({DuckSql.List(members.Select(member => member.File.Path))})");
        });
        return $"({string.Join(" UNION ALL ", parts)})";
    }

    /// <summary>A reader of ours. It gives the declared types; a table's other columns take their places in the files.</summary>
    private string Source(IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> wanted)
    {
        var isWanted = wanted.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        // A column nobody asks for may be of a type nobody knows.
        var table = tableColumns.Select(column =>
            new DuckField(column.Name, isWanted.Contains(column.Name) ? DeclaredTypes.Of(column) : new DuckType(DuckKind.Varchar))).ToArray();
        var data = files.Select((file, at) => new DataFile(file.Path, file.Address, file.Object.Size, (ulong)at, CompressionOf(file))).ToArray();
        var name = connection.Scans.Add(new FileTableSource(table, data, SourceFormats.Of(format, table)));
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
