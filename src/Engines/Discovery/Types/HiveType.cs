namespace Weir.Engines.Discovery.Types;

/// <summary>What a column holds.</summary>
public enum TypeKind
{
    /// <summary>No value was seen: any other type wins over it; alone it is a string.</summary>
    None,
    Boolean,
    TinyInt,
    SmallInt,
    Int,
    BigInt,
    Float,
    Double,
    Decimal,
    Date,
    Timestamp,
    Binary,
    String,
    Array,
    Map,
    Struct,
}

/// <summary>A column's type as Hive writes it. Immutable.</summary>
public sealed record HiveType(TypeKind Kind)
{
    public static HiveType None { get; } = new(TypeKind.None);
    public static HiveType Boolean { get; } = new(TypeKind.Boolean);
    public static HiveType Int { get; } = new(TypeKind.Int);
    public static HiveType BigInt { get; } = new(TypeKind.BigInt);
    public static HiveType Double { get; } = new(TypeKind.Double);
    public static HiveType Date { get; } = new(TypeKind.Date);
    public static HiveType Timestamp { get; } = new(TypeKind.Timestamp);
    public static HiveType Binary { get; } = new(TypeKind.Binary);
    public static HiveType String { get; } = new(TypeKind.String);

    /// <summary>Digits of a decimal.</summary>
    public int Precision { get; init; }

    /// <summary>Digits of a decimal after the point.</summary>
    public int Scale { get; init; }

    /// <summary>What an array holds, or a map's values.</summary>
    public HiveType? Element { get; init; }

    /// <summary>A map's keys.</summary>
    public HiveType? Key { get; init; }

    /// <summary>A struct's fields, in the order they were first seen.</summary>
    public IReadOnlyList<HiveField> Fields { get; init; } = [];

    public bool IsNumber => Kind is TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int or TypeKind.BigInt or TypeKind.Float or TypeKind.Double
        or TypeKind.Decimal;

    public bool IsInteger => Kind is TypeKind.TinyInt or TypeKind.SmallInt or TypeKind.Int or TypeKind.BigInt;

    public bool IsNested => Kind is TypeKind.Array or TypeKind.Map or TypeKind.Struct;

    public static HiveType Decimal(int precision, int scale) => new(TypeKind.Decimal) { Precision = precision, Scale = scale };

    public static HiveType ArrayOf(HiveType element) => new(TypeKind.Array) { Element = element };

    public static HiveType MapOf(HiveType key, HiveType value) => new(TypeKind.Map) { Key = key, Element = value };

    public static HiveType StructOf(IReadOnlyList<HiveField> fields) => new(TypeKind.Struct) { Fields = fields };

    /// <summary>The type as the catalog writes it.</summary>
    public override string ToString() => Kind switch
    {
        TypeKind.None => "string",
        TypeKind.Decimal => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})"),
        TypeKind.Array => $"array<{Element}>",
        TypeKind.Map => $"map<{Key},{Element}>",
        // A struct without fields is no type: an object that was always empty is shown as its text.
        TypeKind.Struct when Fields.Count == 0 => "string",
        TypeKind.Struct => $"struct<{string.Join(",", Fields.Select(field => $"{field.Name}:{field.Type}"))}>",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}

public sealed record HiveField(string Name, HiveType Type);
