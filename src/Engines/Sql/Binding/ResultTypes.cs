using System.Collections.Immutable;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Result types that depend on the arguments' parameters: how long a text can be, how many digits a time has, which integer.</summary>
internal static class ResultTypes
{
    /// <summary>The type instead of the signature's; null where the signature says all.</summary>
    /// <param name="types">The arguments' types as they came; null for a lambda.</param>
    public static SqlType? Of(string name, SqlType declared, ImmutableArray<SqlType?> types)
    {
        switch (name)
        {
            case "chr":
                return SqlType.VarcharOf(1);
            case "regexp_position":
                return SqlType.Integer;
            case "soundex":
                return SqlType.VarcharOf(4);
            case "to_base":
                return SqlType.VarcharOf(64);
        }

        if (types.IsEmpty || types[0] is not { } first)
        {
            return null;
        }

        return first.Kind switch
        {
            SqlTypeKind.Varchar or SqlTypeKind.Char => TextLength(name, first, types) is not { } text ? null
                : declared.Kind == SqlTypeKind.Array ? SqlType.Array(text) : text,
            SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Integer when name is "sign" or "round" => first,
            SqlTypeKind.Real when name is "ceil" or "ceiling" or "floor" or "round" or "truncate" => first,
            SqlTypeKind.Date when name == "to_iso8601" => SqlType.VarcharOf(16),
            SqlTypeKind.Timestamp when name == "to_iso8601" => SqlType.VarcharOf(22 + (first.Precision > 0 ? first.Precision + 1 : 0)),
            SqlTypeKind.TimestampZoned when name == "to_iso8601" => SqlType.VarcharOf(28 + (first.Precision > 0 ? first.Precision + 1 : 0)),
            SqlTypeKind.TimestampZoned when name == "at_timezone" => first,
            SqlTypeKind.Timestamp when name == "with_timezone" => SqlType.TimestampZoned(first.Precision),
            SqlTypeKind.Timestamp when name == "sequence" => SqlType.Array(first),
            _ => null,
        };
    }

    private static SqlType? TextLength(string name, SqlType text, ImmutableArray<SqlType?> types) => (name, types.Length) switch
    {
        ("substr" or "substring", _) => text.Kind == SqlTypeKind.Char ? SqlType.VarcharOf(text.Precision) : text,
        ("lower" or "upper" or "trim" or "ltrim" or "rtrim", _) => text,
        _ when text.Kind == SqlTypeKind.Char => null,
        ("reverse" or "split" or "split_part" or "regexp_extract" or "regexp_extract_all" or "regexp_split" or "word_stem" or "url_decode"
            or "url_extract_fragment" or "url_extract_host" or "url_extract_parameter" or "url_extract_path" or "url_extract_protocol"
            or "url_extract_query" or "json_extract_scalar", _) => text,
        ("replace" or "regexp_replace", 2) => text,
        ("replace", 3) when types[2] is { } with => Long(text.Precision + ((Int128)with.Precision * (text.Precision + 1L)), text, with),
        ("regexp_replace", 3) when types[2] is { Kind: SqlTypeKind.Varchar } with => Long(
            text.Precision + (Int128.Max((Int128)text.Precision * with.Precision / 2, with.Precision) * (text.Precision + 1L)), text, with),
        ("url_encode", 1) => Long(text.Precision * (Int128)12, text, text),
        _ => null,
    };

    private static SqlType Long(Int128 length, SqlType first, SqlType second) =>
        first.Precision == SqlType.Unbounded || second.Precision == SqlType.Unbounded || length >= SqlType.Unbounded
            ? SqlType.Varchar
            : SqlType.VarcharOf((int)length);
}
