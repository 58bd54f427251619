namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>The file as streams see it: how chunks are compressed, and how much of it was read.</summary>
internal sealed class OrcStripeBytes(IFileBytes file, OrcCodec codec, int blockBytes, OrcScanCount count)
{
    public OrcCodec Codec => codec;

    public int BlockBytes => blockBytes;

    public OrcCompression Compression { get; } = new();

    public void Read(long offset, Span<byte> buffer)
    {
        file.Read(offset, buffer);
        count.Add(buffer.Length);
    }
}

/// <summary>The numbers of a row index entry that say where a column's streams go on; each stream takes its own from the front.</summary>
internal struct OrcPositions(IReadOnlyList<ulong> numbers)
{
    private int _at;

    public long Next() => _at < numbers.Count && numbers[_at] <= long.MaxValue
        ? (long)numbers[_at++]
        : throw new FormatException("a row index has too few positions");
}
