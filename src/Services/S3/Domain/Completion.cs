using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>Holds the list of a completion against the parts that were uploaded.</summary>
internal static class Completion
{
    public static IReadOnlyList<(int Number, PartState Part)> Choose(
        UploadState upload, IReadOnlyList<CompletedPart> wanted, IReadOnlyList<(int Number, PartState Part)> uploaded)
    {
        if (wanted.Count is 0 or > S3Limits.PartsMax || wanted.Any(part => part.PartNumber is null || part.ETag is null))
        {
            throw S3Errors.MalformedXml();
        }

        var byNumber = uploaded.ToDictionary(entry => entry.Number, entry => entry.Part);
        var chosen = new List<(int Number, PartState Part)>(wanted.Count);
        foreach (var claim in wanted)
        {
            var number = claim.PartNumber!.Value;
            if (chosen.Count > 0 && number <= chosen[^1].Number)
            {
                throw S3Errors.InvalidPartOrder(upload.UploadId);
            }

            if (!byNumber.TryGetValue(number, out var part) || EntityTag.Unquote(claim.ETag!) != part.ETag || !IsChecksumRight(upload, claim, part))
            {
                throw S3Errors.InvalidPart(upload.UploadId, number, claim.ETag);
            }

            chosen.Add((number, part));
        }

        foreach (var (number, part) in chosen.SkipLast(1).Where(entry => entry.Part.Size < S3Limits.PartBytesMin))
        {
            throw S3Errors.EntityTooSmall(part.Size, number, part.ETag);
        }

        return chosen;
    }

    private static bool IsChecksumRight(UploadState upload, CompletedPart claim, PartState part)
    {
        var stated = new ChecksumClaims(
            claim.ChecksumCRC32, claim.ChecksumCRC32C, claim.ChecksumCRC64NVME, claim.ChecksumSHA1, claim.ChecksumSHA256).Single();
        if (stated is not var (algorithm, value))
        {
            return true;
        }

        // An upload begun without an algorithm keeps none for its parts; S3 then has nothing to compare with either.
        return upload.ChecksumAlgorithm is null || (Checksums.NameOf(algorithm) == upload.ChecksumAlgorithm && value == part.Checksum);
    }
}
