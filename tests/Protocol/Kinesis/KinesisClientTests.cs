using System.Text.Json;

namespace Weir.Protocol.Tests.Kinesis;

/// <summary>Streams through the AWS CLI, boto3 and the JavaScript SDK.</summary>
public sealed class KinesisClientTests(WeirFixture weir)
{
    [Fact]
    [Trait("feature", "kinesis.core")]
    public async Task Python_writes_many_records_and_reads_them_in_order_with_every_iterator_type()
    {
        var result = await weir.ClientsOf("210000000001").PythonAsync("""
            import datetime, time
            k = client("kinesis")
            k.create_stream(StreamName="orders", ShardCount=2)
            k.add_tags_to_stream(StreamName="orders", Tags={"team": "a"})
            assert k.list_tags_for_stream(StreamName="orders")["Tags"] == [{"Key": "team", "Value": "a"}]
            assert k.describe_stream_summary(StreamName="orders")["StreamDescriptionSummary"]["OpenShardCount"] == 2
            k.get_waiter("stream_exists").wait(StreamName="orders")

            sent = [(f"key{n % 7}", f"value {n}".encode()) for n in range(1200)]
            placed = []
            for at in range(0, len(sent), 500):
                answer = k.put_records(StreamName="orders", Records=[{"PartitionKey": key, "Data": data} for key, data in sent[at:at + 500]])
                assert answer["FailedRecordCount"] == 0
                placed += answer["Records"]
            assert len({r["SequenceNumber"] for r in placed}) == 1200 and all(len(r["SequenceNumber"]) == 56 for r in placed)

            def read(**start):
                found = []
                for shard in k.list_shards(StreamName="orders")["Shards"]:
                    iterator = k.get_shard_iterator(StreamName="orders", ShardId=shard["ShardId"], **start)["ShardIterator"]
                    while True:
                        page = k.get_records(ShardIterator=iterator, Limit=400)
                        found += [(r["PartitionKey"], r["Data"]) for r in page["Records"]]
                        if page["MillisBehindLatest"] == 0 and not page["Records"]:
                            break
                        iterator = page["NextShardIterator"]
                return found

            everything = read(ShardIteratorType="TRIM_HORIZON")
            for key in {key for key, _ in sent}:
                assert [d for k2, d in everything if k2 == key] == [d for k2, d in sent if k2 == key], key
            assert read(ShardIteratorType="LATEST") == []
            assert sorted(read(ShardIteratorType="AT_TIMESTAMP", Timestamp=datetime.datetime(2020, 1, 1))) == sorted(sent)
            middle = placed[600]
            at = k.get_shard_iterator(StreamName="orders", ShardId=middle["ShardId"], ShardIteratorType="AT_SEQUENCE_NUMBER", StartingSequenceNumber=middle["SequenceNumber"])
            assert k.get_records(ShardIterator=at["ShardIterator"], Limit=1)["Records"][0]["Data"] == sent[600][1]
            after = k.get_shard_iterator(StreamName="orders", ShardId=middle["ShardId"], ShardIteratorType="AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=middle["SequenceNumber"])
            assert k.get_records(ShardIterator=after["ShardIterator"], Limit=1)["Records"][0]["Data"] != sent[600][1]
            print("read", len(everything))
            """);

        Assert.Equal("read 1200", result.Ok().Trim());
    }

    [Fact]
    [Trait("feature", "kinesis.resharding")]
    public async Task Python_splits_and_merges_and_follows_the_children()
    {
        var result = await weir.ClientsOf("210000000002").PythonAsync("""
            k = client("kinesis")
            k.create_stream(StreamName="s", ShardCount=1)
            k.put_record(StreamName="s", PartitionKey="k", Data=b"before")
            k.split_shard(StreamName="s", ShardToSplit="shardId-000000000000", NewStartingHashKey=str(2 ** 127))
            k.put_record(StreamName="s", PartitionKey="k", Data=b"after")
            k.merge_shards(StreamName="s", ShardToMerge="shardId-000000000001", AdjacentShardToMerge="shardId-000000000002")
            k.put_record(StreamName="s", PartitionKey="k", Data=b"last")
            assert k.update_shard_count(StreamName="s", TargetShardCount=2, ScalingType="UNIFORM_SCALING")["CurrentShardCount"] == 1

            data, todo, seen = [], ["shardId-000000000000"], set()
            while todo:
                shard = todo.pop(0)
                if shard in seen:
                    continue
                seen.add(shard)
                iterator = k.get_shard_iterator(StreamName="s", ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
                page = k.get_records(ShardIterator=iterator)
                data += [r["Data"].decode() for r in page["Records"]]
                todo += [c["ShardId"] for c in page.get("ChildShards", [])]
            print(data, len(seen))
            """);

        Assert.Equal("['before', 'after', 'last'] 6", result.Ok().Trim());
    }

    [Fact]
    [Trait("feature", "kinesis.core")]
    public async Task Errors_are_the_ones_that_clients_know()
    {
        var result = await weir.ClientsOf("210000000003").PythonAsync("""
            k = client("kinesis")
            codes = []
            def refused(call, **arguments):
                try:
                    call(**arguments)
                    codes.append("none")
                except botocore.exceptions.ClientError as error:
                    codes.append(error.response["Error"]["Code"])
            refused(k.put_record, StreamName="none", PartitionKey="k", Data=b"x")
            k.create_stream(StreamName="s", ShardCount=1)
            refused(k.create_stream, StreamName="s", ShardCount=1)
            refused(k.get_records, ShardIterator="nonsense")
            refused(k.get_shard_iterator, StreamName="s", ShardId="shardId-000000000009", ShardIteratorType="LATEST")
            refused(k.put_record, StreamName="s", PartitionKey="k", Data=b"x" * (1024 * 1024 + 1))
            refused(k.put_record, StreamName="s", PartitionKey="k", Data=b"x", ExplicitHashKey=str(2 ** 128))
            refused(k.decrease_stream_retention_period, StreamName="s", RetentionPeriodHours=23)
            k.delete_stream(StreamName="s")
            refused(k.describe_stream, StreamName="s")
            print(codes)
            """);

        Assert.Equal(
            "['ResourceNotFoundException', 'ResourceInUseException', 'InvalidArgumentException', 'ResourceNotFoundException', "
            + "'ValidationException', 'InvalidArgumentException', 'InvalidArgumentException', 'ResourceNotFoundException']",
            result.Ok().Trim());
    }

    [Fact]
    [Trait("feature", "kinesis.core")]
    public async Task The_cli_puts_and_gets_a_record()
    {
        var clients = weir.ClientsOf("210000000004");
        (await clients.AwsAsync("kinesis", "create-stream", "--stream-name", "c", "--shard-count", "1")).Ok();
        var put = JsonDocument.Parse((await clients.AwsAsync(
            "kinesis", "put-record", "--stream-name", "c", "--partition-key", "k", "--data", "aGVsbG8=")).Ok()).RootElement;
        var iterator = JsonDocument.Parse((await clients.AwsAsync(
            "kinesis", "get-shard-iterator", "--stream-name", "c", "--shard-id", "shardId-000000000000", "--shard-iterator-type", "TRIM_HORIZON")).Ok())
            .RootElement.GetProperty("ShardIterator").GetString()!;
        var got = JsonDocument.Parse((await clients.AwsAsync("kinesis", "get-records", "--shard-iterator", iterator)).Ok()).RootElement;

        var record = Assert.Single(got.GetProperty("Records").EnumerateArray());
        Assert.Equal("aGVsbG8=", record.GetProperty("Data").GetString());
        Assert.Equal(put.GetProperty("SequenceNumber").GetString(), record.GetProperty("SequenceNumber").GetString());
    }

    [Fact]
    [Trait("feature", "kinesis.core")]
    public async Task The_javascript_sdk_puts_and_gets_records()
    {
        var result = await weir.ClientsOf("210000000005").NodeAsync("""
            import * as kinesis from "@aws-sdk/client-kinesis";
            const client = new kinesis.KinesisClient({ endpoint: process.env.WEIR_ENDPOINT });
            await client.send(new kinesis.CreateStreamCommand({ StreamName: "js", StreamModeDetails: { StreamMode: "ON_DEMAND" } }));
            const records = Array.from({ length: 50 }, (_, n) => ({ PartitionKey: `k${n}`, Data: Buffer.from(`v${n}`) }));
            const put = await client.send(new kinesis.PutRecordsCommand({ StreamName: "js", Records: records }));
            const found = [];
            for (const { ShardId } of (await client.send(new kinesis.ListShardsCommand({ StreamName: "js" }))).Shards) {
              const { ShardIterator } = await client.send(new kinesis.GetShardIteratorCommand({ StreamName: "js", ShardId, ShardIteratorType: "TRIM_HORIZON" }));
              const page = await client.send(new kinesis.GetRecordsCommand({ ShardIterator }));
              found.push(...page.Records.map((record) => Buffer.from(record.Data).toString()));
            }
            console.log(put.FailedRecordCount, found.length, new Set(found).size);
            client.destroy();
            """);

        Assert.Equal("0 50 50", result.Ok().Trim());
    }
}
