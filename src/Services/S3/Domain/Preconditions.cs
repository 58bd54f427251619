using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>The conditions of one request, and what S3 does when they do not hold. Source: RFC 9110 section 13, "Conditional reads/writes".</summary>
internal readonly record struct Preconditions(
    string? IfMatch = null, string? IfNoneMatch = null, DateTimeOffset? IfModifiedSince = null, DateTimeOffset? IfUnmodifiedSince = null)
{
    /// <summary>For GET and HEAD: 412, or 304 when the reader's copy is still good.</summary>
    public void CheckRead(ObjectState current)
    {
        var modified = Seconds(current.LastModified);
        if (IfMatch is not null)
        {
            if (!EntityTag.IsIn(IfMatch, current.ETag))
            {
                throw S3Errors.PreconditionFailed("If-Match");
            }
        }
        else if (IfUnmodifiedSince is { } unmodified && modified > Seconds(unmodified))
        {
            throw S3Errors.PreconditionFailed("If-Unmodified-Since");
        }

        if (IfNoneMatch is not null)
        {
            if (EntityTag.IsIn(IfNoneMatch, current.ETag))
            {
                throw S3Errors.NotModified(current.ETag, current.LastModified);
            }
        }
        else if (IfModifiedSince is { } since && modified <= Seconds(since))
        {
            throw S3Errors.NotModified(current.ETag, current.LastModified);
        }
    }

    /// <summary>For the source of a copy: always 412.</summary>
    public void CheckCopySource(ObjectState source)
    {
        var modified = Seconds(source.LastModified);
        if (IfMatch is not null)
        {
            Require(EntityTag.IsIn(IfMatch, source.ETag), "x-amz-copy-source-If-Match");
        }
        else
        {
            Require(!(IfUnmodifiedSince is { } unmodified && modified > Seconds(unmodified)), "x-amz-copy-source-If-Unmodified-Since");
        }

        if (IfNoneMatch is not null)
        {
            Require(!EntityTag.IsIn(IfNoneMatch, source.ETag), "x-amz-copy-source-If-None-Match");
        }
        else
        {
            Require(!(IfModifiedSince is { } since && modified <= Seconds(since)), "x-amz-copy-source-If-Modified-Since");
        }
    }

    /// <summary>For a write: <c>If-None-Match: *</c> (only when new) and <c>If-Match</c> (only over what the writer saw).</summary>
    public void CheckWrite(string key, ObjectState? current)
    {
        if (IfMatch is not null)
        {
            if (current is null)
            {
                throw S3Errors.NoSuchKey(key);
            }

            Require(EntityTag.IsIn(IfMatch, current.ETag), "If-Match");
        }

        Require(IfNoneMatch is null || current is null, "If-None-Match");
    }

    /// <summary>S3 takes only <c>*</c> in If-None-Match of a write.</summary>
    public static Preconditions OfWrite(string? ifMatch, string? ifNoneMatch) =>
        ifNoneMatch is null or "*"
            ? new(ifMatch, ifNoneMatch)
            : throw S3Errors.HeaderNotImplemented("If-None-Match");

    private static void Require(bool holds, string condition)
    {
        if (!holds)
        {
            throw S3Errors.PreconditionFailed(condition);
        }
    }

    /// <summary>HTTP dates have whole seconds.</summary>
    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
