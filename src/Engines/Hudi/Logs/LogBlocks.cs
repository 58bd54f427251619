namespace Weir.Engines.Hudi.Logs;

/// <summary>Which blocks of a file slice's logs count.</summary>
public static class LogBlocks
{
    /// <summary>Blocks of commits that are done, without those that were rolled back or that a later block holds together.</summary>
    public static IReadOnlyList<LogBlock> Counting(IEnumerable<LogBlock> blocks, Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(timeline);
        var kept = new List<LogBlock>();
        foreach (var block in blocks)
        {
            switch (block.Kind)
            {
                case LogBlockKind.Command:
                    var target = block[LogHeader.TargetInstantTime];
                    kept.RemoveAll(earlier => earlier.Instant == target);
                    break;
                case LogBlockKind.Delete or LogBlockKind.Avro or LogBlockKind.Parquet when IsCounted(block, timeline):
                    kept.Add(block[LogHeader.IsPartial] is "true" or "TRUE" or "True"
                        ? throw HudiException.NotSupported("partial updates in Hudi logs are not supported")
                        : block);
                    break;
                case LogBlockKind.HFile when IsCounted(block, timeline):
                    throw HudiException.NotSupported("HFile blocks in Hudi logs are not supported");
                default:
                    break; // unfinished commits, damage that Hudi marked as such, change data beside the data
            }
        }

        var compacted = kept.SelectMany(Compacted).ToHashSet(StringComparer.Ordinal);
        return compacted.Count == 0 ? kept : kept.FindAll(block => !compacted.Contains(block.Instant) || block[LogHeader.CompactedBlockTimes] is not null);
    }

    private static bool IsCounted(LogBlock block, Timeline timeline) => block.Instant.Length == 0 || timeline.IsDone(block.Instant);

    private static string[] Compacted(LogBlock block) =>
        block[LogHeader.CompactedBlockTimes]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
