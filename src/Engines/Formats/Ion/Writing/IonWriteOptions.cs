namespace Weir.Engines.Formats.Ion.Writing;

/// <summary>What becomes of a NULL in a struct.</summary>
public enum IonNulls
{
    Omitted = 0,
    Untyped = 1,
    Typed = 2,
}

/// <summary>How rows become Ion.</summary>
public sealed record IonWriteOptions
{
    public bool IsText { get; init; }

    public IonNulls Nulls { get; init; }

    /// <summary>The zone that times are written in; the moment stays the same.</summary>
    public int OffsetMinutes { get; init; }
}
