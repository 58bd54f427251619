using System.Buffers.Binary;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Log;

/// <summary>The fixed part of a Kafka record batch, format v2.</summary>
/// <remarks>Source: Kafka protocol guide, "Record Batch". All numbers big-endian. The CRC covers attributes to end.</remarks>
public readonly record struct BatchHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Size = 61;

    /// <summary>Bytes before those that the batch length counts: base offset and the length itself.</summary>
    internal const int LengthEnd = 12;

    internal const byte Magic = 2;
    internal const int LengthAt = 8;
    internal const int LeaderEpochAt = 12;
    internal const int MagicAt = 16;
    internal const int CrcAt = 17;
    internal const int AttributesAt = 21;
    internal const int LastOffsetDeltaAt = 23;
    internal const int BaseTimestampAt = 27;
    internal const int MaxTimestampAt = 35;
    internal const int ProducerIdAt = 43;
    internal const int ProducerEpochAt = 51;
    internal const int BaseSequenceAt = 53;
    internal const int CountAt = 57;

    private const int CompressionMask = 7;

    public required long BaseOffset { get; init; }

    /// <summary>The whole batch, header included.</summary>
    public required int TotalBytes { get; init; }

    public required short Attributes { get; init; }
    public required int LastOffsetDelta { get; init; }
    public required long BaseTimestampMs { get; init; }
    public required long MaxTimestampMs { get; init; }
    public required int Count { get; init; }

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public bool IsCompressed => (Attributes & CompressionMask) != 0;

    /// <summary>
    /// Looks at what should be the start of a batch. <see cref="BatchCheck.Good"/> says the checksum holds;
    /// <see cref="BatchCheck.Short"/> that more bytes are needed than are given (at least as many as the header's total, when known).
    /// </summary>
    public static BatchCheck Check(ReadOnlySpan<byte> bytes, int batchBytesMax, out BatchHeader header)
    {
        var shape = Peek(bytes, batchBytesMax, out header);
        if (shape != BatchCheck.Good)
        {
            return shape;
        }

        if (bytes.Length < header.TotalBytes)
        {
            return BatchCheck.Short;
        }

        var crc = BinaryPrimitives.ReadUInt32BigEndian(bytes[CrcAt..]);
        return crc == Crc32C.Compute(bytes[AttributesAt..header.TotalBytes]) ? BatchCheck.Good : BatchCheck.Damaged;
    }

    /// <summary>Reads the header alone, checking that its numbers can be true; the checksum is not looked at.</summary>
    internal static BatchCheck Peek(ReadOnlySpan<byte> bytes, int batchBytesMax, out BatchHeader header)
    {
        header = default;
        if (bytes.Length < Size)
        {
            return BatchCheck.Short;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(bytes[LengthAt..]);
        if (bytes[MagicAt] != Magic || length < Size - LengthEnd || length > batchBytesMax - LengthEnd)
        {
            return BatchCheck.Damaged;
        }

        header = new()
        {
            BaseOffset = BinaryPrimitives.ReadInt64BigEndian(bytes),
            TotalBytes = length + LengthEnd,
            Attributes = BinaryPrimitives.ReadInt16BigEndian(bytes[AttributesAt..]),
            LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(bytes[LastOffsetDeltaAt..]),
            BaseTimestampMs = BinaryPrimitives.ReadInt64BigEndian(bytes[BaseTimestampAt..]),
            MaxTimestampMs = BinaryPrimitives.ReadInt64BigEndian(bytes[MaxTimestampAt..]),
            Count = BinaryPrimitives.ReadInt32BigEndian(bytes[CountAt..]),
        };
        var plausible = header.BaseOffset >= 0 && header.LastOffsetDelta >= 0 && header.Count > 0
            && header.LastOffset >= header.BaseOffset && header.Count <= header.LastOffsetDelta + 1L;
        return plausible ? BatchCheck.Good : BatchCheck.Damaged;
    }
}

/// <summary>What a look at stored bytes says of them.</summary>
public enum BatchCheck
{
    Good,
    Short,
    Damaged,
}
