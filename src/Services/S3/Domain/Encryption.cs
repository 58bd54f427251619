using Weir.Engines.Blobs;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>
/// Encryption at rest. SSE-S3 (<c>AES256</c>) is done, when a request or its bucket asks for it; keys of KMS and keys that a customer
/// sends are refused by name.
/// </summary>
internal static class Encryption
{
    public const string Aes256 = "AES256";

    private const string Header = "x-amz-server-side-encryption";

    /// <summary>Whether new content is to be encrypted.</summary>
    /// <param name="stated">The request's header; null leaves it to the bucket.</param>
    public static bool IsWanted(string? stated, BucketState bucket) => stated switch
    {
        null => bucket.IsEncrypted,
        Aes256 => true,
        _ => throw Refused(stated),
    };

    /// <summary>Takes an algorithm that is built.</summary>
    public static void Require(string algorithm)
    {
        if (algorithm != Aes256)
        {
            throw Refused(algorithm);
        }
    }

    /// <summary>What an answer says of an object: how it lies on the disk.</summary>
    public static string? Of(ObjectState found) => Of(BlobStore.IsEncrypted(found.BlobId));

    public static string? Of(bool isEncrypted) => isEncrypted ? Aes256 : null;

    private static Kernel.Core.ServiceException Refused(string algorithm) => algorithm switch
    {
        "aws:kms" or "aws:kms:dsse" or "aws:fsx" => S3Errors.HeaderNotImplemented($"{Header}: {algorithm}"),
        _ => S3Errors.InvalidArgument("The encryption method specified is not supported", Header, algorithm),
    };
}
