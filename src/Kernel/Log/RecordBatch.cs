using System.Text;

namespace Weir.Kernel.Log;

/// <summary>One stored batch whose checksum holds, and the records in it.</summary>
public readonly struct RecordBatch
{
    internal RecordBatch(BatchHeader header, ReadOnlyMemory<byte> bytes) => (Header, Bytes) = (header, bytes);

    public BatchHeader Header { get; }

    /// <summary>The batch as on disk: what a Kafka fetch sends.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Takes the batch at the start of the bytes; anything but <see cref="BatchCheck.Good"/> leaves it empty.</summary>
    public static BatchCheck TryTake(ReadOnlyMemory<byte> bytes, int batchBytesMax, out RecordBatch batch)
    {
        var check = BatchHeader.Check(bytes.Span, batchBytesMax, out var header);
        batch = check == BatchCheck.Good ? new(header, bytes[..header.TotalBytes]) : default;
        return check;
    }

    public Enumerator GetEnumerator() => new(Header, Bytes[BatchHeader.Size..]);

    internal static IReadOnlyList<LogHeader> DecodeHeaders(ReadOnlyMemory<byte> bytes, int count)
    {
        var headers = new List<LogHeader>(Math.Min(count, bytes.Length / 2));
        var at = 0;
        for (var index = 0; index < count; index++)
        {
            if (!Enumerator.TryTakeSized(bytes, ref at, out var name, out var hasName) || !hasName
                || !Enumerator.TryTakeSized(bytes, ref at, out var value, out _))
            {
                throw new InvalidDataException("a record's headers are malformed");
            }

            headers.Add(new(Encoding.UTF8.GetString(name.Span), value));
        }

        return headers;
    }

    /// <summary>Walks a batch's records. A record that does not parse throws <see cref="InvalidDataException"/>.</summary>
    public struct Enumerator
    {
        private readonly BatchHeader _header;
        private readonly ReadOnlyMemory<byte> _records;
        private int _at;
        private int _index;
        private long _lastDelta = -1;

        internal Enumerator(BatchHeader header, ReadOnlyMemory<byte> records)
        {
            if (header.IsCompressed)
            {
                throw new InvalidDataException($"batch {header.BaseOffset} is compressed, which this reader does not decode");
            }

            (_header, _records) = (header, records);
        }

        public LogEntry Current { get; private set; }

        public bool MoveNext()
        {
            if (_index == _header.Count)
            {
                return _at == _records.Length ? false : throw Malformed("bytes follow the last record");
            }

            if (!Varint.TryRead(_records.Span, ref _at, out int length) || length < 0 || length > _records.Length - _at)
            {
                throw Malformed("its length reaches past the batch");
            }

            Current = Parse(_records.Slice(_at, length));
            _at += length;
            _index++;
            return true;
        }

        /// <summary>A varint length and that many bytes; -1 is null, told by <paramref name="present"/>.</summary>
        internal static bool TryTakeSized(
            ReadOnlyMemory<byte> bytes, ref int at, out ReadOnlyMemory<byte> taken, out bool present)
        {
            taken = default;
            present = false;
            if (!Varint.TryRead(bytes.Span, ref at, out int length) || length < -1 || length > bytes.Length - at)
            {
                return false;
            }

            if (length >= 0)
            {
                taken = bytes.Slice(at, length);
                present = true;
                at += length;
            }

            return true;
        }

        private LogEntry Parse(ReadOnlyMemory<byte> body)
        {
            var at = 1; // the record's attributes, of which none are defined
            if (body.Length < 1
                || !Varint.TryRead(body.Span, ref at, out long timestampDelta)
                || !Varint.TryRead(body.Span, ref at, out int offsetDelta)
                || offsetDelta <= _lastDelta || offsetDelta > _header.LastOffsetDelta
                || !TryTakeSized(body, ref at, out var key, out var hasKey)
                || !TryTakeSized(body, ref at, out var value, out _)
                || !Varint.TryRead(body.Span, ref at, out int headerCount) || headerCount < 0)
            {
                throw Malformed("a field does not parse");
            }

            var headers = body[at..];
            for (var index = 0; index < headerCount; index++)
            {
                if (!TryTakeSized(body, ref at, out _, out var hasName) || !hasName || !TryTakeSized(body, ref at, out _, out _))
                {
                    throw Malformed("a header does not parse");
                }
            }

            if (at != body.Length)
            {
                throw Malformed("bytes follow its headers");
            }

            _lastDelta = offsetDelta;
            return new()
            {
                Offset = _header.BaseOffset + offsetDelta,
                TimestampMs = unchecked(_header.BaseTimestampMs + timestampDelta),
                Key = key,
                HasKey = hasKey,
                Value = value,
                HeaderCount = headerCount,
                HeaderBytes = headers,
            };
        }

        private readonly InvalidDataException Malformed(string what) =>
            new($"record {_index} of batch {_header.BaseOffset} is malformed: {what}");
    }
}
