using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Log;

/// <summary>Forms one record batch (format v2) out of appends as they come. Not safe from more than one thread.</summary>
internal sealed class BatchBuilder
{
    private const int InitialBytes = 16 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private int _length = BatchHeader.Size;
    private long _baseTimestamp;
    private long _maxTimestamp;

    public long BaseOffset { get; private set; }

    public int Count { get; private set; }

    public int Length => _length;

    public long MaxTimestampMs => _maxTimestamp;

    public long NextOffset => BaseOffset + Count;

    public void Start(long baseOffset)
    {
        BaseOffset = baseOffset;
        Count = 0;
        _length = BatchHeader.Size;
    }

    /// <summary>The most bytes a record can take in a batch.</summary>
    public static long SizeMax(in LogRecord record)
    {
        var size = LogLimits.RecordOverheadMax + (record.Key?.Length ?? 0) + (long)record.Value.Length;
        if (record.Headers is { } headers)
        {
            foreach (var header in headers)
            {
                size += 20 + Encoding.UTF8.GetMaxByteCount(header.Name.Length) + header.Value.Length;
            }
        }

        return size;
    }

    public void Add(in LogRecord record, long timestamp)
    {
        if (Count == 0)
        {
            _baseTimestamp = _maxTimestamp = timestamp;
        }

        _maxTimestamp = Math.Max(_maxTimestamp, timestamp);
        Reserve((int)SizeMax(record));
        var timestampDelta = timestamp - _baseTimestamp;
        _length += Varint.Write(_buffer.AsSpan(_length), BodySize(record, timestampDelta));
        _buffer[_length++] = 0; // attributes: none are defined
        _length += Varint.Write(_buffer.AsSpan(_length), timestampDelta);
        _length += Varint.Write(_buffer.AsSpan(_length), Count);
        if (record.Key is { } key)
        {
            WriteSized(key.Span);
        }
        else
        {
            _length += Varint.Write(_buffer.AsSpan(_length), -1);
        }

        WriteSized(record.Value.Span);
        WriteHeaders(record.Headers);
        Count++;
    }

    /// <summary>Completes the header; the bytes stay valid until <see cref="Start"/>.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        var batch = _buffer.AsSpan(0, _length);
        BinaryPrimitives.WriteInt64BigEndian(batch, BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.LengthAt..], _length - BatchHeader.LengthEnd);
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.LeaderEpochAt..], 0);
        batch[BatchHeader.MagicAt] = BatchHeader.Magic;
        BinaryPrimitives.WriteInt16BigEndian(batch[BatchHeader.AttributesAt..], 0); // no compression, create time
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.LastOffsetDeltaAt..], Count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch[BatchHeader.BaseTimestampAt..], _baseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[BatchHeader.MaxTimestampAt..], _maxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[BatchHeader.ProducerIdAt..], -1);
        BinaryPrimitives.WriteInt16BigEndian(batch[BatchHeader.ProducerEpochAt..], -1);
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.BaseSequenceAt..], -1);
        BinaryPrimitives.WriteInt32BigEndian(batch[BatchHeader.CountAt..], Count);
        BinaryPrimitives.WriteUInt32BigEndian(
            batch[BatchHeader.CrcAt..], Crc32C.Compute(batch[BatchHeader.AttributesAt..]));
        return batch;
    }

    /// <summary>Gives the memory back when a large batch has gone, so that idle partitions hold little.</summary>
    public void Shrink()
    {
        if (_buffer.Length > InitialBytes * 4)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
        }
    }

    private int BodySize(in LogRecord record, long timestampDelta)
    {
        var size = 1 + Varint.Size(timestampDelta) + Varint.Size(Count)
            + (record.Key is { } key ? SizeOf(key.Length) : Varint.Size(-1))
            + SizeOf(record.Value.Length) + Varint.Size(record.Headers?.Count ?? 0);
        if (record.Headers is { } headers)
        {
            foreach (var header in headers)
            {
                size += SizeOf(Encoding.UTF8.GetByteCount(header.Name)) + SizeOf(header.Value.Length);
            }
        }

        return size;
    }

    private static int SizeOf(int length) => Varint.Size(length) + length;

    private void WriteHeaders(IReadOnlyList<LogHeader>? headers)
    {
        _length += Varint.Write(_buffer.AsSpan(_length), headers?.Count ?? 0);
        if (headers is null)
        {
            return;
        }

        foreach (var header in headers)
        {
            _length += Varint.Write(_buffer.AsSpan(_length), Encoding.UTF8.GetByteCount(header.Name));
            _length += Encoding.UTF8.GetBytes(header.Name, _buffer.AsSpan(_length));
            WriteSized(header.Value.Span);
        }
    }

    private void WriteSized(ReadOnlySpan<byte> bytes)
    {
        _length += Varint.Write(_buffer.AsSpan(_length), bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length >= bytes)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + bytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
