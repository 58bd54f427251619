using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Kernel.Wire;

/// <summary>Writes shapes as JSON text.</summary>
internal sealed class JsonShapeWriter : ShapeWriter, IDisposable
{
    /// <summary>How all our JSON is written.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        // Text goes out as UTF-8, as AWS sends it, not as escapes; the answer is never placed in a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json;

    public JsonShapeWriter(IBufferWriter<byte> output) => _json = new(output, Options);

    /// <summary>The event stream met on the way; it is sent after the document.</summary>
    public IAsyncEnumerable<IShape>? Events { get; private set; }

    public void WriteRoot(IShape shape)
    {
        _json.WriteStartObject();
        shape.Write(this);
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>The same for members that come by way of another writer.</summary>
    public void WriteRoot(Action members)
    {
        _json.WriteStartObject();
        members();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    public override void BeginList(MemberSchema list, int count)
    {
        Name(list);
        _json.WriteStartArray();
    }

    public override void EndList(MemberSchema list)
    {
        _json.WriteEndArray();
    }

    public override void BeginMap(MemberSchema map, int count)
    {
        Name(map);
        _json.WriteStartObject();
    }

    public override void BeginEntry(MemberSchema map, string key)
    {
        _json.WritePropertyName(key);
    }

    public override void EndEntry(MemberSchema map)
    {
    }

    public override void EndMap(MemberSchema map)
    {
        _json.WriteEndObject();
    }

    protected override void WriteString(MemberSchema member, string value)
    {
        Name(member);
        _json.WriteStringValue(value);
    }

    protected override void WriteInteger(MemberSchema member, long value)
    {
        Name(member);
        _json.WriteNumberValue(value);
    }

    protected override void WriteDouble(MemberSchema member, double value)
    {
        Name(member);
        if (double.IsFinite(value))
        {
            _json.WriteNumberValue(value);
        }
        else
        {
            _json.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }

    protected override void WriteBoolean(MemberSchema member, bool value)
    {
        Name(member);
        _json.WriteBooleanValue(value);
    }

    protected override void WriteTimestamp(MemberSchema member, DateTimeOffset value)
    {
        Name(member);
        if (member.Timestamp is TimestampFormat.Default or TimestampFormat.UnixSeconds)
        {
            _json.WriteNumberValue(TimestampText.Seconds(value));
        }
        else
        {
            _json.WriteStringValue(TimestampText.Format(value, member.Timestamp));
        }
    }

    protected override void WriteBlob(MemberSchema member, ReadOnlyMemory<byte> value)
    {
        Name(member);
        _json.WriteBase64StringValue(value.Span);
    }

    protected override void WriteStructure(MemberSchema member, IShape value)
    {
        Name(member);
        _json.WriteStartObject();
        value.Write(this);
        _json.WriteEndObject();
    }

    protected override void WriteEvents(MemberSchema member, IAsyncEnumerable<IShape> value) => Events = value;

    private void Name(MemberSchema member)
    {
        if (!member.IsElement)
        {
            _json.WritePropertyName(member.JsonName);
        }
    }
}
