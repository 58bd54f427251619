using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Log;

/// <summary>Sparse positions of a segment's batches by offset and time. Derived: rebuilt from the segment when missing or wrong.</summary>
/// <remarks>One thread adds, any thread looks up. The file's layout is on the page docs/formats/log.md.</remarks>
internal sealed class SegmentIndex
{
    private const uint FileMagic = 0x5749_4458; // "WIDX"
    private const ushort FileVersion = 1;
    private const int HeaderBytes = 44;
    private const int CrcAt = 40;
    private const int EntryBytes = 16;
    private const int EntriesMax = 1 << 22;
    public const int FileBytesMax = HeaderBytes + (EntriesMax * EntryBytes);

    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private readonly long _baseOffset;
    private readonly int _intervalBytes;

    public SegmentIndex(long baseOffset, int intervalBytes)
    {
        (_baseOffset, _intervalBytes) = (baseOffset, intervalBytes);
        NextOffset = baseOffset;
    }

    /// <summary>Log bytes that the index speaks for.</summary>
    public long CoveredBytes { get; private set; }

    public long NextOffset { get; private set; }

    /// <summary>The greatest record time in the covered bytes; <see cref="long.MinValue"/> when there is none.</summary>
    public long MaxTimestampMs { get; private set; } = long.MinValue;

    public void Add(in BatchHeader batch) => Add(batch.BaseOffset, batch.LastOffset + 1, batch.TotalBytes, batch.MaxTimestampMs);

    public void Add(long firstOffset, long nextOffset, int bytes, long maxTimestampMs)
    {
        lock (_gate)
        {
            if (_entries.Count == 0 || CoveredBytes - _entries[^1].Position >= _intervalBytes)
            {
                _entries.Add(new((uint)(firstOffset - _baseOffset), (uint)CoveredBytes, MaxTimestampMs));
            }

            CoveredBytes += bytes;
            NextOffset = nextOffset;
            MaxTimestampMs = Math.Max(MaxTimestampMs, maxTimestampMs);
        }
    }

    /// <summary>The position of a batch at or before the one that holds the offset.</summary>
    public long FloorOf(long offset)
    {
        lock (_gate)
        {
            var (low, high) = (0, _entries.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _baseOffset + _entries[middle].OffsetDelta <= offset ? (middle + 1, high) : (low, middle);
            }

            return low == 0 ? 0 : _entries[low - 1].Position;
        }
    }

    /// <summary>A position at or before the first record that is not older than the time.</summary>
    public long FloorOfTime(long timestampMs)
    {
        lock (_gate)
        {
            // An entry holds the greatest time before it, so the first record wanted is in the last block whose "before" is older.
            var (low, high) = (0, _entries.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _entries[middle].MaxTimestampBefore < timestampMs ? (middle + 1, high) : (low, middle);
            }

            return low == 0 ? 0 : _entries[low - 1].Position;
        }
    }

    public byte[] Encode()
    {
        lock (_gate)
        {
            var file = new byte[HeaderBytes + (_entries.Count * EntryBytes)];
            var span = file.AsSpan();
            BinaryPrimitives.WriteUInt32BigEndian(span, FileMagic);
            BinaryPrimitives.WriteUInt16BigEndian(span[4..], FileVersion);
            BinaryPrimitives.WriteInt64BigEndian(span[8..], _baseOffset);
            BinaryPrimitives.WriteInt64BigEndian(span[16..], CoveredBytes);
            BinaryPrimitives.WriteInt64BigEndian(span[24..], NextOffset);
            BinaryPrimitives.WriteInt64BigEndian(span[32..], MaxTimestampMs);
            var at = HeaderBytes;
            foreach (var entry in CollectionsMarshal.AsSpan(_entries))
            {
                BinaryPrimitives.WriteUInt32BigEndian(span[at..], entry.OffsetDelta);
                BinaryPrimitives.WriteUInt32BigEndian(span[(at + 4)..], entry.Position);
                BinaryPrimitives.WriteInt64BigEndian(span[(at + 8)..], entry.MaxTimestampBefore);
                at += EntryBytes;
            }

            BinaryPrimitives.WriteUInt32BigEndian(span[CrcAt..], Checksum(span));
            return file;
        }
    }

    /// <summary>Null when the bytes are not a whole, true index of this segment.</summary>
    public static SegmentIndex? Decode(ReadOnlySpan<byte> file, long baseOffset, int intervalBytes)
    {
        if (file.Length < HeaderBytes || (file.Length - HeaderBytes) % EntryBytes != 0
            || BinaryPrimitives.ReadUInt32BigEndian(file) != FileMagic
            || BinaryPrimitives.ReadUInt16BigEndian(file[4..]) != FileVersion
            || BinaryPrimitives.ReadInt64BigEndian(file[8..]) != baseOffset
            || BinaryPrimitives.ReadUInt32BigEndian(file[CrcAt..]) != Checksum(file))
        {
            return null;
        }

        var index = new SegmentIndex(baseOffset, intervalBytes)
        {
            CoveredBytes = BinaryPrimitives.ReadInt64BigEndian(file[16..]),
            NextOffset = BinaryPrimitives.ReadInt64BigEndian(file[24..]),
            MaxTimestampMs = BinaryPrimitives.ReadInt64BigEndian(file[32..]),
        };
        for (var at = HeaderBytes; at < file.Length; at += EntryBytes)
        {
            index._entries.Add(new(
                BinaryPrimitives.ReadUInt32BigEndian(file[at..]),
                BinaryPrimitives.ReadUInt32BigEndian(file[(at + 4)..]),
                BinaryPrimitives.ReadInt64BigEndian(file[(at + 8)..])));
        }

        return index;
    }

    private static uint Checksum(ReadOnlySpan<byte> file) =>
        Crc32C.Append(Crc32C.Compute(file[..CrcAt]), file[HeaderBytes..]);

    private readonly record struct Entry(uint OffsetDelta, uint Position, long MaxTimestampBefore);
}
