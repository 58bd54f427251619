using Weir.Services.S3.Model;

namespace Weir.Services.S3.Domain;

/// <summary>Headers that ask for what is not built are refused by name: silently ignoring them would be a lie.</summary>
internal static class Unbuilt
{
    public static void Refuse(PutObjectRequest request)
    {
        RefuseKeys(request.SSEKMSKeyId, request.SSECustomerAlgorithm);
        RefuseLock(request.ObjectLockMode, request.ObjectLockLegalHoldStatus);
        RefuseAcl(request.ACL, request.GrantFullControl, request.GrantRead, request.GrantReadACP, request.GrantWriteACP);
        Refuse(request.WriteOffsetBytes, "x-amz-write-offset-bytes");
    }

    public static void Refuse(CopyObjectRequest request)
    {
        RefuseKeys(request.SSEKMSKeyId, request.SSECustomerAlgorithm ?? request.CopySourceSSECustomerAlgorithm);
        RefuseLock(request.ObjectLockMode, request.ObjectLockLegalHoldStatus);
        RefuseAcl(request.ACL, request.GrantFullControl, request.GrantRead, request.GrantReadACP, request.GrantWriteACP);
    }

    public static void Refuse(CreateMultipartUploadRequest request)
    {
        RefuseKeys(request.SSEKMSKeyId, request.SSECustomerAlgorithm);
        RefuseLock(request.ObjectLockMode, request.ObjectLockLegalHoldStatus);
        RefuseAcl(request.ACL, request.GrantFullControl, request.GrantRead, request.GrantReadACP, request.GrantWriteACP);
    }

    public static void Refuse(UploadPartRequest request) => RefuseKeys(kms: null, request.SSECustomerAlgorithm);

    public static void Refuse(CreateBucketRequest request)
    {
        if (request.ObjectLockEnabledForBucket is true)
        {
            throw S3Errors.HeaderNotImplemented("x-amz-bucket-object-lock-enabled");
        }

        if (request.ObjectOwnership is not (null or "BucketOwnerEnforced"))
        {
            throw S3Errors.HeaderNotImplemented("x-amz-object-ownership");
        }

        RefuseAcl(
            request.ACL, request.GrantFullControl, request.GrantRead, request.GrantReadACP, request.GrantWriteACP ?? request.GrantWrite);
    }

    /// <summary>Keys that are not S3's own; see <see cref="Encryption"/>.</summary>
    public static void RefuseKeys(string? kms, string? customer)
    {
        Refuse(kms, "x-amz-server-side-encryption-aws-kms-key-id");
        Refuse(customer, "x-amz-server-side-encryption-customer-algorithm");
    }

    private static void RefuseLock(string? mode, string? legalHold)
    {
        Refuse(mode, "x-amz-object-lock-mode");
        Refuse(legalHold, "x-amz-object-lock-legal-hold");
    }

    /// <summary>Buckets are "bucket owner enforced", S3's default: ACLs are off, and only those that change nothing are taken.</summary>
    private static void RefuseAcl(string? canned, params ReadOnlySpan<string?> grants)
    {
        if (canned is not (null or "private" or "bucket-owner-full-control"))
        {
            throw S3Errors.AclNotSupported();
        }

        foreach (var grant in grants)
        {
            if (grant is not null)
            {
                throw S3Errors.AclNotSupported();
            }
        }
    }

    private static void Refuse(object? value, string header)
    {
        if (value is not null)
        {
            throw S3Errors.HeaderNotImplemented(header);
        }
    }
}
