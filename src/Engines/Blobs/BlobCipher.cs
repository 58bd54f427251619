using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Weir.Engines.Blobs;

/// <summary>
/// The form of an encrypted blob's file: chunks of 64 KiB (the last may be shorter), each encrypted by AES-256-GCM and followed by its tag
/// of 16 bytes. The nonce is the chunk's number, for every blob has a key of its own; so a range is read without what lies before it.
/// </summary>
/// <remarks>Not safe for use from two threads.</remarks>
internal sealed class BlobCipher(byte[] key) : IDisposable
{
    /// <summary>Bytes of content in a chunk.</summary>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>Bytes of a full chunk in the file.</summary>
    public const int StoredChunkBytes = ChunkBytes + TagBytes;

    private const int TagBytes = 16;
    private const int NonceBytes = 12;

    private readonly AesGcm _aes = new(key, TagBytes);

    /// <summary>Length of the file that holds so much content.</summary>
    public static long StoredLength(long size) => size + ((size + ChunkBytes - 1) / ChunkBytes * TagBytes);

    /// <summary>Content of a file of this length.</summary>
    public static long ContentLength(long stored) => stored - ((stored + StoredChunkBytes - 1) / StoredChunkBytes * TagBytes);

    /// <param name="stored">As long as the content and a tag.</param>
    public void Encrypt(long chunk, ReadOnlySpan<byte> content, Span<byte> stored)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, chunk);
        _aes.Encrypt(nonce, content, stored[..content.Length], stored[content.Length..]);
    }

    /// <summary>Throws <see cref="CryptographicException"/> when the chunk is not what was written.</summary>
    /// <param name="content">As long as what is stored, without the tag.</param>
    public void Decrypt(long chunk, ReadOnlySpan<byte> stored, Span<byte> content)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        BinaryPrimitives.WriteInt64BigEndian(nonce, chunk);
        _aes.Decrypt(nonce, stored[..^TagBytes], stored[^TagBytes..], content);
    }

    public void Dispose() => _aes.Dispose();
}
