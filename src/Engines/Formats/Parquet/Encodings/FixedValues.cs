using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Weir.Engines.Formats.Parquet.Encodings;

/// <summary>Values one after the other, little-endian.</summary>
internal sealed class PlainValues<T>(ReadOnlyMemory<byte> bytes) : IValues<T>
    where T : unmanaged
{
    private int _at;

    public void Read(Span<T> target)
    {
        var to = MemoryMarshal.AsBytes(target);
        if (bytes.Length - _at < to.Length)
        {
            throw new FormatException($"a page ends in the middle of its values: {bytes.Length - _at} bytes where {to.Length} are wanted");
        }

        bytes.Span.Slice(_at, to.Length).CopyTo(to);
        _at += to.Length;
    }
}

/// <summary>The values' first bytes, then their second bytes, and so on (BYTE_STREAM_SPLIT).</summary>
internal sealed class SplitValues<T>(ReadOnlyMemory<byte> bytes) : IValues<T>
    where T : unmanaged
{
    private readonly int _count = bytes.Length % Unsafe.SizeOf<T>() == 0
        ? bytes.Length / Unsafe.SizeOf<T>()
        : throw new FormatException($"{bytes.Length} bytes split in {Unsafe.SizeOf<T>()} streams");

    private int _at;

    public void Read(Span<T> target)
    {
        if (_count - _at < target.Length)
        {
            throw new FormatException($"a page of {_count} values where more are wanted");
        }

        var size = Unsafe.SizeOf<T>();
        var from = bytes.Span;
        var to = MemoryMarshal.AsBytes(target);
        for (var part = 0; part < size; part++)
        {
            var stream = from.Slice((part * _count) + _at, target.Length);
            for (var at = 0; at < stream.Length; at++)
            {
                to[(at * size) + part] = stream[at];
            }
        }

        _at += target.Length;
    }
}

/// <summary>Whole numbers as differences.</summary>
internal sealed class DeltaInts(ReadOnlyMemory<byte> bytes) : IValues<int>
{
    private readonly DeltaNumbers _numbers = new(bytes);
    private long[] _wide = [];

    public void Read(Span<int> target)
    {
        if (_wide.Length < target.Length)
        {
            _wide = new long[target.Length];
        }

        var wide = _wide.AsSpan(0, target.Length);
        _numbers.Read(wide);
        for (var at = 0; at < wide.Length; at++)
        {
            // Differences of 32-bit numbers wrap around.
            target[at] = unchecked((int)wide[at]);
        }
    }
}

/// <summary>Whole numbers of 64 bits as differences.</summary>
internal sealed class DeltaLongs(ReadOnlyMemory<byte> bytes) : IValues<long>
{
    private readonly DeltaNumbers _numbers = new(bytes);

    public void Read(Span<long> target) => _numbers.Read(target);
}

/// <summary>Entries of a dictionary.</summary>
internal sealed class EntryValues<T>(RunReader entries, T[] dictionary) : IValues<T>
    where T : unmanaged
{
    private int[] _indexes = [];

    public void Read(Span<T> target)
    {
        if (_indexes.Length < target.Length)
        {
            _indexes = new int[target.Length];
        }

        var indexes = _indexes.AsSpan(0, target.Length);
        entries.Read(indexes);
        for (var at = 0; at < indexes.Length; at++)
        {
            var entry = indexes[at];
            target[at] = (uint)entry < (uint)dictionary.Length
                ? dictionary[entry]
                : throw new FormatException($"entry {(uint)entry} of a dictionary of {dictionary.Length}");
        }
    }
}

/// <summary>Booleans as bits, from the lowest.</summary>
internal sealed class BitValues(ReadOnlyMemory<byte> bytes) : IValues<byte>
{
    private int _at;

    public void Read(Span<byte> target)
    {
        if ((bytes.Length * 8L) - _at < target.Length)
        {
            throw new FormatException("a page ends in the middle of its values");
        }

        var from = bytes.Span;
        for (var at = 0; at < target.Length; at++, _at++)
        {
            target[at] = (byte)((from[_at >> 3] >> (_at & 7)) & 1);
        }
    }
}

/// <summary>Booleans in runs.</summary>
internal sealed class RunBits(RunReader runs) : IValues<byte>
{
    private int[] _wide = [];

    public void Read(Span<byte> target)
    {
        if (_wide.Length < target.Length)
        {
            _wide = new int[target.Length];
        }

        var wide = _wide.AsSpan(0, target.Length);
        runs.Read(wide);
        for (var at = 0; at < wide.Length; at++)
        {
            target[at] = (byte)(wide[at] & 1);
        }
    }
}
