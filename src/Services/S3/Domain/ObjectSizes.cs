namespace Weir.Services.S3.Domain;

internal static class ObjectSizes
{
    /// <summary>Refuses what is too long before it is read.</summary>
    public static void RequireUpload(long? length)
    {
        if (length > S3Limits.UploadBytesMax)
        {
            throw S3Errors.EntityTooLarge(length.Value, S3Limits.UploadBytesMax);
        }
    }
}
