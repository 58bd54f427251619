using System.Buffers.Binary;

namespace Weir.Engines.Formats.Parquet.Encodings;

/// <summary>Each value after its length in four bytes.</summary>
internal sealed class PlainBytes(ReadOnlyMemory<byte> bytes) : IBytesValues
{
    private int _at;

    public void Read(Span<ReadOnlyMemory<byte>> target)
    {
        var span = bytes.Span;
        for (var at = 0; at < target.Length; at++)
        {
            if (span.Length - _at < 4)
            {
                throw new FormatException("a page ends in the middle of its values");
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(span[_at..]);
            _at += 4;
            if (length > (uint)(span.Length - _at))
            {
                throw new FormatException($"a value of {length} bytes where {span.Length - _at} are left");
            }

            target[at] = bytes.Slice(_at, (int)length);
            _at += (int)length;
        }
    }
}

/// <summary>Values of one length, one after the other.</summary>
internal sealed class FixedBytes(ReadOnlyMemory<byte> bytes, int length) : IBytesValues
{
    private int _at;

    public void Read(Span<ReadOnlyMemory<byte>> target)
    {
        if (bytes.Length - _at < (long)length * target.Length)
        {
            throw new FormatException("a page ends in the middle of its values");
        }

        for (var at = 0; at < target.Length; at++, _at += length)
        {
            target[at] = bytes.Slice(_at, length);
        }
    }
}

/// <summary>Values of one length, split into streams of their first bytes, second bytes, and so on.</summary>
internal sealed class SplitBytes : IBytesValues
{
    private readonly FixedBytes _values;

    public SplitBytes(ReadOnlyMemory<byte> bytes, int length)
    {
        if (length < 1 || bytes.Length % length != 0)
        {
            throw new FormatException($"{bytes.Length} bytes split in {length} streams");
        }

        var count = bytes.Length / length;
        var joined = new byte[bytes.Length];
        var from = bytes.Span;
        for (var part = 0; part < length; part++)
        {
            for (var at = 0; at < count; at++)
            {
                joined[(at * length) + part] = from[(part * count) + at];
            }
        }

        _values = new(joined, length);
    }

    public void Read(Span<ReadOnlyMemory<byte>> target) => _values.Read(target);
}

/// <summary>All lengths as differences, then the bytes (DELTA_LENGTH_BYTE_ARRAY).</summary>
internal sealed class DeltaLengthBytes : IBytesValues
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long[] _lengths;
    private int _next;
    private int _at;

    public DeltaLengthBytes(ReadOnlyMemory<byte> bytes)
    {
        _lengths = Lengths(bytes, out _at);
        _bytes = bytes;
    }

    public void Read(Span<ReadOnlyMemory<byte>> target)
    {
        if (_lengths.Length - _next < target.Length)
        {
            throw new FormatException($"a page of {_lengths.Length} values where more are wanted");
        }

        for (var at = 0; at < target.Length; at++)
        {
            var length = _lengths[_next++];
            if (length < 0 || length > _bytes.Length - _at)
            {
                throw new FormatException($"a value of {length} bytes where {_bytes.Length - _at} are left");
            }

            target[at] = _bytes.Slice(_at, (int)length);
            _at += (int)length;
        }
    }

    /// <summary>Memory is taken as numbers turn up, whatever their count says.</summary>
    public static long[] Lengths(ReadOnlyMemory<byte> bytes, out int end)
    {
        const int Step = 1 << 16;
        var numbers = new DeltaNumbers(bytes);
        if (numbers.Count > ParquetLimits.PageBytesMax)
        {
            throw new FormatException($"{numbers.Count} values in a page");
        }

        var lengths = new long[(int)Math.Min(numbers.Count, Step)];
        for (var read = 0; read < numbers.Count;)
        {
            if (read == lengths.Length)
            {
                Array.Resize(ref lengths, (int)Math.Min(numbers.Count, read * 2L));
            }

            var part = lengths.AsSpan(read, Math.Min(Step, lengths.Length - read));
            numbers.Read(part);
            read += part.Length;
        }

        end = numbers.End;
        return lengths;
    }
}

/// <summary>How much each value shares with the one before it, then the rest of each (DELTA_BYTE_ARRAY).</summary>
internal sealed class DeltaBytes : IBytesValues
{
    private readonly long[] _prefixes;
    private readonly DeltaLengthBytes _suffixes;
    private ReadOnlyMemory<byte> _last;
    private int _next;
    private ReadOnlyMemory<byte>[] _rest = [];

    public DeltaBytes(ReadOnlyMemory<byte> bytes)
    {
        _prefixes = DeltaLengthBytes.Lengths(bytes, out var end);
        _suffixes = new(bytes[end..]);
    }

    public void Read(Span<ReadOnlyMemory<byte>> target)
    {
        if (_prefixes.Length - _next < target.Length)
        {
            throw new FormatException($"a page of {_prefixes.Length} values where more are wanted");
        }

        if (_rest.Length < target.Length)
        {
            _rest = new ReadOnlyMemory<byte>[target.Length];
        }

        _suffixes.Read(_rest.AsSpan(0, target.Length));
        var sum = 0L;
        for (var at = 0; at < target.Length; at++)
        {
            var prefix = _prefixes[_next++];
            if (prefix < 0 || prefix > _last.Length)
            {
                throw new FormatException($"a value that shares {prefix} bytes with one of {_last.Length}");
            }

            var rest = _rest[at];
            if (prefix == 0)
            {
                _last = rest;
            }
            else if (rest.Length == 0 && prefix == _last.Length)
            {
                // The same again.
            }
            else
            {
                sum += prefix + rest.Length;
                if (sum > ParquetLimits.BatchTextBytesMax)
                {
                    throw new FormatException($"texts of more than {ParquetLimits.BatchTextBytesMax} bytes in {target.Length} rows");
                }

                var whole = new byte[prefix + rest.Length];
                _last.Span[..(int)prefix].CopyTo(whole);
                rest.Span.CopyTo(whole.AsSpan((int)prefix));
                _last = whole;
            }

            target[at] = _last;
        }
    }
}

/// <summary>Entries of a dictionary.</summary>
internal sealed class EntryBytes(RunReader runs, ReadOnlyMemory<byte>[] dictionary) : IBytesValues
{
    private int[] _entries = [];

    public void Read(Span<ReadOnlyMemory<byte>> target)
    {
        if (_entries.Length < target.Length)
        {
            _entries = new int[target.Length];
        }

        Read(target, _entries.AsSpan(0, target.Length));
    }

    public void Read(Span<ReadOnlyMemory<byte>> target, Span<int> entries)
    {
        runs.Read(entries);
        for (var at = 0; at < entries.Length; at++)
        {
            target[at] = (uint)entries[at] < (uint)dictionary.Length
                ? dictionary[entries[at]]
                : throw new FormatException($"entry {(uint)entries[at]} of a dictionary of {dictionary.Length}");
        }
    }
}
