using System.Buffers;
using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>Walks a segment batch by batch, checking every checksum.</summary>
internal static class SegmentScan
{
    private const int WindowBytes = 1 << 20;

    /// <summary>How often a search for a further batch may compute a checksum before it gives up and says "found".</summary>
    private const int CandidatesMax = 256;

    /// <summary>
    /// Adds every good batch from the index's end on to the index. Returns null when the file ends with the last one; otherwise
    /// what is wrong with the bytes at the index's end.
    /// </summary>
    public static string? Extend(SegmentIndex index, IDiskFile file, int batchBytesMax)
    {
        var length = file.Length;
        var window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        try
        {
            var (start, filled) = (index.CoveredBytes, 0);
            while (index.CoveredBytes < length)
            {
                var at = (int)(index.CoveredBytes - start);
                var check = BatchHeader.Check(window.AsSpan(at, filled - at), batchBytesMax, out var header);
                if (check == BatchCheck.Good && header.BaseOffset < index.NextOffset)
                {
                    return $"a batch starts at offset {header.BaseOffset}, below {index.NextOffset}";
                }

                if (check == BatchCheck.Good)
                {
                    index.Add(header);
                    continue;
                }

                if (check == BatchCheck.Damaged)
                {
                    return "no batch with a good checksum";
                }

                if (start + filled == length)
                {
                    return "the file ends within a batch";
                }

                // Too short only because the window ended: slide it, and widen it when one batch is larger.
                start = index.CoveredBytes;
                if (header.TotalBytes > window.Length)
                {
                    ArrayPool<byte>.Shared.Return(window);
                    window = ArrayPool<byte>.Shared.Rent(header.TotalBytes);
                }

                filled = file.Read(window.AsSpan(0, (int)Math.Min(window.Length, length - start)), start);
                if (filled == 0)
                {
                    return "the file ends within a batch";
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    /// <summary>The position of a good batch somewhere after a bad place: proof that the place is not just the torn end. -1 when none.</summary>
    public static long FindBatchAfter(IDiskFile file, long position, long offsetMin, int batchBytesMax)
    {
        var length = file.Length;
        var window = ArrayPool<byte>.Shared.Rent(WindowBytes);
        var candidates = 0;
        try
        {
            for (var start = position + 1; start + BatchHeader.Size <= length;)
            {
                var filled = file.Read(window.AsSpan(0, (int)Math.Min(window.Length, length - start)), start);
                var last = filled - BatchHeader.Size;
                for (var at = 0; at <= last; at++)
                {
                    if (window[at + BatchHeader.MagicAt] == BatchHeader.Magic
                        && BatchHeader.Peek(window.AsSpan(at, filled - at), batchBytesMax, out var header) == BatchCheck.Good
                        && header.BaseOffset >= offsetMin && header.TotalBytes <= length - start - at
                        && (++candidates > CandidatesMax || IsGood(file, start + at, header.TotalBytes, batchBytesMax)))
                    {
                        return start + at;
                    }
                }

                start += last + 1;
            }

            return -1;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }
    }

    private static bool IsGood(IDiskFile file, long position, int bytes, int batchBytesMax)
    {
        var batch = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            var read = file.Read(batch.AsSpan(0, bytes), position);
            return BatchHeader.Check(batch.AsSpan(0, read), batchBytesMax, out _) == BatchCheck.Good;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(batch);
        }
    }
}
