using System.Buffers.Binary;
using System.Text;

namespace Weir.Kernel.Wire;

/// <summary>Writes shapes as CBOR: structures of indefinite length, timestamps as tag 1 with milliseconds.</summary>
internal sealed class CborShapeWriter(PooledBuffer output) : ShapeWriter
{
    private const byte IndefiniteMap = 0xBF;
    private const byte Break = 0xFF;
    private const byte EpochTag = 0xC1;
    private const byte DoubleHead = 0xFB;

    /// <summary>The event stream met on the way; it is sent after the document.</summary>
    public IAsyncEnumerable<IShape>? Events { get; private set; }

    public void WriteRoot(IShape shape)
    {
        output.Write(IndefiniteMap);
        shape.Write(this);
        output.Write(Break);
    }

    /// <summary>An error: a map of texts.</summary>
    public void WriteTexts(IEnumerable<KeyValuePair<string, string>> texts)
    {
        output.Write(IndefiniteMap);
        foreach (var (name, value) in texts)
        {
            Text(name);
            Text(value);
        }

        output.Write(Break);
    }

    public override void BeginList(MemberSchema list, int count)
    {
        Name(list);
        Head(CborType.Array, (ulong)count);
    }

    public override void EndList(MemberSchema list)
    {
    }

    public override void BeginMap(MemberSchema map, int count)
    {
        Name(map);
        Head(CborType.Map, (ulong)count);
    }

    public override void BeginEntry(MemberSchema map, string key) => Text(key);

    public override void EndEntry(MemberSchema map)
    {
    }

    public override void EndMap(MemberSchema map)
    {
    }

    protected override void WriteString(MemberSchema member, string value)
    {
        Name(member);
        Text(value);
    }

    protected override void WriteInteger(MemberSchema member, long value)
    {
        Name(member);
        Integer(value);
    }

    protected override void WriteDouble(MemberSchema member, double value)
    {
        Name(member);
        var span = output.GetSpan(9);
        span[0] = DoubleHead;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        output.Advance(9);
    }

    protected override void WriteBoolean(MemberSchema member, bool value)
    {
        Name(member);
        output.Write(value ? (byte)0xF5 : (byte)0xF4);
    }

    protected override void WriteTimestamp(MemberSchema member, DateTimeOffset value)
    {
        Name(member);
        output.Write(EpochTag);
        Integer(value.ToUnixTimeMilliseconds());
    }

    protected override void WriteBlob(MemberSchema member, ReadOnlyMemory<byte> value)
    {
        Name(member);
        Head(CborType.Bytes, (ulong)value.Length);
        output.Write(value.Span);
    }

    protected override void WriteStructure(MemberSchema member, IShape value)
    {
        Name(member);
        WriteRoot(value);
    }

    protected override void WriteEvents(MemberSchema member, IAsyncEnumerable<IShape> value) => Events = value;

    private void Name(MemberSchema member)
    {
        if (!member.IsElement)
        {
            Head(CborType.Text, (ulong)member.Utf8Name.Length);
            output.Write(member.Utf8Name);
        }
    }

    private void Text(string value)
    {
        Head(CborType.Text, (ulong)Encoding.UTF8.GetByteCount(value));
        var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length));
        output.Advance(Encoding.UTF8.GetBytes(value, span));
    }

    private void Integer(long value)
    {
        if (value >= 0)
        {
            Head(CborType.Unsigned, (ulong)value);
        }
        else
        {
            Head(CborType.Negative, (ulong)(-1 - value));
        }
    }

    private void Head(CborType type, ulong argument)
    {
        var kind = (byte)((int)type << 5);
        var span = output.GetSpan(9);
        switch (argument)
        {
            case < 24:
                span[0] = (byte)(kind | (byte)argument);
                output.Advance(1);
                break;
            case <= byte.MaxValue:
                span[0] = (byte)(kind | 24);
                span[1] = (byte)argument;
                output.Advance(2);
                break;
            case <= ushort.MaxValue:
                span[0] = (byte)(kind | 25);
                BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)argument);
                output.Advance(3);
                break;
            case <= uint.MaxValue:
                span[0] = (byte)(kind | 26);
                BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)argument);
                output.Advance(5);
                break;
            default:
                span[0] = (byte)(kind | 27);
                BinaryPrimitives.WriteUInt64BigEndian(span[1..], argument);
                output.Advance(9);
                break;
        }
    }
}
