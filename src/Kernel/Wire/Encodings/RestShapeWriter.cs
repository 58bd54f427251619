using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Weir.Kernel.Wire;

/// <summary>Writes a REST answer: members with a place into status and headers, the rest into the body in its encoding.</summary>
/// <param name="response">Takes status and headers.</param>
/// <param name="body">Writes what has no place.</param>
/// <param name="payload">The member that is the whole body, if any.</param>
internal sealed class RestShapeWriter(HttpResponse response, ShapeWriter body, MemberSchema? payload) : ShapeWriter
{
    private readonly List<string> _elements = [];
    private MemberSchema? _place;
    private string _key = "";

    /// <summary>The payload, when it is a structure.</summary>
    public IShape? PayloadShape { get; private set; }

    /// <summary>The payload, when it is bytes or text.</summary>
    public ReadOnlyMemory<byte>? PayloadBytes { get; private set; }

    public Stream? PayloadStream { get; private set; }

    public IAsyncEnumerable<IShape>? Events { get; private set; }

    public override void BeginList(MemberSchema list, int count)
    {
        if (_place is null && list.Location != MemberLocation.Body)
        {
            _place = list;
            _elements.Clear();
        }
        else
        {
            body.BeginList(list, count);
        }
    }

    public override void EndList(MemberSchema list)
    {
        if (ReferenceEquals(_place, list))
        {
            _place = null;
            Header(list.WireName, string.Join(',', _elements));
        }
        else
        {
            body.EndList(list);
        }
    }

    public override void BeginMap(MemberSchema map, int count)
    {
        if (_place is null && map.Location == MemberLocation.Headers)
        {
            _place = map;
        }
        else
        {
            body.BeginMap(map, count);
        }
    }

    public override void BeginEntry(MemberSchema map, string key)
    {
        if (ReferenceEquals(_place, map))
        {
            _key = key;
        }
        else
        {
            body.BeginEntry(map, key);
        }
    }

    public override void EndEntry(MemberSchema map)
    {
        if (!ReferenceEquals(_place, map))
        {
            body.EndEntry(map);
        }
    }

    public override void EndMap(MemberSchema map)
    {
        if (ReferenceEquals(_place, map))
        {
            _place = null;
        }
        else
        {
            body.EndMap(map);
        }
    }

    protected override void WriteString(MemberSchema member, string value)
    {
        if (ReferenceEquals(member, payload))
        {
            PayloadBytes = System.Text.Encoding.UTF8.GetBytes(value);
        }
        else if (!TryPlace(member, value))
        {
            body.Write(member, value);
        }
    }

    protected override void WriteInteger(MemberSchema member, long value)
    {
        if (member.Location == MemberLocation.StatusCode)
        {
            response.StatusCode = (int)value;
        }
        else if (!TryPlace(member, value.ToString(CultureInfo.InvariantCulture)))
        {
            body.Write(member, (long?)value);
        }
    }

    protected override void WriteDouble(MemberSchema member, double value)
    {
        if (!TryPlace(member, value.ToString("R", CultureInfo.InvariantCulture)))
        {
            body.Write(member, (double?)value);
        }
    }

    protected override void WriteBoolean(MemberSchema member, bool value)
    {
        if (!TryPlace(member, value ? "true" : "false"))
        {
            body.Write(member, (bool?)value);
        }
    }

    protected override void WriteTimestamp(MemberSchema member, DateTimeOffset value)
    {
        var format = member.Timestamp == TimestampFormat.Default ? TimestampFormat.Rfc822 : member.Timestamp;
        if (!IsPlaced(member) || !TryPlace(member, TimestampText.Format(value, format)))
        {
            body.Write(member, (DateTimeOffset?)value);
        }
    }

    protected override void WriteBlob(MemberSchema member, ReadOnlyMemory<byte> value)
    {
        if (ReferenceEquals(member, payload))
        {
            PayloadBytes = value;
        }
        else if (!IsPlaced(member) || !TryPlace(member, Convert.ToBase64String(value.Span)))
        {
            body.Write(member, (ReadOnlyMemory<byte>?)value);
        }
    }

    protected override void WriteStructure(MemberSchema member, IShape value)
    {
        if (ReferenceEquals(member, payload))
        {
            PayloadShape = value;
        }
        else
        {
            body.Write(member, value);
        }
    }

    protected override void WriteStream(MemberSchema member, Stream value) => PayloadStream = value;

    protected override void WriteEvents(MemberSchema member, IAsyncEnumerable<IShape> value) => Events = value;

    private bool IsPlaced(MemberSchema member) => member.Location != MemberLocation.Body || (member.IsElement && _place is not null);

    private bool TryPlace(MemberSchema member, string text)
    {
        if (member.IsElement && _place is { } place)
        {
            if (place.Kind == ShapeKind.Map)
            {
                Header(place.WireName + _key, text);
            }
            else
            {
                _elements.Add(text);
            }

            return true;
        }

        if (member.Location != MemberLocation.Header)
        {
            return false;
        }

        Header(member.WireName, member.IsJsonValue ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) : text);
        return true;
    }

    private void Header(string name, string value)
    {
        if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentLength = long.Parse(value, CultureInfo.InvariantCulture);
        }
        else
        {
            response.Headers[name] = HeaderText.Encode(value);
        }
    }
}
