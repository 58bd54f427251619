namespace Weir.Engines.Formats.Codecs;

/// <summary>Memory as a stream, without a copy.</summary>
public sealed class MemoryReader(ReadOnlyMemory<byte> memory) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _left = memory;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _left.Length);
        _left.Span[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }
}
