using System.Collections.Immutable;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Blobs;

/// <summary>A stored run of bytes: immutable, in one file of its own.</summary>
/// <param name="Id">Names the file; never used twice.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Crc64">CRC-64/NVME of the content: what <see cref="BlobVerifier"/> checks the file against.</param>
public sealed record Blob(string Id, long Size, ulong Crc64);

/// <summary>A part of a blob, as a source of another one.</summary>
public readonly record struct BlobRange(string Id, long Offset, long Length);

/// <summary>The checksums of content on its way in, by algorithm; CRC-64/NVME is always among them.</summary>
public sealed record BlobDigests(ImmutableDictionary<ChecksumAlgorithm, byte[]> Values)
{
    public static BlobDigests None { get; } = new(ImmutableDictionary<ChecksumAlgorithm, byte[]>.Empty);

    public byte[] this[ChecksumAlgorithm algorithm] => Values[algorithm];
}
