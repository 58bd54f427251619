using Microsoft.Win32.SafeHandles;

namespace Weir.Engines.Blobs;

/// <summary>A blob's content by position, decrypted where its file is encrypted. Not safe for use from two threads.</summary>
internal sealed class BlobReader : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly BlobCipher? _cipher;
    private readonly byte[] _stored = [];
    private readonly byte[] _chunk = [];
    private long _loaded = -1;
    private int _loadedLength;

    /// <param name="key">Null for a file that is not encrypted.</param>
    public BlobReader(SafeFileHandle file, byte[]? key)
    {
        _file = file;
        if (key is not null)
        {
            (_cipher, _stored, _chunk) = (new(key), new byte[BlobCipher.StoredChunkBytes], new byte[BlobCipher.ChunkBytes]);
        }
    }

    /// <summary>The file itself, when its bytes are the content.</summary>
    public SafeFileHandle? Plain => _cipher is null ? _file : null;

    /// <summary>Content from an offset on, as much as is read at once; zero at the end.</summary>
    public int Read(Span<byte> buffer, long offset)
    {
        if (_cipher is null)
        {
            return RandomAccess.Read(_file, buffer, offset);
        }

        var filled = 0;
        while (filled < buffer.Length)
        {
            var (chunk, from) = Math.DivRem(offset + filled, BlobCipher.ChunkBytes);
            Load(chunk);
            var count = Math.Min(_loadedLength - (int)from, buffer.Length - filled);
            if (count <= 0)
            {
                break;
            }

            _chunk.AsSpan((int)from, count).CopyTo(buffer[filled..]);
            filled += count;
        }

        return filled;
    }

    public void Dispose()
    {
        _cipher?.Dispose();
        _file.Dispose();
    }

    private void Load(long chunk)
    {
        if (chunk == _loaded)
        {
            return;
        }

        _loaded = -1;
        var length = 0;
        for (int read; length < _stored.Length
            && (read = RandomAccess.Read(_file, _stored.AsSpan(length), (chunk * BlobCipher.StoredChunkBytes) + length)) > 0;)
        {
            length += read;
        }

        _loadedLength = (int)BlobCipher.ContentLength(length);
        if (length > 0)
        {
            _cipher!.Decrypt(chunk, _stored.AsSpan(0, length), _chunk.AsSpan(0, Math.Max(0, _loadedLength)));
        }

        _loaded = chunk;
    }
}
