using System.Security.Cryptography;
using Weir.Kernel.Core;
using Weir.Kernel.Storage.Checksums;
using Weir.Services.S3.Domain;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Tests;

public sealed class DomainTests
{
    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=95-200", 95, 5)]
    [InlineData("bytes=99-", 99, 1)]
    [InlineData("bytes=-7", 93, 7)]
    [InlineData("bytes=-700", 0, 100)]
    [InlineData("bytes=5-5", 5, 1)]
    public void A_range_names_its_bytes(string header, long offset, long length) =>
        Assert.Equal(new ByteRange(offset, length), ByteRange.Parse(header, 100));

    [Theory]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=1-2,4-5")]
    [InlineData("lines=1-2")]
    [InlineData("bytes=--1")]
    [InlineData(null)]
    public void A_range_that_is_none_is_ignored(string? header) => Assert.Null(ByteRange.Parse(header, 100));

    [Theory]
    [InlineData("bytes=100-", 100)]
    [InlineData("bytes=100-200", 100)]
    [InlineData("bytes=-0", 100)]
    [InlineData("bytes=0-", 0)]
    [InlineData("bytes=-1", 0)]
    public void A_range_outside_the_object_is_refused_with_its_size(string header, long size)
    {
        var failure = Assert.Throws<ServiceException>(() => ByteRange.Parse(header, size));

        Assert.Equal(("InvalidRange", 416), (failure.Code, failure.HttpStatus));
        Assert.Equal($"{size}", failure.Members["ActualObjectSize"]);
        Assert.Equal(header, failure.Members["RangeRequested"]);
    }

    [Fact]
    public void The_tag_of_parts_is_the_hash_of_their_hashes_and_their_count()
    {
        var first = MD5.HashData([1]);
        var second = MD5.HashData([2]);

        Assert.Equal(
            Convert.ToHexStringLower(MD5.HashData([.. first, .. second])) + "-2",
            EntityTag.OfParts([EntityTag.Of(first), EntityTag.Of(second)]));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("\"abc\"", true)]
    [InlineData("abc", true)]
    [InlineData("\"x\", \"abc\"", true)]
    [InlineData("W/\"abc\"", true)]
    [InlineData("\"abcd\"", false)]
    public void A_tag_is_found_in_a_list(string list, bool isIn) => Assert.Equal(isIn, EntityTag.IsIn(list, "abc"));

    [Theory]
    [InlineData("a b+c", "a+b%2Bc")]
    [InlineData("한/글.txt", "%ED%95%9C/%EA%B8%80.txt")]
    [InlineData("a=1&b~c(d)*", "a%3D1%26b%7Ec%28d%29*")]
    public void Keys_are_encoded_as_forms_with_slashes_left(string key, string encoded) => Assert.Equal(encoded, KeyEncoding.Encode(key));

    [Theory]
    [InlineData("good-name.1", true)]
    [InlineData("ab", false)]
    [InlineData("UPPER", false)]
    [InlineData("-start", false)]
    [InlineData("end-", false)]
    [InlineData("a..b", false)]
    [InlineData("192.168.5.4", false)]
    [InlineData("xn--name", false)]
    [InlineData("name-s3alias", false)]
    [InlineData("under_score", false)]
    public void Bucket_names_follow_the_rules(string name, bool isOne) => Assert.Equal(isOne, S3Names.IsBucketName(name));

    [Fact]
    public void Metadata_beyond_ascii_travels_encoded_and_is_kept_decoded()
    {
        var kept = UserMetadata.Accept(new Dictionary<string, string> { ["Name"] = "=?UTF-8?B?7ZWc6riA?=", ["q"] = "=?utf-8?Q?caf=C3=A9_x?=" })!;

        Assert.Equal("한글", kept["name"]);
        Assert.Equal("café x", kept["q"]);
        Assert.Equal("=?UTF-8?B?7ZWc6riA?=", UserMetadata.Present(kept)!["name"]);
    }

    [Fact]
    public void Metadata_has_a_limit()
    {
        var failure = Assert.Throws<ServiceException>(() =>
            UserMetadata.Accept(new Dictionary<string, string> { ["n"] = new('x', S3Limits.MetadataBytesMax) }));

        Assert.Equal("MetadataTooLarge", failure.Code);
    }

    [Fact]
    public void The_checksum_of_parts_is_combined_without_reading_them()
    {
        byte[] first = [1, 2, 3, 4, 5];
        byte[] second = [6, 7, 8];
        byte[] whole = [.. first, .. second];

        foreach (var algorithm in new[] { ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme })
        {
            var combined = Checksums.OfParts(Checksums.NameOf(algorithm), Checksums.FullObject, [Part(first, algorithm), Part(second, algorithm)]);
            Assert.Equal(Convert.ToBase64String(Compute(algorithm, whole)), combined.Value);
        }
    }

    [Fact]
    public void A_composite_checksum_is_that_of_the_parts_checksums_with_their_count()
    {
        var composite = Checksums.OfParts(
            "SHA256", Checksums.Composite, [Part([1], ChecksumAlgorithm.Sha256), Part([2], ChecksumAlgorithm.Sha256)]);

        byte[] both = [.. SHA256.HashData([1]), .. SHA256.HashData([2])];
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(both)) + "-2", composite.Value);
    }

    [Theory]
    [InlineData("us-east-1", null, "us-east-1")]
    [InlineData("us-east-1", "eu-west-1", "eu-west-1")]
    [InlineData("us-east-1", "EU", "eu-west-1")]
    [InlineData("ap-northeast-2", "ap-northeast-2", "ap-northeast-2")]
    public void A_bucket_goes_where_it_is_asked_to(string endpoint, string? constraint, string region) =>
        Assert.Equal(region, Regions.Choose(endpoint, constraint));

    [Theory]
    [InlineData("us-east-1", "us-east-1", "InvalidLocationConstraint")]
    [InlineData("us-east-1", "the moon", "InvalidLocationConstraint")]
    [InlineData("eu-west-1", null, "IllegalLocationConstraintException")]
    [InlineData("eu-west-1", "eu-west-2", "IllegalLocationConstraintException")]
    public void A_wrong_location_is_refused(string endpoint, string? constraint, string code) =>
        Assert.Equal(code, Assert.Throws<ServiceException>(() => Regions.Choose(endpoint, constraint)).Code);

    [Theory]
    [InlineData("/bucket/a%20b/c", "bucket", "a b/c")]
    [InlineData("bucket/%ED%95%9C+1", "bucket", "한+1")]
    [InlineData("arn:aws:s3:::bucket/key", "bucket", "key")]
    [InlineData("bucket//lead", "bucket", "/lead")]
    [InlineData("bucket/key?versionId=null", "bucket", "key")]
    public void A_copy_source_names_bucket_and_key(string header, string bucket, string key) =>
        Assert.Equal(new CopySource(bucket, key), CopySource.Parse(header));

    [Theory]
    [InlineData("bucket")]
    [InlineData("bucket/")]
    [InlineData("/")]
    public void A_copy_source_without_a_key_is_refused(string header) =>
        Assert.Equal("InvalidArgument", Assert.Throws<ServiceException>(() => CopySource.Parse(header)).Code);

    private static PartState Part(byte[] content, ChecksumAlgorithm algorithm) => new()
    {
        BlobId = "",
        Size = content.Length,
        ETag = "",
        LastModified = default,
        Crc64 = Convert.ToBase64String(Compute(ChecksumAlgorithm.Crc64Nvme, content)),
        Checksum = Convert.ToBase64String(Compute(algorithm, content)),
    };

    private static byte[] Compute(ChecksumAlgorithm algorithm, byte[] content)
    {
        using var checksum = new StreamingChecksum(algorithm);
        checksum.Append(content);
        return checksum.Current();
    }
}
