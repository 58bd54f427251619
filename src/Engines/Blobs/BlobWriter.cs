using Microsoft.Win32.SafeHandles;

namespace Weir.Engines.Blobs;

/// <summary>Writes a new blob's file from its beginning to its end, encrypted where a key is given. Does not own the file.</summary>
internal sealed class BlobWriter : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly BlobCipher? _cipher;
    private readonly byte[] _chunk = [];
    private readonly byte[] _stored = [];
    private int _pending;
    private long _chunks;

    public BlobWriter(SafeFileHandle file, byte[]? key)
    {
        _file = file;
        if (key is not null)
        {
            (_cipher, _stored, _chunk) = (new(key), new byte[BlobCipher.StoredChunkBytes], new byte[BlobCipher.ChunkBytes]);
        }
    }

    /// <summary>Bytes of content so far.</summary>
    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> content)
    {
        if (_cipher is null)
        {
            RandomAccess.Write(_file, content, Length);
            Length += content.Length;
            return;
        }

        Length += content.Length;
        while (content.Length > 0)
        {
            var count = Math.Min(content.Length, BlobCipher.ChunkBytes - _pending);
            content[..count].CopyTo(_chunk.AsSpan(_pending));
            content = content[count..];
            _pending += count;
            if (_pending == BlobCipher.ChunkBytes)
            {
                WriteChunk();
            }
        }
    }

    /// <summary>Writes what is left of the last chunk.</summary>
    public void Finish()
    {
        if (_pending > 0)
        {
            WriteChunk();
        }
    }

    public void Dispose() => _cipher?.Dispose();

    private void WriteChunk()
    {
        var stored = _stored.AsSpan(0, (int)BlobCipher.StoredLength(_pending));
        _cipher!.Encrypt(_chunks, _chunk.AsSpan(0, _pending), stored);
        RandomAccess.Write(_file, stored, _chunks * BlobCipher.StoredChunkBytes);
        (_pending, _chunks) = (0, _chunks + 1);
    }
}
