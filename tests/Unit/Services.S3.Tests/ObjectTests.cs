using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.S3.Model;
using Weir.Services.S3.Operations;
using Weir.Tests.Support;

namespace Weir.Services.S3.Tests;

public sealed class ObjectTests : IDisposable
{
    private readonly S3Fixture _s3 = new();

    public void Dispose() => _s3.Dispose();

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("with space+plus%percent")]
    [InlineData("한국어/파일.csv")]
    [InlineData("//double//slash/")]
    [InlineData("/leading")]
    [InlineData("../dots/./here")]
    [InlineData("nul\u0000inside")]
    public async Task An_object_is_read_back_under_its_exact_key(string key)
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", key, "content of " + key);
        _s3.Restart();

        Assert.Equal("content of " + key, await _s3.ReadAsync("lake", key));
        Assert.Equal(key, Assert.Single((await ListAsync(new() { Bucket = "lake" })).Contents!).Key);
    }

    [Fact]
    public async Task Everything_put_with_an_object_comes_back_with_it()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync(new()
        {
            Bucket = "lake",
            Key = "k",
            Body = S3Fixture.Body("hello"),
            ContentType = "text/plain",
            CacheControl = "no-cache",
            ContentDisposition = "attachment",
            ContentEncoding = "gzip, aws-chunked",
            ContentLanguage = "ko",
            StorageClass = "STANDARD_IA",
            Metadata = new Dictionary<string, string> { ["Device"] = "한" },
            Tagging = "a=1&b=x+y",
        });

        var head = await HeadAsync(new() { Bucket = "lake", Key = "k", ChecksumMode = "ENABLED" });

        Assert.Equal(
            ("text/plain", "no-cache", "attachment", "gzip", "ko", "STANDARD_IA"),
            (head.ContentType!, head.CacheControl!, head.ContentDisposition!, head.ContentEncoding!, head.ContentLanguage!, head.StorageClass!));
        Assert.Equal("=?UTF-8?B?7ZWc?=", head.Metadata!["device"]);
        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", head.ETag);
        Assert.Equal(("M3eFcAZSQlc=", "FULL_OBJECT"), (head.ChecksumCRC64NVME!, head.ChecksumType!));
        Assert.Equal(2, head.TagCount);
        Assert.Equal(5, head.ContentLength);
    }

    [Fact]
    public async Task A_range_is_part_of_the_content_and_says_where_it_lies()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", "k", "0123456789");

        var part = await _s3.GetAsync(new() { Bucket = "lake", Key = "k", Range = "bytes=-3" });

        Assert.Equal("789", new StreamReader(part.Body!).ReadToEnd());
        Assert.Equal(("bytes 7-9/10", 3L), (part.ContentRange!, part.ContentLength!.Value));
        Assert.Null((await _s3.GetAsync(new() { Bucket = "lake", Key = "k" })).ContentRange);
    }

    [Fact]
    public async Task Conditions_of_a_read_hold_or_say_which_did_not()
    {
        await _s3.CreateAsync("lake");
        var etag = (await _s3.PutAsync("lake", "k", "1")).ETag!;
        var now = _s3.Clock.GetUtcNow();

        await HeadAsync(new() { Bucket = "lake", Key = "k", IfMatch = etag, IfUnmodifiedSince = now.AddDays(-1) });
        await HeadAsync(new() { Bucket = "lake", Key = "k", IfNoneMatch = "\"other\"", IfModifiedSince = now.AddDays(1) });
        await Refused(new() { Bucket = "lake", Key = "k", IfMatch = "\"other\"" }, "PreconditionFailed", "If-Match");
        await Refused(new() { Bucket = "lake", Key = "k", IfUnmodifiedSince = now.AddSeconds(-1) }, "PreconditionFailed", "If-Unmodified-Since");
        Assert.Equal(304, (await Refused(new() { Bucket = "lake", Key = "k", IfNoneMatch = etag }, "NotModified", null)).HttpStatus);
        Assert.Equal(304, (await Refused(new() { Bucket = "lake", Key = "k", IfModifiedSince = now }, "NotModified", null)).HttpStatus);
    }

    [Fact]
    public async Task Conditional_writes_keep_what_another_writer_stored()
    {
        await _s3.CreateAsync("lake");
        var etag = (await _s3.PutAsync(Put("1") with { IfNoneMatch = "*" })).ETag!;

        await S3Fixture.FailsAsync("PreconditionFailed", () => _s3.PutAsync(Put("2") with { IfNoneMatch = "*" }));
        await S3Fixture.FailsAsync("PreconditionFailed", () => _s3.PutAsync(Put("3") with { IfMatch = "\"other\"" }));
        await S3Fixture.FailsAsync("NoSuchKey", () => _s3.PutAsync(Put("4") with { Key = "new", IfMatch = etag }));
        await _s3.PutAsync(Put("5") with { IfMatch = etag });

        Assert.Equal("5", await _s3.ReadAsync("lake", "k"));
        await _s3.Get<Engines.Blobs.BlobCollector>().RemovePendingAsync(default);
        Assert.Equal(1, _s3.Files());
    }

    [Theory]
    [InlineData("not base 64!", "InvalidDigest")]
    [InlineData("AAAA", "InvalidDigest")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest")]
    public async Task Content_that_does_not_match_its_md5_is_refused_and_leaves_nothing(string md5, string code)
    {
        await _s3.CreateAsync("lake");

        await S3Fixture.FailsAsync(code, () => _s3.PutAsync(Put("x") with { ContentMD5 = md5 }));

        Assert.Equal(0, _s3.Files());
    }

    [Fact]
    public async Task Content_is_held_against_the_one_checksum_it_came_with()
    {
        await _s3.CreateAsync("lake");
        var right = await _s3.PutAsync(Put("hello") with { ChecksumCRC32 = "NhCmhg==" });

        Assert.Equal("NhCmhg==", right.ChecksumCRC32);
        await S3Fixture.FailsAsync("BadDigest", () => _s3.PutAsync(Put("hullo") with { ChecksumCRC32 = "NhCmhg==" }));
        await S3Fixture.FailsAsync("InvalidRequest", () => _s3.PutAsync(Put("hello") with { ChecksumCRC32 = "short" }));
        await S3Fixture.FailsAsync("InvalidRequest", () => _s3.PutAsync(Put("hello") with { ChecksumCRC32 = "NhCmhg==", ChecksumSHA1 = "qvTGHdzF6KLavt4PO0gs2a6pQ00=" }));
    }

    [Fact]
    public async Task A_copy_takes_or_replaces_what_describes_the_source()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync(Put("hello") with { ContentType = "text/plain", Metadata = new Dictionary<string, string> { ["a"] = "1" }, Tagging = "t=1" });

        await CopyAsync(new() { Bucket = "lake", Key = "same", CopySource = "lake/k" });
        await CopyAsync(new()
        {
            Bucket = "lake",
            Key = "other",
            CopySource = "lake/k",
            MetadataDirective = "REPLACE",
            ContentType = "text/html",
            TaggingDirective = "REPLACE",
            ChecksumAlgorithm = "SHA256",
        });
        await DeleteAsync("k");
        await _s3.Get<Engines.Blobs.BlobCollector>().RemovePendingAsync(default);

        var same = await HeadAsync(new() { Bucket = "lake", Key = "same" });
        var other = await HeadAsync(new() { Bucket = "lake", Key = "other", ChecksumMode = "ENABLED" });
        Assert.Equal(("text/plain", "1", 1), (same.ContentType!, same.Metadata!["a"], same.TagCount!.Value));
        Assert.Equal(("text/html", (object?)null, (object?)null), (other.ContentType!, other.Metadata, other.TagCount));
        Assert.Equal("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", other.ChecksumSHA256);
        Assert.Equal("hello", await _s3.ReadAsync("lake", "other"));
        await S3Fixture.FailsAsync("InvalidRequest", () => CopyAsync(new() { Bucket = "lake", Key = "same", CopySource = "lake/same" }));
        await S3Fixture.FailsAsync("NoSuchKey", () => CopyAsync(new() { Bucket = "lake", Key = "x", CopySource = "lake/none" }));
        await S3Fixture.FailsAsync(
            "PreconditionFailed", () => CopyAsync(new() { Bucket = "lake", Key = "x", CopySource = "lake/same", CopySourceIfMatch = "\"no\"" }));
        await CopyAsync(new() { Bucket = "lake", Key = "same", CopySource = "lake/same", MetadataDirective = "REPLACE", ContentType = "a/b" });
        Assert.Equal("hello", await _s3.ReadAsync("lake", "same"));
    }

    [Fact]
    public async Task Many_are_deleted_at_once_each_with_its_own_outcome()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", "a", "1");
        await _s3.PutAsync("lake", "b", "1");
        await _s3.PutAsync("lake", "secret", "1");
        _s3.Authorizer.Allows = asked => !asked.Resource.EndsWith("secret", StringComparison.Ordinal);

        var outcome = await _s3.RunAsync<DeleteObjects, DeleteObjectsRequest, DeleteObjectsResponse>(new()
        {
            Bucket = "lake",
            Delete = new() { Objects = [new() { Key = "a" }, new() { Key = "none" }, new() { Key = "b", ETag = "\"no\"" }, new() { Key = "secret" }] },
        });

        Assert.Equal(["a", "none"], outcome.Deleted!.Select(deleted => deleted.Key));
        Assert.Equal([("secret", "AccessDenied"), ("b", "PreconditionFailed")], outcome.Errors!.Select(error => (error.Key!, error.Code!)));
        Assert.Equal(["b", "secret"], (await ListAsync(new() { Bucket = "lake" })).Contents!.Select(found => found.Key));
    }

    [Fact]
    public async Task A_missing_key_is_a_secret_to_whoever_may_not_list()
    {
        await _s3.CreateAsync("lake");
        await S3Fixture.FailsAsync("NoSuchKey", () => _s3.GetAsync(new() { Bucket = "lake", Key = "none" }));

        _s3.Authorizer.Allows = asked => asked.Action != "s3:ListBucket";
        await S3Fixture.FailsAsync("AccessDenied", () => _s3.GetAsync(new() { Bucket = "lake", Key = "none" }));
    }

    [Fact]
    public async Task Another_accounts_bucket_without_a_policy_is_closed_even_to_root()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", "k", "1");
        _s3.Call = TestCalls.By(Caller.Root("111111111111"), _s3.Authorizer);

        await S3Fixture.FailsAsync("AccessDenied", () => _s3.GetAsync(new() { Bucket = "lake", Key = "k" }));
        await S3Fixture.FailsAsync("AccessDenied", () => _s3.PutAsync("lake", "k", "2"));
        await S3Fixture.FailsAsync("BucketAlreadyExists", () => _s3.CreateAsync("lake"));
        Assert.Empty((await _s3.RunAsync<ListBuckets, ListBucketsRequest, ListBucketsResponse>(new())).Buckets!);
    }

    [Fact]
    public async Task What_is_not_built_is_refused_by_name()
    {
        await _s3.CreateAsync("lake");

        var failure = await S3Fixture.FailsAsync("NotImplemented", () => _s3.PutAsync(Put("x") with { ServerSideEncryption = "aws:kms" }));

        Assert.Equal("x-amz-server-side-encryption: aws:kms", failure.Members["Header"]);
        await S3Fixture.FailsAsync("AccessControlListNotSupported", () => _s3.PutAsync(Put("x") with { ACL = "public-read" }));
    }

    [Fact]
    public async Task A_bucket_goes_only_when_it_is_empty()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", "k", "1");
        await S3Fixture.FailsAsync("BucketNotEmpty", () => DeleteBucketAsync());
        await DeleteAsync("k");
        await DeleteBucketAsync();
        await S3Fixture.FailsAsync("NoSuchBucket", () => ListAsync(new() { Bucket = "lake" }));
    }

    [Fact]
    public async Task A_leased_file_stays_readable_after_the_object_is_gone()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", "k", "leased");
        using (var lease = await _s3.Store.LeaseAsync(_s3.Call, "lake", ["k"], default))
        {
            await DeleteAsync("k");
            await _s3.Get<Engines.Blobs.BlobCollector>().RemovePendingAsync(default);

            Assert.Equal("leased", File.ReadAllText(lease.Paths[0]));
            Assert.Equal(6, lease.Objects[0].Size);
        }

        await _s3.Get<Engines.Blobs.BlobCollector>().RemovePendingAsync(default);
        Assert.Equal(0, _s3.Files());
    }

    [Fact]
    public async Task Other_services_list_past_one_page_in_order()
    {
        await _s3.CreateAsync("lake");
        for (var number = 0; number < 30; number++)
        {
            await _s3.PutAsync("lake", $"p/{number:D2}", "");
        }

        var keys = new List<string>();
        await foreach (var found in _s3.Store.ListAsync(_s3.Call, "lake", "p/", "p/04", default))
        {
            keys.Add(found.Key);
        }

        Assert.Equal(Enumerable.Range(5, 25).Select(number => $"p/{number:D2}"), keys);
    }

    [Fact]
    public async Task Tags_are_replaced_and_checked()
    {
        await _s3.CreateAsync("lake");
        await _s3.PutAsync("lake", "k", "1");

        await TagAsync([new() { Key = "한", Value = "값 1" }]);
        Assert.Equal(("한", "값 1"), Assert.Single((await TagsAsync()).TagSet) is var tag ? (tag.Key, tag.Value) : default);
        await S3Fixture.FailsAsync("InvalidTag", () => TagAsync([new() { Key = "a", Value = "1" }, new() { Key = "a", Value = "2" }]));
        await S3Fixture.FailsAsync("InvalidTag", () => TagAsync([new() { Key = "a", Value = "<>" }]));
        await S3Fixture.FailsAsync("BadRequest", () => TagAsync([.. Enumerable.Range(0, 11).Select(n => new Tag { Key = $"{n}", Value = "" })]));
        await _s3.RunAsync<DeleteObjectTagging, DeleteObjectTaggingRequest, DeleteObjectTaggingResponse>(new() { Bucket = "lake", Key = "k" });
        Assert.Empty((await TagsAsync()).TagSet);
    }

    private static PutObjectRequest Put(string content) => new() { Bucket = "lake", Key = "k", Body = S3Fixture.Body(content) };

    private async Task<ServiceException> Refused(HeadObjectRequest request, string code, string? condition)
    {
        var failure = await S3Fixture.FailsAsync(code, () => HeadAsync(request));
        Assert.Equal(condition, failure.Members.GetValueOrDefault("Condition"));
        return failure;
    }

    private Task<HeadObjectResponse> HeadAsync(HeadObjectRequest request) => _s3.RunAsync<HeadObject, HeadObjectRequest, HeadObjectResponse>(request);

    private Task<CopyObjectResponse> CopyAsync(CopyObjectRequest request) => _s3.RunAsync<CopyObject, CopyObjectRequest, CopyObjectResponse>(request);

    private Task<DeleteObjectResponse> DeleteAsync(string key) =>
        _s3.RunAsync<DeleteObject, DeleteObjectRequest, DeleteObjectResponse>(new() { Bucket = "lake", Key = key });

    private Task<DeleteBucketResponse> DeleteBucketAsync() =>
        _s3.RunAsync<DeleteBucket, DeleteBucketRequest, DeleteBucketResponse>(new() { Bucket = "lake" });

    private Task<ListObjectsV2Response> ListAsync(ListObjectsV2Request request) =>
        _s3.RunAsync<ListObjectsV2, ListObjectsV2Request, ListObjectsV2Response>(request);

    private Task<PutObjectTaggingResponse> TagAsync(IReadOnlyList<Tag> tags) =>
        _s3.RunAsync<PutObjectTagging, PutObjectTaggingRequest, PutObjectTaggingResponse>(
            new() { Bucket = "lake", Key = "k", Tagging = new() { TagSet = tags } });

    private Task<GetObjectTaggingResponse> TagsAsync() =>
        _s3.RunAsync<GetObjectTagging, GetObjectTaggingRequest, GetObjectTaggingResponse>(new() { Bucket = "lake", Key = "k" });
}
