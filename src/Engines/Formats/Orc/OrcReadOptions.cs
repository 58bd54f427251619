namespace Weir.Engines.Formats.Orc;

/// <summary>How files are read where the format leaves a choice.</summary>
public sealed record OrcReadOptions
{
    /// <summary>Digits of a second that timestamps keep: 3 or 6, then they are rounded; or 9, then they are TIMESTAMP_NS.</summary>
    public int TimestampDigits { get; init; } = 6;
}
