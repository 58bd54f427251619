using Weir.Kernel.Storage.Checksums;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>What S3 demands of one part.</summary>
internal static class PartNumbers
{
    public static void Require(int number)
    {
        if (number is < 1 or > S3Limits.PartsMax)
        {
            throw S3Errors.InvalidArgument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", $"{number}");
        }
    }

    /// <summary>The checksum kept with a part: the upload's own. A part with another one, or none, is refused.</summary>
    public static ChecksumAlgorithm? AlgorithmOf(UploadState upload, ChecksumAlgorithm? stated)
    {
        var wanted = Checksums.Parse(upload.ChecksumAlgorithm);
        if (wanted is null || wanted == stated)
        {
            return wanted;
        }

        // Full-object CRC-64/NVME is computed here anyway, as S3 does for parts that come without it.
        if (stated is null && wanted == ChecksumAlgorithm.Crc64Nvme)
        {
            return wanted;
        }

        throw S3Errors.InvalidRequest(
            $"Checksum Type mismatch occurred, expected checksum Type: {Name(wanted)}, actual checksum Type: {Name(stated)}");
    }

    private static string Name(ChecksumAlgorithm? algorithm) =>
        algorithm is { } known ? Checksums.NameOf(known).ToLowerInvariant() : "null";
}
