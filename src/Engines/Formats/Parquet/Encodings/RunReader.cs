using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Engines.Formats.Parquet.Encodings;

/// <summary>Small numbers in runs of one value and runs of packed bits: levels, dictionary entries, booleans. One thread.</summary>
internal sealed class RunReader
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _width;
    private int _at;
    private int _left;
    private bool _isRun;
    private int _value;
    private long _bitAt;

    public RunReader(ReadOnlyMemory<byte> bytes, int width)
    {
        if (width is < 0 or > 32)
        {
            throw new FormatException($"numbers of {width} bits in runs");
        }

        (_bytes, _width) = (bytes, width);
    }

    /// <summary>Fills the target; fewer numbers than that are damage.</summary>
    public void Read(Span<int> target)
    {
        while (!target.IsEmpty)
        {
            if (_left == 0)
            {
                Next();
            }

            var count = Math.Min(_left, target.Length);
            if (_isRun)
            {
                target[..count].Fill(_value);
            }
            else
            {
                Unpack(target[..count]);
            }

            _left -= count;
            target = target[count..];
        }
    }

    private void Next()
    {
        var bytes = _bytes.Span;
        var head = 0U;
        for (var shift = 0; ; shift += 7)
        {
            if (_at >= bytes.Length || shift > 28)
            {
                throw new FormatException("runs of levels or entries end too early");
            }

            var part = bytes[_at++];
            head |= (uint)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                break;
            }
        }

        var count = head >> 1;
        if ((head & 1) == 0)
        {
            var width = (_width + 7) / 8;
            if (count > int.MaxValue || bytes.Length - _at < width)
            {
                throw new FormatException("runs of levels or entries end too early");
            }

            _value = 0;
            for (var at = 0; at < width; at++)
            {
                _value |= bytes[_at++] << (8 * at);
            }

            (_isRun, _left) = (true, (int)count);
            return;
        }

        // Groups of eight; the last may be cut where the page ends.
        var bits = (long)(bytes.Length - _at) * 8;
        var values = _width == 0 ? count * 8L : Math.Min(count * 8L, bits / _width);
        if (values == 0 && count > 0)
        {
            throw new FormatException("runs of levels or entries end too early");
        }

        (_isRun, _left, _bitAt) = (false, (int)Math.Min(values, int.MaxValue), _at * 8L);
        _at = (int)Math.Min(bytes.Length, _at + ((long)count * _width));
    }

    private void Unpack(Span<int> target)
    {
        if (_width == 0)
        {
            target.Clear();
            return;
        }

        var bytes = _bytes.Span;
        var mask = _width == 32 ? uint.MaxValue : (1U << _width) - 1;
        var (at, bitAt) = (0, _bitAt);

        // Where eight bytes are left they are looked at together.
        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (var end = (bytes.Length - 8) * 8L; at < target.Length && bitAt <= end; at++, bitAt += _width)
        {
            target[at] = (int)((uint)(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, (nint)(bitAt >> 3))) >> (int)(bitAt & 7)) & mask);
        }

        for (; at < target.Length; at++, bitAt += _width)
        {
            target[at] = (int)((uint)(Tail(bytes, (int)(bitAt >> 3)) >> (int)(bitAt & 7)) & mask);
        }

        _bitAt = bitAt;
    }

    private static ulong Tail(ReadOnlySpan<byte> bytes, int from)
    {
        var word = 0UL;
        for (var at = 0; from + at < bytes.Length; at++)
        {
            word |= (ulong)bytes[from + at] << (8 * at);
        }

        return word;
    }
}
