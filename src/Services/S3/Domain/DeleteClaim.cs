using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>What a conditional delete says the object must be.</summary>
internal readonly record struct DeleteClaim(string? ETag, DateTimeOffset? LastModified, long? Size)
{
    public void Check(ObjectState? current)
    {
        if (current is null)
        {
            return; // nothing to protect
        }

        if (ETag is not null && !EntityTag.IsIn(ETag, current.ETag))
        {
            throw S3Errors.PreconditionFailed("If-Match");
        }

        if (LastModified is { } time && time.ToUnixTimeSeconds() != current.LastModified.ToUnixTimeSeconds())
        {
            throw S3Errors.PreconditionFailed("x-amz-if-match-last-modified-time");
        }

        if (Size is { } size && size != current.Size)
        {
            throw S3Errors.PreconditionFailed("x-amz-if-match-size");
        }
    }
}
