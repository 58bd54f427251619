using System.Text;

namespace Weir.Kernel.Wire;

/// <summary>A reader that knows where in the message it is, to bound nesting and to name what is missing.</summary>
internal abstract class PathReader(MissingMembers missing) : ShapeReader
{
    private Frame[] _frames = new Frame[8];

    protected int Depth { get; private set; }

    protected ref Frame Top => ref _frames[Depth - 1];

    public override void Missing(MemberSchema member) => missing.Add(PathTo(member));

    protected ref Frame Push()
    {
        if (Depth == WireLimits.NestingMax)
        {
            throw new MalformedMessageException($"The request is nested more than {WireLimits.NestingMax} levels deep");
        }

        if (Depth == _frames.Length)
        {
            Array.Resize(ref _frames, Depth * 2);
        }

        _frames[Depth] = default;
        return ref _frames[Depth++];
    }

    protected void Pop() => Depth--;

    /// <summary>As AWS names places: <c>records.1.member.data</c>.</summary>
    private string PathTo(MemberSchema member)
    {
        var path = new StringBuilder();
        for (var depth = 0; depth < Depth; depth++)
        {
            ref var frame = ref _frames[depth];
            if (frame.Member is { } parent)
            {
                Append(path, parent.Name);
            }
            else if (frame.Key is { } key)
            {
                path.Append(key).Append(".member.");
            }
            else
            {
                path.Append(frame.Count).Append(".member.");
            }
        }

        Append(path, member.Name);
        path.Length--;
        return path.ToString();
    }

    private static void Append(StringBuilder path, string name) =>
        path.Append(char.ToLowerInvariant(name[0])).Append(name.AsSpan(1)).Append('.');

    /// <summary>One open structure, list or map.</summary>
    protected struct Frame
    {
        /// <summary>The member being read, in a structure.</summary>
        public MemberSchema? Member;

        /// <summary>The key being read, in a map.</summary>
        public string? Key;

        /// <summary>Members, elements or entries begun.</summary>
        public int Count;

        /// <summary>The index of the member expected next; senders mostly keep the model's order.</summary>
        public int Hint;

        /// <summary>What a reader has to remember of the container: entries left, or a position.</summary>
        public long Left;
    }
}

/// <summary>The required members a request lacks.</summary>
internal sealed class MissingMembers
{
    private List<string>? _paths;

    public IReadOnlyList<string> Paths => _paths ?? [];

    public bool Any => _paths is not null;

    public void Add(string path)
    {
        _paths ??= [];
        if (_paths.Count < WireLimits.ProblemsMax)
        {
            _paths.Add(path);
        }
    }
}
