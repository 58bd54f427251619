using Weir.Kernel.Core;
using Weir.Services.Kinesis.Operations;

namespace Weir.Services.Kinesis.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task A_split_keeps_order_and_lineage_and_moves_writers_on()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        var before = await kinesis.PutAsync("b", "before");

        await new SplitShard(kinesis.Resharder).HandleAsync(
            kinesis.Call,
            new() { StreamName = "s", ShardToSplit = "shardId-000000000000", NewStartingHashKey = $"{UInt128.One << 127}" },
            default);
        var after = await kinesis.PutAsync("b", "after");

        Assert.Equal("shardId-000000000002", after.ShardId);
        Assert.True(string.CompareOrdinal(before.SequenceNumber, after.SequenceNumber) < 0);
        var parent = await kinesis.GetAsync(await kinesis.IteratorAsync());
        Assert.Equal(["before"], parent.Records.Select(KinesisHarness.Text));
        Assert.Null(parent.NextShardIterator);
        Assert.Equal(["shardId-000000000001", "shardId-000000000002"], parent.ChildShards!.Select(child => child.ShardId));
        var shards = (await kinesis.DescribeAsync()).Shards;
        Assert.True(string.CompareOrdinal(shards[0].SequenceNumberRange.EndingSequenceNumber, before.SequenceNumber) > 0);
        Assert.Null(shards[1].SequenceNumberRange.EndingSequenceNumber);
    }

    [Fact]
    public async Task Writers_during_a_split_lose_nothing()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var at = 0; at < 50; at++)
            {
                await kinesis.PutAsync($"{writer}", $"{writer}.{at}");
            }
        })).ToList();
        await new SplitShard(kinesis.Resharder).HandleAsync(
            kinesis.Call, new() { StreamName = "s", ShardToSplit = "shardId-000000000000", NewStartingHashKey = $"{UInt128.One << 127}" }, default);
        await Task.WhenAll(writers);

        var all = new List<string>();
        for (var shard = 0; shard < 3; shard++)
        {
            all.AddRange((await kinesis.GetAsync(await kinesis.IteratorAsync(shard: $"shardId-{shard:D12}"))).Records.Select(KinesisHarness.Text));
        }

        Assert.Equal(400, all.Distinct().Count());
        foreach (var writer in Enumerable.Range(0, 8))
        {
            Assert.Equal(Enumerable.Range(0, 50).Select(at => $"{writer}.{at}"), all.Where(text => text.StartsWith($"{writer}.")));
        }
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(4, 8)]
    [InlineData(5, 3)]
    public async Task Update_shard_count_leaves_so_many_even_open_shards(int from, int to)
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync(shards: from);

        await new UpdateShardCount(kinesis.Resharder, kinesis.Streams).HandleAsync(
            kinesis.Call, new() { StreamName = "s", TargetShardCount = to, ScalingType = "UNIFORM_SCALING" }, default);

        var open = kinesis.Streams.All()[0].OpenShards.OrderBy(shard => shard.FirstHash).ToList();
        Assert.Equal(Domain.HashKeys.EvenStarts(to), open.Select(shard => shard.FirstHash));
        Assert.Equal(UInt128.MaxValue, open[^1].LastHash);
        Assert.All(open.Zip(open.Skip(1)), pair => Assert.Equal(pair.First.LastHash + 1, pair.Second.FirstHash));
        await kinesis.PutAsync("k", "x");
    }

    [Fact]
    public async Task Only_open_neighbours_merge()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync(shards: 3);
        Task MergeAsync(int first, int second) => new MergeShards(kinesis.Resharder).HandleAsync(
            kinesis.Call,
            new() { StreamName = "s", ShardToMerge = $"shardId-{first:D12}", AdjacentShardToMerge = $"shardId-{second:D12}" }, default).AsTask();

        await Assert.ThrowsAsync<ServiceException>(() => MergeAsync(0, 2));
        await Assert.ThrowsAsync<ServiceException>(() => MergeAsync(1, 1));
        await MergeAsync(1, 0);
        await Assert.ThrowsAsync<ServiceException>(() => MergeAsync(1, 2));

        var child = (await kinesis.DescribeAsync()).Shards[3];
        Assert.Equal(("shardId-000000000001", "shardId-000000000000"), (child.ParentShardId, child.AdjacentParentShardId));
        Assert.Equal("0", child.HashKeyRange.StartingHashKey);
    }

    [Fact]
    public async Task Records_past_their_retention_are_dropped_and_empty_closed_shards_forgotten()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        await kinesis.PutAsync("k", "old");
        await new SplitShard(kinesis.Resharder).HandleAsync(
            kinesis.Call, new() { StreamName = "s", ShardToSplit = "shardId-000000000000", NewStartingHashKey = "100" }, default);
        kinesis.Clock.Advance(TimeSpan.FromHours(20));
        await kinesis.PutAsync("k", "young");
        kinesis.Clock.Advance(TimeSpan.FromHours(4) + TimeSpan.FromSeconds(1));

        await kinesis.Retention.SweepAsync(kinesis.Streams.All()[0], default);

        Assert.Equal(["shardId-000000000001", "shardId-000000000002"], (await kinesis.DescribeAsync()).Shards.Select(shard => shard.ShardId));
        var left = await kinesis.GetAsync(await kinesis.IteratorAsync(shard: "shardId-000000000002"));
        Assert.Equal(["young"], left.Records.Select(KinesisHarness.Text));
        Assert.DoesNotContain(kinesis.Disk.Files(), file => file.Contains("shardId-000000000000"));
    }

    [Fact]
    public async Task List_shards_pages_and_filters()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync(shards: 5);
        kinesis.Clock.Advance(TimeSpan.FromMinutes(1));
        var middle = kinesis.Clock.GetUtcNow();
        kinesis.Clock.Advance(TimeSpan.FromMinutes(1));
        await new MergeShards(kinesis.Resharder).HandleAsync(
            kinesis.Call, new() { StreamName = "s", ShardToMerge = "shardId-000000000000", AdjacentShardToMerge = "shardId-000000000001" }, default);
        var operation = new ListShards(kinesis.Streams, kinesis.Tokens, kinesis.Clock);
        async Task<string> ListAsync(Model.ShardFilter? filter, int? max = null)
        {
            var numbers = new List<string>();
            var page = await operation.HandleAsync(kinesis.Call, new() { StreamName = "s", ShardFilter = filter, MaxResults = max }, default);
            numbers.AddRange(page.Shards!.Select(shard => shard.ShardId[^1..]));
            while (page.NextToken is { } token)
            {
                page = await operation.HandleAsync(kinesis.Call, new() { NextToken = token, MaxResults = max }, default);
                numbers.AddRange(page.Shards!.Select(shard => shard.ShardId[^1..]));
            }

            return string.Concat(numbers);
        }

        Assert.Equal("012345", await ListAsync(null));
        Assert.Equal("012345", await ListAsync(null, 2));
        Assert.Equal("2345", await ListAsync(new() { Type = "AT_LATEST" }, 1));
        Assert.Equal("01234", await ListAsync(new() { Type = "AT_TIMESTAMP", Timestamp = middle }));
        Assert.Equal("01234", await ListAsync(new() { Type = "AT_TRIM_HORIZON" }));
        Assert.Equal("012345", await ListAsync(new() { Type = "FROM_TRIM_HORIZON" }));
        Assert.Equal("45", await ListAsync(new() { Type = "AFTER_SHARD_ID", ShardId = "shardId-000000000003" }));
    }

    [Fact]
    public async Task Retention_changes_only_in_the_direction_asked()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        Task IncreaseAsync(int hours) => new IncreaseStreamRetentionPeriod(kinesis.Streams).HandleAsync(
            kinesis.Call, new() { StreamName = "s", RetentionPeriodHours = hours }, default).AsTask();
        Task DecreaseAsync(int hours) => new DecreaseStreamRetentionPeriod(kinesis.Streams).HandleAsync(
            kinesis.Call, new() { StreamName = "s", RetentionPeriodHours = hours }, default).AsTask();

        await IncreaseAsync(48);
        await Assert.ThrowsAsync<ServiceException>(() => IncreaseAsync(30));
        await Assert.ThrowsAsync<ServiceException>(() => IncreaseAsync(8761));
        await DecreaseAsync(30);
        await Assert.ThrowsAsync<ServiceException>(() => DecreaseAsync(23));

        Assert.Equal(30, (await kinesis.DescribeAsync()).RetentionPeriodHours);
    }

    [Fact]
    public async Task An_on_demand_stream_chooses_its_own_shards()
    {
        using var kinesis = new KinesisHarness();
        await Assert.ThrowsAsync<ServiceException>(() => kinesis.CreateAsync(shards: 2, onDemand: true));
        await Assert.ThrowsAsync<ServiceException>(() => kinesis.CreateAsync(shards: null));
        await kinesis.CreateAsync(shards: null, onDemand: true);

        var stream = await kinesis.DescribeAsync();

        Assert.Equal(("ON_DEMAND", 4), (stream.StreamModeDetails!.StreamMode, stream.Shards.Count));
    }

    [Fact]
    public async Task Tags_are_kept_in_order_and_bounded()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        var add = new AddTagsToStream(kinesis.Streams);
        await add.HandleAsync(kinesis.Call, new() { StreamName = "s", Tags = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } }, default);
        await new RemoveTagsFromStream(kinesis.Streams).HandleAsync(kinesis.Call, new() { StreamName = "s", TagKeys = ["b", "zz"] }, default);
        await add.HandleAsync(kinesis.Call, new() { StreamName = "s", Tags = new Dictionary<string, string> { ["c"] = "3" } }, default);

        var page = await new ListTagsForStream(kinesis.Streams).HandleAsync(kinesis.Call, new() { StreamName = "s", Limit = 1 }, default);

        Assert.Equal(("a", true), (page.Tags[0].Key, page.HasMoreTags));
        await Assert.ThrowsAsync<ServiceException>(() => add.HandleAsync(
            kinesis.Call, new() { StreamName = "s", Tags = Enumerable.Range(0, 49).ToDictionary(at => $"k{at}", _ => "v") }, default).AsTask());
    }

    [Fact]
    public async Task Streams_are_listed_by_name_in_pages()
    {
        using var kinesis = new KinesisHarness();
        foreach (var name in new[] { "c", "a", "b" })
        {
            await kinesis.CreateAsync(name);
        }

        var operation = new ListStreams(kinesis.Streams, kinesis.Tokens);
        var first = await operation.HandleAsync(kinesis.Call, new() { Limit = 2 }, default);
        var second = await operation.HandleAsync(kinesis.Call, new() { NextToken = first.NextToken }, default);

        Assert.Equal(["a", "b"], first.StreamNames);
        Assert.Equal(["c"], second.StreamNames);
        Assert.Equal((true, false), (first.HasMoreStreams, second.HasMoreStreams));
    }
}
