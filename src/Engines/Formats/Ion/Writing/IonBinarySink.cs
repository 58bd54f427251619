using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Weir.Engines.Formats.Codecs;

namespace Weir.Engines.Formats.Ion.Writing;

/// <summary>Binary Ion: rows in pieces, each with a table of its own of the names in it.</summary>
internal sealed class IonBinarySink : IIonSink
{
    private const int FlushBytes = 64 << 10;
    private const int FirstSymbol = 10;
    private const int SymbolTable = 3;
    private const int Symbols = 7;
    private const int UnknownOffset = 0xC0;

    private static readonly byte[] VersionMarker = [0xE0, 1, 0, 0xEA];

    private readonly Dictionary<string, int> _symbols = new(StringComparer.Ordinal);

    // What is open, innermost last; the first holds whole rows.
    private readonly List<(IonKind Kind, ByteSink Bytes)> _open = [(IonKind.Untyped, new ByteSink(4096))];

    private bool _isBegun;

    private ByteSink Top => _open[^1].Bytes;

    public void Null(IonKind kind) => Top.Byte((byte)(((int)kind << 4) | 0x0F));

    public void Boolean(bool value) => Top.Byte((byte)(0x10 | (value ? 1 : 0)));

    public void Whole(BigInteger value) => Value(
        value.Sign < 0 ? 3 : 2, value.IsZero ? [] : BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true));

    public void Real(double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        Value((int)IonKind.Real, bytes);
    }

    public void Decimal(BigInteger unscaled, int scale)
    {
        var body = new ByteSink(24);
        Signed(body, -scale);
        body.Bytes(Magnitude(unscaled));
        Value((int)IonKind.Decimal, body.Written);
    }

    public void Date(DateOnly value)
    {
        var body = new ByteSink(8);
        body.Byte(UnknownOffset);
        Unsigned(body, (ulong)value.Year);
        Unsigned(body, (ulong)value.Month);
        Unsigned(body, (ulong)value.Day);
        Value((int)IonKind.Time, body.Written);
    }

    public void Time(DateTime utc, int offsetMinutes)
    {
        var body = new ByteSink(16);
        Signed(body, offsetMinutes);
        foreach (var part in (int[])[utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, utc.Second])
        {
            Unsigned(body, (ulong)part);
        }

        Signed(body, -3);
        body.Bytes(Magnitude(utc.Millisecond));
        Value((int)IonKind.Time, body.Written);
    }

    public void Text(string value) => Value((int)IonKind.Text, Encoding.UTF8.GetBytes(value));

    public void Blob(ReadOnlySpan<byte> value) => Value((int)IonKind.Blob, value);

    public void Symbol(string value)
    {
        var number = Number(value);
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        Value((int)IonKind.Symbol, bytes.TrimStart((byte)0));
    }

    public void Clob(ReadOnlySpan<byte> value) => Value((int)IonKind.Clob, value);

    public void BeginSexp() => _open.Add((IonKind.Sexp, new ByteSink(256)));

    public void BeginList() => _open.Add((IonKind.List, new ByteSink(256)));

    public void BeginStruct() => _open.Add((IonKind.Struct, new ByteSink(256)));

    public void Name(string name) => Unsigned(Top, (ulong)Number(name));

    public void End()
    {
        var (kind, bytes) = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        Value((int)kind, bytes.Written);
    }

    public void EndRow(Stream target)
    {
        if (Top.Length >= FlushBytes)
        {
            Finish(target);
        }
    }

    public void Finish(Stream target)
    {
        if (!_isBegun)
        {
            target.Write(VersionMarker);
            _isBegun = true;
        }

        if (Top.Length == 0)
        {
            return;
        }

        target.Write(Table());
        target.Write(Top.Written);
        Top.Clear();
        _symbols.Clear();
    }

    private int Number(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var number))
        {
            _symbols[symbol] = number = FirstSymbol + _symbols.Count;
        }

        return number;
    }

    /// <summary>$ion_symbol_table::{symbols: [...]}</summary>
    private byte[] Table()
    {
        var names = new ByteSink(256);
        foreach (var name in _symbols.Keys)
        {
            Value(names, (int)IonKind.Text, Encoding.UTF8.GetBytes(name));
        }

        var members = new ByteSink(256);
        Unsigned(members, Symbols);
        Value(members, (int)IonKind.List, names.Written);
        var wrapped = new ByteSink(256);
        Unsigned(wrapped, 1);
        Unsigned(wrapped, SymbolTable);
        Value(wrapped, (int)IonKind.Struct, members.Written);
        var whole = new ByteSink(256);
        Value(whole, 14, wrapped.Written);
        return whole.ToArray();
    }

    private void Value(int type, ReadOnlySpan<byte> body) => Value(Top, type, body);

    private static void Value(ByteSink target, int type, ReadOnlySpan<byte> body)
    {
        // A struct of length 1 would mean something else.
        if (body.Length < 14 && !(type == (int)IonKind.Struct && body.Length == 1))
        {
            target.Byte((byte)((type << 4) | body.Length));
        }
        else
        {
            target.Byte((byte)((type << 4) | 14));
            Unsigned(target, (ulong)body.Length);
        }

        target.Bytes(body);
    }

    /// <summary>Seven bits a byte, the largest first; the last has the high bit.</summary>
    private static void Unsigned(ByteSink target, ulong value)
    {
        var shift = 0;
        while (value >> shift >= 0x80)
        {
            shift += 7;
        }

        for (; shift > 0; shift -= 7)
        {
            target.Byte((byte)((value >> shift) & 0x7F));
        }

        target.Byte((byte)((value & 0x7F) | 0x80));
    }

    /// <summary>The same with a sign, in the first byte's second bit. Small numbers alone.</summary>
    private static void Signed(ByteSink target, int value)
    {
        var (sign, magnitude) = (value < 0 ? 0x40 : 0, (uint)Math.Abs(value));
        if (magnitude < 0x40)
        {
            target.Byte((byte)(0x80 | sign | (int)magnitude));
            return;
        }

        target.Byte((byte)(sign | (int)((magnitude >> 7) & 0x3F)));
        target.Byte((byte)(0x80 | (int)(magnitude & 0x7F)));
    }

    /// <summary>Big-endian with the sign in the first bit; nothing for 0.</summary>
    private static byte[] Magnitude(BigInteger value)
    {
        if (value.IsZero)
        {
            return [];
        }

        var bytes = BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true);
        if (bytes[0] >= 0x80)
        {
            bytes = [0, .. bytes];
        }

        if (value.Sign < 0)
        {
            bytes[0] |= 0x80;
        }

        return bytes;
    }
}
