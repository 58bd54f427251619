using System.Globalization;
using Weir.Kernel.Core;

namespace Weir.Services.S3;

/// <summary>Every error a caller of S3 can see. Source: "Error responses" in the S3 API reference.</summary>
internal static class S3Errors
{
    public static ServiceException NoSuchBucket(string bucket) =>
        new("NoSuchBucket", "The specified bucket does not exist", 404) { Members = new Dictionary<string, string> { ["BucketName"] = bucket } };

    public static ServiceException NoSuchKey(string key) =>
        new("NoSuchKey", "The specified key does not exist.", 404) { Members = new Dictionary<string, string> { ["Key"] = key } };

    public static ServiceException NoSuchVersion(string key, string version) => new("NoSuchVersion", "The specified version does not exist.", 404)
    {
        Members = new Dictionary<string, string> { ["Key"] = key, ["VersionId"] = version },
    };

    public static ServiceException NoSuchUpload(string upload) => new(
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        404)
    {
        Members = new Dictionary<string, string> { ["UploadId"] = upload },
    };

    public static ServiceException NoSuchTagSet(string bucket) =>
        new("NoSuchTagSet", "The TagSet does not exist", 404) { Members = new Dictionary<string, string> { ["BucketName"] = bucket } };

    public static ServiceException NoEncryptionConfiguration(string bucket) =>
        new("ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found", 404)
        {
            Members = new Dictionary<string, string> { ["BucketName"] = bucket },
        };

    public static ServiceException NoSuchBucketPolicy(string bucket) => new("NoSuchBucketPolicy", "The bucket policy does not exist", 404)
    {
        Members = new Dictionary<string, string> { ["BucketName"] = bucket },
    };

    public static ServiceException AccessDenied() => new("AccessDenied", "Access Denied", 403);

    public static ServiceException BucketAlreadyOwnedByYou(string bucket) => new(
        "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409)
    {
        Members = new Dictionary<string, string> { ["BucketName"] = bucket },
    };

    public static ServiceException BucketAlreadyExists(string bucket) => new(
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
        409)
    {
        Members = new Dictionary<string, string> { ["BucketName"] = bucket },
    };

    public static ServiceException BucketNotEmpty(string bucket) => new("BucketNotEmpty", "The bucket you tried to delete is not empty", 409)
    {
        Members = new Dictionary<string, string> { ["BucketName"] = bucket },
    };

    public static ServiceException InvalidBucketName(string bucket) => new("InvalidBucketName", "The specified bucket is not valid.")
    {
        Members = new Dictionary<string, string> { ["BucketName"] = bucket },
    };

    public static ServiceException TooManyBuckets() =>
        new("TooManyBuckets", "You have attempted to create more buckets than allowed");

    public static ServiceException InvalidLocationConstraint(string constraint) =>
        new("InvalidLocationConstraint", "The specified location-constraint is not valid")
        {
            Members = new Dictionary<string, string> { ["LocationConstraint"] = constraint },
        };

    public static ServiceException IllegalLocationConstraint(string constraint) => new(
        "IllegalLocationConstraintException",
        $"The {constraint} location constraint is incompatible for the region specific endpoint this request was sent to.");

    public static ServiceException KeyTooLong(int bytes) => new("KeyTooLongError", "Your key is too long")
    {
        Members = new Dictionary<string, string> { ["Size"] = Text(bytes), ["MaxSizeAllowed"] = Text(S3Limits.KeyBytesMax) },
    };

    public static ServiceException MetadataTooLarge(int bytes) =>
        new("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
        {
            Members = new Dictionary<string, string> { ["Size"] = Text(bytes), ["MaxSizeAllowed"] = Text(S3Limits.MetadataBytesMax) },
        };

    public static ServiceException InvalidRange(string range, long size) => new("InvalidRange", "The requested range is not satisfiable", 416)
    {
        Members = new Dictionary<string, string> { ["RangeRequested"] = range, ["ActualObjectSize"] = Text(size) },
    };

    public static ServiceException InvalidPartNumber(int requested, int count) =>
        new("InvalidPartNumber", "The requested partnumber is not satisfiable", 416)
        {
            Members = new Dictionary<string, string> { ["PartNumberRequested"] = Text(requested), ["ActualPartCount"] = Text(count) },
        };

    public static ServiceException PreconditionFailed(string condition) =>
        new("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412)
        {
            Members = new Dictionary<string, string> { ["Condition"] = condition },
        };

    /// <summary>The members become headers: a cache needs them to go on using what it has.</summary>
    public static ServiceException NotModified(string etag, DateTimeOffset lastModified) => new("NotModified", "Not Modified", 304)
    {
        Members = new Dictionary<string, string>
        {
            ["ETag"] = $"\"{etag}\"",
            ["Last-Modified"] = lastModified.ToString("R", CultureInfo.InvariantCulture),
        },
    };

    public static ServiceException EntityTooLarge(long size, long max) =>
        new("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
        {
            Members = new Dictionary<string, string> { ["ProposedSize"] = Text(size), ["MaxSizeAllowed"] = Text(max) },
        };

    public static ServiceException EntityTooSmall(long size, int part, string etag) =>
        new("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
        {
            Members = new Dictionary<string, string>
            {
                ["ProposedSize"] = Text(size),
                ["MinSizeAllowed"] = Text(S3Limits.PartBytesMin),
                ["PartNumber"] = Text(part),
                ["ETag"] = etag,
            },
        };

    public static ServiceException InvalidPart(string upload, int part, string? etag) => new(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
    {
        Members = new Dictionary<string, string> { ["UploadId"] = upload, ["PartNumber"] = Text(part), ["ETag"] = etag ?? "" },
    };

    public static ServiceException InvalidPartOrder(string upload) => new(
        "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")
    {
        Members = new Dictionary<string, string> { ["UploadId"] = upload },
    };

    public static ServiceException InvalidDigest(string digest) => new("InvalidDigest", "The Content-MD5 you specified was invalid.")
    {
        Members = new Dictionary<string, string> { ["Content-MD5"] = digest },
    };

    public static ServiceException BadDigest(string expected, string computed) =>
        new("BadDigest", "The Content-MD5 you specified did not match what we received.")
        {
            Members = new Dictionary<string, string> { ["ExpectedDigest"] = expected, ["CalculatedDigest"] = computed },
        };

    public static ServiceException BadChecksum(string algorithm) =>
        new("BadDigest", $"The {algorithm} you specified did not match the calculated checksum.");

    public static ServiceException MalformedXml() => new(
        "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static ServiceException MalformedPolicy(string why) => new("MalformedPolicy", why);

    public static ServiceException InvalidTag(string why) => new("InvalidTag", why);

    public static ServiceException BadTags(int max) =>
        new("BadRequest", string.Create(CultureInfo.InvariantCulture, $"Object tags cannot be greater than {max}"));

    public static ServiceException InvalidRequest(string why) => new("InvalidRequest", why);

    public static ServiceException InvalidArgument(string why, string? name = null, string? value = null) => new("InvalidArgument", why)
    {
        Members = name is null
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { ["ArgumentName"] = name, ["ArgumentValue"] = value ?? "" },
    };

    public static ServiceException AclNotSupported() => new("AccessControlListNotSupported", "The bucket does not allow ACLs");

    public static ServiceException InvalidStorageClass(string storageClass) =>
        new("InvalidStorageClass", "The storage class you specified is not valid")
        {
            Members = new Dictionary<string, string> { ["StorageClassRequested"] = storageClass },
        };

    public static ServiceException HeaderNotImplemented(string header) =>
        new("NotImplemented", "A header you provided implies functionality that is not implemented", 501)
        {
            Members = new Dictionary<string, string> { ["Header"] = header },
        };

    /// <summary>The disk is full. Not a status that SDKs retry: the user sees at once what is wrong.</summary>
    public static ServiceException InsufficientStorage() => new(
        "InsufficientStorage", "There is not enough space left on the disk to store the object. Nothing that was stored before is affected.", 507);

    public static ServiceException ConditionalConflict() => new(
        "ConditionalRequestConflict", "The object changed while the request ran. Please try again.", 409);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
