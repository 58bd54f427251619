using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>Which bytes of an object an answer carries, and what it says about them.</summary>
internal sealed record ObjectRead
{
    public required ByteRange Bytes { get; init; }

    /// <summary>Null for the whole object: then the answer is 200, not 206.</summary>
    public string? ContentRange { get; init; }

    public int? PartsCount { get; init; }

    /// <summary>Told only with the whole object, and only when asked for.</summary>
    public ChecksumState? Checksum { get; init; }

    public static ObjectRead Choose(
        ObjectState found, Func<IReadOnlyList<PartSummary>> parts, string? range, int? partNumber, string? checksumMode)
    {
        if (range is not null && partNumber is not null)
        {
            throw S3Errors.InvalidRequest("Cannot specify both Range header and partNumber query parameter");
        }

        var bytes = partNumber is { } number ? OfPart(found, parts(), number) : ByteRange.Parse(range, found.Size);
        var isChecksumWanted = string.Equals(checksumMode, "ENABLED", StringComparison.OrdinalIgnoreCase);
        return new()
        {
            Bytes = bytes ?? new(0, found.Size),
            ContentRange = bytes is { Length: > 0 } some ? some.Describe(found.Size) : null,
            PartsCount = partNumber is not null && found.PartCount > 0 ? found.PartCount : null,
            Checksum = isChecksumWanted && (bytes is null || bytes.Value.Length == found.Size) ? found.Checksum : null,
        };
    }

    private static ByteRange OfPart(ObjectState found, IReadOnlyList<PartSummary> parts, int number)
    {
        PartNumbers.Require(number);
        if (found.PartCount == 0)
        {
            return number == 1 ? new(0, found.Size) : throw S3Errors.InvalidPartNumber(number, 1);
        }

        // S3 counts the parts of a finished object from 1, whatever numbers they were uploaded under.
        return number <= parts.Count
            ? new(parts.Take(number - 1).Sum(part => part.Size), parts[number - 1].Size)
            : throw S3Errors.InvalidPartNumber(number, parts.Count);
    }
}
