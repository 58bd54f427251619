namespace Weir.Engines.Formats.Orc;

/// <summary>How a file is written.</summary>
public sealed record OrcWriteOptions
{
    public OrcCodec Codec { get; init; } = OrcCodec.Zlib;

    /// <summary>Bytes that a stripe gathers in memory before it is written.</summary>
    public long StripeBytes { get; init; } = 64 << 20;

    /// <summary>Rows between two entries of the row indexes.</summary>
    public int RowIndexStride { get; init; } = 10_000;

    /// <summary>Plain bytes of a chunk.</summary>
    public int BlockBytes { get; init; } = 256 << 10;

    /// <summary>What is noted at types, by their numbers from the root down (the root is 0), such as Iceberg's <c>iceberg.id</c>.</summary>
    public IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> Attributes { get; init; } = new Dictionary<int, IReadOnlyDictionary<string, string>>();
}
