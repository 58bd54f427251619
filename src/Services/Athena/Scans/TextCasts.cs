using Weir.Engines.DuckDb;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>DuckDB expressions that turn a field's text into its declared type as the SerDe does.</summary>
internal static class TextCasts
{
    /// <summary>LazySimpleSerDe: what cannot be read is NULL.</summary>
    public static string Lazy(string text, DuckType type, TableFormat format, string column) => type.Kind switch
    {
        DuckKind.List => $"list_transform(string_split({text}, {DuckSql.Text(format.ItemDelimiter)}), "
            + $"lambda x: {LazyScalar($"nullif(x, {DuckSql.Text(format.NullText)})", type.Element!, column)})",
        DuckKind.Map => LazyMap(text, type, format, column),
        DuckKind.Struct => LazyStruct(text, type, format, column),
        _ => LazyScalar(text, type, column),
    };

    /// <summary>OpenCSVSerde: numbers must be numbers, dates are days and timestamps milliseconds since 1970.</summary>
    public static string Quoted(string text, DuckType type, string column) => type.Kind switch
    {
        DuckKind.Varchar => text,
        DuckKind.Boolean => $"(lower({text}) = 'true')",
        DuckKind.Date => $"(DATE '1970-01-01' + CAST({text} AS INTEGER))",
        DuckKind.Timestamp => $"CASE WHEN regexp_full_match({text}, '-?[0-9]+') THEN make_timestamp(CAST({text} AS BIGINT) * 1000) "
            + $"ELSE CAST({text} AS TIMESTAMP) END",
        DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt or DuckKind.Float or DuckKind.Double
            or DuckKind.Decimal => $"CAST({text} AS {type})",
        _ => throw QueryFailure.User($"NOT_SUPPORTED: OpenCSVSerde cannot read column {column} of type {type}"),
    };

    private static string LazyScalar(string text, DuckType type, string column) => type.Kind switch
    {
        DuckKind.Varchar => text,
        DuckKind.Boolean => $"CASE lower({text}) WHEN 'true' THEN true WHEN 'false' THEN false END",
        DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt =>
            // DuckDB would round 1.5; Hive reads no integer there.
            $"CASE WHEN contains({text}, '.') THEN NULL ELSE TRY_CAST({text} AS {type}) END",
        DuckKind.Float or DuckKind.Double or DuckKind.Decimal or DuckKind.Date or DuckKind.Timestamp => $"TRY_CAST({text} AS {type})",
        DuckKind.Blob => $"TRY(from_base64({text}))",
        _ => throw QueryFailure.User($"NOT_SUPPORTED: column {column} of type {type} is nested too deep for delimited text"),
    };

    private static string LazyMap(string text, DuckType type, TableFormat format, string column)
    {
        var delimiter = DuckSql.Text(format.KeyDelimiter);
        var key = LazyScalar($"split_part(x, {delimiter}, 1)", type.Fields[0].Type, column);
        var value = LazyScalar($"nullif(split_part(x, {delimiter}, 2), {DuckSql.Text(format.NullText)})", type.Fields[1].Type, column);
        return $"map_from_entries(list_transform(string_split({text}, {DuckSql.Text(format.ItemDelimiter)}), "
            + $"lambda x: {{'key': {key}, 'value': {value}}}))";
    }

    private static string LazyStruct(string text, DuckType type, TableFormat format, string column)
    {
        var delimiter = DuckSql.Text(format.ItemDelimiter);
        var fields = type.Fields.Select((field, at) =>
            $"{DuckSql.Text(field.Name)}: {LazyScalar($"string_split({text}, {delimiter})[{at + 1}]", field.Type, column)}");
        return $"CASE WHEN {text} IS NULL THEN NULL ELSE {{{string.Join(", ", fields)}}} END";
    }
}
