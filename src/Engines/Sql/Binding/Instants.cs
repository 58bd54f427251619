using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Times and timestamps with time zone are the same when their instants are, whatever their zones.</summary>
internal static class Instants
{
    /// <summary>What stands for a value where equal values must be one.</summary>
    public static BoundExpression Key(BoundExpression value) => value.Type.IsZoned
        ? new BoundCall("instant", KeyType(value.Type), "struct_extract({0}, 't')", [value])
        : value;

    /// <summary>The type a key has; of a time with zone it is picoseconds in Greenwich.</summary>
    public static SqlType KeyType(SqlType type) =>
        type.Kind == SqlTypeKind.TimestampZoned ? SqlType.Timestamp(Math.Max(6, type.Precision)) : SqlType.BigInt;

    /// <summary>The same, of printed text.</summary>
    public static string Key(string text, SqlType type) => type.IsZoned ? $"struct_extract({text}, 't')" : text;

    /// <summary>A value of a group from its key: the instant, in one of the zones it had.</summary>
    public static BoundExpression OfGroup(ColumnSymbol key, BoundExpression value)
    {
        var zone = new BoundAggregate("min", SqlType.Varchar, "min({D}struct_extract({0}, 'z')){M}", [value]);
        return new BoundCall("timestamp", value.Type, "(CASE WHEN {0} IS NULL THEN NULL ELSE {{'t': {0}, 'z': {1}}} END)", [new BoundColumn(key), zone]);
    }
}
