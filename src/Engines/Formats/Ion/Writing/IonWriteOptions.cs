namespace Weir.Engines.Formats.Ion.Writing;

/// <summary>What becomes of a NULL in a struct.</summary>
public enum IonNulls
{
    Omitted = 0,
    Untyped = 1,
    Typed = 2,
}

/// <summary>Types of Ion that hold what others do.</summary>
public enum IonForm
{
    Usual = 0,

    /// <summary>A text that is a name.</summary>
    Symbol = 1,

    /// <summary>Bytes that are text.</summary>
    Clob = 2,

    /// <summary>A list in round brackets.</summary>
    Sexp = 3,
}

/// <summary>How rows become Ion.</summary>
public sealed record IonWriteOptions
{
    public bool IsText { get; init; }

    public IonNulls Nulls { get; init; }

    /// <summary>The zone that times are written in; the moment stays the same.</summary>
    public int OffsetMinutes { get; init; }

    /// <summary>By column: another type than its own would be written as.</summary>
    public IReadOnlyDictionary<string, IonForm> Forms { get; init; } = new Dictionary<string, IonForm>();
}
