using System.Security.Cryptography;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Blobs.Tests;

public sealed class BlobStoreTests : IDisposable
{
    private readonly BlobFixture _blobs = new();

    public void Dispose() => _blobs.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData((256 * 1024) + 1)]
    [InlineData(1_000_003)]
    public async Task What_was_put_is_read_back_with_its_digests(int length)
    {
        var content = BlobFixture.Bytes(length);
        await using var staged = await _blobs.Store.StageAsync(
            new MemoryStream(content), [ChecksumAlgorithm.Md5, ChecksumAlgorithm.Sha256], length, isEncrypted: false, default);
        await staged!.SealAsync();
        using var stream = _blobs.Store.Open(staged.Blob.Id, 0, length)!;
        var read = new byte[length];
        stream.ReadExactly(read);

        Assert.Equal(content, read);
        Assert.Equal(0, stream.ReadByte() + 1);
        Assert.Equal(MD5.HashData(content), staged.Digests[ChecksumAlgorithm.Md5]);
        Assert.Equal(SHA256.HashData(content), staged.Digests[ChecksumAlgorithm.Sha256]);
        Assert.Equal(Crc64Nvme.Compute(content), staged.Blob.Crc64);
    }

    [Fact]
    public async Task Content_that_is_too_long_leaves_nothing_behind()
    {
        Assert.Null(await _blobs.Store.StageAsync(new MemoryStream(new byte[101]), [], 100, isEncrypted: false, default));
        Assert.Equal(0, _blobs.Files());
    }

    [Fact]
    public async Task A_staged_blob_that_is_not_sealed_leaves_nothing_behind()
    {
        await using (await _blobs.Store.StageAsync(new MemoryStream(new byte[101]), [], 200, isEncrypted: false, default))
        {
            Assert.Equal(1, _blobs.Files());
        }

        Assert.Equal(0, _blobs.Files());
    }

    [Fact]
    public async Task A_source_that_fails_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<IOException>(() => _blobs.Store.StageAsync(new FailingStream(), [], long.MaxValue, isEncrypted: false, default));

        Assert.Equal(0, _blobs.Files());
    }

    [Fact]
    public async Task A_range_reads_exactly_its_bytes()
    {
        var content = BlobFixture.Bytes(5000);
        var blob = await _blobs.PutAsync(content);

        using var stream = _blobs.Store.Open(blob.Id, 1000, 250)!;
        var read = new MemoryStream();
        await stream.CopyToAsync(read, TestContext.Current.CancellationToken);

        Assert.Equal(250, stream.Length);
        Assert.Equal(content[1000..1250], read.ToArray());
    }

    [Fact]
    public async Task A_file_is_adopted_by_moving_it()
    {
        var path = Path.Combine(_blobs.Root, "finished.parquet");
        var content = BlobFixture.Bytes(70_000);
        File.WriteAllBytes(path, content);

        await using var staged = await _blobs.Store.AdoptAsync(path, [ChecksumAlgorithm.Md5], isEncrypted: false, default);
        var blob = await staged.SealAsync();

        Assert.False(File.Exists(path));
        Assert.Equal(70_000, blob.Size);
        Assert.Equal(MD5.HashData(content), staged.Digests[ChecksumAlgorithm.Md5]);
        Assert.Equal(content, File.ReadAllBytes(Directory.GetFiles(_blobs.Root, blob.Id, SearchOption.AllDirectories).Single()));
    }

    [Fact]
    public async Task Joined_ranges_are_one_file_in_order()
    {
        var first = BlobFixture.Bytes(100_000, 1);
        var second = BlobFixture.Bytes(50_000, 2);
        var a = await _blobs.PutAsync(first);
        var b = await _blobs.PutAsync(second);
        byte[] expected = [.. first, .. second[10..20_010]];

        await using var staged = await _blobs.Store.ConcatenateAsync([new(a.Id, 0, a.Size), new(b.Id, 10, 20_000)], null, isEncrypted: false, default);
        var blob = await staged!.SealAsync();
        using var stream = _blobs.Store.Open(blob.Id, 0, blob.Size)!;
        var read = new byte[expected.Length];
        stream.ReadExactly(read);

        Assert.Equal(expected, read);
        Assert.Equal(Crc64Nvme.Compute(expected), blob.Crc64);
    }

    [Fact]
    public async Task Joining_a_blob_that_is_gone_says_so()
    {
        var blob = await _blobs.PutAsync([1, 2, 3], isCommitted: false);
        _blobs.Store.Discard(blob.Id);

        Assert.Null(await _blobs.Store.ConcatenateAsync([new(blob.Id, 0, 3)], null, isEncrypted: false, default));
        Assert.Equal(0, _blobs.Files());
    }

    [Fact]
    public async Task Many_puts_at_once_all_survive()
    {
        var puts = Enumerable.Range(0, 200).Select(seed => _blobs.PutAsync(BlobFixture.Bytes(1000, seed))).ToArray();
        var blobs = await Task.WhenAll(puts);

        Assert.Equal(200, blobs.Select(blob => blob.Id).Distinct().Count());
        Assert.All(blobs, (blob, seed) => Assert.Equal(BlobFixture.Bytes(1000, seed), _blobs.Read(blob.Id)));
    }

    private sealed class FailingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("the connection was reset");
    }
}
