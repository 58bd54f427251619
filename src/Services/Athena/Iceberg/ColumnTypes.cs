using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Iceberg's types as the dialect, the catalog and the files have them.</summary>
internal static class ColumnTypes
{
    public static SqlType Sql(IcebergType type) => type switch
    {
        StructType row => SqlType.Row([.. row.Fields.Select(field => new SqlField(field.Name.ToLowerInvariant(), Sql(field.Type)))]),
        ListType list => SqlType.Array(Sql(list.Element)),
        MapType map => SqlType.Map(Sql(map.Key), Sql(map.Value)),
        PrimitiveType primitive => primitive.Kind switch
        {
            PrimitiveKind.Boolean => SqlType.Boolean,
            PrimitiveKind.Int => SqlType.Integer,
            PrimitiveKind.Long => SqlType.BigInt,
            PrimitiveKind.Float => SqlType.Real,
            PrimitiveKind.Double => SqlType.Double,
            PrimitiveKind.Decimal => SqlType.Decimal(primitive.Precision, primitive.Scale),
            PrimitiveKind.Date => SqlType.Date,
            PrimitiveKind.Time => SqlType.Time(6),
            PrimitiveKind.Timestamp or PrimitiveKind.TimestampNs => SqlType.Timestamp(6),
            PrimitiveKind.TimestampTz or PrimitiveKind.TimestampTzNs => SqlType.TimestampZoned(6),
            PrimitiveKind.Uuid => SqlType.Uuid,
            PrimitiveKind.Fixed or PrimitiveKind.Binary => SqlType.Varbinary,
            _ => SqlType.Varchar,
        },
        _ => throw QueryFailure.User($"NOT_SUPPORTED: the Iceberg type {type} is not supported"),
    };

    /// <summary>The type a new column gets; ids are given later.</summary>
    public static IcebergType Of(SqlType type, string column) => type.Kind switch
    {
        _ when type.IsFine => throw QueryFailure.User($"NOT_SUPPORTED: Timestamp precision ({type.Precision}) not supported for Iceberg. Use \"{Six(type)}\" instead."),
        SqlTypeKind.Boolean => PrimitiveType.Boolean,
        SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Integer => PrimitiveType.Int,
        SqlTypeKind.BigInt => PrimitiveType.Long,
        SqlTypeKind.Real => PrimitiveType.Float,
        SqlTypeKind.Double => PrimitiveType.Double,
        SqlTypeKind.Decimal => PrimitiveType.Decimal(type.Precision, type.Scale),
        SqlTypeKind.Date => PrimitiveType.Date,
        SqlTypeKind.Time => PrimitiveType.Time,
        SqlTypeKind.Timestamp => PrimitiveType.Timestamp,
        SqlTypeKind.TimestampZoned => PrimitiveType.TimestampTz,
        SqlTypeKind.Varchar => PrimitiveType.String,
        SqlTypeKind.Varbinary => PrimitiveType.Binary,
        SqlTypeKind.Uuid => PrimitiveType.Uuid,
        SqlTypeKind.Array => new ListType(0, Of(type.Element, column), false),
        SqlTypeKind.Map => new MapType(0, Of(type.Key, column), 0, Of(type.Value, column), false),
        SqlTypeKind.Row when type.Fields.All(field => field.Name is not null) => Struct(type, column),
        _ => throw QueryFailure.User($"NOT_SUPPORTED: Type not supported for Iceberg: {type} (column {column})"),
    };

    private static StructType Struct(SqlType type, string column) =>
        type.Fields.GroupBy(field => field.Name!, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw QueryFailure.User($"DUPLICATE_COLUMN_NAME: Field name '{twice.Key.ToLowerInvariant()}' specified more than once")
            : new([.. type.Fields.Select(field => new NestedField(0, field.Name!, Of(field.Type, column)))]);

    /// <summary>The first type within one that Athena's DDL has not for Iceberg; null for none.</summary>
    public static SqlType? Unlisted(SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Char or SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.TimestampZoned => type,
        SqlTypeKind.Array => Unlisted(type.Element),
        SqlTypeKind.Map => Unlisted(type.Key) ?? Unlisted(type.Value),
        SqlTypeKind.Row => type.Fields.Select(field => Unlisted(field.Type)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static SqlType Six(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Time => SqlType.Time(6),
        SqlTypeKind.Timestamp => SqlType.Timestamp(6),
        _ => SqlType.TimestampZoned(6),
    };

    /// <summary>As DESCRIBE and SHOW CREATE TABLE write it.</summary>
    public static string Shown(IcebergType type) => type is PrimitiveType { Kind: PrimitiveKind.Uuid or PrimitiveKind.Time or PrimitiveKind.TimestampTz } other
        ? other.ToString()
        : HiveTypeNames.Of(type);

    /// <summary>The type of a file's column, in DuckDB's text.</summary>
    public static string Stored(IcebergType type) => type switch
    {
        StructType row => $"STRUCT({string.Join(", ", row.Fields.Select(field => $"{DuckSql.Name(field.Name)} {Stored(field.Type)}"))})",
        ListType list => Stored(list.Element) + "[]",
        MapType map => $"MAP({Stored(map.Key)}, {Stored(map.Value)})",
        PrimitiveType { Kind: PrimitiveKind.TimestampTz or PrimitiveKind.TimestampTzNs } => "TIMESTAMPTZ",
        _ => DuckTypes.Name(Sql(type)),
    };

    /// <summary>A value of the engine as the files hold it: an instant without its zone.</summary>
    public static string Written(IcebergType type, string value) =>
        HasZone(type) ? Converted(type, value) : $"CAST({value} AS {Stored(type)})";

    /// <summary>Whether instants are somewhere in it; the engine holds them with a zone, files without.</summary>
    public static bool HasZone(IcebergType type) => type switch
    {
        StructType row => row.Fields.Any(field => HasZone(field.Type)),
        ListType list => HasZone(list.Element),
        MapType map => HasZone(map.Key) || HasZone(map.Value),
        PrimitiveType primitive => primitive.Kind is PrimitiveKind.TimestampTz or PrimitiveKind.TimestampTzNs,
        _ => false,
    };

    public static string Zoned(string instant) => $"CASE WHEN {instant} IS NULL THEN NULL ELSE {{'t': CAST({instant} AS TIMESTAMPTZ), 'z': 'UTC'}} END";

    /// <summary>The value a row has for a column that was added after its file was written (version 3).</summary>
    public static string Missing(NestedField field)
    {
        var type = field.Type is PrimitiveType { Kind: PrimitiveKind.TimestampTz } ? "TIMESTAMPTZ" : DuckTypes.Name(Sql(field.Type));
        if (field.InitialDefault is not { } json)
        {
            return $"CAST(NULL AS {DuckTypes.Name(Sql(field.Type))})";
        }

        if (field.Type is not PrimitiveType primitive)
        {
            throw QueryFailure.User($"NOT_SUPPORTED: the default of column {field.Name} is not of a simple type");
        }

        var text = json.ToJsonString();
        var literal = text.StartsWith('"') ? DuckSql.Text((string)json!) : text;
        var value = primitive.Kind is PrimitiveKind.Binary or PrimitiveKind.Fixed ? $"unhex({literal})" : $"CAST({literal} AS {type})";
        return primitive.Kind == PrimitiveKind.TimestampTz ? Zoned(value) : value;
    }

    /// <summary>COPY's FIELD_IDS for columns.</summary>
    public static string FieldIds(IEnumerable<NestedField> fields) => $"{{{string.Join(", ", fields.Select(field => $"{DuckSql.Text(field.Name)}: {IdOf(field.Id, field.Type)}"))}}}";

    private static string IdOf(int id, IcebergType type)
    {
        var own = id.ToString(CultureInfo.InvariantCulture);
        return type switch
        {
            StructType row => $"{{'__duckdb_field_id': {own}, {string.Join(", ", row.Fields.Select(field => $"{DuckSql.Text(field.Name)}: {IdOf(field.Id, field.Type)}"))}}}",
            ListType list => $"{{'__duckdb_field_id': {own}, 'element': {IdOf(list.ElementId, list.Element)}}}",
            MapType map => $"{{'__duckdb_field_id': {own}, 'key': {IdOf(map.KeyId, map.Key)}, 'value': {IdOf(map.ValueId, map.Value)}}}",
            _ => own,
        };
    }

    private static string Converted(IcebergType type, string value)
    {
        switch (type)
        {
            case StructType row:
                var fields = row.Fields.Select(field =>
                    $"{DuckSql.Name(field.Name)} := {Written(field.Type, $"struct_extract({value}, {DuckSql.Text(field.Name.ToLowerInvariant())})")}");
                return $"CASE WHEN {value} IS NULL THEN NULL ELSE struct_pack({string.Join(", ", fields)}) END";
            case ListType list:
                return $"list_transform({value}, lambda e: {Written(list.Element, "e")})";
            case MapType map:
                return $"map_from_entries(list_transform(map_entries({value}), lambda e: struct_pack(key := {Written(map.Key, "e.key")}, value := {Written(map.Value, "e.value")})))";
            default:
                return $"struct_extract({value}, 't')";
        }
    }
}
