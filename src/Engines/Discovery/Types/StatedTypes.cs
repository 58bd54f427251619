namespace Weir.Engines.Discovery.Types;

/// <summary>Simple types by the words people state them in.</summary>
public static class StatedTypes
{
    /// <summary>A string for every word that is no type.</summary>
    public static HiveType Parse(string word) => word.Trim().ToLowerInvariant() switch
    {
        "boolean" => HiveType.Boolean,
        "byte" or "tinyint" => new(TypeKind.TinyInt),
        "short" or "smallint" => new(TypeKind.SmallInt),
        "int" or "integer" => HiveType.Int,
        "long" or "bigint" => HiveType.BigInt,
        "float" => new(TypeKind.Float),
        "double" => HiveType.Double,
        "decimal" => HiveType.Decimal(38, 18),
        "binary" => HiveType.Binary,
        "date" => HiveType.Date,
        "timestamp" => HiveType.Timestamp,
        _ => HiveType.String,
    };
}
