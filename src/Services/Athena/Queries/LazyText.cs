using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Queries;

/// <summary>Values as Hive's lazy text has them: what is nested is separated by the control characters 2, 3 and so on, a level each.</summary>
internal sealed class LazyText(WriteOptions options)
{
    /// <summary>Levels of separators that Hive knows without being asked for more.</summary>
    private const int LevelsMax = 8;

    public string Of(string value, SqlType type) => Of(value, type, 2);

    private string Of(string value, SqlType type, int level) => type.Kind switch
    {
        SqlTypeKind.Timestamp => $"strftime({value}, '%Y-%m-%d %H:%M:%S.%g')",
        SqlTypeKind.Varbinary => $"to_base64({value})",
        SqlTypeKind.Array => $"array_to_string(list_transform({value}, lambda {Item(level)}: {Part(Item(level), type.Element, level + 1)}), {Separator(level, type)})",
        SqlTypeKind.Map => $"array_to_string(list_transform(map_entries({value}), lambda {Item(level)}: "
            + $"{Part($"{Item(level)}.key", type.Fields[0].Type, level + 2)} || {Separator(level + 1, type)} || {Part($"{Item(level)}.value", type.Fields[1].Type, level + 2)}), "
            + $"{Separator(level, type)})",
        SqlTypeKind.Row => $"CASE WHEN {value} IS NULL THEN NULL ELSE {Fields(value, type, level)} END",
        _ => $"CAST({value} AS VARCHAR)",
    };

    private string Fields(string value, SqlType type, int level) => string.Join($" || {Separator(level, type)} || ", type.Fields.Select((field, at) =>
        Part($"struct_extract({value}, {DuckSql.Text(DuckTypes.FieldName(type, at))})", field.Type, level + 1)));

    private string Part(string value, SqlType type, int level) => $"coalesce({Of(value, type, level)}, {DuckSql.Text(options.NullText ?? "\\N")})";

    private string Separator(int level, SqlType type) => level <= LevelsMax
        ? DuckSql.Text(level switch { 2 => options.ItemDelimiter, 3 => options.KeyDelimiter, _ => ((char)level).ToString() })
        : throw QueryFailure.User($"NOT_SUPPORTED: a value of type {type} is nested too deeply for delimited text");

    private static string Item(int level) => string.Create(CultureInfo.InvariantCulture, $"x{level}");
}
