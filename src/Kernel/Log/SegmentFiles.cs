using Weir.Kernel.Core;
using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>The files of one partition: opening with recovery, appending bytes, rolling, trimming.</summary>
/// <remarks>One thread at a time changes it (the partition sees to that). The list of segments is replaced, never changed.</remarks>
internal sealed class SegmentFiles(IDisk disk, FileCache files, string directory, LogOptions options)
{
    private Segment[] _segments = [];
    private long _startOffset;

    public string Directory => directory;

    /// <summary>In order; the last one is active.</summary>
    public ReadOnlySpan<Segment> Segments => Volatile.Read(ref _segments);

    public Segment Active => Volatile.Read(ref _segments)[^1];

    public long StartOffset => Volatile.Read(ref _startOffset);

    public LogRecovery Recovery { get; private set; } = LogRecovery.Clean;

    public void Create()
    {
        disk.CreateDirectory(directory);
        AddSegment(0);
        new PartitionMeta(0, options.Durability == Durability.Relaxed).Write(disk, directory);
    }

    public void Recover()
    {
        var meta = PartitionMeta.Read(disk, directory) ?? new PartitionMeta(0, IsRelaxed: true);
        _startOffset = meta.StartOffset;
        _segments = [.. disk.ListFiles(directory)
            .Select(name => Segment.TryParseName(name, out var offset) ? new Segment(directory, offset) : null)
            .OfType<Segment>().OrderBy(segment => segment.BaseOffset)];
        if (_segments.Length == 0)
        {
            if (meta.StartOffset > 0)
            {
                throw new LogDamagedException(directory, 0, "there is no segment file");
            }

            AddSegment(0);
        }

        foreach (var segment in _segments[..^1])
        {
            LoadSealed(segment);
        }

        RecoverActive(_segments[^1], meta.IsRelaxed);
        CheckOrder();
        DropWholeBelowStart();
        if (meta.IsRelaxed != (options.Durability == Durability.Relaxed))
        {
            WriteMeta();
        }
    }

    /// <summary>Adds a batch to the active segment's file; readers see it after <see cref="Publish"/>.</summary>
    public FileCache.Lease Write(ReadOnlySpan<byte> batch)
    {
        var lease = files.Open(Active.Path);
        try
        {
            lease.File.Write(batch, Active.ActiveIndex!.CoveredBytes);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public void Publish(long firstOffset, long nextOffset, int bytes, long maxTimestampMs)
    {
        var active = Active;
        active.ActiveIndex!.Add(firstOffset, nextOffset, bytes, maxTimestampMs);
        active.Cover(active.ActiveIndex);
    }

    /// <summary>Cuts what a failed write may have left behind the published bytes.</summary>
    public void DropUnpublished()
    {
        using var lease = files.Open(Active.Path);
        lease.File.SetLength(Active.Bytes);
    }

    /// <summary>Seals the active segment, whose bytes must be synced, and begins the next.</summary>
    public void Roll()
    {
        var sealing = Active;
        WriteIndex(sealing);
        AddSegment(sealing.NextOffset);
        sealing.CachedIndex = sealing.ActiveIndex;
        sealing.ActiveIndex = null;
    }

    /// <summary>Leaves an index beside the active segment so that the next start need not scan it.</summary>
    public void WriteActiveIndex() => WriteIndex(Active);

    /// <summary>Moves the start; returns the segments that are wholly below it, for the caller to delete without holding a lock.</summary>
    public IReadOnlyList<Segment> MoveStart(long offset)
    {
        Volatile.Write(ref _startOffset, offset);
        WriteMeta();
        var segments = _segments;
        var drop = segments.Take(segments.Length - 1).TakeWhile(segment => segment.NextOffset <= offset).ToList();
        Volatile.Write(ref _segments, segments[drop.Count..]);
        return drop;
    }

    public void Delete(IReadOnlyList<Segment> segments)
    {
        foreach (var segment in segments)
        {
            files.Forget(segment.Path);
            disk.DeleteFile(segment.Path);
            if (disk.FileExists(segment.IndexPath))
            {
                disk.DeleteFile(segment.IndexPath);
            }
        }
    }

    public FileCache.Lease OpenForRead(Segment segment) => files.Open(segment.Path);

    public SegmentIndex IndexOf(Segment segment)
    {
        if ((segment.ActiveIndex ?? segment.CachedIndex) is { } known)
        {
            return known;
        }

        var index = ReadIndex(segment) is { } stored && stored.CoveredBytes == segment.Bytes ? stored : Rebuild(segment);
        segment.CachedIndex = index;
        return index;
    }

    public void ForgetFiles()
    {
        foreach (var segment in _segments)
        {
            files.Forget(segment.Path);
        }
    }

    private void LoadSealed(Segment segment)
    {
        using var lease = files.Open(segment.Path);
        var index = ReadIndex(segment);
        if (index is null || index.CoveredBytes != lease.File.Length)
        {
            index = Rebuild(segment);
        }

        segment.Cover(index);
        segment.CachedIndex = index;
    }

    private void RecoverActive(Segment segment, bool wasRelaxed)
    {
        using var lease = files.Open(segment.Path);
        var length = lease.File.Length;
        var index = ReadIndex(segment) ?? new(segment.BaseOffset, options.IndexIntervalBytes);
        if (index.CoveredBytes > length)
        {
            throw new LogDamagedException(segment.Path, length, $"the file ends here, but {index.CoveredBytes} bytes had been synced");
        }

        var known = index.CoveredBytes;
        if (SegmentScan.Extend(index, lease.File, options.BatchBytesMax) is { } problem)
        {
            CutTail(segment, index, lease.File, problem, wasRelaxed);
        }

        if (index.CoveredBytes != known)
        {
            lease.File.Sync(); // what is read from here on must be as durable as any answer
        }

        segment.ActiveIndex = index;
        segment.Cover(index);
    }

    private void CutTail(Segment segment, SegmentIndex index, IDiskFile file, string problem, bool wasRelaxed)
    {
        // One commit writes one batch, and the next begins after its sync. So when another batch follows the bad one, the bad one
        // had been acknowledged: that is damage, not a torn end. With relaxed durability batches are written ahead of the sync.
        var (position, length) = (index.CoveredBytes, file.Length);
        var after = SegmentScan.FindBatchAfter(file, position, index.NextOffset + 1, options.BatchBytesMax);
        if (after >= 0 && !wasRelaxed)
        {
            throw new LogDamagedException(segment.Path, position, $"{problem}, yet batches follow at byte {after}");
        }

        file.SetLength(position);
        file.Sync();
        Recovery = new(segment.Path, position, length - position, problem, after >= 0);
    }

    private SegmentIndex Rebuild(Segment segment)
    {
        using var lease = files.Open(segment.Path);
        var index = new SegmentIndex(segment.BaseOffset, options.IndexIntervalBytes);
        if (SegmentScan.Extend(index, lease.File, options.BatchBytesMax) is { } problem)
        {
            throw new LogDamagedException(segment.Path, index.CoveredBytes, problem);
        }

        AtomicFile.Write(disk, segment.IndexPath, index.Encode());
        return index;
    }

    private SegmentIndex? ReadIndex(Segment segment) =>
        AtomicFile.Read(disk, segment.IndexPath, SegmentIndex.FileBytesMax) is { } bytes
            ? SegmentIndex.Decode(bytes, segment.BaseOffset, options.IndexIntervalBytes)
            : null;

    private void CheckOrder()
    {
        if (_segments[0].BaseOffset > _startOffset)
        {
            throw new LogDamagedException(directory, 0,
                $"the segment files begin at offset {_segments[0].BaseOffset}, but the partition at {_startOffset}");
        }

        for (var at = 1; at < _segments.Length; at++)
        {
            if (_segments[at].BaseOffset < _segments[at - 1].NextOffset)
            {
                throw new LogDamagedException(_segments[at].Path, 0,
                    $"it overlaps the segment before it, which ends at offset {_segments[at - 1].NextOffset}");
            }
        }

        if (Active.NextOffset < _startOffset)
        {
            throw new LogDamagedException(Active.Path, Active.Bytes,
                $"the records end at offset {Active.NextOffset}, below the partition's start {_startOffset}");
        }
    }

    private void DropWholeBelowStart()
    {
        var drop = _segments.Take(_segments.Length - 1).TakeWhile(segment => segment.NextOffset <= _startOffset).ToList();
        if (drop.Count > 0)
        {
            _segments = _segments[drop.Count..];
            Delete(drop);
        }
    }

    private void WriteMeta() =>
        new PartitionMeta(_startOffset, options.Durability == Durability.Relaxed).Write(disk, directory);

    private void WriteIndex(Segment segment) => AtomicFile.Write(disk, segment.IndexPath, segment.ActiveIndex!.Encode());

    private void AddSegment(long baseOffset)
    {
        var segment = new Segment(directory, baseOffset) { ActiveIndex = new(baseOffset, options.IndexIntervalBytes) };
        using (files.Open(segment.Path, create: true))
        {
            disk.SyncDirectory(directory);
        }

        Volatile.Write(ref _segments, [.. _segments, segment]);
    }
}

/// <summary>What opening a partition had to cut: bytes of appends that had never been acknowledged (strict), or the last moments (relaxed).</summary>
public sealed record LogRecovery(string? File, long Position, long BytesCut, string? Problem, bool BatchesFollowed)
{
    public static LogRecovery Clean { get; } = new(null, 0, 0, null, false);

    public bool IsClean => File is null;
}
