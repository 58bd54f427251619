using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>Writes the COPY statement that turns a query's rows into files.</summary>
internal static class CopyText
{
    public static string Of(
        PlannedQuery query, IReadOnlyList<WriteColumn> columns, WriteOptions options, string directory, string fileName)
    {
        var (select, keys) = Items(query, columns, options);
        var by = string.Join(", ", keys.Select(DuckSql.Name));
        return by.Length == 0
            ? $"COPY ({select}) TO {DuckSql.Text(Path.Combine(directory, fileName))} ({Format(options)})"
            : $"COPY ({Sorted(select, options)}) TO {DuckSql.Text(directory)} ({Format(options)}, PARTITION_BY ({by}), WRITE_PARTITION_COLUMNS false, "
                + $"FILENAME_PATTERN {DuckSql.Text(fileName + "_{i}")}, OVERWRITE_OR_IGNORE true)";
    }

    /// <summary>The rows for a writer of ours: the file's columns, then those that choose its folder, sorted by these.</summary>
    public static (string Select, int KeyCount) Rows(PlannedQuery query, IReadOnlyList<WriteColumn> columns, WriteOptions options)
    {
        var (select, keys) = Items(query, columns, options);
        return keys.Length == 0
            ? (select, 0)
            : ($"SELECT * FROM ({select}) ORDER BY {string.Join(", ", keys.Select(DuckSql.Name))}", keys.Length);
    }

    private static (string Select, string[] Keys) Items(PlannedQuery query, IReadOnlyList<WriteColumn> columns, WriteOptions options)
    {
        var partitions = options.PartitionedBy;
        var data = columns.Where(column => !partitions.Contains(column.Name)).ToArray();
        var text = new LazyText(options);
        var items = options.Format switch
        {
            "ORC" or "AVRO" or "ION" => data.Select(column =>
                $"CAST({column.Value} AS {DeclaredTypes.Of(new ScanColumn(column.Name, column.Type.ToHive()))}) AS {DuckSql.Name(column.Name)}"),
            "PARQUET" => data.Select(column => $"{column.Value} AS {DuckSql.Name(column.Name)}"),
            "JSON" => [JsonItem(data)],
            _ => data.Select(column => $"{text.Of(column.Value, column.Type)} AS {DuckSql.Name(column.Name)}"),
        };
        var keys = columns.Where(column => partitions.Contains(column.Name))
            .Select(column => $"CAST({column.Value} AS VARCHAR) AS {DuckSql.Name(column.Name)}");
        if (options.BucketCount > 0)
        {
            keys = keys.Append($"{Bucket(columns, options)} AS {WrittenFiles.BucketColumn}");
        }

        var names = string.Join(", ", query.Columns.Select((_, at) => Column(at)));
        var select = $"SELECT {string.Join(", ", items.Concat(keys))} FROM ({query.Sql}) AS weir_rows({names})";
        return (select, options.BucketCount > 0 ? [.. partitions, WrittenFiles.BucketColumn] : [.. partitions]);
    }

    /// <summary>A bucket is one file: its rows must come one after another.</summary>
    private static string Sorted(string select, WriteOptions options) => options.BucketCount == 0
        ? select
        : $"SELECT * FROM ({select}) ORDER BY {string.Join(", ", options.PartitionedBy.Append(WrittenFiles.BucketColumn).Select(DuckSql.Name))}";

    private static string Format(WriteOptions options)
    {
        if (options.Format == "PARQUET")
        {
            var level = options.CompressionLevel is { } given
                ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", COMPRESSION_LEVEL {given}")
                : "";
            return $"FORMAT parquet, COMPRESSION {options.Codec}{level}";
        }

        var delimiter = options.Format == "JSON" ? "\u0001" : options.FieldDelimiter;
        return $"FORMAT csv, HEADER false, DELIMITER {DuckSql.Text(delimiter)}, QUOTE '', ESCAPE '', "
            + $"NULLSTR {DuckSql.Text(options.NullText ?? "\\N")}, COMPRESSION {(options.Codec is "gzip" or "zstd" ? options.Codec : "none")}";
    }

    /// <summary>Hive's hash for whole numbers, the engine's own for the rest: what counts is that equal values share a file.</summary>
    private static string Bucket(IReadOnlyList<WriteColumn> columns, WriteOptions options)
    {
        var count = options.BucketCount.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var keys = options.BucketedBy.Select(name => columns.First(column => column.Name == name)).ToArray();
        return keys is [{ Type.Kind: SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Integer } only]
            ? $"(CAST(coalesce({only.Value}, 0) AS BIGINT) & 2147483647) % {count}"
            : $"CAST(hash({string.Join(", ", keys.Select(key => key.Value))}) % {count} AS BIGINT)";
    }

    /// <summary>The name of the query's column at a place, in the COPY.</summary>
    public static string Column(int at) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{at}");

    private static string JsonItem(IEnumerable<WriteColumn> columns)
    {
        var fields = columns.Select(column => $"{DuckSql.Name(column.Name)}: {JsonValue(column.Value, column.Type)}");
        return $"CAST(to_json({{{string.Join(", ", fields)}}}) AS VARCHAR) AS weir_json";
    }

    private static string JsonValue(string value, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Timestamp => $"strftime({value}, '%Y-%m-%d %H:%M:%S.%g')",
        SqlTypeKind.Varbinary => $"to_base64({value})",
        _ => value,
    };
}
