using System.Numerics;
using System.Text;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Operations;

namespace Weir.Services.Kinesis.Tests;

public sealed class RecordTests
{
    [Fact]
    public async Task Records_of_one_key_come_back_in_order_with_growing_sequence_numbers()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync(shards: 4);
        var puts = new List<string>();
        for (var at = 0; at < 20; at++)
        {
            puts.Add((await kinesis.PutAsync("k", $"d{at}")).SequenceNumber);
        }

        var shard = (await kinesis.PutAsync("k", "last")).ShardId;
        var got = await kinesis.GetAsync(await kinesis.IteratorAsync(shard: shard));

        Assert.Equal([.. Enumerable.Range(0, 20).Select(at => $"d{at}"), "last"], got.Records.Select(KinesisHarness.Text));
        Assert.Equal(puts, got.Records.Take(20).Select(record => record.SequenceNumber));
        Assert.Equal(puts.Order(StringComparer.Ordinal), puts);
        Assert.All(puts, number => Assert.Equal(56, number.Length));
        Assert.All(got.Records, record => Assert.Equal("k", record.PartitionKey));
        Assert.Equal(0, got.MillisBehindLatest);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(987_654_321_012L)]
    [InlineData(long.MaxValue - 1)]
    public void A_sequence_number_is_the_number_its_layout_says_and_names_its_offset(long offset)
    {
        var numbers = new SequenceNumbers(1_700_000_000, 77);
        var text = numbers.Of(offset);

        var expected = (BigInteger.One << 185) + ((BigInteger)1_700_000_000 << 148) + (((BigInteger)offset + 1) << 84) + (77 << 4) + 2;
        Assert.Equal(expected, BigInteger.Parse(text));
        Assert.True(numbers.TryParse(text, out var parsed));
        Assert.Equal(offset, parsed);
        Assert.False(new SequenceNumbers(1_700_000_000, 78).TryParse(text, out _));
        Assert.False(numbers.TryParse(text + "1", out _));
        Assert.False(numbers.TryParse("-5", out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1000)]
    public void Even_shards_cover_every_hash_key_without_overlap(int count)
    {
        var shards = Resharding.Even(count, DateTimeOffset.UnixEpoch);

        Assert.Equal(UInt128.Zero, shards[0].FirstHash);
        Assert.Equal(UInt128.MaxValue, shards[^1].LastHash);
        Assert.All(shards.Zip(shards.Skip(1)), pair => Assert.Equal(pair.First.LastHash + 1, pair.Second.FirstHash));
        Assert.Equal(count, shards.Length);
        var sizes = shards.Select(shard => shard.LastHash - shard.FirstHash).ToList();
        Assert.True(sizes.Max() - sizes.Min() <= (UInt128)count);
    }

    [Fact]
    public async Task A_key_goes_to_the_shard_of_its_md5_and_an_explicit_hash_key_overrides_it()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync(shards: 2);

        // md5("a") = 0cc175b9…, md5("b") = 92eb5ffe…
        Assert.Equal("shardId-000000000000", (await kinesis.PutAsync("a", "x")).ShardId);
        Assert.Equal("shardId-000000000001", (await kinesis.PutAsync("b", "x")).ShardId);
        Assert.Equal("shardId-000000000001", (await kinesis.PutAsync("a", "x", explicitHash: $"{UInt128.MaxValue}")).ShardId);
        var wrong = await Assert.ThrowsAsync<ServiceException>(() => kinesis.PutAsync("a", "x", explicitHash: "340282366920938463463374607431768211456"));
        Assert.Equal("InvalidArgumentException", wrong.Code);
    }

    [Fact]
    public async Task Put_records_spreads_over_shards_and_answers_in_order()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync(shards: 3);
        var entries = Enumerable.Range(0, 100)
            .Select(at => new Model.PutRecordsRequestEntry { PartitionKey = $"k{at}", Data = Encoding.UTF8.GetBytes($"{at}") }).ToList();

        var response = await new PutRecords(kinesis.Appender).HandleAsync(kinesis.Call, new() { StreamName = "s", Records = entries }, default);

        Assert.Equal(0, response.FailedRecordCount);
        var all = new Dictionary<string, string>();
        for (var shard = 0; shard < 3; shard++)
        {
            foreach (var record in (await kinesis.GetAsync(await kinesis.IteratorAsync(shard: $"shardId-{shard:D12}"))).Records)
            {
                all.Add(record.SequenceNumber, KinesisHarness.Text(record));
            }
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(at => $"{at}"), response.Records.Select(result => all[result.SequenceNumber!]));
        Assert.Equal(3, response.Records.Select(result => result.ShardId).Distinct().Count());
    }

    [Fact]
    public async Task A_shard_whose_disk_fails_fails_its_own_records_only()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync(shards: 2);
        await kinesis.PutAsync("a", "warm");
        await kinesis.PutAsync("b", "warm");
        kinesis.Disk.Intercept = (operation, path) =>
        {
            if (operation == "sync" && path.Contains("shardId-000000000001"))
            {
                throw new IOException("bad disk");
            }
        };

        var puts = await kinesis.Appender.PutManyAsync(kinesis.Call, "s", [new("a", "1"u8.ToArray()), new("b", "2"u8.ToArray())], default);

        Assert.Equal([null, "InternalFailure"], puts.Select(put => put.ErrorCode));
    }

    [Fact]
    public async Task Acknowledged_records_survive_power_loss()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        var first = await kinesis.PutAsync("k", "one");
        kinesis.Crash();
        var second = await kinesis.PutAsync("k", "two");

        var got = await kinesis.GetAsync(await kinesis.IteratorAsync());

        Assert.Equal([first.SequenceNumber, second.SequenceNumber], got.Records.Select(record => record.SequenceNumber));
    }

    [Fact]
    public async Task Limits_are_refused_with_the_services_errors()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        async Task<string> CodeOfAsync(Func<Task> act) => (await Assert.ThrowsAsync<ServiceException>(act)).Code;

        Assert.Equal("ResourceNotFoundException", await CodeOfAsync(() => kinesis.PutAsync("k", "x", "other")));
        Assert.Equal("ValidationException", await CodeOfAsync(() => kinesis.PutAsync("k", new string('x', (1 << 20) + 1))));
        Assert.Equal("InvalidArgumentException", await CodeOfAsync(() => kinesis.Appender.PutManyAsync(
            kinesis.Call, "s", [.. Enumerable.Repeat(new StreamRecordIn("k", new byte[1 << 20]), 6)], default).AsTask()));
        Assert.Equal("ResourceInUseException", await CodeOfAsync(() => kinesis.CreateAsync()));
        await kinesis.PutAsync("k", new string('x', 1 << 20));
    }
}
