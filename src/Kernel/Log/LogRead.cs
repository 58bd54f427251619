using System.Buffers;

namespace Weir.Kernel.Log;

/// <summary>Some whole batches, as on disk, and the records in them from the offset that was asked for.</summary>
/// <remarks>Records are slices of this memory. Disposing gives it back for reuse; not disposing leaves it to the collector.</remarks>
public sealed class LogRead : IDisposable
{
    private readonly int _batchBytesMax;
    private readonly string _file;
    private readonly long _position;
    private byte[]? _rented;

    internal LogRead(byte[]? rented, ReadOnlyMemory<byte> bytes, long offset, long nextOffset, int batchBytesMax, string file, long position)
    {
        (_rented, Bytes, Offset, NextOffset) = (rented, bytes, offset, nextOffset);
        (_batchBytesMax, _file, _position) = (batchBytesMax, file, position);
    }

    /// <summary>The batches: what a Kafka fetch sends. The first may begin below <see cref="Offset"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>The offset that was asked for.</summary>
    public long Offset { get; }

    /// <summary>The offset to read at next.</summary>
    public long NextOffset { get; }

    public bool IsEmpty => Bytes.IsEmpty;

    public Enumerator GetEnumerator() => new(this);

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            (_rented, Bytes) = (null, default);
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Walks the records at or above the offset.</summary>
    public struct Enumerator
    {
        private readonly LogRead _read;
        private int _at;
        private bool _hasBatch;
        private RecordBatch.Enumerator _records;

        internal Enumerator(LogRead read) => _read = read;

        public LogEntry Current { get; private set; }

        public bool MoveNext()
        {
            while (true)
            {
                if (!_hasBatch && !NextBatch())
                {
                    return false;
                }

                try
                {
                    while (_records.MoveNext())
                    {
                        if (_records.Current.Offset >= _read.Offset)
                        {
                            Current = _records.Current;
                            return true;
                        }
                    }
                }
                catch (InvalidDataException malformed)
                {
                    throw new LogDamagedException(_read._file, _read._position + _at, malformed.Message);
                }

                _hasBatch = false;
            }
        }

        private bool NextBatch()
        {
            if (_at == _read.Bytes.Length)
            {
                return false;
            }

            var check = RecordBatch.TryTake(_read.Bytes[_at..], _read._batchBytesMax, out var batch);
            if (check != BatchCheck.Good)
            {
                throw new LogDamagedException(_read._file, _read._position + _at, "no batch with a good checksum");
            }

            _at += batch.Header.TotalBytes;
            _records = batch.GetEnumerator();
            _hasBatch = true;
            return true;
        }
    }
}
