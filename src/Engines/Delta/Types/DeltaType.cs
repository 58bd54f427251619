using System.Collections.Immutable;
using System.Globalization;

namespace Weir.Engines.Delta.Types;

/// <summary>A type of the protocol's schema language. Immutable.</summary>
public abstract record DeltaType
{
    /// <summary>The type as Hive's catalogs write it.</summary>
    public abstract string ToHive();
}

/// <summary>The types that are not made of others.</summary>
public enum PrimitiveKind
{
    Boolean = 0,
    Byte = 1,
    Short = 2,
    Integer = 3,
    Long = 4,
    Float = 5,
    Double = 6,
    Decimal = 7,
    String = 8,
    Binary = 9,
    Date = 10,

    /// <summary>An instant.</summary>
    Timestamp = 11,

    /// <summary>A date and time of no zone.</summary>
    TimestampNtz = 12,

    /// <summary>Always NULL; files do not hold such columns.</summary>
    Void = 13,
}

/// <summary>A type that is not made of others.</summary>
public sealed record PrimitiveType(PrimitiveKind Kind, int Precision = 0, int Scale = 0) : DeltaType
{
    public override string ToHive() => Kind switch
    {
        PrimitiveKind.Boolean => "boolean",
        PrimitiveKind.Byte => "tinyint",
        PrimitiveKind.Short => "smallint",
        PrimitiveKind.Integer => "int",
        PrimitiveKind.Long => "bigint",
        PrimitiveKind.Float => "float",
        PrimitiveKind.Double => "double",
        PrimitiveKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})"),
        PrimitiveKind.String or PrimitiveKind.Void => "string",
        PrimitiveKind.Binary => "binary",
        PrimitiveKind.Date => "date",
        PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz => "timestamp",
    };
}

/// <summary>A list of values of one type.</summary>
public sealed record ArrayType(DeltaType Element) : DeltaType
{
    public override string ToHive() => $"array<{Element.ToHive()}>";
}

/// <summary>Keys with values.</summary>
public sealed record MapType(DeltaType Key, DeltaType Value) : DeltaType
{
    public override string ToHive() => $"map<{Key.ToHive()},{Value.ToHive()}>";
}

/// <summary>Named fields; a table's schema is one.</summary>
public sealed record StructType(ImmutableArray<DeltaField> Fields) : DeltaType
{
    public override string ToHive() => $"struct<{string.Join(',', Fields.Select(field => $"{field.Name.ToLowerInvariant()}:{field.Type.ToHive()}"))}>";

    public DeltaField? Find(string name) => Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A column, or a field of a struct.</summary>
/// <param name="PhysicalName">What files and statistics call it: the name, unless columns are mapped.</param>
/// <param name="Id">The column's id where columns are mapped.</param>
public sealed record DeltaField(string Name, DeltaType Type, string PhysicalName, int? Id)
{
    public string? Comment { get; init; }
}
