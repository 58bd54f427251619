using System.Globalization;
using System.Text;

namespace Weir.Kernel.Wire;

/// <summary>Writes shapes as XML, for REST-XML and for the answers of the Query protocol.</summary>
/// <param name="output">Where to.</param>
/// <param name="isQueryCompatible">The names a JSON service once had in the Query protocol (SQS).</param>
internal sealed class XmlShapeWriter(PooledBuffer output, bool isQueryCompatible = false) : ShapeWriter
{
    private bool _isTagOpen;

    /// <summary>A text member is written without its element (S3 GetBucketLocation).</summary>
    public bool IsUnwrapped { get; init; }

    public void Declaration() => output.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8);

    public void BeginElement(string name, string? xmlNamespace = null, string? prefix = null)
    {
        FinishTag();
        output.Write((byte)'<');
        Raw(name);
        if (xmlNamespace is not null)
        {
            Raw(prefix is null ? " xmlns" : $" xmlns:{prefix}");
            Raw("=\"");
            Escaped(xmlNamespace, isAttribute: true);
            output.Write((byte)'"');
        }

        _isTagOpen = true;
    }

    public void EndElement(string name)
    {
        FinishTag();
        output.Write("</"u8);
        Raw(name);
        output.Write((byte)'>');
    }

    public void Element(string name, string text)
    {
        BeginElement(name);
        Text(text);
        EndElement(name);
    }

    public void Text(string text)
    {
        FinishTag();
        Escaped(text, isAttribute: false);
    }

    public override void BeginList(MemberSchema list, int count)
    {
        if (!list.IsFlattened)
        {
            BeginElement(NameOf(list));
        }
    }

    public override void EndList(MemberSchema list)
    {
        if (!list.IsFlattened)
        {
            EndElement(NameOf(list));
        }
    }

    public override void BeginMap(MemberSchema map, int count) => BeginList(map, count);

    public override void BeginEntry(MemberSchema map, string key)
    {
        BeginElement(EntryName(map));
        Element(isQueryCompatible ? map.QueryKey ?? "Name" : map.Key!.WireName, key);
    }

    public override void EndEntry(MemberSchema map) => EndElement(EntryName(map));

    public override void EndMap(MemberSchema map) => EndList(map);

    protected override void WriteString(MemberSchema member, string value)
    {
        if (member.IsXmlAttribute)
        {
            output.Write((byte)' ');
            Raw(member.WireName);
            output.Write("=\""u8);
            Escaped(value, isAttribute: true);
            output.Write((byte)'"');
            return;
        }

        if (IsUnwrapped)
        {
            Text(value);
            return;
        }

        Element(NameOf(member), value);
    }

    protected override void WriteInteger(MemberSchema member, long value) =>
        Element(NameOf(member), value.ToString(CultureInfo.InvariantCulture));

    protected override void WriteDouble(MemberSchema member, double value) =>
        Element(NameOf(member), value.ToString("R", CultureInfo.InvariantCulture));

    protected override void WriteBoolean(MemberSchema member, bool value) => Element(NameOf(member), value ? "true" : "false");

    protected override void WriteTimestamp(MemberSchema member, DateTimeOffset value)
    {
        // S3 always writes milliseconds; the others write them too.
        var text = member.Timestamp is TimestampFormat.Default or TimestampFormat.Iso8601
            ? value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : TimestampText.Format(value, member.Timestamp);
        Element(NameOf(member), text);
    }

    protected override void WriteBlob(MemberSchema member, ReadOnlyMemory<byte> value) =>
        Element(NameOf(member), Convert.ToBase64String(value.Span));

    protected override void WriteStructure(MemberSchema member, IShape value)
    {
        var name = NameOf(member);
        BeginElement(name, member.XmlNamespace, member.XmlPrefix);
        value.Write(this);
        EndElement(name);
    }

    private string NameOf(MemberSchema member)
    {
        if (member.IsElement && member.Owner is { } owner)
        {
            return owner.Kind == ShapeKind.Map ? (isQueryCompatible ? "Value" : member.WireName)
                : owner.IsFlattened ? FlatName(owner)
                : member.WireName;
        }

        return isQueryCompatible ? member.QueryName ?? member.WireName : member.WireName;
    }

    private string FlatName(MemberSchema list) =>
        isQueryCompatible ? list.QueryName ?? list.WireName
        : list is { HasWireName: false, Element.HasWireName: true } ? list.Element.WireName
        : list.WireName;

    private string EntryName(MemberSchema map) => map.IsFlattened ? NameOf(map) : "entry";

    private void FinishTag()
    {
        if (_isTagOpen)
        {
            _isTagOpen = false;
            output.Write((byte)'>');
        }
    }

    private void Raw(string text) => output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(text.Length * 3)));

    private void Escaped(string text, bool isAttribute)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var stop = IndexOfSpecial(rest, isAttribute);
            var plain = stop < 0 ? rest : rest[..stop];
            output.Advance(Encoding.UTF8.GetBytes(plain, output.GetSpan(plain.Length * 3)));
            if (stop < 0)
            {
                return;
            }

            Raw(rest[stop] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                var other => $"&#x{(int)other:x};",
            });
            rest = rest[(stop + 1)..];
        }
    }

    /// <summary>Markup, and control characters, which S3 writes as references too although XML 1.0 has no name for them.</summary>
    private static int IndexOfSpecial(ReadOnlySpan<char> text, bool isAttribute)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character is '&' or '<' or '>' or '"' or '\r' || (isAttribute && character is ('\n' or '\t'))
                || (character < ' ' && character is not ('\n' or '\t')))
            {
                return at;
            }
        }

        return -1;
    }
}
