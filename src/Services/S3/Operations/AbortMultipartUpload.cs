using Weir.Kernel.Identity;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Operations;

/// <summary>Ends an upload and gives its parts' space back.</summary>
internal sealed class AbortMultipartUpload(Buckets buckets, MultipartUploads uploads)
    : ObjectOperation<AbortMultipartUploadRequest, AbortMultipartUploadResponse>(buckets)
{
    public override async ValueTask<AbortMultipartUploadResponse> HandleAsync(
        CallContext call, AbortMultipartUploadRequest request, CancellationToken cancellationToken)
    {
        Buckets.Require(call, request.Bucket, request.ExpectedBucketOwner);
        await uploads.AbortAsync(request.Bucket, request.Key, request.UploadId, cancellationToken);
        return new();
    }

    protected override string BucketOf(AbortMultipartUploadRequest request) => request.Bucket;

    protected override string KeyOf(AbortMultipartUploadRequest request) => request.Key;
}
