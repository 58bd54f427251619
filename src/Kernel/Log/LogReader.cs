using System.Buffers;
using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>Finds and reads the committed batches of one partition. Safe from any thread; holds no lock while it reads.</summary>
internal sealed class LogReader(LogPartition partition, SegmentFiles files, LogOptions options)
{
    private const int ReadBytesMin = 4 << 10;

    /// <summary>Where the last reads ended: followers go on there without a look into the index.</summary>
    private readonly Hint?[] _hints = new Hint?[8];
    private int _nextHint;

    public LogRead Read(long offset, int bytesMax)
    {
        while (true)
        {
            var view = Find(offset);
            if (view.Segment is not { } segment)
            {
                return new(null, default, offset, offset, options.BatchBytesMax, "", 0);
            }

            try
            {
                using var lease = files.OpenForRead(segment);
                return Read(lease.File, view, offset, Math.Max(bytesMax, 1));
            }
            catch (FileNotFoundException) when (segment.NextOffset <= files.StartOffset)
            {
                // trimmed between the look and the read: look again, which says so
            }
        }
    }

    public long FindOffset(long timestampMs)
    {
        foreach (var segment in files.Segments)
        {
            if (segment.MaxTimestampMs < timestampMs || segment.NextOffset <= files.StartOffset)
            {
                continue;
            }

            var (offset, limit) = (Math.Max(segment.BaseOffset, files.StartOffset), partition.EndOffset);
            var position = files.IndexOf(segment).FloorOfTime(timestampMs);
            while (offset < limit)
            {
                using var read = ReadAt(segment, position, ref offset);
                if (read is null)
                {
                    break;
                }

                foreach (var entry in read)
                {
                    if (entry.TimestampMs >= timestampMs)
                    {
                        return entry.Offset;
                    }
                }

                position += read.Bytes.Length;
                offset = read.NextOffset;
            }
        }

        return partition.EndOffset;
    }

    private LogRead? ReadAt(Segment segment, long position, ref long offset)
    {
        var view = new View(segment, segment.Bytes, partition.EndOffset);
        if (position >= view.Limit)
        {
            return null;
        }

        using var lease = files.OpenForRead(segment);
        return Read(lease.File, view with { Position = position }, offset, options.IndexIntervalBytes);
    }

    private View Find(long offset)
    {
        lock (partition.Gate)
        {
            var (start, end) = (files.StartOffset, partition.EndOffset);
            if (offset < start || offset > end)
            {
                throw new LogOffsetOutOfRangeException(partition.Name, offset, start, end);
            }

            if (offset == end)
            {
                return default;
            }

            var segments = files.Segments;
            var at = segments.Length - 1;
            while (at > 0 && segments[at].BaseOffset > offset)
            {
                at--;
            }

            while (segments[at].NextOffset <= offset)
            {
                at++; // a gap that a repair left
            }

            return new(segments[at], segments[at].Bytes, end);
        }
    }

    private LogRead Read(IDiskFile file, View view, long offset, int bytesMax)
    {
        var position = view.Position ?? HintFor(view.Segment!, offset) ?? files.IndexOf(view.Segment!).FloorOf(offset);
        var want = Math.Min(view.Limit - position, Math.Max(bytesMax, ReadBytesMin) + (long)options.IndexIntervalBytes);
        var buffer = ArrayPool<byte>.Shared.Rent((int)want);
        try
        {
            var filled = file.Read(buffer.AsSpan(0, (int)want), position);
            var from = 0;
            BatchHeader header;
            while (true)
            {
                var shape = BatchHeader.Peek(buffer.AsSpan(from, filled - from), options.BatchBytesMax, out header);
                if (shape == BatchCheck.Damaged)
                {
                    throw new LogDamagedException(view.Segment!.Path, position + from, "no batch begins here");
                }

                var isWhole = shape == BatchCheck.Good && header.TotalBytes <= filled - from;
                if (isWhole && header.LastOffset >= offset)
                {
                    break;
                }

                if (isWhole)
                {
                    from += header.TotalBytes;
                    continue;
                }

                if (position + from + Math.Max(header.TotalBytes, BatchHeader.Size) > view.Limit)
                {
                    throw new LogDamagedException(view.Segment!.Path, position + from, "a batch reaches past the end");
                }

                position += from;
                from = 0;
                want = Math.Min(view.Limit - position, Math.Max(header.TotalBytes, bytesMax + (long)BatchHeader.Size));
                if (want > buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent((int)want);
                }

                filled = file.Read(buffer.AsSpan(0, (int)want), position);
                if (filled < BatchHeader.Size)
                {
                    throw new LogDamagedException(view.Segment!.Path, position, "the file ends before what was committed");
                }
            }

            return Take(buffer, from, filled, view.Segment!, position, offset, bytesMax, header);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private LogRead Take(
        byte[] buffer, int from, int filled, Segment segment, long position, long offset, int bytesMax, BatchHeader first)
    {
        var (to, next) = (from + first.TotalBytes, first.LastOffset + 1);
        while (to - from < bytesMax
            && BatchHeader.Peek(buffer.AsSpan(to, filled - to), options.BatchBytesMax, out var header) == BatchCheck.Good
            && header.TotalBytes <= filled - to && to - from + header.TotalBytes <= bytesMax)
        {
            to += header.TotalBytes;
            next = header.LastOffset + 1;
        }

        Remember(segment, next, position + to);
        return new(
            buffer, buffer.AsMemory(from, to - from), offset, next, options.BatchBytesMax, segment.Path, position + from);
    }

    private long? HintFor(Segment segment, long offset)
    {
        foreach (var hint in _hints)
        {
            if (hint is not null && hint.Offset == offset && hint.Segment == segment)
            {
                return hint.Position;
            }
        }

        return null;
    }

    private void Remember(Segment segment, long offset, long position) =>
        Volatile.Write(ref _hints[(uint)Interlocked.Increment(ref _nextHint) % (uint)_hints.Length], new(segment, offset, position));

    private sealed record Hint(Segment Segment, long Offset, long Position);

    private readonly record struct View(Segment? Segment, long Limit, long End)
    {
        public long? Position { get; init; }
    }
}
