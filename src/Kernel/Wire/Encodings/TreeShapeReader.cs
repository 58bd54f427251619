using System.Globalization;

namespace Weir.Kernel.Wire;

/// <summary>Reads shapes from a tree of names and texts; how lists and maps are laid out is the encoding's.</summary>
internal abstract class TreeShapeReader(TreeNode root, MissingMembers missing) : PathReader(missing)
{
    private readonly Stack<Container> _open = new();
    private TreeNode _current = root;

    public override void BeginStructure(ShapeSchema schema)
    {
        Push();
        _open.Push(new(_current, []));
    }

    public override int NextMember(ShapeSchema schema)
    {
        ref var frame = ref Top;
        var container = _open.Peek();
        while (frame.Hint < schema.Members.Count)
        {
            var index = frame.Hint++;
            var member = schema.Members[index];
            if (member.Location == MemberLocation.Body && Member(container.Node, member) is { } node)
            {
                frame.Member = member;
                _current = node;
                return index;
            }
        }

        _open.Pop();
        Pop();
        return -1;
    }

    public override void BeginList(MemberSchema list)
    {
        Push();
        var parent = list.IsElement ? _current : _open.Peek().Node;
        _open.Push(new(_current, Elements(parent, _current, list)));
    }

    public override bool NextElement(MemberSchema list)
    {
        ref var frame = ref Top;
        var container = _open.Peek();
        if (frame.Count == container.Items.Count)
        {
            _open.Pop();
            Pop();
            return false;
        }

        _current = container.Items[frame.Count++];
        return true;
    }

    public override void BeginMap(MemberSchema map)
    {
        Push();
        var parent = map.IsElement ? _current : _open.Peek().Node;
        _open.Push(new(_current, Entries(parent, _current, map)));
    }

    public override bool NextEntry(MemberSchema map, out string key)
    {
        ref var frame = ref Top;
        var container = _open.Peek();
        while (frame.Count < container.Items.Count)
        {
            var entry = container.Items[frame.Count++];
            key = entry.Find(KeyName(map))?.Text ?? throw new MalformedMessageException($"An entry of {map.Name} has no key");
            if (entry.Find(ValueName(map)) is not { } value)
            {
                continue;
            }

            frame.Key = key;
            _current = value;
            return true;
        }

        _open.Pop();
        Pop();
        key = "";
        return false;
    }

    public override string ReadString(MemberSchema member) => _current.Text ?? "";

    public override int ReadInteger(MemberSchema member) =>
        int.TryParse(Trimmed(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unexpected(member, "an integer");

    public override long ReadLong(MemberSchema member) =>
        long.TryParse(Trimmed(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unexpected(member, "an integer");

    public override double ReadDouble(MemberSchema member) =>
        double.TryParse(Trimmed(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Unexpected(member, "a number");

    public override bool ReadBoolean(MemberSchema member) =>
        bool.TryParse(Trimmed(), out var value) ? value : throw Unexpected(member, "true or false");

    public override DateTimeOffset ReadTimestamp(MemberSchema member) =>
        TimestampText.TryParse(Trimmed(), out var value) ? value : throw Unexpected(member, "a timestamp");

    public override ReadOnlyMemory<byte> ReadBlob(MemberSchema member)
    {
        var text = Trimmed();
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written)
            ? bytes.AsMemory(0, written)
            : throw Unexpected(member, "base 64");
    }

    /// <summary>Where a structure holds a member; for a flattened list any of its elements.</summary>
    protected abstract TreeNode? Member(TreeNode structure, MemberSchema member);

    /// <param name="parent">What holds the list; <paramref name="own"/> when that is a list or map itself.</param>
    /// <param name="own">The list's own node, or its first element when flattened.</param>
    protected abstract IReadOnlyList<TreeNode> Elements(TreeNode parent, TreeNode own, MemberSchema list);

    protected abstract IReadOnlyList<TreeNode> Entries(TreeNode parent, TreeNode own, MemberSchema map);

    protected abstract string KeyName(MemberSchema map);

    protected abstract string ValueName(MemberSchema map);

    private string Trimmed() => (_current.Text ?? "").Trim();

    private MalformedMessageException Unexpected(MemberSchema member, string expected) =>
        new($"The value of {member.Name} is not {expected}") { Argument = member.WireName, Value = _current.Text ?? "" };

    private readonly record struct Container(TreeNode Node, IReadOnlyList<TreeNode> Items);
}
