using System.Text;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Storage.Tests;

public sealed class ChecksumTests
{
    private static readonly byte[] Check = Encoding.ASCII.GetBytes("123456789");

    [Fact]
    public void The_catalogued_check_values_hold()
    {
        Assert.Equal(0xCBF43926u, Crc32.Compute(Check));
        Assert.Equal(0xE3069283u, Crc32C.Compute(Check));
        Assert.Equal(0xAE8B14860A799888ul, Crc64Nvme.Compute(Check));
    }

    [Theory]
    [InlineData(ChecksumAlgorithm.Crc32, "DUoRhQ==")]
    [InlineData(ChecksumAlgorithm.Crc32C, "yZRlqg==")]
    [InlineData(ChecksumAlgorithm.Crc64Nvme, "jSnVw/bqjr4=")]
    [InlineData(ChecksumAlgorithm.Sha1, "Kq5sNclPz7QV2+lfQIuc6R7oRu0=")]
    [InlineData(ChecksumAlgorithm.Sha256, "uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=")]
    [InlineData(ChecksumAlgorithm.Md5, "XrY7u+Ae7tCTyyK7j1rNww==")]
    public void Each_algorithm_answers_in_base_64_of_network_order(ChecksumAlgorithm algorithm, string expected)
    {
        using var checksum = new StreamingChecksum(algorithm);
        checksum.Append("hello "u8);
        checksum.Append("world"u8);

        Assert.Equal(expected, checksum.CurrentBase64());
        Assert.Equal(StreamingChecksum.BytesOf(algorithm), checksum.Current().Length);
    }

    [Fact]
    public void Every_length_and_split_agrees_with_the_bit_by_bit_definition()
    {
        var random = new Random(7);
        var bytes = new byte[1200];
        random.NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length += length < 300 ? 1 : 37)
        {
            var data = bytes.AsSpan(0, length);
            var cut = random.Next(length + 1);

            Assert.Equal((uint)BitByBit(data, 0xEDB88320, uint.MaxValue), Crc32.Append(Crc32.Compute(data[..cut]), data[cut..]));
            Assert.Equal((uint)BitByBit(data, 0x82F63B78, uint.MaxValue), Crc32C.Append(Crc32C.Compute(data[..cut]), data[cut..]));
            Assert.Equal(
                BitByBit(data, 0x9A6C9329AC4BC9B5, ulong.MaxValue), Crc64Nvme.Append(Crc64Nvme.Compute(data[..cut]), data[cut..]));
        }
    }

    private static ulong BitByBit(ReadOnlySpan<byte> bytes, ulong polynomial, ulong ones)
    {
        var crc = ones;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ polynomial : crc >> 1;
            }
        }

        return crc ^ ones;
    }
}
