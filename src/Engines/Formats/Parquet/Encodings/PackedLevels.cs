namespace Weir.Engines.Formats.Parquet.Encodings;

/// <summary>Levels as the first writers packed them: each from its highest bit (BIT_PACKED). One thread.</summary>
internal sealed class PackedLevels(ReadOnlyMemory<byte> bytes, int width)
{
    private long _bitAt;

    public void Read(Span<int> target)
    {
        if ((bytes.Length * 8L) - _bitAt < (long)width * target.Length)
        {
            throw new FormatException("packed levels end too early");
        }

        var from = bytes.Span;
        for (var at = 0; at < target.Length; at++)
        {
            var value = 0;
            for (var bit = 0; bit < width; bit++, _bitAt++)
            {
                value = (value << 1) | ((from[(int)(_bitAt >> 3)] >> (7 - (int)(_bitAt & 7))) & 1);
            }

            target[at] = value;
        }
    }
}
