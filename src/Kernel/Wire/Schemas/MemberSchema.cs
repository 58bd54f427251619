using System.Text;
using System.Text.Json;

namespace Weir.Kernel.Wire;

/// <summary>One member of a structure, or the element of a list or map, as the official model describes it. Immutable.</summary>
public sealed class MemberSchema(string name, ShapeKind kind)
{
    private readonly string? _wireName;
    private Encoded? _jsonName;
    private byte[]? _utf8Name;

    /// <summary>The model's own name.</summary>
    public string Name { get; } = name;

    public ShapeKind Kind { get; } = kind;

    /// <summary>The name in messages where it differs from <see cref="Name"/>: header, query key, XML element.</summary>
    public string WireName
    {
        get => _wireName ?? Name;
        init => _wireName = value;
    }

    /// <summary>True when the model states a wire name: it matters for elements of flattened lists.</summary>
    public bool HasWireName => _wireName is not null;

    /// <summary>The name in the Query protocol where the service once spoke it and its model no longer says so (SQS).</summary>
    public string? QueryName { get; init; }

    /// <summary>The key beside <see cref="QueryName"/> of a map: <c>Name</c> in <c>Attribute.1.Name</c>.</summary>
    public string? QueryKey { get; init; }

    public MemberLocation Location { get; init; }

    public bool IsRequired { get; init; }

    public bool IsFlattened { get; init; }

    public bool IsXmlAttribute { get; init; }

    public string? XmlNamespace { get; init; }

    public string? XmlPrefix { get; init; }

    public TimestampFormat Timestamp { get; init; }

    /// <summary>JSON text carried in a string; base 64 in headers.</summary>
    public bool IsJsonValue { get; init; }

    /// <summary>The body as a stream that is not held in memory.</summary>
    public bool IsStreaming { get; init; }

    public bool IsEventStream { get; init; }

    /// <summary>The member of an event that is the frame's whole payload.</summary>
    public bool IsEventPayload { get; init; }

    /// <summary>The list's element or the map's value.</summary>
    public MemberSchema? Element
    {
        get;
        init
        {
            field = value;
            value?.Owner = this;
        }
    }

    /// <summary>True for the element of a list or the value of a map: it has no name of its own in most encodings.</summary>
    public bool IsElement => Owner is not null;

    /// <summary>The list or map this is the element of.</summary>
    public MemberSchema? Owner { get; private set; }

    /// <summary>The map's key.</summary>
    public MemberSchema? Key { get; init; }

    /// <summary><see cref="WireName"/>, ready for a JSON writer.</summary>
    public JsonEncodedText JsonName => (_jsonName ??= new(JsonEncodedText.Encode(WireName))).Text;

    /// <summary><see cref="WireName"/> as bytes, for comparing with what comes in.</summary>
    public ReadOnlySpan<byte> Utf8Name => _utf8Name ??= Encoding.UTF8.GetBytes(WireName);

    /// <summary>A reference, so that threads that meet here see all of it or nothing.</summary>
    private sealed record Encoded(JsonEncodedText Text);
}
