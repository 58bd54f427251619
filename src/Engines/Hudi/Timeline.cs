using System.Text.RegularExpressions;

namespace Weir.Engines.Hudi;

/// <summary>An action of the timeline that is done.</summary>
/// <param name="Requested">When it began: what files carry in their names.</param>
/// <param name="Completed">When it ended; the same as it began where the layout does not say.</param>
/// <param name="FileName">The file of the timeline that says so.</param>
public sealed record Instant(string Requested, string Completed, string Action, string FileName);

/// <summary>What has been done to a table, from the names of its timeline's files. What is older than all of them was done.</summary>
public sealed partial class Timeline
{
    private static readonly string[] Commits = ["commit", "deltacommit", "replacecommit", "clustering"];

    private readonly Dictionary<string, Instant> _done = new(StringComparer.Ordinal);
    private readonly string? _start;

    private Timeline(IEnumerable<Instant> done)
    {
        foreach (var instant in done)
        {
            _done[instant.Requested] = instant;
        }

        _start = _done.Keys.Min(StringComparer.Ordinal);
    }

    /// <summary>Commits that replaced file groups, oldest first: their files name those.</summary>
    public IReadOnlyList<Instant> Replacements => [.. _done.Values.Where(instant => instant.Action is "replacecommit" or "clustering").OrderBy(instant => instant.Requested, StringComparer.Ordinal)];

    public static Timeline Of(IEnumerable<string> names)
    {
        var done = new List<Instant>();
        foreach (var name in names)
        {
            if (Name().Match(name) is { Success: true } match && Commits.Contains(match.Groups["action"].Value))
            {
                var requested = match.Groups["requested"].Value;
                done.Add(new(requested, match.Groups["completed"] is { Success: true } completed ? completed.Value : requested, match.Groups["action"].Value, name));
                if (done.Count > HudiLimits.InstantsMax)
                {
                    throw HudiException.NotSupported($"the timeline has more than {HudiLimits.InstantsMax} instants");
                }
            }
        }

        return new(done);
    }

    /// <summary>Whether what an action wrote counts. A table without any commit has nothing that counts.</summary>
    public bool IsDone(string instant) => _done.ContainsKey(instant) || (_start is not null && string.CompareOrdinal(instant, _start) < 0);

    /// <summary>When an action that is done ended.</summary>
    public string CompletionOf(string instant) => _done.TryGetValue(instant, out var done) ? done.Completed : instant;

    [GeneratedRegex("^(?<requested>[0-9]+)(_(?<completed>[0-9]+))?\\.(?<action>[a-z]+)$")]
    private static partial Regex Name();
}
