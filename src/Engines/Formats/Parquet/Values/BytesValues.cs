using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Unicode;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Parquet.Encodings;

namespace Weir.Engines.Formats.Parquet.Values;

/// <summary>Texts, blobs, and what is stored as bytes: decimals, UUIDs, half-precision numbers.</summary>
internal sealed class BytesValues(ParquetNode node, DuckType type) : LeafValues(node)
{
    private readonly int _fixed = node.Element.Physical == 7
        ? node.Element.TypeLength >= 0 ? node.Element.TypeLength : throw new FormatException($"column {node.Path} has values of {node.Element.TypeLength} bytes")
        : -1;

    private IBytesValues? _source;
    private ReadOnlyMemory<byte>[]? _dictionary;
    private ReadOnlyMemory<byte>[] _values = [];

    /// <summary>Beside each value: its entry of the dictionary, or -1.</summary>
    private int[] _entries = [];

    /// <summary>For each entry of the dictionary the row that has it in the chunk being written; older rows are below <see cref="_rowBase"/>.</summary>
    private long[] _rows = [];
    private long _rowBase = 1;
    private int _count;

    public override bool LieInPages => true;

    protected override void OpenPage(int encoding, ReadOnlyMemory<byte> bytes) => _source = encoding switch
    {
        Plain => _fixed >= 0 ? new FixedBytes(bytes, _fixed) : new PlainBytes(bytes),
        PlainDictionary or Dictionary when _dictionary is not null => new EntryBytes(Entries(bytes), _dictionary),
        PlainDictionary or Dictionary => throw new FormatException($"column {Node.Path} names entries of a dictionary that it does not have"),
        DeltaLength when _fixed < 0 => new DeltaLengthBytes(bytes),
        DeltaStrings => new DeltaBytes(bytes),
        Split when _fixed > 0 => new SplitBytes(bytes, _fixed),
        _ => throw Refused(encoding),
    };

    public override void OpenDictionary(int encoding, ReadOnlyMemory<byte> bytes, int count)
    {
        if (encoding is not (Plain or PlainDictionary))
        {
            throw Refused(encoding);
        }

        _dictionary = new ReadOnlyMemory<byte>[CheckedEntries(count, bytes.Length, _fixed >= 0 ? _fixed : 4)];
        IBytesValues plain = _fixed >= 0 ? new FixedBytes(bytes, _fixed) : new PlainBytes(bytes);
        plain.Read(_dictionary);
        _rows = new long[_dictionary.Length];
    }

    protected override void AppendValues(int count)
    {
        if (_values.Length < _count + count)
        {
            Array.Resize(ref _values, Math.Max(_count + count, Math.Min(_values.Length * 2, 1 << 20)));
            Array.Resize(ref _entries, _values.Length);
        }

        var added = _values.AsSpan(_count, count);
        _source!.Read(added, _entries.AsSpan(_count, count));
        if (_fixed >= 0)
        {
            foreach (var value in added)
            {
                if (value.Length != _fixed)
                {
                    throw new FormatException($"column {Node.Path} has a value of {value.Length} bytes where each has {_fixed}");
                }
            }
        }

        _count += count;
    }

    public override void Drop(int count)
    {
        _values.AsSpan(count, _count - count).CopyTo(_values);
        _values.AsSpan(_count - count, count).Clear();
        _entries.AsSpan(count, _count - count).CopyTo(_entries);
        _count -= count;
    }

    public override void Write(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> present)
    {
        switch (type.Kind)
        {
            case DuckKind.Decimal when type.Width > 18:
                Numbers(target.Values<Int128>(rows), present, 38, number => number);
                break;
            case DuckKind.Decimal when type.Width > 9:
                Numbers(target.Values<long>(rows), present, 18, number => (long)number);
                break;
            case DuckKind.Decimal when type.Width > 4:
                Numbers(target.Values<int>(rows), present, 9, number => (int)number);
                break;
            case DuckKind.Decimal:
                Numbers(target.Values<short>(rows), present, 4, number => (short)number);
                break;
            case DuckKind.Double:
                var unit = Math.Pow(10, -Node.Element.Scale);
                Fixed(target.Values<double>(rows), present, bytes => (double)new BigInteger(bytes, isBigEndian: true) * unit);
                break;
            case DuckKind.Float:
                Fixed(target.Values<float>(rows), present, bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes));
                break;
            case DuckKind.Uuid:
                Fixed(target.Values<Int128>(rows), present, bytes => (Int128)(BinaryPrimitives.ReadUInt128BigEndian(bytes) ^ (UInt128.One << 127)));
                break;
            default:
                Texts(ref target, rows, present);
                break;
        }
    }

    private void Texts(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> present)
    {
        var from = 0;
        for (var row = 0; row < rows; row++)
        {
            if (!present.IsEmpty && present[row] == 0)
            {
                continue;
            }

            var entry = _entries[from];
            if (entry >= 0 && _rows[entry] >= _rowBase)
            {
                target.SetSame(row, (int)(_rows[entry] - _rowBase));
            }
            else
            {
                Text(ref target, row, _values[from].Span);
                if (entry >= 0)
                {
                    _rows[entry] = _rowBase + row;
                }
            }

            from++;
        }

        _rowBase += rows;
    }

    /// <summary>Anything else than UTF-8 would make DuckDB's functions read past a text's end.</summary>
    private void Text(ref DuckColumnWriter target, int row, ReadOnlySpan<byte> bytes) =>
        target.SetBytes(row, type.Kind != DuckKind.Varchar || Utf8.IsValid(bytes) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)));

    /// <param name="digits">As many as fit; some writers put more into a column than they say.</param>
    private void Numbers<T>(Span<T> target, ReadOnlySpan<byte> present, int digits, Func<Int128, T> narrow)
    {
        var most = Int128.CreateChecked(BigInteger.Pow(10, digits));
        Fixed(target, present, bytes =>
        {
            var number = Number(bytes);
            return number < most && number > -most
                ? narrow(number)
                : throw new FormatException($"column {Node.Path} has the number {number} where {digits} digits are the most");
        });
    }

    private static Int128 Number(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= 16)
        {
            var number = !bytes.IsEmpty && bytes[0] >= 0x80 ? (Int128)(-1) : 0;
            foreach (var one in bytes)
            {
                number = (number << 8) | one;
            }

            return number;
        }

        var large = new BigInteger(bytes, isBigEndian: true);
        return large >= (BigInteger)Int128.MinValue && large <= (BigInteger)Int128.MaxValue
            ? (Int128)large
            : throw new FormatException($"a decimal of {bytes.Length} bytes with more than 38 digits");
    }

    private delegate T Decoder<T>(ReadOnlySpan<byte> bytes);

    private void Fixed<T>(Span<T> target, ReadOnlySpan<byte> present, Decoder<T> decode)
    {
        var from = 0;
        for (var row = 0; row < target.Length; row++)
        {
            if (present.IsEmpty || present[row] != 0)
            {
                target[row] = decode(_values[from++].Span);
            }
        }
    }
}
