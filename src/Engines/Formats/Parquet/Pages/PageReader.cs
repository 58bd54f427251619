using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Formats.Parquet.Pages;

/// <summary>Reads the pages of one column chunk in their order, as stored. One thread.</summary>
internal sealed class PageReader
{
    private readonly IFileBytes _file;
    private readonly string _path;
    private readonly long _end;
    private readonly int _readBytes;
    private long _at;
    private byte[] _window = [];
    private long _windowAt;
    private int _windowLength;
    private byte[] _block = [];

    /// <param name="end">Nothing of the chunk lies behind: where the footer begins. Chunk lengths of some old writers are too short.</param>
    /// <param name="readBytes">How much is read at once where a page is looked for.</param>
    public PageReader(IFileBytes file, ParquetPlace place, string path, long end, int readBytes = ParquetLimits.ReadBytes)
    {
        if (place.IsEncrypted)
        {
            throw new FormatException($"column {path} is encrypted, and encrypted columns are not supported");
        }

        if (place.IsElsewhere)
        {
            throw new FormatException($"column {path} is in another file");
        }

        if (place.Start < 4 || place.Start >= end || place.Bytes < 0 || place.Bytes > end - place.Start)
        {
            throw new FormatException($"column {path} has its {place.Bytes} bytes at {place.Start}, outside of the file");
        }

        (_file, _path, _at, _end, _readBytes) = (file, path, place.Start, end, readBytes);
    }

    /// <summary>Where the next page begins.</summary>
    public long Position => _at;

    /// <summary>The next page's header; its bytes are next.</summary>
    public PageHeader ReadHeader()
    {
        for (var size = 256; ; size *= 8)
        {
            var length = (int)Math.Min(size, _end - _at);
            if (length <= 0)
            {
                throw new FormatException($"column {_path} ends before its values do");
            }

            var window = Window(length);
            try
            {
                var reader = new ThriftReader(window);
                var header = PageHeader.Read(ref reader);
                _at += reader.Position;
                return header.StoredBytes <= _end - _at
                    ? header
                    : throw new FormatException($"column {_path} has a page of {header.StoredBytes} bytes where the file has {_end - _at}");
            }
            catch (FormatException) when (length == size && size < ParquetLimits.PageHeaderBytesMax)
            {
                // Perhaps only longer than what was looked at: statistics may hold long texts.
            }
            catch (FormatException damage)
            {
                throw new FormatException($"column {_path} has a damaged page header at {_at}: {damage.Message}", damage);
            }
        }
    }

    /// <summary>Goes over a page without reading it.</summary>
    public void Skip(PageHeader header) => _at += header.StoredBytes;

    /// <summary>Goes over a page; where it has a checksum, it is read for that, some bytes at a time.</summary>
    public void Verify(PageHeader header, CancellationToken cancellationToken)
    {
        if (header.Crc is not { } expected)
        {
            Skip(header);
            return;
        }

        var (crc, at) = (0U, _at);
        for (var left = header.StoredBytes; left > 0; at += Math.Min(left, ParquetLimits.ReadBytes), left -= Math.Min(left, ParquetLimits.ReadBytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(left, ParquetLimits.ReadBytes);
            if (at >= _windowAt && at + count <= _windowAt + _windowLength)
            {
                crc = Crc32.Append(crc, _window.AsSpan((int)(at - _windowAt), count));
                continue;
            }

            if (_block.Length < count)
            {
                _block = new byte[Math.Min(header.StoredBytes, ParquetLimits.ReadBytes)];
            }

            _file.Read(at, _block.AsSpan(0, count));
            crc = Crc32.Append(crc, _block.AsSpan(0, count));
        }

        _at = crc == expected ? at : throw WrongChecksum();
    }

    /// <summary>The page's bytes as stored, checked against their checksum where there is one.</summary>
    public ReadOnlyMemory<byte> ReadBytes(PageHeader header, PageBuffer buffer)
    {
        var memory = buffer.Take(header.StoredBytes);
        var bytes = memory.Span;
        if (_at >= _windowAt && _at + bytes.Length <= _windowAt + _windowLength)
        {
            _window.AsSpan((int)(_at - _windowAt), bytes.Length).CopyTo(bytes);
        }
        else
        {
            _file.Read(_at, bytes);
        }

        if (header.Crc is { } crc && Crc32.Compute(bytes) != crc)
        {
            throw WrongChecksum();
        }

        _at += bytes.Length;
        return memory;
    }

    private FormatException WrongChecksum() => new($"column {_path} has a page at {_at} whose checksum is wrong");

    private ReadOnlySpan<byte> Window(int length)
    {
        if (_at < _windowAt || _at + length > _windowAt + _windowLength)
        {
            var wanted = (int)Math.Min(Math.Max(length, _readBytes), _end - _at);
            if (_window.Length < wanted)
            {
                _window = new byte[wanted];
            }

            _windowLength = 0;
            _file.Read(_at, _window.AsSpan(0, wanted));
            (_windowAt, _windowLength) = (_at, wanted);
        }

        return _window.AsSpan((int)(_at - _windowAt), length);
    }
}
