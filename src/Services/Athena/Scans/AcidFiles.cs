using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>
/// Which files of a transactional table count: the newest base, the deltas after it, and the deletes. What a compaction has replaced
/// may still lie there.
/// </summary>
internal static partial class AcidFiles
{
    /// <summary>The files of one partition (or of a table without any) that count.</summary>
    public static (IReadOnlyList<ScanFile> Data, IReadOnlyList<ScanFile> Deletes) Select(IEnumerable<ScanFile> files)
    {
        var folders = files.Where(file => !file.Object.Key.EndsWith("_flush_length", StringComparison.Ordinal))
            .GroupBy(file => FolderOf(file.Object.Key))
            .ToDictionary(group => group.Key, group => group.ToArray());
        var bases = folders.Keys.Where(folder => folder.Kind == FolderKind.Base).ToArray();
        var newest = bases.Length == 0 ? -1 : bases.Max(folder => folder.Last);
        var data = new List<ScanFile>();
        if (newest >= 0)
        {
            // Two bases of one number: the later visibility has replaced the other.
            data.AddRange(folders[bases.Where(folder => folder.Last == newest).MaxBy(folder => folder.Visibility)]);
        }
        else if (folders.TryGetValue(default, out var originals))
        {
            data.AddRange(originals);
        }

        foreach (var folder in Current(folders.Keys.Where(folder => folder.Kind == FolderKind.Delta), newest))
        {
            data.AddRange(folders[folder]);
        }

        var deletes = Current(folders.Keys.Where(folder => folder.Kind == FolderKind.DeleteDelta), newest).SelectMany(folder => folders[folder]).ToArray();
        return deletes.Length > 0 && newest < 0 && folders.ContainsKey(default)
            ? throw QueryFailure.User("NOT_SUPPORTED: deleted rows of files that are older than the table's transactions; a major compaction makes them readable")
            : (data, deletes);
    }

    /// <summary>The widest range of each start; several of one range are the statements of one transaction.</summary>
    private static List<Folder> Current(IEnumerable<Folder> folders, long newest)
    {
        var current = new List<Folder>();
        var done = newest;
        foreach (var folder in folders.OrderBy(folder => folder.First).ThenByDescending(folder => folder.Last).ThenBy(folder => folder.Statement))
        {
            var isSibling = folder.Statement >= 0 && current.Count > 0
                && current[^1].First == folder.First && current[^1].Last == folder.Last && current[^1].Statement >= 0;
            if (folder.Last > done || isSibling)
            {
                current.Add(folder);
                done = Math.Max(done, folder.Last);
            }
        }

        return current;
    }

    private static Folder FolderOf(string key)
    {
        var segments = key.Split('/');
        for (var at = segments.Length - 2; at >= 0; at--)
        {
            if (Name().Match(segments[at]) is { Success: true } match)
            {
                var kind = match.Groups["kind"].Value switch { "base" => FolderKind.Base, "delta" => FolderKind.Delta, _ => FolderKind.DeleteDelta };
                var first = Number(match.Groups["first"], 0);
                return new(kind, first, kind == FolderKind.Base ? first : Number(match.Groups["last"], first), Number(match.Groups["statement"], -1), Number(match.Groups["visible"], -1));
            }
        }

        return default;
    }

    private static long Number(Group group, long otherwise) =>
        group.Success && long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [GeneratedRegex("^(?<kind>base|delta|delete_delta)_(?<first>[0-9]+)(_(?<last>[0-9]+)(_(?<statement>[0-9]+))?)?(_v(?<visible>[0-9]+))?$")]
    private static partial Regex Name();

    private enum FolderKind
    {
        Original = 0,
        Base = 1,
        Delta = 2,
        DeleteDelta = 3,
    }

    private readonly record struct Folder(FolderKind Kind, long First, long Last, long Statement, long Visibility);
}
