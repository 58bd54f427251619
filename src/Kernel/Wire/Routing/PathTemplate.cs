namespace Weir.Kernel.Wire;

/// <summary>One path pattern of a REST API and the operations that share it.</summary>
internal sealed class PathTemplate
{
    private readonly string?[] _literals;
    private readonly string?[] _labels;

    public PathTemplate(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _literals = new string?[segments.Length];
        _labels = new string?[segments.Length];
        for (var index = 0; index < segments.Length; index++)
        {
            var segment = segments[index];
            if (!segment.StartsWith('{'))
            {
                _literals[index] = segment;
                LiteralCount++;
            }
            else if (segment.EndsWith("+}", StringComparison.Ordinal))
            {
                // What follows a greedy label is compared from the path's end.
                _labels[index] = segment[1..^2];
                GreedyAt = index;
            }
            else
            {
                _labels[index] = segment[1..^1];
            }
        }
    }

    public int LiteralCount { get; }

    public int SegmentCount => _literals.Length;

    public int GreedyAt { get; } = -1;

    public List<RestCandidate> Candidates { get; } = [];

    /// <summary>Compares with a path as sent, and tells the labels, still percent-encoded.</summary>
    /// <param name="path">Without the query; a slash at its end is ignored where no greedy label takes it.</param>
    public Dictionary<string, string>? Match(string path)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var start = 1;
        for (var index = 0; index < SegmentCount; index++)
        {
            if (start > path.Length)
            {
                return null;
            }

            if (index == GreedyAt)
            {
                return MatchGreedy(path, start, labels) ? labels : null;
            }

            var stop = path.IndexOf('/', start);
            stop = stop < 0 ? path.Length : stop;
            if (!MatchSegment(index, path.AsSpan(start, stop - start), labels))
            {
                return null;
            }

            start = stop + 1;
        }

        return start >= path.Length ? labels : null;
    }

    private bool MatchGreedy(string path, int start, Dictionary<string, string> labels)
    {
        var end = path.Length;
        for (var index = SegmentCount - 1; index > GreedyAt; index--)
        {
            var cut = path.LastIndexOf('/', end - 1);
            if (cut <= start || !MatchSegment(index, path.AsSpan(cut + 1, end - cut - 1), labels))
            {
                return false;
            }

            end = cut;
        }

        if (end <= start)
        {
            return false;
        }

        labels[_labels[GreedyAt]!] = path[start..end];
        return true;
    }

    private bool MatchSegment(int index, ReadOnlySpan<char> segment, Dictionary<string, string> labels)
    {
        if (_literals[index] is { } literal)
        {
            return segment.SequenceEqual(literal);
        }

        labels[_labels[index]!] = segment.ToString();
        return !segment.IsEmpty;
    }
}

/// <summary>An operation at a path, and the query literals that its address demands.</summary>
internal sealed class RestCandidate(OperationSchema operation, IReadOnlyList<KeyValuePair<string, string>> literals)
{
    public OperationSchema Operation { get; } = operation;

    /// <summary>How well a request fits; negative when it does not.</summary>
    /// <remarks>
    /// Literals come first, then whether what the operation requires is there and how much of it; of equals the one that is
    /// built, then the newer one.
    /// </remarks>
    public int Fit(string method, QueryParameters query, Func<string, bool> hasHeader)
    {
        if (!Operation.HttpMethod.Equals(method, StringComparison.Ordinal))
        {
            return -1;
        }

        foreach (var (name, value) in literals)
        {
            if (!query.TryGet(name, out var sent) || (value.Length > 0 && value != sent))
            {
                return -1;
            }
        }

        var required = Operation.RequiredQuery.Count + Operation.RequiredHeaders.Count;
        var isComplete = Operation.RequiredQuery.All(query.Has) && Operation.RequiredHeaders.All(hasHeader);
        return (literals.Count * 1000)
            + (isComplete ? 500 + (required * 10) : 0)
            + (Operation.Binding is null ? 0 : 2)
            + (Operation.IsDeprecated ? 0 : 1);
    }
}
