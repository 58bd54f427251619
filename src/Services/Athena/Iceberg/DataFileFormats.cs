using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Orc;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Iceberg;
using Weir.Engines.Iceberg.Scanning;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;
using DataFile = Weir.Engines.Iceberg.Manifests.DataFile;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Rows of some files of one schema.</summary>
/// <param name="From">The relation.</param>
/// <param name="File">The column that says which of the files a row is from.</param>
/// <param name="Row">The column that says which row of its file it is.</param>
internal sealed record RowSource(string From, string File, string Row);

/// <summary>Opens a table's files in the formats they may have. One thread, one query.</summary>
internal sealed class DataFileFormats(TableScanner scanner, CancellationToken cancellationToken)
{
    public const string Parquet = "PARQUET";
    public const string Puffin = "PUFFIN";
    private const string Orc = "ORC";
    private const string Avro = "AVRO";

    private readonly LakeParquet _parquet = new(scanner, cancellationToken);
    private readonly Dictionary<string, OrcFile> _orc = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AvroSchema> _avro = new(StringComparer.Ordinal);

    /// <summary>For each file, in order, a text that is the same for files of the same format and schema that one reader takes.</summary>
    /// <param name="read">Which of a file's columns will be read, from the file's number and its columns.</param>
    public IReadOnlyList<string> Signatures(
        IReadOnlyList<DataFile> files, IReadOnlyList<string> paths, Func<int, IReadOnlyList<FileField>, IEnumerable<FileField>> read)
    {
        var signatures = new string[files.Count];
        int[] parquet = [.. Enumerable.Range(0, files.Count).Where(at => files[at].Format == Parquet)];
        foreach (var (at, signature) in parquet.Zip(_parquet.Signatures([.. parquet.Select(at => new LakeFile(paths[at], files[at].Path))], (at, fields) => read(parquet[at], fields))))
        {
            signatures[at] = signature;
        }

        for (var at = 0; at < files.Count; at++)
        {
            signatures[at] ??= files[at].Format + string.Join(';', Fields(files[at], paths[at]).Select(field => field.Signature));
        }

        return signatures;
    }

    /// <summary>The columns of one file.</summary>
    public IReadOnlyList<FileField> Fields(DataFile file, string path) => file.Format switch
    {
        Parquet => _parquet.Fields(new(path, file.Path)),
        Orc => [.. OpenOrc(file, path).Described.Select(OrcFields.Of)],
        Avro => [.. OpenAvro(file, path).Fields.Select(AvroFields.Of)],
        var other => throw QueryFailure.User($"NOT_SUPPORTED: {file.Path}: Iceberg data files of format {other} are not supported"),
    };

    /// <summary>Files of the same signature together.</summary>
    /// <param name="columns">The columns that will be read, by their names in the files; null for all, none where rows are only counted.</param>
    /// <param name="filter">What all wanted rows meet, by names in the files in lower case.</param>
    public RowSource Rows(IReadOnlyList<DataFile> files, IReadOnlyList<string> paths, IReadOnlyCollection<string>? columns, ColumnFilter filter)
    {
        switch (files[0].Format)
        {
            case Orc:
                var first = OpenOrc(files[0], paths[0]);
                var tables = files.Select((file, at) => new OrcTableFile(
                    OpenOrc(file, paths[at]), file.Path, [.. Enumerable.Range(0, first.Fields.Count)], (ulong)at)).ToArray();
                return new(
                    scanner.Add(new OrcTable(first.Fields, FileTableSource.FileColumn, tables, [], FileTableSource.RowColumn)),
                    FileTableSource.FileColumn, FileTableSource.RowColumn);
            case Avro:
                var shape = OpenAvro(files[0], paths[0]).Fields.Select(field => new DuckField(field.Name, AvroFields.Of(field).Type)).ToArray();
                var data = files.Select((file, at) => new Engines.Formats.Scans.DataFile(paths[at], file.Path, file.SizeBytes, (ulong)at, Compression.None)).ToArray();
                return new(
                    scanner.Add(new FileTableSource(shape, data, new AvroFormat(shape, null), numbersRows: true)),
                    FileTableSource.FileColumn, FileTableSource.RowColumn);
            case Parquet:
                return _parquet.Rows([.. files.Zip(paths, (file, path) => new LakeFile(path, file.Path))], columns, filter);
            default:
                throw QueryFailure.User($"NOT_SUPPORTED: {files[0].Path}: Iceberg files of format {files[0].Format} are not supported");
        }
    }

    /// <summary>The places a deletion vector deletes.</summary>
    public static IEnumerable<long> Vector(DataFile vector, string path) => Opened(vector, () =>
    {
        using var file = new DiskBytes(path);
        if (vector.ContentOffset is not { } offset || vector.ContentSizeBytes is not { } size || size > DeletionVector.BytesMax || offset < 0 || size < 0 || offset + size > file.Length)
        {
            throw new Engines.Formats.FormatException("the manifest does not say where in the file the vector lies");
        }

        var bytes = new byte[size];
        file.Read(offset, bytes);
        return DeletionVector.Read(bytes, vector.RecordCount);
    });

    private OrcFile OpenOrc(DataFile file, string path)
    {
        if (!_orc.TryGetValue(path, out var opened))
        {
            _orc[path] = opened = Opened(file, () => OrcFile.Open(() => new DiskBytes(path), new()));
        }

        return opened;
    }

    private AvroSchema OpenAvro(DataFile file, string path)
    {
        if (!_avro.TryGetValue(path, out var schema))
        {
            _avro[path] = schema = Opened(file, () =>
            {
                using var reader = AvroFileReader.Open(DiskBytes.OpenStream(path));
                return reader.Schema.Kind == AvroKind.Record ? reader.Schema : throw new Engines.Formats.FormatException("the Avro file does not hold records");
            });
        }

        return schema;
    }

    private static T Opened<T>(DataFile file, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception damage) when (damage is Engines.Formats.FormatException or IcebergException or IOException)
        {
            throw QueryFailure.User($"ICEBERG_BAD_DATA: Malformed {file.Format} file. {damage.Message} [{file.Path}]");
        }
    }
}
