using System.Runtime.CompilerServices;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Parquet.Encodings;

namespace Weir.Engines.Formats.Parquet.Values;

/// <summary>Values of one fixed size.</summary>
/// <param name="delta">Reads values as differences; null where the type has none.</param>
internal class NumberValues<T>(ParquetNode node, Conversion<T> conversion, Func<ReadOnlyMemory<byte>, IValues<T>>? delta) : LeafValues(node)
    where T : unmanaged
{
    private IValues<T>? _source;
    private T[]? _dictionary;
    private T[] _values = [];
    private int _count;

    protected override void OpenPage(int encoding, ReadOnlyMemory<byte> bytes) => _source = Source(encoding, bytes);

    public override void OpenDictionary(int encoding, ReadOnlyMemory<byte> bytes, int count)
    {
        if (encoding is not (Plain or PlainDictionary))
        {
            throw Refused(encoding);
        }

        _dictionary = new T[CheckedEntries(count, bytes.Length, Unsafe.SizeOf<T>())];
        new PlainValues<T>(bytes).Read(_dictionary);
    }

    protected override void AppendValues(int count)
    {
        if (_values.Length < _count + count)
        {
            Array.Resize(ref _values, Math.Max(_count + count, Math.Min(_values.Length * 2, 1 << 20)));
        }

        _source!.Read(_values.AsSpan(_count, count));
        _count += count;
    }

    public override void Drop(int count)
    {
        _values.AsSpan(count, _count - count).CopyTo(_values);
        _count -= count;
    }

    public override void Write(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> present) =>
        conversion(_values, ref target, rows, present);

    protected virtual IValues<T> Source(int encoding, ReadOnlyMemory<byte> bytes) => encoding switch
    {
        Plain => new PlainValues<T>(bytes),
        PlainDictionary or Dictionary when _dictionary is not null => new EntryValues<T>(Entries(bytes), _dictionary),
        PlainDictionary or Dictionary => throw new FormatException($"column {Node.Path} names entries of a dictionary that it does not have"),
        Delta when delta is not null => delta(bytes),
        Split when typeof(T) != typeof(Int96) && typeof(T) != typeof(byte) => new SplitValues<T>(bytes),
        _ => throw Refused(encoding),
    };
}

internal sealed class BooleanValues(ParquetNode node) : NumberValues<byte>(node, Conversions.Same<byte>(), null)
{
    protected override IValues<byte> Source(int encoding, ReadOnlyMemory<byte> bytes)
    {
        switch (encoding)
        {
            case Plain:
                return new BitValues(bytes);
            case Runs when bytes.IsEmpty:
                return new RunBits(new(default, 1));
            case Runs:
                var length = bytes.Length >= 4 ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) : uint.MaxValue;
                return length <= bytes.Length - 4
                    ? new RunBits(new(bytes.Slice(4, (int)length), 1))
                    : throw new FormatException($"column {Node.Path} has runs of {length} bytes in a page of {bytes.Length}");
            default:
                return base.Source(encoding == 4 ? Plain : encoding, bytes);
        }
    }
}
