using System.Globalization;

namespace Weir.Engines.Delta.Log;

/// <summary>The files of a log that tell what the table is now: a checkpoint, if there is one, and the commits after it.</summary>
/// <param name="Checkpoint">The files of the checkpoint, all of its parts; empty when there is none.</param>
/// <param name="Commits">Names, oldest first.</param>
internal sealed record LogSegment(long Version, IReadOnlyList<string> Checkpoint, IReadOnlyList<string> Commits)
{
    private const int VersionDigits = 20;

    /// <param name="names">All names of the log's folder, or all from a checkpoint's version on; in any order.</param>
    /// <exception cref="DeltaException">They make no table.</exception>
    public static LogSegment Of(IEnumerable<string> names, string table)
    {
        var commits = new SortedDictionary<long, string>();
        var checkpoints = new Dictionary<long, Dictionary<string, List<(int Part, int Parts, string Name)>>>();
        foreach (var name in names)
        {
            if (!TryVersion(name, out var version, out var rest))
            {
                continue;
            }

            if (rest == ".json")
            {
                commits[version] = name;
            }
            else if (PartOf(rest) is { } part)
            {
                if (!checkpoints.TryGetValue(version, out var found))
                {
                    checkpoints[version] = found = new(StringComparer.Ordinal);
                }

                if (!found.TryGetValue(part.Group, out var parts))
                {
                    found[part.Group] = parts = [];
                }

                parts.Add((part.Number, part.Count, name));
            }
        }

        foreach (var (version, found) in checkpoints.OrderByDescending(pair => pair.Key))
        {
            // A checkpoint in parts counts only when all are there.
            var whole = found.Values.Where(parts => parts.Count == parts[0].Parts && parts.Select(part => part.Part).Distinct().Count() == parts.Count)
                .MinBy(parts => parts[0].Name, StringComparer.Ordinal);
            if (whole is not null)
            {
                var after = commits.Where(pair => pair.Key > version).ToArray();
                RequireGapless(after.Select(pair => pair.Key), version + 1, table);
                return new(after.Length == 0 ? version : after[^1].Key, [.. whole.OrderBy(part => part.Part).Select(part => part.Name)], [.. after.Select(pair => pair.Value)]);
            }
        }

        if (commits.Count == 0)
        {
            throw DeltaException.NoTable($"there is no transaction log at {table}");
        }

        RequireGapless(commits.Keys, 0, table);
        return new(commits.Keys.Last(), [], [.. commits.Values]);
    }

    private static void RequireGapless(IEnumerable<long> versions, long first, string table)
    {
        foreach (var (at, version) in versions.Index())
        {
            if (at >= DeltaLimits.CommitsMax)
            {
                throw DeltaException.NotSupported($"the log of {table} has more than {DeltaLimits.CommitsMax} commits without a checkpoint");
            }

            if (version != first + at)
            {
                throw DeltaException.NoTable(string.Create(CultureInfo.InvariantCulture, $"the transaction log of {table} lacks version {first + at}"));
            }
        }
    }

    private static bool TryVersion(string name, out long version, out string rest)
    {
        (version, rest) = (0, "");
        if (name.Length <= VersionDigits || !long.TryParse(name.AsSpan(0, VersionDigits), NumberStyles.None, CultureInfo.InvariantCulture, out version))
        {
            return false;
        }

        rest = name[VersionDigits..];
        return true;
    }

    /// <summary>Of a checkpoint's name what follows its version: <c>.checkpoint.parquet</c>, <c>.checkpoint.0000000001.0000000002.parquet</c>, <c>.checkpoint.uuid.json</c>.</summary>
    private static (string Group, int Number, int Count)? PartOf(string rest)
    {
        var words = rest.Split('.');
        return words switch
        {
            ["", "checkpoint", "parquet"] => ("", 1, 1),
            ["", "checkpoint", var uuid, "parquet" or "json"] when uuid.Length > 0 => (rest, 1, 1),
            ["", "checkpoint", var part, var parts, "parquet"]
                when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && int.TryParse(parts, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && number >= 1 && number <= count => (parts, number, count),
            _ => null,
        };
    }
}
