using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>The DuckDB relation over files of one format and compression: the wanted columns and <c>weir_file</c>, the file's index.</summary>
internal sealed class FileReader(DuckConnection connection, TableFormat format, IReadOnlyList<ScanColumn> tableColumns)
{
    public const string FileIndex = "weir_file";

    /// <summary>A text no file holds, where a format knows no NULL.</summary>
    private const string NoText = "\u0001weir\u0002null\u0003";

    public string Relation(
        IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> wanted, CancellationToken cancellationToken)
    {
        var list = DuckSql.List(files.Select(file => file.Path));
        var compression = files[0].Compression;
        if (format.Kind != FormatKind.Parquet && compression is not ("none" or "gzip" or "zstd"))
        {
            throw QueryFailure.User($"NOT_SUPPORTED: {compression} compression of {files[0].Address} is not supported for this format");
        }

        return format.Kind switch
        {
            FormatKind.Parquet => Parquet(list, files, wanted, cancellationToken),
            FormatKind.Json => Json(list, compression, wanted, cancellationToken),
            FormatKind.Delimited or FormatKind.QuotedCsv => Csv(list, compression, LineMax(files), wanted),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private string Parquet(
        string list, IReadOnlyList<ScanFile> files, IReadOnlyList<ScanColumn> wanted, CancellationToken cancellationToken)
    {
        var source = $"read_parquet({list}, union_by_name = true)";
        using var result = connection.Query($"SELECT * FROM {source} LIMIT 0", cancellationToken);
        var inFiles = result.Columns;
        var items = wanted.Select(column =>
        {
            var declared = DeclaredTypes.Of(column);
            var found = inFiles.FirstOrDefault(field => string.Equals(field.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            return found is null
                ? $"CAST(NULL AS {declared}) AS {DuckSql.Name(column.Name)}"
                : $"{ParquetCasts.To(found, declared, files[0].Address)} AS {DuckSql.Name(column.Name)}";
        });
        return Select(items, source);
    }

    private string Csv(string list, string compression, long lineMax, IReadOnlyList<ScanColumn> wanted)
    {
        var isLazy = format.Kind == FormatKind.Delimited;
        // By position: the file's fields get names of ours, so that odd column names need no quoting rules of the reader's.
        var names = string.Join(", ", tableColumns.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $"'c{at}': 'VARCHAR'")));
        var source = $"read_csv({list}, auto_detect = false, header = false, skip = {format.HeaderLines}, "
            + $"delim = {DuckSql.Text(format.FieldDelimiter)}, quote = {DuckSql.Text(isLazy ? "" : format.Quote ?? "")}, "
            + $"escape = {DuckSql.Text(format.Escape is { } escape && !isLazy ? escape : "")}, "
            + $"nullstr = {DuckSql.Text(isLazy ? format.NullText : NoText)}, null_padding = true, strict_mode = false, "
            + $"max_line_size = {lineMax}, buffer_size = {2 * lineMax}, "
            + $"allow_quoted_nulls = false, parallel = {(isLazy ? "true" : "false")}, compression = {DuckSql.Text(compression)}, "
            + $"columns = {{{names}}})";
        return Select(wanted.Select(column => $"{CsvValue(column)} AS {DuckSql.Name(column.Name)}"), source);
    }

    /// <summary>No line is longer than its file: small files get small buffers.</summary>
    private static long LineMax(IReadOnlyList<ScanFile> files) => files[0].Compression == "none"
        ? Math.Clamp(files.Max(file => file.Object.Size) + 1, 64 << 10, AthenaLimits.TextRowBytesMax)
        : AthenaLimits.TextRowBytesMax;

    private string CsvValue(ScanColumn column)
    {
        var at = tableColumns.Index().First(entry => entry.Item.Name == column.Name).Index;
        var text = string.Create(CultureInfo.InvariantCulture, $"c{at}");
        var type = DeclaredTypes.Of(column);
        if (format.Kind == FormatKind.Delimited)
        {
            var unescaped = format.Escape is { } escape
                ? $"replace({text}, {DuckSql.Text(escape + escape)}, {DuckSql.Text(escape)})"
                : text;
            return TextCasts.Lazy(unescaped, type, format, column.Name);
        }

        // A doubled quote inside quotes stays doubled when another escape character is set.
        var quote = format.Quote ?? "";
        var value = quote.Length > 0 && format.Escape != quote
            ? $"replace({text}, {DuckSql.Text(quote + quote)}, {DuckSql.Text(quote)})"
            : text;
        return TextCasts.Quoted(value, type, column.Name);
    }

    private string Json(string list, string compression, IReadOnlyList<ScanColumn> wanted, CancellationToken cancellationToken)
    {
        compression = compression == "none" ? "uncompressed" : compression;
        var keys = JsonKeys.Sample(connection, list, compression, cancellationToken);
        var mapped = format.KeyMappings.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var columns = wanted.Select(column =>
        {
            var spellings = keys.Spellings(mapped.GetValueOrDefault(column.Name, column.Name));
            return (column.Name, Declared: DeclaredTypes.Of(column), Spellings: spellings);
        }).ToArray();
        return columns.All(column => column.Spellings.Count == 1)
            ? JsonColumns(list, compression, keys, columns)
            : JsonObjects(list, compression, keys, columns);
    }

    private string JsonColumns(
        string list, string compression, JsonKeys keys, IReadOnlyList<(string Name, DuckType Declared, IReadOnlyList<string> Spellings)> columns)
    {
        var fields = columns.Select(column =>
            $"{DuckSql.Text(column.Spellings[0])}: {DuckSql.Text(keys.Spell(column.Spellings[0], column.Declared).ToString())}");
        var items = columns.Select(column =>
            $"CAST({DuckSql.Name(column.Spellings[0])} AS {column.Declared}) AS {DuckSql.Name(column.Name)}");
        var source = $"read_json({list}, format = 'newline_delimited', compression = {DuckSql.Text(compression)}, "
            + $"ignore_errors = {(format.IgnoreMalformed ? "true" : "false")}, maximum_object_size = {AthenaLimits.TextRowBytesMax}, "
            // A query that needs no column still needs one to be read.
            + $"columns = {{{string.Join(", ", fields.Distinct(StringComparer.Ordinal).DefaultIfEmpty("'weir_none': 'VARCHAR'"))}}})";
        return Select(items, source);
    }

    /// <summary>One key in several spellings cannot be columns of one reader: each value is taken out of its row's object.</summary>
    private string JsonObjects(
        string list, string compression, JsonKeys keys, IReadOnlyList<(string Name, DuckType Declared, IReadOnlyList<string> Spellings)> columns)
    {
        var cast = format.IgnoreMalformed ? "TRY_CAST" : "CAST";
        var items = columns.Select(column =>
        {
            var values = column.Spellings.Select(key =>
            {
                var path = DuckSql.Text($"$.\"{key}\"");
                return column.Declared.Kind switch
                {
                    DuckKind.Varchar => $"json ->> {path}",
                    DuckKind.Struct or DuckKind.List =>
                        $"CAST(json_transform(json -> {path}, {DuckSql.Text(JsonKeys.Structure(keys.Spell(key, column.Declared)))}) AS {column.Declared})",
                    _ => $"{cast}(json -> {path} AS {column.Declared})",
                };
            });
            return $"coalesce({string.Join(", ", values)}) AS {DuckSql.Name(column.Name)}";
        });
        var source = $"read_ndjson_objects({list}, compression = {DuckSql.Text(compression)}, "
            + $"ignore_errors = {(format.IgnoreMalformed ? "true" : "false")}, maximum_object_size = {AthenaLimits.TextRowBytesMax})";
        return Select(items, source);
    }

    private static string Select(IEnumerable<string> items, string source) =>
        $"(SELECT {string.Join(", ", items.Append($"file_index AS {FileIndex}"))} FROM {source})";
}
