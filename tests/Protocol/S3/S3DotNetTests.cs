using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace Weir.Protocol.Tests.S3;

/// <summary>S3 through AWSSDK.S3 with its default integrity protections.</summary>
public sealed class S3DotNetTests(WeirFixture weir) : IDisposable
{
    private readonly AmazonS3Client _s3 = new(
        new BasicAWSCredentials("test", "test"),
        new AmazonS3Config { ServiceURL = weir.Server.Endpoint, ForcePathStyle = true, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });

    public void Dispose() => _s3.Dispose();

    [Fact, Trait("feature", "s3.core")]
    public async Task Objects_come_back_unchanged_whatever_their_size()
    {
        await _s3.PutBucketAsync("net-sizes");
        foreach (var size in new[] { 0, 1, 65_536, 131_073, 9_000_001 })
        {
            var content = Bytes(size);
            await _s3.PutObjectAsync(new() { BucketName = "net-sizes", Key = $"키/{size} +%", InputStream = new MemoryStream(content) });
            using var got = await _s3.GetObjectAsync("net-sizes", $"키/{size} +%");
            var copy = new MemoryStream();
            await got.ResponseStream.CopyToAsync(copy);

            Assert.Equal(content, copy.ToArray());
            Assert.Equal($"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"", got.ETag);
        }
    }

    [Theory, Trait("feature", "s3.core")]
    [InlineData("CRC32")]
    [InlineData("SHA1")]
    [InlineData("SHA256")]
    public async Task Every_checksum_is_kept_and_told(string algorithm)
    {
        var bucket = "net-sum-" + algorithm.ToLowerInvariant();
        await _s3.PutBucketAsync(bucket);
        var put = await _s3.PutObjectAsync(new() { BucketName = bucket, Key = "k", ContentBody = "hello", ChecksumAlgorithm = algorithm });
        var told = await _s3.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = bucket, Key = "k", ChecksumMode = ChecksumMode.ENABLED });

        var expected = algorithm switch
        {
            "CRC32" => "NhCmhg==",
            "SHA1" => "qvTGHdzF6KLavt4PO0gs2a6pQ00=",
            _ => "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
        };
        Assert.Equal(expected, Told(told.ChecksumCRC32, told.ChecksumCRC32C, told.ChecksumCRC64NVME, told.ChecksumSHA1, told.ChecksumSHA256));
        Assert.Equal(expected, Told(put.ChecksumCRC32, put.ChecksumCRC32C, put.ChecksumCRC64NVME, put.ChecksumSHA1, put.ChecksumSHA256));
        Assert.Equal(ChecksumType.FULL_OBJECT, told.ChecksumType);
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task A_checksum_stated_in_a_header_is_held_against_the_content()
    {
        await _s3.PutBucketAsync("net-stated");
        var right = await _s3.PutObjectAsync(new() { BucketName = "net-stated", Key = "k", ContentBody = "hello", ChecksumCRC64NVME = "M3eFcAZSQlc=" });
        var wrong = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            _s3.PutObjectAsync(new() { BucketName = "net-stated", Key = "k", ContentBody = "hullo", ChecksumCRC32C = "mnG7TA==" }));

        Assert.Equal("M3eFcAZSQlc=", right.ChecksumCRC64NVME);
        Assert.Equal("BadDigest", wrong.ErrorCode);
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task A_transfer_in_parts_is_whole()
    {
        await _s3.PutBucketAsync("net-parts");
        var content = Bytes(16_000_001);
        using var transfer = new TransferUtility(_s3, new TransferUtilityConfig { MinSizeBeforePartUpload = 5 << 20 });
        await transfer.UploadAsync(new TransferUtilityUploadRequest { BucketName = "net-parts", Key = "k", InputStream = new MemoryStream(content), PartSize = 5 << 20 });

        await using var stream = await transfer.OpenStreamAsync("net-parts", "k");
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.Equal(content, copy.ToArray());
        var attributes = await _s3.GetObjectAttributesAsync(
            new() { BucketName = "net-parts", Key = "k", ObjectAttributes = [ObjectAttributes.ObjectParts, ObjectAttributes.ObjectSize] });
        Assert.Equal(4, attributes.ObjectParts.TotalPartsCount);
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Conditional_writes_let_one_writer_win()
    {
        await _s3.PutBucketAsync("net-conditions");
        var writers = Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await _s3.PutObjectAsync(new() { BucketName = "net-conditions", Key = "lock", ContentBody = $"{number}", IfNoneMatch = "*" });
                return true;
            }
            catch (AmazonS3Exception refused) when (refused.ErrorCode == "PreconditionFailed")
            {
                return false;
            }
        });

        Assert.Equal(1, (await Task.WhenAll(writers)).Count(won => won));
        var current = await _s3.GetObjectMetadataAsync("net-conditions", "lock");
        await _s3.PutObjectAsync(new() { BucketName = "net-conditions", Key = "lock", ContentBody = "next", IfMatch = current.ETag });
        var late = await Assert.ThrowsAsync<AmazonS3Exception>(() =>
            _s3.PutObjectAsync(new() { BucketName = "net-conditions", Key = "lock", ContentBody = "late", IfMatch = current.ETag }));
        Assert.Equal("PreconditionFailed", late.ErrorCode);
    }

    [Fact, Trait("feature", "s3.core")]
    public async Task Presigned_addresses_and_metadata_beyond_ascii_work()
    {
        await _s3.PutBucketAsync("net-presigned");
        var put = new PutObjectRequest { BucketName = "net-presigned", Key = "a+b c", ContentBody = "hi" };
        put.Metadata.Add("name", "=?UTF-8?B?7ZWc6riA?=");
        await _s3.PutObjectAsync(put);
        var address = await _s3.GetPreSignedURLAsync(
            new() { BucketName = "net-presigned", Key = "a+b c", Expires = DateTime.UtcNow.AddMinutes(1), Protocol = Amazon.S3.Protocol.HTTP });

        using var http = new HttpClient();
        var answer = await http.GetAsync(new Uri(address));
        Assert.Equal("hi", await answer.Content.ReadAsStringAsync());
        Assert.Equal("=?UTF-8?B?7ZWc6riA?=", answer.Headers.GetValues("x-amz-meta-name").Single());
        using var head = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "If-None-Match", answer.Headers.ETag!.ToString() } } };
        var unchanged = await http.SendAsync(head);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(answer.Headers.ETag, unchanged.Headers.ETag);
        Assert.Equal(answer.Content.Headers.LastModified, unchanged.Content.Headers.LastModified);
    }

    [Fact, Trait("feature", "s3.events")]
    public async Task An_object_that_arrives_is_told_to_the_queue_once_for_each_rule()
    {
        const string Bucket = "net-events";
        var created = await weir.Clients.AwsAsync("sqs", "create-queue", "--queue-name", Bucket, "--attributes", JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["Policy"] = $$$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:000000000000:{{{{Bucket}}}}","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:s3:::{{{{Bucket}}}}"}}}]}""",
        }));
        var queue = JsonDocument.Parse(created.Ok()).RootElement.GetProperty("QueueUrl").GetString()!;
        await _s3.PutBucketAsync(Bucket);
        await _s3.PutBucketNotificationAsync(new()
        {
            BucketName = Bucket,
            QueueConfigurations =
            [
                new()
                {
                    Id = "raw",
                    Queue = $"arn:aws:sqs:us-east-1:000000000000:{Bucket}",
                    Events = [EventType.ObjectCreatedAll],
                    Filter = new() { S3KeyFilter = new() { FilterRules = [new("prefix", "raw/"), new("suffix", ".json")] } },
                },
            ],
        });
        await _s3.PutObjectAsync(new() { BucketName = Bucket, Key = "raw/a b.json", ContentBody = "{}" });
        await _s3.PutObjectAsync(new() { BucketName = Bucket, Key = "raw/a.csv", ContentBody = "" });

        var bodies = new List<JsonElement>();
        while (bodies.Count < 2)
        {
            var received = await weir.Clients.AwsAsync("sqs", "receive-message", "--queue-url", queue, "--wait-time-seconds", "10", "--max-number-of-messages", "10");
            var messages = JsonDocument.Parse(received.Ok()).RootElement.GetProperty("Messages");
            bodies.AddRange(messages.EnumerateArray().Select(message => JsonDocument.Parse(message.GetProperty("Body").GetString()!).RootElement));
        }

        Assert.Contains(bodies, body => body.TryGetProperty("Event", out var name) && name.GetString() == "s3:TestEvent");
        var record = bodies.Single(body => body.TryGetProperty("Records", out _)).GetProperty("Records")[0];
        Assert.Equal("ObjectCreated:Put", record.GetProperty("eventName").GetString());
        Assert.Equal("raw/a+b.json", record.GetProperty("s3").GetProperty("object").GetProperty("key").GetString());
        Assert.Equal("raw", record.GetProperty("s3").GetProperty("configurationId").GetString());
        var told = await _s3.GetBucketNotificationAsync(Bucket);
        Assert.Equal("raw", Assert.Single(told.QueueConfigurations).Id);
    }

    private static string Told(params string?[] checksums) => checksums.Single(checksum => !string.IsNullOrEmpty(checksum))!;

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
