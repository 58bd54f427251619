using System.Security.Cryptography;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Blobs.Tests;

public sealed class BlobEncryptionTests : IDisposable
{
    private const int Chunk = 64 * 1024;
    private readonly BlobFixture _blobs = new();

    public void Dispose() => _blobs.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((5 * Chunk) + 17)]
    public async Task Content_comes_back_whole_and_its_digests_are_those_of_the_content(int length)
    {
        var content = BlobFixture.Bytes(length);

        await using var staged = await _blobs.Store.StageAsync(
            new MemoryStream(content), [ChecksumAlgorithm.Md5], length, isEncrypted: true, default);
        await staged!.SealAsync();

        Assert.True(BlobStore.IsEncrypted(staged.Blob.Id));
        Assert.Equal(length, staged.Size);
        Assert.Equal(MD5.HashData(content), staged.Digests[ChecksumAlgorithm.Md5]);
        Assert.Equal(Crc64Nvme.Compute(content), staged.Blob.Crc64);
        var read = new byte[length];
        using var stream = _blobs.Store.Open(staged.Blob.Id, 0, length)!;
        stream.ReadExactly(read);
        Assert.Equal(content, read);
        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public async Task The_file_does_not_hold_the_content_and_two_files_of_the_same_content_differ()
    {
        var content = new byte[3 * Chunk];

        var one = await _blobs.PutAsync(content, isEncrypted: true);
        var two = await _blobs.PutAsync(content, isEncrypted: true);

        var first = File.ReadAllBytes(_blobs.PathOf(one.Id));
        Assert.Equal(content.Length + (3 * 16), first.Length);
        Assert.True(first.AsSpan().IndexOf(new byte[16]) < 0);
        Assert.False(first.AsSpan().SequenceEqual(File.ReadAllBytes(_blobs.PathOf(two.Id))));
    }

    [Fact]
    public async Task A_range_is_read_from_the_middle()
    {
        var content = BlobFixture.Bytes((4 * Chunk) + 100);
        var blob = await _blobs.PutAsync(content, isEncrypted: true);

        foreach (var (offset, length) in new[] { (0, 10), (Chunk - 3, 6), (Chunk, Chunk), (100, (3 * Chunk) + 5), (4 * Chunk, 100) })
        {
            using var stream = _blobs.Store.Open(blob.Id, offset, length)!;
            var read = new byte[length];
            await stream.ReadExactlyAsync(read);
            Assert.Equal(content[offset..(offset + length)], read);
        }
    }

    [Fact]
    public async Task A_restart_reads_with_the_stored_key_and_without_it_nothing_is_read()
    {
        var content = BlobFixture.Bytes(1000);
        var blob = await _blobs.PutAsync(content, isEncrypted: true);

        _blobs.Restart();
        Assert.Equal(content, _blobs.Read(blob.Id));

        File.Delete(_blobs.KeyPath);
        _blobs.Restart();
        Assert.Throws<CryptographicException>(() => _blobs.Read(blob.Id));
        Assert.False(File.Exists(_blobs.KeyPath));
    }

    [Fact]
    public async Task A_changed_byte_is_found_by_readers_and_by_the_verifier()
    {
        var blob = await _blobs.PutAsync(BlobFixture.Bytes(Chunk + 10), isEncrypted: true);
        var verifier = new BlobVerifier(_blobs.Store, _blobs.State);
        Assert.Empty(verifier.Check(readContent: true, default));

        var stored = File.ReadAllBytes(_blobs.PathOf(blob.Id));
        stored[Chunk + 20] ^= 1;
        File.WriteAllBytes(_blobs.PathOf(blob.Id), stored);

        Assert.ThrowsAny<CryptographicException>(() => _blobs.Read(blob.Id));
        Assert.IsType<BlobDamage.WrongContent>(Assert.Single(verifier.Check(readContent: true, default)));
    }

    [Fact]
    public async Task Leases_share_one_decrypted_copy_that_goes_with_the_last_of_them()
    {
        var content = BlobFixture.Bytes(Chunk + 1);
        var blob = await _blobs.PutAsync(content, isEncrypted: true);
        var before = _blobs.Files();

        var leases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => (await _blobs.Store.TryLeaseAsync(blob.Id))!)));

        var path = Assert.Single(leases.Select(lease => lease.Path).Distinct());
        Assert.Equal(content, File.ReadAllBytes(path));
        leases[0].Dispose();
        leases[0].Dispose();
        Assert.True(File.Exists(path));
        Array.ForEach(leases, lease => lease.Dispose());
        Assert.Equal(before, _blobs.Files());
        using var again = await _blobs.Store.TryLeaseAsync(blob.Id);
        Assert.Equal(content, File.ReadAllBytes(again!.Path));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Ranges_are_joined_whether_they_are_encrypted_or_not(bool isSourceEncrypted, bool isEncrypted)
    {
        var content = BlobFixture.Bytes(3 * Chunk);
        var one = await _blobs.PutAsync(content, isEncrypted: isSourceEncrypted);
        var two = await _blobs.PutAsync([1, 2, 3]);

        await using var joined = await _blobs.Store.ConcatenateAsync(
            [new(one.Id, 10, (2 * Chunk) + 1), new(two.Id, 1, 2)], crc64: null, isEncrypted, default);
        var blob = await joined!.SealAsync();

        byte[] expected = [.. content.AsSpan(10, (2 * Chunk) + 1), 2, 3];
        Assert.Equal(isEncrypted, BlobStore.IsEncrypted(blob.Id));
        Assert.Equal(Crc64Nvme.Compute(expected), blob.Crc64);
        using var stream = _blobs.Store.Open(blob.Id, 0, blob.Size)!;
        var read = new byte[expected.Length];
        stream.ReadExactly(read);
        Assert.Equal(expected, read);
    }

    [Fact]
    public async Task A_local_file_is_taken_in_encrypted_and_removed()
    {
        var content = BlobFixture.Bytes(1000);
        var path = Path.Combine(_blobs.Root, "made-here");
        File.WriteAllBytes(path, content);

        await using var staged = await _blobs.Store.AdoptAsync(path, [ChecksumAlgorithm.Md5], isEncrypted: true, default);
        var blob = await staged.SealAsync();

        Assert.False(File.Exists(path));
        Assert.Equal(1000, blob.Size);
        Assert.True(BlobStore.IsEncrypted(blob.Id));
        using var stream = _blobs.Store.Open(blob.Id, 0, blob.Size)!;
        var read = new byte[1000];
        stream.ReadExactly(read);
        Assert.Equal(content, read);
    }
}
