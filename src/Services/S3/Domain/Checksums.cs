using System.Globalization;
using Weir.Kernel.Storage.Checksums;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>The checksum members that many requests share, by algorithm.</summary>
internal readonly record struct ChecksumClaims(string? Crc32, string? Crc32C, string? Crc64Nvme, string? Sha1, string? Sha256)
{
    /// <summary>The one checksum the request states; null when it states none.</summary>
    public (ChecksumAlgorithm Algorithm, string Value)? Single()
    {
        (ChecksumAlgorithm Algorithm, string? Value)[] all =
        [
            (ChecksumAlgorithm.Crc32, Crc32),
            (ChecksumAlgorithm.Crc32C, Crc32C),
            (ChecksumAlgorithm.Crc64Nvme, Crc64Nvme),
            (ChecksumAlgorithm.Sha1, Sha1),
            (ChecksumAlgorithm.Sha256, Sha256),
        ];
        var stated = all.Where(claim => claim.Value is not null).ToList();
        return stated.Count switch
        {
            0 => null,
            1 => (stated[0].Algorithm, stated[0].Value!),
            _ => throw S3Errors.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."),
        };
    }
}

/// <summary>S3's checksum rules: names, forms, which one is kept, and the checksum of a whole made of parts.</summary>
internal static class Checksums
{
    public const string FullObject = "FULL_OBJECT";
    public const string Composite = "COMPOSITE";

    public static string NameOf(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => "CRC32",
        ChecksumAlgorithm.Crc32C => "CRC32C",
        ChecksumAlgorithm.Crc64Nvme => "CRC64NVME",
        ChecksumAlgorithm.Sha1 => "SHA1",
        ChecksumAlgorithm.Sha256 => "SHA256",
        ChecksumAlgorithm.Md5 => "MD5",
    };

    /// <summary>The value when the checksum is of this algorithm: answers have a member for each.</summary>
    public static string? In(this ChecksumState? checksum, string algorithm) => checksum?.Algorithm == algorithm ? checksum.Value : null;

    public static ChecksumAlgorithm? Parse(string? name) => name?.ToUpperInvariant() switch
    {
        null => null,
        "CRC32" => ChecksumAlgorithm.Crc32,
        "CRC32C" => ChecksumAlgorithm.Crc32C,
        "CRC64NVME" => ChecksumAlgorithm.Crc64Nvme,
        "SHA1" => ChecksumAlgorithm.Sha1,
        "SHA256" => ChecksumAlgorithm.Sha256,
        _ => throw S3Errors.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]"),
    };

    /// <summary>The algorithm to compute and keep: the stated one, the announced one (its value follows in a trailer), or S3's default.</summary>
    public static ChecksumAlgorithm Choose(ChecksumClaims claims, string? announced) =>
        claims.Single()?.Algorithm ?? Parse(announced) ?? ChecksumAlgorithm.Crc64Nvme;

    /// <summary>Throws when a stated checksum is not one, or not that of the content.</summary>
    public static void Check(ChecksumClaims claims, Func<ChecksumAlgorithm, byte[]> computed)
    {
        if (claims.Single() is not var (algorithm, value))
        {
            return;
        }

        RequireForm(algorithm, value);
        if (value != Convert.ToBase64String(computed(algorithm)))
        {
            throw S3Errors.BadChecksum(NameOf(algorithm));
        }
    }

    public static void RequireForm(ChecksumAlgorithm algorithm, string value)
    {
        Span<byte> bytes = stackalloc byte[StreamingChecksum.BytesMax];
        if (!Convert.TryFromBase64String(value, bytes, out var length) || length != StreamingChecksum.BytesOf(algorithm))
        {
            throw S3Errors.InvalidRequest($"Value for x-amz-checksum-{NameOf(algorithm).ToLowerInvariant()} header is invalid.");
        }
    }

    /// <summary>Throws when <c>Content-MD5</c> is not an MD5, or not that of the content.</summary>
    public static void CheckMd5(string? contentMd5, byte[] computed)
    {
        if (contentMd5 is null)
        {
            return;
        }

        Span<byte> stated = stackalloc byte[StreamingChecksum.BytesMax];
        if (!Convert.TryFromBase64String(contentMd5, stated, out var length) || length != 16)
        {
            throw S3Errors.InvalidDigest(contentMd5);
        }

        if (!stated[..length].SequenceEqual(computed))
        {
            throw S3Errors.BadDigest(Convert.ToHexStringLower(stated[..length]), Convert.ToHexStringLower(computed));
        }
    }

    /// <summary>The type of a multipart upload's checksum, and whether S3 allows it with the algorithm.</summary>
    public static string? TypeOf(ChecksumAlgorithm? algorithm, string? asked)
    {
        if (algorithm is null)
        {
            return asked is null
                ? null
                : throw S3Errors.InvalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }

        var type = asked ?? (algorithm == ChecksumAlgorithm.Crc64Nvme ? FullObject : Composite);
        var isAllowed = type switch
        {
            FullObject => algorithm is ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C or ChecksumAlgorithm.Crc64Nvme,
            Composite => algorithm != ChecksumAlgorithm.Crc64Nvme,
            _ => throw S3Errors.InvalidRequest("Value for x-amz-checksum-type header is invalid."),
        };
        return isAllowed
            ? type
            : throw S3Errors.InvalidRequest(
                $"The {type} checksum type cannot be used with the {NameOf(algorithm.Value).ToLowerInvariant()} checksum algorithm.");
    }

    /// <summary>CRC-64/NVME of parts joined, base 64.</summary>
    public static ulong CombineCrc64(IEnumerable<PartState> parts) => parts.Aggregate(
        0UL, (crc, part) => CrcCombine.Crc64Nvme(crc, Number(part.Crc64), part.Size));

    /// <summary>The checksum of an object assembled from parts.</summary>
    public static ChecksumState OfParts(string? algorithmName, string? type, IReadOnlyList<PartState> parts)
    {
        var algorithm = Parse(algorithmName) ?? ChecksumAlgorithm.Crc64Nvme;
        if (type == Composite)
        {
            using var whole = new StreamingChecksum(algorithm);
            foreach (var part in parts)
            {
                whole.Append(Convert.FromBase64String(part.Checksum!));
            }

            return new(NameOf(algorithm), string.Create(CultureInfo.InvariantCulture, $"{whole.CurrentBase64()}-{parts.Count}"), Composite);
        }

        return new(NameOf(algorithm), CombineFull(algorithm, parts), FullObject);
    }

    public static string Crc64Text(ulong crc)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, crc);
        return Convert.ToBase64String(bytes);
    }

    private static string CombineFull(ChecksumAlgorithm algorithm, IReadOnlyList<PartState> parts)
    {
        if (algorithm == ChecksumAlgorithm.Crc64Nvme)
        {
            return Crc64Text(CombineCrc64(parts));
        }

        var crc = 0U;
        foreach (var part in parts)
        {
            var next = (uint)Number(part.Checksum!);
            crc = algorithm == ChecksumAlgorithm.Crc32 ? CrcCombine.Crc32(crc, next, part.Size) : CrcCombine.Crc32C(crc, next, part.Size);
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, crc);
        return Convert.ToBase64String(bytes);
    }

    private static ulong Number(string base64) => Convert.FromBase64String(base64).Aggregate(0UL, (number, value) => (number << 8) | value);
}
