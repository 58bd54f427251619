using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>A delivery stream whose process dies between a record and its object.</summary>
public sealed class FirehoseFaultTests : IAsyncLifetime
{
    private const string Make = """
        s3, firehose, iam = client("s3"), client("firehose", config=Config(parameter_validation=False)), client("iam")
        s3.create_bucket(Bucket="lake")
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        role = iam.create_role(RoleName="delivery", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        iam.put_role_policy(RoleName="delivery", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
        firehose.create_delivery_stream(DeliveryStreamName="d", ExtendedS3DestinationConfiguration=dict(RoleARN=role, BucketARN="arn:aws:s3:::lake", Prefix="in/", ErrorOutputPrefix="err/",
            CompressionFormat="GZIP", BufferingHints={"SizeInMBs": 1, "IntervalInSeconds": 0}, S3BackupMode="Enabled",
            S3BackupConfiguration=dict(RoleARN=role, BucketARN="arn:aws:s3:::lake", Prefix="kept/", ErrorOutputPrefix="err-kept/")))
        """;

    /// <summary>Arguments: the first number, how many batches at most. Puts numbers until the server dies; prints those acknowledged, and those it never heard of again.</summary>
    private const string Put = """
        firehose = client("firehose", config=Config(retries={"max_attempts": 0}, read_timeout=60))
        acknowledged, unknown, n = [], [], int(sys.argv[1])
        for _ in range(int(sys.argv[2])):
            batch = list(range(n, n + 25))
            n += 25
            try:
                answer = firehose.put_record_batch(DeliveryStreamName="d", Records=[{"Data": b"%d\n" % v} for v in batch])
            except botocore.exceptions.BotoCoreError:
                unknown += batch
                break
            acknowledged += [v for v, r in zip(batch, answer["RequestResponses"]) if "RecordId" in r]
        print(json.dumps({"acknowledged": acknowledged, "unknown": unknown}))
        """;

    /// <summary>Arguments: how many numbers must be there. Waits for them, then prints what the objects hold.</summary>
    private const string Read = """
        import gzip, time
        s3 = client("s3")
        def numbers(prefix, unpack):
            keys = [o["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket="lake", Prefix=prefix) for o in page.get("Contents", [])]
            return [int(v) for key in keys for v in unpack(s3.get_object(Bucket="lake", Key=key)["Body"].read()).split()]
        for _ in range(300):
            delivered, kept = numbers("in/", gzip.decompress), numbers("kept/", bytes)
            if min(len(delivered), len(kept)) >= int(sys.argv[1]):
                break
            time.sleep(0.1)
        time.sleep(1) # for what should not come any more
        print(json.dumps({"delivered": numbers("in/", gzip.decompress), "kept": numbers("kept/", bytes), "errors": s3.list_objects_v2(Bucket="lake", Prefix="err")["KeyCount"]}))
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-firehose-fault-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    // The third time it is passed: objects are there already, and their like must not come again.
    [Theory]
    [Trait("feature", "firehose.exactly-once")]
    [InlineData("firehose.after-plan:3")]
    [InlineData("firehose.before-put:3")]
    [InlineData("firehose.after-put:3")]
    [InlineData("firehose.before-checkpoint:3")]
    public async Task Every_record_is_in_one_object_once_when_the_process_dies_at(string fault)
    {
        IReadOnlyDictionary<string, int> ports;
        JsonElement before;
        await using (var first = await ServerProcess.StartAsync(_directory.FullName))
        {
            ports = first.PortFlags();
            (await first.Clients.PythonAsync(Make)).Ok();
        }

        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, ports, fault))
        {
            before = Parse((await doomed.Clients.PythonAsync(Put, "0", "4000")).Ok());
            Assert.True(await doomed.WaitForExitAsync(TimeSpan.FromSeconds(60)), $"the point was never reached\n{doomed.Log}");
        }

        await using var last = await ServerProcess.StartAsync(_directory.FullName, ports);
        var after = Parse((await last.Clients.PythonAsync(Put, "1000000", "4")).Ok());
        var acknowledged = Numbers(before, "acknowledged").Concat(Numbers(after, "acknowledged")).ToArray();
        var unknown = Numbers(before, "unknown").ToHashSet();
        var found = Parse((await last.Clients.PythonAsync(Read, $"{acknowledged.Length}")).Ok());

        Assert.NotEmpty(Numbers(before, "acknowledged"));
        Assert.Equal(100, Numbers(after, "acknowledged").Length);
        foreach (var place in (ReadOnlySpan<string>)["delivered", "kept"])
        {
            var numbers = Numbers(found, place);
            Assert.Equal(numbers.Length, numbers.Distinct().Count());
            Assert.Empty(acknowledged.Except(numbers));
            Assert.DoesNotContain(numbers.Except(acknowledged), number => !unknown.Contains(number));
        }

        Assert.Equal(0, found.GetProperty("errors").GetInt32());
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static int[] Numbers(JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];
}
