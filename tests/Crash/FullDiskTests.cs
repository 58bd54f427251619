using System.Diagnostics;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>A small file system as the data directory runs full: writes are refused clearly, nothing acknowledged is lost, and room cures it.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const string Size = "24m";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-full-");
    private bool _isMounted;

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Assert.Skip("mounting a small tmpfs needs Linux and root");
        }

        var (exit, error) = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", _directory.FullName);
        if (exit != 0)
        {
            Assert.Skip($"a tmpfs cannot be mounted here: {error.Trim()}");
        }

        _isMounted = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await RunAsync("umount", "--lazy", _directory.FullName);
        }

        _directory.Delete(recursive: true);
    }

    [Fact, Trait("feature", "pipeline.lossless")]
    public async Task A_full_disk_refuses_writes_keeps_what_was_there_and_recovers_when_room_is_made()
    {
        await using var server = await ServerProcess.StartAsync(_directory.FullName);

        await server.Clients.RunBadInputAsync("""
            s3, kinesis, sqs, firehose = once("s3"), once("kinesis"), once("sqs"), once("firehose")
            s3.create_bucket(Bucket="lake")
            kinesis.create_stream(StreamName="readings", ShardCount=1)
            queue = sqs.create_queue(QueueName="work")["QueueUrl"]
            pipeline = role("pipeline")
            delivery("delivery", "lake", pipeline)
            client("iot").create_topic_rule(ruleName="readings", topicRulePayload={"sql": "SELECT * FROM 'in/+'", "awsIotSqlVersion": "2016-03-23",
                "actions": [{"kinesis": {"roleArn": pipeline, "streamName": "readings", "partitionKey": "a"}}]})
            before = b"b" * 300000
            s3.put_object(Bucket="lake", Key="before", Body=before)
            kinesis.put_record(StreamName="readings", Data=b'{"v":"before"}', PartitionKey="a")
            sqs.send_message(QueueUrl=queue, MessageBody="before")
            assert publish("in/a", b'{"v":"device before"}').returncode == 0

            ballast = open(sys.argv[1] + "/ballast", "wb", 0)
            for size in (1 << 20, 4096, 1):
                try:
                    while True: ballast.write(b"x" * size)
                except OSError:
                    pass
            big = "m" * 200000
            for attempt in range(2):
                why = fails(lambda: s3.put_object(Bucket="lake", Key="during", Body=b"d" * 1000000), "InsufficientStorage", 507)
                assert "space" in why, why
                why = fails(lambda: kinesis.put_record(StreamName="readings", Data=big.encode(), PartitionKey="a"), "InternalFailure", 500)
                assert "space" in why, why
                many = kinesis.put_records(StreamName="readings", Records=[{"Data": big.encode(), "PartitionKey": "a"}])
                assert many["FailedRecordCount"] == 1 and many["Records"][0]["ErrorCode"] == "InternalFailure", many
                fails(lambda: [sqs.send_message(QueueUrl=queue, MessageBody=big) for _ in range(40)], "InternalFailure", 500)
                fails(lambda: firehose.put_record(DeliveryStreamName="delivery", Record={"Data": big.encode()}), "InternalFailure", 500)
                fails(lambda: [s3.create_bucket(Bucket=f"during-{attempt}-{n}", ) for n in range(40)], "InsufficientStorage", 507)
                for version in ("mqttv311", "mqttv5"):
                    sent = publish("in/a", b'{"v":"' + b"y" * 60000 + b'"}', "-d", "-V", version)
                    assert b"PUBACK" not in sent.stdout and sent.returncode != 0, sent
                assert s3.get_object(Bucket="lake", Key="before")["Body"].read() == before
            ballast.close()
            os.remove(sys.argv[1] + "/ballast")

            s3.put_object(Bucket="lake", Key="after", Body=b"a" * 1000000)
            kinesis.put_record(StreamName="readings", Data=b'{"v":"after"}', PartitionKey="a")
            sqs.send_message(QueueUrl=queue, MessageBody="after")
            firehose.put_record(DeliveryStreamName="delivery", Record={"Data": b"after"})
            assert publish("in/a", b'{"v":"device after"}').returncode == 0
            values = [json.loads(data)["v"] for data in read_stream("readings")]
            assert values == ["before", "device before", "after", "device after"], values
            until(lambda: b"after" in objects("lake", "good/").values(), "delivery")
            assert list(objects("lake", "during")) == []
            """, _directory.FullName);

        Assert.False(server.HasExited, server.Log);
        Assert.Equal(0, await server.StopAsync());
        var (exit, output, error) = await ProgramRun.ToEndAsync(_directory.FullName, "verify", "--data-dir", _directory.FullName);
        Assert.True(exit == 0, output + error);
    }

    private static async Task<(int Exit, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
