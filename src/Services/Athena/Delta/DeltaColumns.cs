using Weir.Engines.Delta.Log;
using Weir.Engines.Delta.Types;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Iceberg;

namespace Weir.Services.Athena.Delta;

/// <summary>Delta's types as the dialect has them, and how a file's columns become them.</summary>
internal static class DeltaColumns
{
    public static SqlType Sql(DeltaType type) => type switch
    {
        StructType row => SqlType.Row([.. row.Fields.Select(field => new SqlField(field.Name.ToLowerInvariant(), Sql(field.Type)))]),
        ArrayType list => SqlType.Array(Sql(list.Element)),
        MapType map => SqlType.Map(Sql(map.Key), Sql(map.Value)),
        PrimitiveType primitive => primitive.Kind switch
        {
            PrimitiveKind.Boolean => SqlType.Boolean,
            PrimitiveKind.Byte => SqlType.TinyInt,
            PrimitiveKind.Short => SqlType.SmallInt,
            PrimitiveKind.Integer => SqlType.Integer,
            PrimitiveKind.Long => SqlType.BigInt,
            PrimitiveKind.Float => SqlType.Real,
            PrimitiveKind.Double => SqlType.Double,
            PrimitiveKind.Decimal => SqlType.Decimal(primitive.Precision, primitive.Scale),
            PrimitiveKind.String or PrimitiveKind.Void => SqlType.Varchar,
            PrimitiveKind.Binary => SqlType.Varbinary,
            PrimitiveKind.Date => SqlType.Date,
            PrimitiveKind.Timestamp => SqlType.TimestampZoned(3),
            PrimitiveKind.TimestampNtz => SqlType.Timestamp(6),
        },
        _ => throw new InvalidOperationException($"the type {type}"),
    };

    /// <summary>The field of a file that is a column's, or a part of one; null when the file has none: it was written before the column was added.</summary>
    public static FileField? Find(IReadOnlyList<FileField> fields, DeltaField wanted, ColumnMapping mapping)
    {
        if (mapping == ColumnMapping.Id && wanted.Id is { } id && fields.Any(field => field.Id is not null))
        {
            return fields.FirstOrDefault(field => field.Id == id);
        }

        return fields.FirstOrDefault(field => field.Name == wanted.PhysicalName)
            ?? fields.FirstOrDefault(field => string.Equals(field.Name, wanted.PhysicalName, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A value of a file in the engine's form of the column.</summary>
    public static string Read(FileField field, DeltaType target, string text, ColumnMapping mapping)
    {
        if (!HasInstants(target) && IsSame(field, target))
        {
            var wanted = DuckTypes.Name(Sql(target));
            return (field.Type.Kind, wanted) switch
            {
                (DuckKind.Blob, "VARCHAR") => $"decode({text})",
                (DuckKind.Varchar, "BLOB") => $"encode({text})",
                _ => field.Type.ToString() == wanted ? text : $"CAST({text} AS {wanted})",
            };
        }

        switch (target)
        {
            case StructType row:
                var parts = row.Fields.Select(part =>
                {
                    var found = Find(field.Parts, part, mapping);
                    var value = found is null ? Null(part.Type) : Read(found, part.Type, $"struct_extract({text}, {DuckSql.Text(found.Name)})", mapping);
                    return $"{DuckSql.Name(part.Name.ToLowerInvariant())} := {value}";
                });
                return $"CASE WHEN {text} IS NULL THEN NULL ELSE struct_pack({string.Join(", ", parts)}) END";
            case ArrayType list when field.Parts.Count == 1:
                return $"list_transform({text}, lambda e: {Read(field.Parts[0], list.Element, "e", mapping)})";
            case MapType map when field.Parts.Count == 2:
                return $"map_from_entries(list_transform(map_entries({text}), lambda e: struct_pack("
                    + $"key := {Read(field.Parts[0], map.Key, "e.key", mapping)}, value := {Read(field.Parts[1], map.Value, "e.value", mapping)})))";
            case PrimitiveType { Kind: PrimitiveKind.Timestamp }:
                return Instant(text);
            default:
                return $"CAST({text} AS {DuckTypes.Name(Sql(target))})";
        }
    }

    public static string Null(DeltaType type) => $"CAST(NULL AS {DuckTypes.Name(Sql(type))})";

    /// <summary>A value of a partition column, from its text as an expression.</summary>
    public static string Partition(DeltaType type, string text) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Timestamp } => Instant(text),
        PrimitiveType { Kind: PrimitiveKind.Binary } => $"encode({text})",
        _ => $"CAST({text} AS {DuckTypes.Name(Sql(type))})",
    };

    /// <summary>Instants are read to the millisecond, in UTC.</summary>
    private static string Instant(string text) =>
        $"CASE WHEN {text} IS NULL THEN NULL ELSE {{'t': date_trunc('millisecond', CAST({text} AS TIMESTAMPTZ)), 'z': 'UTC'}} END";

    private static bool HasInstants(DeltaType type) => type switch
    {
        StructType row => row.Fields.Any(field => HasInstants(field.Type)),
        ArrayType list => HasInstants(list.Element),
        MapType map => HasInstants(map.Key) || HasInstants(map.Value),
        PrimitiveType primitive => primitive.Kind == PrimitiveKind.Timestamp,
        _ => false,
    };

    /// <summary>The engine knows fields by lower-case names only.</summary>
    private static string EngineName(DeltaField field) => field.Name.ToLowerInvariant();

    /// <summary>Whether a cast is all it takes: the same fields in the same order, called what the engine calls them.</summary>
    private static bool IsSame(FileField field, DeltaType target) => target switch
    {
        StructType row => row.Fields.Length == field.Parts.Count && row.Fields.Zip(field.Parts).All(pair =>
            pair.First.PhysicalName == pair.Second.Name && EngineName(pair.First) == pair.Second.Name && IsSame(pair.Second, pair.First.Type)),
        ArrayType list => field.Parts.Count == 1 && IsSame(field.Parts[0], list.Element),
        MapType map => field.Parts.Count == 2 && IsSame(field.Parts[0], map.Key) && IsSame(field.Parts[1], map.Value),
        PrimitiveType { Kind: PrimitiveKind.String } => field.Type.Kind != DuckKind.Blob || field.Parts.Count == 0,
        _ => true,
    };
}
