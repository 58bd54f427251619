using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Storage.Tests;

public sealed class CrcCombineTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 17)]
    [InlineData(300, 0)]
    [InlineData(5_000, 70_001)]
    public void The_checksum_of_two_pieces_is_that_of_the_whole(int firstLength, int secondLength)
    {
        var whole = new byte[firstLength + secondLength];
        new Random(firstLength + (31 * secondLength)).NextBytes(whole);
        var first = whole.AsSpan(0, firstLength);
        var second = whole.AsSpan(firstLength);

        Assert.Equal(Crc32.Compute(whole), CrcCombine.Crc32(Crc32.Compute(first), Crc32.Compute(second), secondLength));
        Assert.Equal(Crc32C.Compute(whole), CrcCombine.Crc32C(Crc32C.Compute(first), Crc32C.Compute(second), secondLength));
        Assert.Equal(Crc64Nvme.Compute(whole), CrcCombine.Crc64Nvme(Crc64Nvme.Compute(first), Crc64Nvme.Compute(second), secondLength));
    }
}
