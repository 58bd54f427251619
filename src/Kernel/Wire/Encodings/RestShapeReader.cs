using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Weir.Kernel.Wire;

/// <summary>Reads a REST request: members from path, query and headers, the rest from the body in its encoding.</summary>
/// <param name="top">The request's own schema.</param>
/// <param name="message">Where the members are.</param>
/// <param name="body">Reads the body; null when there is none.</param>
/// <param name="missing">Collects what is missing.</param>
internal sealed class RestShapeReader(ShapeSchema top, RestMessage message, ShapeReader? body, MissingMembers missing) : ShapeReader
{
    private readonly TextShapeReader _text = new();
    private ShapeReader _current = NoBody.Instance;
    private Phase _phase;
    private int _index;

    private enum Phase
    {
        Bound,
        Payload,
        Body,
        Ended,
    }

    public override void BeginStructure(ShapeSchema schema)
    {
        if (!ReferenceEquals(schema, top))
        {
            _current.BeginStructure(schema);
        }
    }

    public override int NextMember(ShapeSchema schema)
    {
        if (!ReferenceEquals(schema, top))
        {
            return _current.NextMember(schema);
        }

        while (_phase == Phase.Bound)
        {
            if (_index == top.Members.Count)
            {
                _phase = top.Payload is null ? Phase.Body : Phase.Payload;
                if (_phase == Phase.Body && body is not null)
                {
                    body.BeginStructure(top);
                }
            }
            else if (TryBind(top.Members[_index++]))
            {
                _current = _text;
                return _index - 1;
            }
        }

        if (_phase == Phase.Payload)
        {
            _phase = Phase.Ended;
            if (HasPayload(top.Payload!))
            {
                _current = body ?? NoBody.Instance;
                return IndexOf(top.Payload!);
            }
        }

        if (_phase == Phase.Body && body is not null)
        {
            _current = body;
            var index = body.NextMember(top);
            if (index >= 0)
            {
                return index;
            }
        }

        _phase = Phase.Ended;
        return -1;
    }

    public override void BeginList(MemberSchema list) => _current.BeginList(list);

    public override bool NextElement(MemberSchema list) => _current.NextElement(list);

    public override void BeginMap(MemberSchema map) => _current.BeginMap(map);

    public override bool NextEntry(MemberSchema map, out string key) => _current.NextEntry(map, out key);

    public override string ReadString(MemberSchema member) =>
        ReferenceEquals(member, top.Payload) ? message.BodyText() : _current.ReadString(member);

    public override int ReadInteger(MemberSchema member) => _current.ReadInteger(member);

    public override long ReadLong(MemberSchema member) => _current.ReadLong(member);

    public override double ReadDouble(MemberSchema member) => _current.ReadDouble(member);

    public override bool ReadBoolean(MemberSchema member) => _current.ReadBoolean(member);

    public override DateTimeOffset ReadTimestamp(MemberSchema member) => _current.ReadTimestamp(member);

    public override ReadOnlyMemory<byte> ReadBlob(MemberSchema member) =>
        ReferenceEquals(member, top.Payload) ? message.Body : _current.ReadBlob(member);

    public override Stream ReadStream(MemberSchema member) =>
        message.BodyStream ?? new MemoryStream(message.Body.ToArray(), writable: false);

    public override void Missing(MemberSchema member)
    {
        if (_phase == Phase.Ended)
        {
            missing.Add(char.ToLowerInvariant(member.Name[0]) + member.Name[1..]);
        }
        else
        {
            _current.Missing(member);
        }
    }

    private bool HasPayload(MemberSchema payload) =>
        payload.IsStreaming || (payload.Kind == ShapeKind.Structure ? body is not null : !message.Body.IsEmpty);

    private int IndexOf(MemberSchema member)
    {
        for (var index = 0; index < top.Members.Count; index++)
        {
            if (ReferenceEquals(top.Members[index], member))
            {
                return index;
            }
        }

        return -1;
    }

    private bool TryBind(MemberSchema member) => member.Location switch
    {
        MemberLocation.Uri => TryBindLabel(member),
        MemberLocation.QueryString => TryBindQuery(member),
        MemberLocation.Header => TryBindHeader(member),
        MemberLocation.Headers => TryBindHeaders(member),
        MemberLocation.Body or MemberLocation.StatusCode => false,
    };

    private bool TryBindLabel(MemberSchema member)
    {
        if (!message.Labels.TryGetValue(member.WireName, out var value))
        {
            return false;
        }

        _text.Set(value);
        return true;
    }

    private bool TryBindQuery(MemberSchema member)
    {
        if (member.Kind == ShapeKind.Map)
        {
            _text.Set([.. message.Query.All.Where(pair => !IsBoundQuery(pair.Key))]);
            return true;
        }

        if (!message.Query.TryGet(member.WireName, out var value))
        {
            return false;
        }

        if (member.Kind == ShapeKind.List)
        {
            _text.Set(message.Query.GetAll(member.WireName));
            return true;
        }

        // An empty parameter that is not text counts as absent, as in `?max-keys=`.
        _text.Set(value);
        return value.Length > 0 || member.Kind == ShapeKind.String;
    }

    private bool IsBoundQuery(string name) =>
        top.Members.Any(member => member is { Location: MemberLocation.QueryString, Kind: not ShapeKind.Map } && member.WireName == name);

    private bool TryBindHeader(MemberSchema member)
    {
        if (!message.Headers.TryGetValue(member.WireName, out var values) || values.Count == 0)
        {
            return false;
        }

        if (member.Kind == ShapeKind.List)
        {
            _text.Set([.. values.SelectMany(value => (value ?? "").Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]);
            return true;
        }

        var text = HeaderText.Decode(values.ToString());
        _text.Set(text);
        return text.Length > 0 || member.Kind == ShapeKind.String;
    }

    private bool TryBindHeaders(MemberSchema member)
    {
        var prefix = member.WireName;
        var found = new List<KeyValuePair<string, string>>();
        foreach (KeyValuePair<string, StringValues> header in message.Headers)
        {
            if (header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(new(header.Key[prefix.Length..].ToLowerInvariant(), HeaderText.Decode(header.Value.ToString())));
            }
        }

        _text.Set(found);
        return found.Count > 0;
    }
}

/// <summary>The parts of a REST request.</summary>
internal sealed class RestMessage
{
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required QueryParameters Query { get; init; }

    public required IHeaderDictionary Headers { get; init; }

    /// <summary>The body, when it was read into memory.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body, when it was not.</summary>
    public Stream? BodyStream { get; init; }

    public string BodyText() => System.Text.Encoding.UTF8.GetString(Body.Span);
}

/// <summary>Stands where a body would be read and none came.</summary>
file sealed class NoBody
{
    public static ShapeReader Instance { get; } = new TextShapeReader();
}
