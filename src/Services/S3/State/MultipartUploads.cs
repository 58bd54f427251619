using System.Globalization;
using Weir.Engines.Blobs;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Storage.Checksums;
using Weir.Services.S3.Domain;

namespace Weir.Services.S3.State;

/// <summary>Uploads in parts: each part a blob of its own, joined into one file when the upload completes.</summary>
internal sealed class MultipartUploads(
    IStateStore state, BlobStore blobs, BlobCollector collector, ObjectWriter writer, TimeProvider clock, IdSource ids)
{
    public async ValueTask<UploadState> CreateAsync(CallContext call, UploadState template, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var upload = template with
        {
            // Ids begin with the time: uploads of one key are listed in the order they began.
            UploadId = now.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture) + ids.NewToken(52),
            Initiated = now,
            Initiator = call.Caller.Arn,
        };
        await state.WriteAsync(
            change =>
            {
                Buckets.Require(change, upload.Bucket);
                S3Tables.Uploads.Put(change, S3Tables.Upload(upload.Bucket, upload.Key, upload.UploadId), upload);
                return true;
            },
            cancellationToken);
        return upload;
    }

    public UploadState Require(string bucket, string key, string uploadId) =>
        state.Read(reader => Require(reader, bucket, key, uploadId));

    /// <summary>Keeps a part; one uploaded before under the same number is replaced.</summary>
    public async Task<PartState> PutPartAsync(UploadState upload, int number, StagedBlob staged, ChecksumAlgorithm? algorithm)
    {
        var part = new PartState
        {
            BlobId = staged.Blob.Id,
            Size = staged.Size,
            ETag = EntityTag.Of(staged.Digests[ChecksumAlgorithm.Md5]),
            LastModified = clock.GetUtcNow(),
            Crc64 = Checksums.Crc64Text(staged.Blob.Crc64),
            Checksum = algorithm is { } wanted ? Convert.ToBase64String(staged.Digests[wanted]) : null,
        };
        var blob = await writer.SealAsync(upload.Bucket, staged);
        await writer.CommitOrDiscardAsync(blob, async () => await state.WriteAsync(
            change =>
            {
                Require(change, upload.Bucket, upload.Key, upload.UploadId);
                var at = S3Tables.Part(upload.UploadId, number);
                if (S3Tables.Parts.Find(change, at) is { } replaced)
                {
                    BlobIndex.Release(change, replaced.BlobId);
                }

                BlobIndex.Add(change, blob);
                S3Tables.Parts.Put(change, at, part);
                return true;
            },
            CancellationToken.None));
        FaultPoints.Hit("s3.after-commit");
        collector.Wake();
        return part;
    }

    public IReadOnlyList<(int Number, PartState Part)> Parts(string uploadId, int after, int max) => state.Read(reader =>
        S3Tables.Parts.Scan(reader, S3Tables.Part(uploadId, after + 1), StateKey.Prefix(uploadId).Next())
            .Take(max)
            .Select(entry => (S3Tables.PartNumber(entry.Key), entry.Value))
            .ToList());

    public ListPage<UploadState> List(ListQuery query) => state.Read(reader => Listing.Run(reader, S3Tables.Uploads, query));

    /// <summary>Joins the parts into one object. The parts are gone when it is visible, and not before.</summary>
    public async Task<ObjectState> CompleteAsync(
        CallContext call, UploadState upload, IReadOnlyList<(int Number, PartState Part)> parts, Preconditions conditions, CancellationToken cancellationToken)
    {
        var content = parts.Select(entry => entry.Part).ToList();
        await using var staged = await writer.OnDiskAsync(upload.Bucket, () => blobs.ConcatenateAsync(
            [.. content.Select(part => new BlobRange(part.BlobId, 0, part.Size))], Checksums.CombineCrc64(content), upload.IsEncrypted, cancellationToken))
            ?? throw S3Errors.NoSuchUpload(upload.UploadId);
        var created = new ObjectState
        {
            BlobId = staged.Blob.Id,
            Size = staged.Size,
            ETag = EntityTag.OfParts([.. content.Select(part => part.ETag)]),
            LastModified = clock.GetUtcNow(),
            Headers = upload.Headers,
            Metadata = upload.Metadata,
            Tags = upload.Tags,
            Checksum = Checksums.OfParts(upload.ChecksumAlgorithm, upload.ChecksumType, content),
            PartCount = parts.Count,
            UploadId = upload.UploadId,
        };
        var order = new PutOrder
        {
            Bucket = upload.Bucket,
            Key = upload.Key,
            Conditions = conditions,
            EventName = EventNames.CompleteMultipartUpload,
        };
        var blob = await writer.SealAsync(upload.Bucket, staged);
        await writer.CommitOrDiscardAsync(blob, () => writer.CommitAsync(
            call,
            order,
            created,
            new([.. parts.Select(entry => new PartSummary(entry.Number, entry.Part.Size, entry.Part.Checksum))]),
            change =>
            {
                Require(change, upload.Bucket, upload.Key, upload.UploadId);
                RequireUnchanged(change, upload, parts);
                Remove(change, upload);
                BlobIndex.Add(change, blob);
            }));
        return created;
    }

    public async ValueTask AbortAsync(string bucket, string key, string uploadId, CancellationToken cancellationToken)
    {
        await state.WriteAsync(
            change =>
            {
                Remove(change, Require(change, bucket, key, uploadId));
                return true;
            },
            cancellationToken);
        collector.Wake();
    }

    /// <summary>Ends every upload of a bucket that is being deleted.</summary>
    public static void RemoveAll(IStateWriter change, string bucket)
    {
        foreach (var (_, upload) in S3Tables.Uploads.Scan(change, StateKey.Prefix(bucket)).ToList())
        {
            Remove(change, upload);
        }
    }

    private static UploadState Require(IStateReader reader, string bucket, string key, string uploadId) =>
        S3Tables.Uploads.Find(reader, S3Tables.Upload(bucket, key, uploadId)) ?? throw S3Errors.NoSuchUpload(uploadId);

    private static void RequireUnchanged(IStateReader reader, UploadState upload, IReadOnlyList<(int Number, PartState Part)> parts)
    {
        foreach (var (number, part) in parts)
        {
            if (S3Tables.Parts.Find(reader, S3Tables.Part(upload.UploadId, number))?.BlobId != part.BlobId)
            {
                throw S3Errors.InvalidPart(upload.UploadId, number, part.ETag);
            }
        }
    }

    private static void Remove(IStateWriter change, UploadState upload)
    {
        foreach (var (key, part) in S3Tables.Parts.Scan(change, StateKey.Prefix(upload.UploadId)).ToList())
        {
            BlobIndex.Release(change, part.BlobId);
            S3Tables.Parts.Delete(change, key);
        }

        S3Tables.Uploads.Delete(change, S3Tables.Upload(upload.Bucket, upload.Key, upload.UploadId));
    }
}
