using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Queries;

/// <summary>Writes the COPY statement that turns a query's rows into files.</summary>
internal static class CopyText
{
    /// <param name="columns">The columns to write: name, type, and the expression over the query's columns.</param>
    public static string Of(
        PlannedQuery query, IReadOnlyList<(string Name, SqlType Type, string Value)> columns, WriteOptions options, string directory, string fileName)
    {
        var partitions = options.PartitionedBy;
        var data = columns.Where(column => !partitions.Contains(column.Name)).ToArray();
        var items = options.Format switch
        {
            "PARQUET" => data.Select(column => $"{column.Value} AS {DuckSql.Name(column.Name)}"),
            "JSON" => [JsonItem(data)],
            _ => data.Select(column => $"{TextValue(column.Value, column.Type)} AS {DuckSql.Name(column.Name)}"),
        };
        var keys = columns.Where(column => partitions.Contains(column.Name))
            .Select(column => $"CAST({column.Value} AS VARCHAR) AS {DuckSql.Name(column.Name)}");
        var names = string.Join(", ", query.Columns.Select((_, at) => Column(at)));
        var select = $"SELECT {string.Join(", ", items.Concat(keys))} FROM ({query.Sql}) AS weir_rows({names})";
        var format = options.Format == "PARQUET"
            ? $"FORMAT parquet, COMPRESSION {options.Codec}"
            : $"FORMAT csv, HEADER false, DELIMITER {DuckSql.Text(options.Format == "JSON" ? "\u0001" : options.FieldDelimiter)}, "
                + $"QUOTE '', ESCAPE '', NULLSTR '\\N', COMPRESSION {(options.Codec is "gzip" or "zstd" ? options.Codec : "none")}";
        if (partitions.IsEmpty)
        {
            return $"COPY ({select}) TO {DuckSql.Text(Path.Combine(directory, fileName))} ({format})";
        }

        var by = string.Join(", ", partitions.Select(DuckSql.Name));
        return $"COPY ({select}) TO {DuckSql.Text(directory)} ({format}, PARTITION_BY ({by}), WRITE_PARTITION_COLUMNS false, "
            + $"FILENAME_PATTERN {DuckSql.Text(fileName + "_{i}")}, OVERWRITE_OR_IGNORE true)";
    }

    /// <summary>The name of the query's column at a place, in the COPY.</summary>
    public static string Column(int at) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{at}");

    private static string JsonItem(IEnumerable<(string Name, SqlType Type, string Value)> columns)
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

    private static string TextValue(string value, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Timestamp => $"strftime({value}, '%Y-%m-%d %H:%M:%S.%g')",
        SqlTypeKind.Varbinary => $"to_base64({value})",
        SqlTypeKind.Array when !type.Element.IsStructural => $"array_to_string(list_transform({value}, lambda x: coalesce(CAST(x AS VARCHAR), '\\N')), {DuckSql.Text("\u0002")})",
        SqlTypeKind.Array or SqlTypeKind.Map or SqlTypeKind.Row =>
            throw QueryFailure.User($"NOT_SUPPORTED: a column of type {type} cannot be written as delimited text"),
        _ => $"CAST({value} AS VARCHAR)",
    };
}
