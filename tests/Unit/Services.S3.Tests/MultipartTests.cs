using System.Security.Cryptography;
using Weir.Kernel.Storage.Checksums;
using Weir.Services.S3.Model;
using Weir.Services.S3.Operations;

namespace Weir.Services.S3.Tests;

public sealed class MultipartTests : IDisposable
{
    private static readonly byte[] Large = Bytes((int)S3Limits.PartBytesMin, 1);
    private static readonly byte[] Small = Bytes(1000, 2);

    private readonly S3Fixture _s3 = new();

    public void Dispose() => _s3.Dispose();

    [Fact]
    public async Task Parts_become_one_object_and_their_space_comes_back()
    {
        await _s3.CreateAsync("lake");
        var upload = await BeginAsync("SHA256", null);
        var second = await PartAsync(upload, 7, Small, "SHA256");
        var first = await PartAsync(upload, 2, Large, "SHA256");
        _s3.Restart();

        var done = await CompleteAsync(upload, (2, first), (7, second));
        await _s3.Get<Engines.Blobs.BlobCollector>().RemovePendingAsync(default);

        byte[] hashes = [.. MD5.HashData(Large), .. MD5.HashData(Small)];
        byte[] sums = [.. SHA256.HashData(Large), .. SHA256.HashData(Small)];
        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(hashes))}-2\"", done.ETag);
        Assert.Equal((Convert.ToBase64String(SHA256.HashData(sums)) + "-2", "COMPOSITE"), (done.ChecksumSHA256!, done.ChecksumType!));
        byte[] whole = [.. Large, .. Small];
        Assert.Equal(whole, await ContentAsync(new() { Bucket = "lake", Key = "k" }));
        Assert.Equal(1, _s3.Files());

        var part = await _s3.GetAsync(new() { Bucket = "lake", Key = "k", PartNumber = 2 });
        Assert.Equal((1000L, 2, $"bytes {Large.Length}-{Large.Length + 999}/{Large.Length + 1000}"), (part.ContentLength!.Value, part.PartsCount!.Value, part.ContentRange!));
        await S3Fixture.FailsAsync("InvalidPartNumber", () => _s3.GetAsync(new() { Bucket = "lake", Key = "k", PartNumber = 3 }));

        Assert.Equal(done.ETag, (await CompleteAsync(upload, (2, first), (7, second))).ETag); // as after a lost answer
        var attributes = await _s3.RunAsync<GetObjectAttributes, GetObjectAttributesRequest, GetObjectAttributesResponse>(
            new() { Bucket = "lake", Key = "k", ObjectAttributes = ["ObjectParts", "Checksum", "ObjectSize"] });
        Assert.Equal(2, attributes.ObjectParts!.TotalPartsCount);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(Small)), attributes.ObjectParts.Parts![1].ChecksumSHA256);
    }

    [Theory]
    [InlineData("CRC32", "FULL_OBJECT")]
    [InlineData("CRC32C", "FULL_OBJECT")]
    [InlineData("CRC64NVME", null)]
    [InlineData(null, null)]
    public async Task A_full_object_checksum_is_that_of_the_whole(string? algorithm, string? type)
    {
        await _s3.CreateAsync("lake");
        var upload = await BeginAsync(algorithm, type);
        var first = await PartAsync(upload, 1, Large, algorithm);
        var second = await PartAsync(upload, 2, Small, algorithm);

        var done = await CompleteAsync(upload, (1, first), (2, second));

        byte[] whole = [.. Large, .. Small];
        Assert.Equal("FULL_OBJECT", done.ChecksumType);
        Assert.Equal(algorithm == "CRC32" ? Sum(ChecksumAlgorithm.Crc32, whole) : null, done.ChecksumCRC32);
        Assert.Equal(algorithm == "CRC32C" ? Sum(ChecksumAlgorithm.Crc32C, whole) : null, done.ChecksumCRC32C);
        Assert.Equal(algorithm is null or "CRC64NVME" ? Sum(ChecksumAlgorithm.Crc64Nvme, whole) : null, done.ChecksumCRC64NVME);
        var verifier = new Engines.Blobs.BlobVerifier(_s3.Get<Engines.Blobs.BlobStore>(), _s3.Get<Kernel.State.IStateStore>());
        Assert.Empty(verifier.Check(readContent: true, default));
    }

    [Fact]
    public async Task A_completion_that_is_wrong_says_how()
    {
        await _s3.CreateAsync("lake");
        var upload = await BeginAsync(null, null);
        var small = await PartAsync(upload, 1, Small, null);
        var large = await PartAsync(upload, 2, Large, null);

        await S3Fixture.FailsAsync("MalformedXML", () => CompleteAsync(upload));
        await S3Fixture.FailsAsync("InvalidPartOrder", () => CompleteAsync(upload, (2, large), (1, small)));
        await S3Fixture.FailsAsync("InvalidPart", () => CompleteAsync(upload, (2, small)));
        await S3Fixture.FailsAsync("InvalidPart", () => CompleteAsync(upload, (3, small)));
        await S3Fixture.FailsAsync("NoSuchUpload", () => CompleteAsync("nothing", (1, small)));
        var tooSmall = await S3Fixture.FailsAsync("EntityTooSmall", () => CompleteAsync(upload, (1, small), (2, large)));
        Assert.Equal(("1000", "5242880", "1"), (tooSmall.Members["ProposedSize"], tooSmall.Members["MinSizeAllowed"], tooSmall.Members["PartNumber"]));
        await CompleteAsync(upload, (2, large));
    }

    [Fact]
    public async Task A_part_must_bring_the_checksum_the_upload_was_begun_with()
    {
        await _s3.CreateAsync("lake");
        var upload = await BeginAsync("SHA1", null);

        await S3Fixture.FailsAsync("InvalidRequest", () => PartAsync(upload, 1, Small, null));
        await S3Fixture.FailsAsync("InvalidRequest", () => PartAsync(upload, 1, Small, "CRC32"));
        await S3Fixture.FailsAsync("InvalidRequest", () => BeginAsync("SHA1", "FULL_OBJECT"));
        await S3Fixture.FailsAsync("InvalidRequest", () => BeginAsync("CRC64NVME", "COMPOSITE"));
        await S3Fixture.FailsAsync("InvalidArgument", () => PartAsync(upload, 0, Small, "SHA1"));
        await S3Fixture.FailsAsync("InvalidArgument", () => PartAsync(upload, 10001, Small, "SHA1"));
    }

    [Fact]
    public async Task An_aborted_upload_leaves_nothing()
    {
        await _s3.CreateAsync("lake");
        var upload = await BeginAsync(null, null);
        await PartAsync(upload, 1, Small, null);
        await PartAsync(upload, 1, Large, null);

        await _s3.RunAsync<AbortMultipartUpload, AbortMultipartUploadRequest, AbortMultipartUploadResponse>(
            new() { Bucket = "lake", Key = "k", UploadId = upload });
        await _s3.Get<Engines.Blobs.BlobCollector>().RemovePendingAsync(default);

        Assert.Equal(0, _s3.Files());
        await S3Fixture.FailsAsync("NoSuchUpload", () => PartAsync(upload, 1, Small, null));
    }

    [Fact]
    public async Task Uploads_and_parts_are_listed_by_pages()
    {
        await _s3.CreateAsync("lake");
        var uploads = new List<string>();
        foreach (var key in new[] { "a", "a", "b/1", "b/2", "c" })
        {
            _s3.Clock.Advance(TimeSpan.FromSeconds(1));
            uploads.Add(await BeginAsync(null, null, key));
        }

        var seen = new List<string>();
        ListMultipartUploadsRequest next = new() { Bucket = "lake", MaxUploads = 2 };
        ListMultipartUploadsResponse page;
        do
        {
            page = await _s3.RunAsync<ListMultipartUploads, ListMultipartUploadsRequest, ListMultipartUploadsResponse>(next);
            seen.AddRange(page.Uploads!.Select(upload => upload.UploadId!));
            next = next with { KeyMarker = page.NextKeyMarker, UploadIdMarker = page.NextUploadIdMarker };
        }
        while (page.IsTruncated is true);

        Assert.Equal(uploads, seen);
        var folders = await _s3.RunAsync<ListMultipartUploads, ListMultipartUploadsRequest, ListMultipartUploadsResponse>(
            new() { Bucket = "lake", Delimiter = "/" });
        Assert.Equal(["b/"], folders.CommonPrefixes!.Select(prefix => prefix.Prefix));
        await PartAsync(uploads[0], 3, Small, null, "a");
        await PartAsync(uploads[0], 1, Small, null, "a");
        var parts = await _s3.RunAsync<ListParts, ListPartsRequest, ListPartsResponse>(
            new() { Bucket = "lake", Key = "a", UploadId = uploads[0], MaxParts = 1 });
        Assert.Equal((1, true, 1), (parts.Parts!.Single().PartNumber!.Value, parts.IsTruncated!.Value, parts.NextPartNumberMarker!.Value));
    }

    [Fact]
    public async Task A_part_can_be_copied_from_a_range()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", "source", "0123456789");
        var upload = await BeginAsync(null, null);

        var copied = await CopyPartAsync(upload, "bytes=2-4");
        await CompleteAsync(upload, (1, copied.CopyPartResult!.ETag!));

        Assert.Equal("234", await _s3.ReadAsync("lake", "k"));
        await S3Fixture.FailsAsync("NoSuchUpload", () => CopyPartAsync(upload, "bytes=2-4"));
        var other = await BeginAsync(null, null);
        await S3Fixture.FailsAsync("InvalidArgument", () => CopyPartAsync(other, "bytes=2-10"));
        await S3Fixture.FailsAsync("InvalidArgument", () => CopyPartAsync(other, "2-10"));
    }

    [Fact]
    public async Task The_copy_of_a_multipart_object_is_one_whole()
    {
        await _s3.CreateAsync("lake");
        var upload = await BeginAsync(null, null);
        var part = await PartAsync(upload, 1, Small, null);
        await CompleteAsync(upload, (1, part));

        var copy = await _s3.RunAsync<CopyObject, CopyObjectRequest, CopyObjectResponse>(new() { Bucket = "lake", Key = "copy", CopySource = "lake/k" });

        Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(Small))}\"", copy.CopyObjectResult!.ETag);
    }

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Sum(ChecksumAlgorithm algorithm, byte[] content)
    {
        using var checksum = new StreamingChecksum(algorithm);
        checksum.Append(content);
        return checksum.CurrentBase64();
    }

    private async Task<string> BeginAsync(string? algorithm, string? type, string key = "k") =>
        (await _s3.RunAsync<CreateMultipartUpload, CreateMultipartUploadRequest, CreateMultipartUploadResponse>(
            new() { Bucket = "lake", Key = key, ChecksumAlgorithm = algorithm, ChecksumType = type })).UploadId!;

    private async Task<string> PartAsync(string upload, int number, byte[] content, string? algorithm, string key = "k") =>
        (await _s3.RunAsync<UploadPart, UploadPartRequest, UploadPartResponse>(new()
        {
            Bucket = "lake",
            Key = key,
            UploadId = upload,
            PartNumber = number,
            Body = new MemoryStream(content),
            ChecksumAlgorithm = algorithm,
        })).ETag!;

    private Task<UploadPartCopyResponse> CopyPartAsync(string upload, string range) =>
        _s3.RunAsync<UploadPartCopy, UploadPartCopyRequest, UploadPartCopyResponse>(new()
        {
            Bucket = "lake",
            Key = "k",
            UploadId = upload,
            PartNumber = 1,
            CopySource = "/lake/source",
            CopySourceRange = range,
        });

    private Task<CompleteMultipartUploadResponse> CompleteAsync(string upload, params (int Number, string ETag)[] parts) =>
        _s3.RunAsync<CompleteMultipartUpload, CompleteMultipartUploadRequest, CompleteMultipartUploadResponse>(new()
        {
            Bucket = "lake",
            Key = "k",
            UploadId = upload,
            MultipartUpload = new() { Parts = [.. parts.Select(part => new CompletedPart { PartNumber = part.Number, ETag = part.ETag })] },
        });

    private async Task<byte[]> ContentAsync(GetObjectRequest request)
    {
        var response = await _s3.GetAsync(request);
        var copy = new MemoryStream();
        await response.Body!.CopyToAsync(copy);
        return copy.ToArray();
    }
}
