using System.Collections.Concurrent;

namespace Weir.Kernel.Identity.Policies;

/// <summary>Parsed policies by their text. Safe from any thread.</summary>
public sealed class PolicyCache
{
    private const int EntriesMax = 2048;

    private readonly ConcurrentDictionary<(string Text, PolicyKind Kind), PolicyDocument?> _parsed = new();

    /// <summary>Null when the text is no policy.</summary>
    public PolicyDocument? Find(string text, PolicyKind kind)
    {
        if (_parsed.TryGetValue((text, kind), out var known))
        {
            return known;
        }

        if (_parsed.Count >= EntriesMax)
        {
            _parsed.Clear();
        }

        return _parsed[(text, kind)] = TryParse(text, kind);
    }

    private static PolicyDocument? TryParse(string text, PolicyKind kind)
    {
        try
        {
            return PolicyDocument.Parse(text, kind);
        }
        catch (PolicySyntaxException)
        {
            return null;
        }
    }
}
