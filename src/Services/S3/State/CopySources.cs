using Weir.Engines.Blobs;
using Weir.Kernel.Identity;
using Weir.Kernel.Storage.Checksums;
using Weir.Services.S3.Domain;

namespace Weir.Services.S3.State;

/// <summary>Finds the source of a copy and whatever must be known of its content.</summary>
internal sealed class CopySources(Buckets buckets, Objects objects, BlobStore blobs)
{
    public ObjectState Require(CallContext call, CopySource source, string? expectedOwner, Preconditions conditions)
    {
        buckets.Authorize(call, "s3:GetObject", source.Bucket, source.Key);
        var found = objects.Require(call, source.Bucket, source.Key, version: null, expectedOwner);
        conditions.CheckCopySource(found);
        return found;
    }

    /// <summary>
    /// The ETag and checksum of the copy: those of the source when it was put whole and its algorithm is good enough; otherwise the
    /// content is read once. Null when the source went away meanwhile.
    /// </summary>
    public async Task<(string ETag, ChecksumState Checksum)?> DescribeAsync(
        ObjectState source, ChecksumAlgorithm? wanted, CancellationToken cancellationToken)
    {
        var algorithm = wanted ?? Checksums.Parse(source.Checksum.Algorithm)!.Value;
        if (source.PartCount == 0 && Checksums.NameOf(algorithm) == source.Checksum.Algorithm)
        {
            return (source.ETag, source.Checksum);
        }

        var digests = await blobs.DigestAsync(source.BlobId, [ChecksumAlgorithm.Md5, algorithm], cancellationToken);
        return digests is null
            ? null
            : (EntityTag.Of(digests[ChecksumAlgorithm.Md5]),
                new(Checksums.NameOf(algorithm), Convert.ToBase64String(digests[algorithm]), Checksums.FullObject));
    }
}
