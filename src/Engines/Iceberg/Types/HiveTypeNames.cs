using System.Globalization;

namespace Weir.Engines.Iceberg.Types;

/// <summary>Types by the names Hive has for them, for catalogs that know no others.</summary>
public static class HiveTypeNames
{
    public static string Of(IcebergType type) => type switch
    {
        StructType row => $"struct<{string.Join(',', row.Fields.Select(field => $"{field.Name.ToLowerInvariant()}:{Of(field.Type)}"))}>",
        ListType list => $"array<{Of(list.Element)}>",
        MapType map => $"map<{Of(map.Key)},{Of(map.Value)}>",
        PrimitiveType primitive => primitive.Kind switch
        {
            PrimitiveKind.Boolean => "boolean",
            PrimitiveKind.Int => "int",
            PrimitiveKind.Long => "bigint",
            PrimitiveKind.Float => "float",
            PrimitiveKind.Double => "double",
            PrimitiveKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({primitive.Precision},{primitive.Scale})"),
            PrimitiveKind.Date => "date",
            PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz or PrimitiveKind.TimestampNs or PrimitiveKind.TimestampTzNs => "timestamp",
            PrimitiveKind.Fixed or PrimitiveKind.Binary => "binary",
            _ => "string",
        },
        _ => "string",
    };
}
