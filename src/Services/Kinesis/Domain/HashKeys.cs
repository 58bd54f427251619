using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Weir.Services.Kinesis.Domain;

/// <summary>Where a partition key lies among the 2^128 hash keys.</summary>
internal static class HashKeys
{
    /// <summary>MD5 of the key's UTF-8 form, as a big-endian number.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> partitionKey)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // the service's own placement, not security
        MD5.HashData(partitionKey, digest);
#pragma warning restore CA5351
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    public static UInt128 ParseExplicit(string text) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hash)
            ? hash
            : throw KinesisErrors.ExplicitHashKey(text);

    /// <summary>The first hash key of each of so many even ranges.</summary>
    public static IEnumerable<UInt128> EvenStarts(int count)
    {
        // 2^128 / count, without 2^128
        var size = (UInt128.MaxValue / (UInt128)count) + (UInt128.MaxValue % (UInt128)count == (UInt128)count - 1 ? 1u : 0u);
        for (var at = 0; at < count; at++)
        {
            yield return size * (UInt128)at;
        }
    }
}
