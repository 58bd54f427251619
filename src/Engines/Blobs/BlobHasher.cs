using System.Buffers.Binary;
using System.Collections.Immutable;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Blobs;

/// <summary>Several checksums in one pass over the content.</summary>
internal sealed class BlobHasher : IDisposable
{
    private readonly StreamingChecksum[] _checksums;

    public BlobHasher(IEnumerable<ChecksumAlgorithm> algorithms)
    {
        _checksums = [.. algorithms.Append(ChecksumAlgorithm.Crc64Nvme).Distinct().Select(algorithm => new StreamingChecksum(algorithm))];
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var checksum in _checksums)
        {
            checksum.Append(bytes);
        }
    }

    public BlobDigests Finish() => new(_checksums.ToImmutableDictionary(checksum => checksum.Algorithm, checksum => checksum.Current()));

    public static ulong Crc64Of(BlobDigests digests) => BinaryPrimitives.ReadUInt64BigEndian(digests[ChecksumAlgorithm.Crc64Nvme]);

    public void Dispose()
    {
        foreach (var checksum in _checksums)
        {
            checksum.Dispose();
        }
    }
}
