using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Weir.Engines.Formats.Codecs;

namespace Weir.Engines.Formats.Ion;

/// <summary>Ion's binary encoding, version 1.0, with symbol tables of the file's own. One thread.</summary>
internal sealed class IonBinaryReader(Stream source) : IonReader
{
    private const int SymbolsMax = 1_000_000;

    private static readonly string?[] SystemSymbols =
        [null, "$ion", "$ion_1_0", "$ion_symbol_table", "name", "version", "imports", "symbols", "max_id", "$ion_shared_symbol_table"];

    private List<string?> _symbols = [.. SystemSymbols];

    public override bool TryRead(out object? value)
    {
        while (true)
        {
            value = null;
            var first = source.ReadByte();
            if (first < 0)
            {
                return false;
            }

            if (first == 0xE0)
            {
                if (!BoundedRead.Exactly(source, 3, "an Ion version mark").AsSpan().SequenceEqual([(byte)1, (byte)0, (byte)0xEA]))
                {
                    throw Damaged("a version other than 1.0");
                }

                _symbols = [.. SystemSymbols];
                continue;
            }

            var bytes = Body(first);
            var (type, low) = (first >> 4, first & 15);
            if (type == 0 && low != 15)
            {
                continue; // padding
            }

            var input = new Cursor(bytes);
            if (type != 14)
            {
                value = Value(type, low, ref input, 0);
                return true;
            }

            if (Annotated(ref input, out value))
            {
                return true;
            }
        }
    }

    public override void Dispose() => source.Dispose();

    /// <summary>Whether it is a value; a symbol table is not, but changes how what follows is read.</summary>
    private bool Annotated(ref Cursor input, out object? value)
    {
        var length = input.VarUInt();
        var end = input.At + length;
        var annotation = input.VarUInt();
        input.Jump(end);
        value = Next(ref input, 0);
        if (annotation != 3 || value is not IonStruct table)
        {
            return true;
        }

        var names = new List<string?>(SystemSymbols);
        foreach (var (name, member) in table.Members)
        {
            switch (name)
            {
                case "imports" when member is string:
                    names = [.. _symbols];
                    break;
                case "imports" when member is object?[] imports:
                    foreach (var import in imports.OfType<IonStruct>())
                    {
                        // Shared tables are elsewhere: their symbols have numbers, but no text.
                        var max = import.Members.FirstOrDefault(pair => pair.Key == "max_id").Value is BigInteger count && count > 0 && count < SymbolsMax ? (int)count : 0;
                        names.AddRange(Enumerable.Repeat<string?>(null, max));
                    }

                    break;
                case "symbols" when member is object?[] symbols:
                    names.AddRange(symbols.Select(symbol => symbol as string));
                    break;
            }

            if (names.Count > SymbolsMax)
            {
                throw Damaged("too many symbols");
            }
        }

        _symbols = names;
        return false;
    }

    private byte[] Body(int first)
    {
        var (type, low) = (first >> 4, first & 15);
        var length = (type, low) switch
        {
            (15, _) => throw Damaged("a type that is reserved"),
            (_, 15) or (1, _) => 0,
            (13, 1) or (_, 14) => ReadLength(),
            _ => low,
        };
        return length <= ValueBytesMax ? BoundedRead.Exactly(source, (int)length, "an Ion value") : throw Damaged("a value that is too long");
    }

    private long ReadLength()
    {
        var value = 0L;
        for (var count = 0; count < 9; count++)
        {
            var next = source.ReadByte();
            if (next < 0)
            {
                break;
            }

            value = (value << 7) | (long)(next & 0x7F);
            if (next >= 0x80)
            {
                return value;
            }
        }

        throw Damaged("a length that does not end");
    }

    private object? Next(ref Cursor input, int depth)
    {
        if (depth > DepthMax)
        {
            throw Damaged("values nested too deep");
        }

        int first = input.Byte();
        var (type, low) = (first >> 4, first & 15);
        var length = (type, low) switch
        {
            (_, 15) or (1, _) => 0,
            (13, 1) or (_, 14) => input.VarUInt(),
            _ => low,
        };
        var body = input.Slice(length);
        if (type != 14)
        {
            return Value(type, low, ref body, depth);
        }

        body.Jump(body.VarUInt() + body.At);
        return Next(ref body, depth + 1);
    }

    private object? Value(int type, int low, ref Cursor body, int depth)
    {
        if (low == 15)
        {
            return IonNull.Of(type);
        }

        switch (type)
        {
            case 0:
                return null;
            case 1:
                return low == 1;
            case 2:
                return new BigInteger(body.Rest(), isUnsigned: true, isBigEndian: true);
            case 3:
                return -new BigInteger(body.Rest(), isUnsigned: true, isBigEndian: true);
            case 4:
                var bytes = body.Rest();
                return bytes.Length switch
                {
                    0 => 0.0,
                    4 => BinaryPrimitives.ReadSingleBigEndian(bytes),
                    8 => BinaryPrimitives.ReadDoubleBigEndian(bytes),
                    _ => throw Damaged("a float of a wrong size"),
                };
            case 5:
                var exponent = body.IsAtEnd ? 0 : body.VarInt(out _);
                return exponent is > -10_000 and < 10_000 ? new IonDecimal(body.SignedRest(), (int)-exponent) : throw Damaged("a decimal out of range");
            case 6:
                return Timestamp(ref body);
            case 7:
                return Symbol((long)BigInteger.Min(new(body.Rest(), isUnsigned: true, isBigEndian: true), long.MaxValue));
            case 8:
                return Encoding.UTF8.GetString(body.Rest());
            case 9 or 10:
                return new IonBytes(body.Rest().ToArray());
            case 11 or 12:
                var items = new List<object?>();
                while (!body.IsAtEnd)
                {
                    items.Add(Next(ref body, depth + 1));
                }

                return items.ToArray();
            case 13:
                var members = new List<KeyValuePair<string, object?>>();
                while (!body.IsAtEnd)
                {
                    var name = Symbol(body.VarUInt()) ?? "";
                    members.Add(new(name, Next(ref body, depth + 1)));
                }

                return new IonStruct(members);
            default:
                throw Damaged("a type that is reserved");
        }
    }

    private static IonTimestamp Timestamp(ref Cursor body)
    {
        _ = body.VarInt(out _); // the offset: the time itself is in UTC
        var year = body.VarUInt();
        Span<long> parts = [1, 1, 0, 0, 0];
        for (var at = 0; at < parts.Length && !body.IsAtEnd; at++)
        {
            parts[at] = body.VarUInt();
        }

        var nanos = 0L;
        if (!body.IsAtEnd)
        {
            var exponent = body.VarInt(out _);
            var fraction = body.SignedRest();
            nanos = exponent is <= 0 and >= -40 && fraction.Sign >= 0
                ? (long)BigInteger.Min(fraction * BigInteger.Pow(10, 40 + (int)exponent) / BigInteger.Pow(10, 31), 1_000_000_000)
                : throw Damaged("a time with a fraction out of range");
        }

        if (year is < 1 or > 9999 || parts[0] is < 1 or > 12 || parts[1] < 1 || parts[1] > DateTime.DaysInMonth((int)year, (int)parts[0])
            || parts[2] > 23 || parts[3] > 59 || parts[4] > 59 || nanos >= 1_000_000_000)
        {
            throw Damaged("a time that does not exist");
        }

        return new(new((int)year, (int)parts[0], (int)parts[1], (int)parts[2], (int)parts[3], (int)parts[4], DateTimeKind.Utc), nanos);
    }

    private string? Symbol(long number) => number >= 0 && number < _symbols.Count
        ? _symbols[(int)number] ?? $"${number}"
        : throw Damaged($"the symbol {number}, which no table has");

    private ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public long At { get; private set; }

        public readonly bool IsAtEnd => At == _bytes.Length;

        public byte Byte() => At < _bytes.Length ? _bytes[(int)At++] : throw Damaged("its end within a value");

        public void Jump(long at) => At = at >= At && at <= _bytes.Length ? at : throw Damaged("a length out of range");

        public Cursor Slice(long length)
        {
            if (length < 0 || length > _bytes.Length - At)
            {
                throw Damaged("a length out of range");
            }

            var part = new Cursor(_bytes.Slice((int)At, (int)length));
            At += length;
            return part;
        }

        public ReadOnlySpan<byte> Rest()
        {
            var rest = _bytes[(int)At..];
            At = _bytes.Length;
            return rest;
        }

        /// <summary>A number with its sign in the highest bit.</summary>
        public BigInteger SignedRest()
        {
            var rest = Rest();
            if (rest.IsEmpty)
            {
                return 0;
            }

            byte[] plain = [(byte)(rest[0] & 0x7F), .. rest[1..]];
            var number = new BigInteger(plain, isUnsigned: true, isBigEndian: true);
            return rest[0] >= 0x80 ? -number : number;
        }

        public long VarUInt()
        {
            var value = 0L;
            for (var count = 0; count < 9; count++)
            {
                var next = Byte();
                value = (value << 7) | (long)(next & 0x7F);
                if (next >= 0x80)
                {
                    return value;
                }
            }

            throw Damaged("a number that does not end");
        }

        public long VarInt(out bool isNegative)
        {
            var first = Byte();
            isNegative = (first & 0x40) != 0;
            var value = (long)(first & 0x3F);
            for (var count = 0; first < 0x80; count++)
            {
                first = count < 9 ? Byte() : throw Damaged("a number that does not end");
                value = (value << 7) | (long)(first & 0x7F);
            }

            return isNegative ? -value : value;
        }
    }
}
