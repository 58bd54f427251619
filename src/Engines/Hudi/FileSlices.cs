namespace Weir.Engines.Hudi;

/// <summary>The newest state of a file group: a base file, the logs that change it, or logs alone.</summary>
/// <typeparam name="T">What the caller knows files as.</typeparam>
public sealed record FileSlice<T>(string FileId, T? Base, string? BaseInstant, IReadOnlyList<T> Logs)
    where T : class;

/// <summary>Groups files, and takes of each group what is newest and committed.</summary>
public static class FileSlices
{
    /// <param name="files">The files of one partition, by their names; those that are no Hudi files are left out.</param>
    /// <param name="replaced">Ids of file groups that a later commit took the place of, with its instant.</param>
    /// <param name="hasCompletionTimes">Logs are named after the commit that wrote them (timeline layout 2), not after the base file.</param>
    public static IReadOnlyList<FileSlice<T>> Newest<T>(
        IEnumerable<(string Name, T File)> files, Timeline timeline, IReadOnlyDictionary<string, string> replaced, bool hasCompletionTimes)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(replaced);
        var bases = new Dictionary<string, (BaseFileName Name, T File)>(StringComparer.Ordinal);
        var logs = new Dictionary<string, List<(LogFileName Name, T File)>>(StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            if (LogFileName.TryParse(name) is { } log)
            {
                if (!logs.TryGetValue(log.FileId, out var found))
                {
                    logs[log.FileId] = found = [];
                }

                found.Add((log, file));
            }
            else if (BaseFileName.TryParse(name) is { } named && timeline.IsDone(named.Instant)
                && (!bases.TryGetValue(named.FileId, out var other) || IsNewer(named, other.Name)))
            {
                bases[named.FileId] = (named, file);
            }
        }

        return [.. bases.Keys.Union(logs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(id => !replaced.ContainsKey(id))
            .Select(id => Slice(id, bases.TryGetValue(id, out var found) ? found : null, logs.GetValueOrDefault(id) ?? [], timeline, hasCompletionTimes))
            .Where(slice => slice.Base is not null || slice.Logs.Count > 0)];
    }

    private static FileSlice<T> Slice<T>(
        string id, (BaseFileName Name, T File)? newest, List<(LogFileName Name, T File)> logs, Timeline timeline, bool hasCompletionTimes)
        where T : class
    {
        // A compaction that is planned but not done gives later logs its own instant: they still change the base file there is.
        var since = newest?.Name.Instant ?? "";
        var later = logs.Where(log => hasCompletionTimes
                ? timeline.IsDone(log.Name.Instant) && string.CompareOrdinal(timeline.CompletionOf(log.Name.Instant), since) >= 0
                : string.CompareOrdinal(log.Name.Instant, since) >= 0)
            .OrderBy(log => log.Name, LogFileName.ByAge);
        return new(id, newest?.File, newest?.Name.Instant, [.. later.Select(log => log.File)]);
    }

    /// <summary>Of two attempts of one commit the one with the greater token; what the other left is waiting to be cleaned.</summary>
    private static bool IsNewer(BaseFileName name, BaseFileName other)
    {
        var order = string.CompareOrdinal(name.Instant, other.Instant);
        return order > 0 || (order == 0 && string.CompareOrdinal(name.WriteToken, other.WriteToken) > 0);
    }
}
