using System.Text.Json;

namespace Weir.Engines.Formats.Avro;

/// <summary>What an Avro value is.</summary>
public enum AvroKind
{
    Null = 0,
    Boolean = 1,
    Int = 2,
    Long = 3,
    Float = 4,
    Double = 5,
    Bytes = 6,
    String = 7,
    Record = 8,
    Enum = 9,
    Array = 10,
    Map = 11,
    Fixed = 12,
    Union = 13,
}

/// <summary>The meaning an annotation gives to an Avro type; unknown annotations and ill-formed ones count as none.</summary>
public enum AvroLogical
{
    None = 0,
    Decimal = 1,
    Date = 2,
    TimeMillis = 3,
    TimeMicros = 4,
    TimestampMillis = 5,
    TimestampMicros = 6,
    TimestampNanos = 7,
    LocalTimestampMillis = 8,
    LocalTimestampMicros = 9,
    LocalTimestampNanos = 10,
    Uuid = 11,
    Duration = 12,
}

/// <summary>An Avro schema: a tree, but that named types may refer to those around them. Immutable once parsed.</summary>
public sealed class AvroSchema
{
    internal AvroSchema(AvroKind kind) => Kind = kind;

    public AvroKind Kind { get; }

    /// <summary>The full name of a record, enum or fixed; empty for others.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Full names this type once had.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    public IReadOnlyList<AvroField> Fields { get; internal set; } = [];
    public IReadOnlyList<string> Symbols { get; internal init; } = [];

    /// <summary>What an enum's reader takes for symbols it does not know.</summary>
    public string? SymbolDefault { get; internal init; }

    /// <summary>What an array's items or a map's values are.</summary>
    public AvroSchema? Element { get; internal init; }

    public IReadOnlyList<AvroSchema> Branches { get; internal init; } = [];

    /// <summary>Bytes of a fixed.</summary>
    public int Size { get; internal init; }

    public AvroLogical Logical { get; internal init; }

    /// <summary>Digits of a decimal.</summary>
    public int Precision { get; internal init; }

    /// <summary>Digits of a decimal after the point.</summary>
    public int Scale { get; internal init; }

    /// <summary>Attributes that Avro itself does not know, such as Iceberg's <c>element-id</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Properties { get; internal init; } = NoProperties;

    /// <summary>The JSON this schema was parsed from; only the root has it.</summary>
    public string Text { get; internal set; } = "";

    internal static IReadOnlyDictionary<string, JsonElement> NoProperties { get; } = new Dictionary<string, JsonElement>();

    /// <summary>Fewest bytes a value takes; zero only for what is made of nulls.</summary>
    internal int BytesMin { get; set; } = -1;

    public static AvroSchema Parse(string json) => AvroSchemaParser.Parse(json);

    public AvroField? Field(string name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>Of a union with null, the branch that is not; otherwise the schema itself.</summary>
    public AvroSchema NotNull() => Kind == AvroKind.Union && Branches.Count(branch => branch.Kind != AvroKind.Null) == 1
        ? Branches.Single(branch => branch.Kind != AvroKind.Null)
        : this;

    public override string ToString() => Name.Length > 0 ? Name : Kind.ToString().ToLowerInvariant();
}

/// <summary>A field of a record.</summary>
public sealed class AvroField
{
    internal AvroField(string name, AvroSchema schema) => (Name, Schema) = (name, schema);

    public string Name { get; }

    public AvroSchema Schema { get; }

    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>What a reader takes where the writer has no such field, as JSON; null where there is none.</summary>
    public JsonElement? Default { get; internal init; }

    /// <summary>Attributes that Avro itself does not know, such as Iceberg's <c>field-id</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Properties { get; internal init; } = AvroSchema.NoProperties;
}
