using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>The counts a snapshot's summary carries.</summary>
internal static class SnapshotSummary
{
    public static ImmutableDictionary<string, string> Of(
        string operation, Snapshot? parent, IReadOnlyList<DataFile> added, IReadOnlyList<DataFile> removed, IReadOnlyDictionary<string, string> more)
    {
        var summary = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in more)
        {
            summary[key] = value;
        }

        summary["operation"] = operation;
        var partitions = added.Concat(removed).Select(file => (file.SpecId, string.Join('\u0001', file.Partition))).Distinct().Count();
        summary["changed-partition-count"] = Text(partitions);
        Part(FileContent.Data, "total-data-files", "added-data-files", "deleted-data-files", _ => 1);
        Part(FileContent.Data, "total-records", "added-records", "deleted-records", file => file.RecordCount);
        Part(null, "total-delete-files", "added-delete-files", "removed-delete-files", _ => 1);
        Part(FileContent.PositionDeletes, "total-position-deletes", "added-position-deletes", "removed-position-deletes", file => file.RecordCount);
        Part(FileContent.EqualityDeletes, "total-equality-deletes", "added-equality-deletes", "removed-equality-deletes", file => file.RecordCount);
        foreach (var (content, kind) in new[] { (FileContent.PositionDeletes, "position"), (FileContent.EqualityDeletes, "equality") })
        {
            Count($"added-{kind}-delete-files", added.Count(file => file.Content == content));
            Count($"removed-{kind}-delete-files", removed.Count(file => file.Content == content));
        }

        Count("added-files-size", added.Sum(file => file.SizeBytes));
        Count("removed-files-size", removed.Sum(file => file.SizeBytes));
        Total("total-files-size", added.Sum(file => file.SizeBytes) - removed.Sum(file => file.SizeBytes));
        return summary.ToImmutable();

        void Part(
            FileContent? content, string total, string addedName, string removedName, Func<DataFile, long> count)
        {
            var plus = added.Where(IsCounted).Sum(count);
            var minus = removed.Where(IsCounted).Sum(count);
            Count(addedName, plus);
            Count(removedName, minus);
            Total(total, plus - minus);

            bool IsCounted(DataFile file) => content is null ? file.Content != FileContent.Data : file.Content == content;
        }

        void Count(string name, long value)
        {
            if (value != 0)
            {
                summary[name] = Text(value);
            }
        }

        void Total(string name, long change)
        {
            var before = 0L;
            if (parent is not null && !long.TryParse(parent.Summary.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out before))
            {
                return; // the writer before did not count
            }

            summary[name] = Text(Math.Max(0, before + change));
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
