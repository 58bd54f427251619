using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>Checks a stopped log directory batch by batch, record by record; repairs on demand without losing a good batch.</summary>
public static class LogVerifier
{
    /// <summary>Where a repair leaves the original of a segment it had to rewrite.</summary>
    public const string DamagedSuffix = ".damaged";

    /// <summary>Findings in the order of the files. The log must not be open.</summary>
    public static IEnumerable<LogFinding> Verify(IDisk disk, string root, bool repair, CancellationToken cancellationToken)
    {
        foreach (var directory in PartitionDirectories(disk, root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var finding in VerifyPartition(disk, directory, repair))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<string> PartitionDirectories(IDisk disk, string directory)
    {
        if (disk.ListFiles(directory).Any(name => Segment.TryParseName(name, out _) || name == PartitionMeta.FileName))
        {
            yield return directory;
        }

        foreach (var child in disk.ListDirectories(directory).Where(name => name[0] != '.'))
        {
            foreach (var found in PartitionDirectories(disk, Path.Combine(directory, child)))
            {
                yield return found;
            }
        }
    }

    private static List<LogFinding> VerifyPartition(IDisk disk, string directory, bool repair)
    {
        var findings = new List<LogFinding>();
        var meta = VerifyMeta(disk, directory, repair, findings);
        var bases = disk.ListFiles(directory)
            .Select(name => Segment.TryParseName(name, out var offset) ? offset : -1).Where(offset => offset >= 0).Order().ToList();
        if (bases.Count > 0 && meta is { } known && bases[0] > known.StartOffset)
        {
            findings.Add(new(directory, 0, LogFindingKind.Damage,
                $"records {known.StartOffset} to {bases[0] - 1} are missing: no segment file holds them", repair));
            if (repair)
            {
                new PartitionMeta(bases[0], known.IsRelaxed).Write(disk, directory);
            }
        }

        for (var at = 0; at < bases.Count; at++)
        {
            var isLast = at == bases.Count - 1;
            VerifySegment(disk, new Segment(directory, bases[at]), isLast, meta?.IsRelaxed ?? true, repair, findings);
        }

        return findings;
    }

    private static PartitionMeta? VerifyMeta(IDisk disk, string directory, bool repair, List<LogFinding> findings)
    {
        try
        {
            return PartitionMeta.Read(disk, directory);
        }
        catch (LogDamagedException damage)
        {
            findings.Add(new(damage.File, 0, LogFindingKind.Damage, "the meta file's checksum is wrong", repair));
            if (repair)
            {
                disk.DeleteFile(damage.File); // the start is then that of the first segment
                var first = disk.ListFiles(directory).Select(name => Segment.TryParseName(name, out var offset) ? offset : long.MaxValue)
                    .DefaultIfEmpty(0).Min();
                new PartitionMeta(first == long.MaxValue ? 0 : first, IsRelaxed: false).Write(disk, directory);
            }

            return null;
        }
    }

    private static void VerifySegment(
        IDisk disk, Segment segment, bool isLast, bool wasRelaxed, bool repair, List<LogFinding> findings)
    {
        var index = new SegmentIndex(segment.BaseOffset, new LogOptions().IndexIntervalBytes);
        using (var file = disk.Open(segment.Path, create: false))
        {
            // the index is judged only against a segment that is whole
            var problem = SegmentScan.Extend(index, file, LogLimits.BatchBytesMax);
            problem ??= RecordProblem(file, index.CoveredBytes, segment, findings);
            if (problem is not null)
            {
                var (position, length) = (index.CoveredBytes, file.Length);
                var next = SegmentScan.FindBatchAfter(file, position, index.NextOffset + 1, LogLimits.BatchBytesMax);
                var isTail = isLast && (next < 0 || wasRelaxed);
                findings.Add(new(segment.Path, position, isTail ? LogFindingKind.TornTail : LogFindingKind.Damage,
                    next < 0 ? $"{problem}; {length - position} bytes to the end hold no good batch" : $"{problem}; the next good batch is at byte {next}",
                    repair));
                if (repair)
                {
                    Repair(disk, segment, file, position, next);
                }

                return;
            }
        }

        if (!isLast)
        {
            VerifyIndex(disk, segment, index, repair, findings);
        }
    }

    /// <summary>A batch with a good checksum whose records do not parse was written so: it is reported, and left as it is.</summary>
    private static string? RecordProblem(IDiskFile file, long length, Segment segment, List<LogFinding> findings)
    {
        for (var position = 0L; position < length;)
        {
            var head = new byte[BatchHeader.Size];
            file.Read(head, position);
            BatchHeader.Peek(head, LogLimits.BatchBytesMax, out var header);
            var bytes = new byte[header.TotalBytes];
            file.Read(bytes, position);
            if (RecordBatch.TryTake(bytes, LogLimits.BatchBytesMax, out var batch) != BatchCheck.Good)
            {
                return "the file changes while it is read";
            }

            try
            {
                if (!header.IsCompressed)
                {
                    foreach (var entry in batch)
                    {
                        _ = entry.ReadHeaders();
                    }
                }
            }
            catch (InvalidDataException malformed)
            {
                findings.Add(new(segment.Path, position, LogFindingKind.Damage, malformed.Message, IsRepaired: false));
            }

            position += header.TotalBytes;
        }

        return null;
    }

    private static void VerifyIndex(IDisk disk, Segment segment, SegmentIndex truth, bool repair, List<LogFinding> findings)
    {
        var stored = AtomicFile.Read(disk, segment.IndexPath, SegmentIndex.FileBytesMax) is { } bytes
            ? SegmentIndex.Decode(bytes, segment.BaseOffset, new LogOptions().IndexIntervalBytes)
            : null;
        if (stored is not null && stored.CoveredBytes == truth.CoveredBytes && stored.NextOffset == truth.NextOffset)
        {
            return;
        }

        findings.Add(new(segment.IndexPath, 0, LogFindingKind.Index, "the index is missing or does not fit its segment", repair));
        if (repair)
        {
            AtomicFile.Write(disk, segment.IndexPath, truth.Encode());
        }
    }

    private static void Repair(IDisk disk, Segment segment, IDiskFile file, long position, long next)
    {
        CopyAside(disk, segment.Path, file);
        var (source, target) = (next, position);
        var buffer = new byte[1 << 20];
        var index = new SegmentIndex(segment.BaseOffset, new LogOptions().IndexIntervalBytes);
        while (source >= 0)
        {
            // Everything from the next good batch on moves down; the bad bytes go. Offsets keep their numbers and leave a gap.
            for (var at = source; at < file.Length;)
            {
                var read = file.Read(buffer, at);
                file.Write(buffer.AsSpan(0, read), target);
                (at, target) = (at + read, target + read);
            }

            file.SetLength(target);
            index = new SegmentIndex(segment.BaseOffset, new LogOptions().IndexIntervalBytes);
            if (SegmentScan.Extend(index, file, LogLimits.BatchBytesMax) is null)
            {
                break;
            }

            target = index.CoveredBytes;
            source = SegmentScan.FindBatchAfter(file, target, index.NextOffset + 1, LogLimits.BatchBytesMax);
        }

        if (source < 0)
        {
            file.SetLength(target);
            index = new(segment.BaseOffset, new LogOptions().IndexIntervalBytes);
            SegmentScan.Extend(index, file, LogLimits.BatchBytesMax);
        }

        file.Sync();
        AtomicFile.Write(disk, segment.IndexPath, index.Encode());
    }

    private static void CopyAside(IDisk disk, string path, IDiskFile file)
    {
        using var copy = disk.Open(path + DamagedSuffix, create: true);
        copy.SetLength(0);
        var buffer = new byte[1 << 20];
        for (var at = 0L; at < file.Length;)
        {
            var read = file.Read(buffer, at);
            copy.Write(buffer.AsSpan(0, read), at);
            at += read;
        }

        copy.Sync();
    }
}

public enum LogFindingKind
{
    /// <summary>Bytes at the end that no answer had promised; the next start cuts them by itself.</summary>
    TornTail,

    /// <summary>Something that had been promised is not there.</summary>
    Damage,

    /// <summary>An index that can be rebuilt.</summary>
    Index,
}

/// <summary>One thing that is wrong, and where.</summary>
public sealed record LogFinding(string File, long Position, LogFindingKind Kind, string Problem, bool IsRepaired);
