using System.Globalization;

namespace Weir.Kernel.Wire;

/// <summary>Reads one member from texts outside the body: a label of the path, a query parameter, a header.</summary>
internal sealed class TextShapeReader : ShapeReader
{
    private IReadOnlyList<string> _values = [];
    private IReadOnlyList<KeyValuePair<string, string>> _entries = [];
    private int _next;
    private string _current = "";

    public void Set(string value) => _current = value;

    /// <summary>All values of a list; headers have been split at their commas.</summary>
    public void Set(IReadOnlyList<string> values) => _values = values;

    public void Set(IReadOnlyList<KeyValuePair<string, string>> entries) => _entries = entries;

    public override void BeginStructure(ShapeSchema schema) => throw NotText(schema.Name);

    public override int NextMember(ShapeSchema schema) => throw NotText(schema.Name);

    public override void BeginList(MemberSchema list) => _next = 0;

    public override bool NextElement(MemberSchema list)
    {
        if (_next == _values.Count)
        {
            return false;
        }

        _current = _values[_next++];
        return true;
    }

    public override void BeginMap(MemberSchema map) => _next = 0;

    public override bool NextEntry(MemberSchema map, out string key)
    {
        if (_next == _entries.Count)
        {
            key = "";
            return false;
        }

        (key, _current) = _entries[_next++];
        _values = [_current];
        return true;
    }

    public override string ReadString(MemberSchema member)
    {
        if (!member.IsJsonValue || member.Location != MemberLocation.Header)
        {
            return _current;
        }

        var bytes = new byte[_current.Length];
        return Convert.TryFromBase64String(_current, bytes, out var written)
            ? System.Text.Encoding.UTF8.GetString(bytes, 0, written)
            : throw Unexpected(member, "JSON in base 64");
    }

    public override int ReadInteger(MemberSchema member) =>
        int.TryParse(_current, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unexpected(member, "an integer or within integer range");

    public override long ReadLong(MemberSchema member) =>
        long.TryParse(_current, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unexpected(member, "an integer or within integer range");

    public override double ReadDouble(MemberSchema member) =>
        double.TryParse(_current, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unexpected(member, "a number");

    public override bool ReadBoolean(MemberSchema member) =>
        bool.TryParse(_current, out var value) ? value : throw Unexpected(member, "true or false");

    public override DateTimeOffset ReadTimestamp(MemberSchema member) =>
        TimestampText.TryParse(_current, out var value) ? value : throw Unexpected(member, "a timestamp");

    public override ReadOnlyMemory<byte> ReadBlob(MemberSchema member)
    {
        var bytes = new byte[_current.Length];
        return Convert.TryFromBase64String(_current, bytes, out var written)
            ? bytes.AsMemory(0, written)
            : throw Unexpected(member, "base 64");
    }

    public override void Missing(MemberSchema member) => throw NotText(member.Name);

    private MalformedMessageException Unexpected(MemberSchema member, string expected) =>
        new($"Provided {member.WireName} not {expected}") { Argument = member.WireName, Value = _current };

    private static NotSupportedException NotText(string name) => new($"{name} cannot stand in a header, query or path");
}
