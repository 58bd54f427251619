using Weir.Engines.Blobs;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Deletes an empty bucket; uploads begun in it are aborted.</summary>
internal sealed class DeleteBucket(Buckets buckets, IStateStore state, BlobCollector collector)
    : BucketOperation<DeleteBucketRequest, DeleteBucketResponse>(buckets)
{
    public override async ValueTask<DeleteBucketResponse> HandleAsync(
        CallContext call, DeleteBucketRequest request, CancellationToken cancellationToken)
    {
        Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        await state.WriteAsync(
            writer =>
            {
                Buckets.Require(writer, request.Bucket);
                var objects = StateKey.Prefix(request.Bucket);
                if (writer.Scan(S3Tables.Objects.Space, objects, objects.Next()).Any())
                {
                    throw S3Errors.BucketNotEmpty(request.Bucket);
                }

                MultipartUploads.RemoveAll(writer, request.Bucket);
                S3Tables.Buckets.Delete(writer, S3Tables.Bucket(request.Bucket));
                return true;
            },
            cancellationToken);
        collector.Wake();
        return new();
    }

    protected override string BucketOf(DeleteBucketRequest request) => request.Bucket;
}
