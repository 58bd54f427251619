using Weir.Contracts;
using Weir.Kernel.Core;

namespace Weir.Services.Kinesis.Tests;

public sealed class IteratorTests
{
    [Fact]
    public async Task All_five_iterator_types_start_where_they_say()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        var numbers = new List<string>();
        var times = new List<DateTimeOffset>();
        for (var at = 0; at < 5; at++)
        {
            times.Add(kinesis.Clock.GetUtcNow());
            numbers.Add((await kinesis.PutAsync("k", $"{at}")).SequenceNumber);
            kinesis.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        async Task<string> ReadAsync(string iterator) =>
            string.Concat((await kinesis.GetAsync(iterator)).Records.Select(KinesisHarness.Text));

        var start = (await kinesis.DescribeAsync()).Shards[0].SequenceNumberRange.StartingSequenceNumber;
        Assert.Equal("01234", await ReadAsync(await kinesis.IteratorAsync("TRIM_HORIZON")));
        Assert.Equal("234", await ReadAsync(await kinesis.IteratorAsync("AT_SEQUENCE_NUMBER", sequence: numbers[2])));
        Assert.Equal("34", await ReadAsync(await kinesis.IteratorAsync("AFTER_SEQUENCE_NUMBER", sequence: numbers[2])));
        Assert.Equal("01234", await ReadAsync(await kinesis.IteratorAsync("AFTER_SEQUENCE_NUMBER", sequence: start)));
        Assert.Equal("34", await ReadAsync(await kinesis.IteratorAsync("AT_TIMESTAMP", time: times[2].AddMilliseconds(1))));
        Assert.Equal("234", await ReadAsync(await kinesis.IteratorAsync("AT_TIMESTAMP", time: times[2])));
        var latest = await kinesis.IteratorAsync("LATEST");
        Assert.Equal("", await ReadAsync(latest));
        await kinesis.PutAsync("k", "new");
        Assert.Equal("new", await ReadAsync(latest));
    }

    [Fact]
    public async Task Following_next_iterators_reads_everything_once_and_tells_how_far_behind()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        for (var at = 0; at < 25; at++)
        {
            await kinesis.PutAsync("k", $"{at},");
        }

        kinesis.Clock.Advance(TimeSpan.FromSeconds(7));
        var iterator = await kinesis.IteratorAsync();
        var text = "";
        var behind = new List<long?>();
        for (var page = 0; page < 3; page++)
        {
            var got = await kinesis.GetAsync(iterator, 10);
            text += string.Concat(got.Records.Select(KinesisHarness.Text));
            behind.Add(got.MillisBehindLatest);
            iterator = got.NextShardIterator!;
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 25).Select(at => $"{at},")), text);
        Assert.Equal([7000, 7000, 0], behind);
    }

    [Fact]
    public async Task A_changed_or_old_iterator_is_refused()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        var iterator = await kinesis.IteratorAsync();
        var bytes = Convert.FromBase64String(iterator);
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 1;
            var error = await Assert.ThrowsAsync<ServiceException>(() => kinesis.GetAsync(Convert.ToBase64String(changed)));
            Assert.Equal("InvalidArgumentException", error.Code);
        }

        kinesis.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(1));
        var expired = await Assert.ThrowsAsync<ServiceException>(() => kinesis.GetAsync(iterator));
        Assert.Equal("ExpiredIteratorException", expired.Code);
    }

    [Fact]
    public async Task A_sequence_number_of_another_stream_is_refused()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        kinesis.Clock.Advance(TimeSpan.FromSeconds(2));
        await kinesis.CreateAsync("other");
        var foreign = (await kinesis.PutAsync("k", "x", "other")).SequenceNumber;

        var error = await Assert.ThrowsAsync<ServiceException>(() => kinesis.IteratorAsync("AT_SEQUENCE_NUMBER", sequence: foreign));

        Assert.Equal("InvalidArgumentException", error.Code);
    }

    [Fact]
    public async Task An_iterator_of_a_deleted_stream_does_not_fit_a_new_one_of_its_name()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        await kinesis.PutAsync("k", "old");
        var iterator = await kinesis.IteratorAsync();
        await kinesis.Streams.DeleteAsync(new("000000000000", "us-east-1", "s"), withConsumers: false, default);
        await kinesis.CreateAsync();

        await Assert.ThrowsAsync<ServiceException>(() => kinesis.GetAsync(iterator));
        Assert.Empty((await kinesis.GetAsync(await kinesis.IteratorAsync())).Records);
    }

    [Fact]
    public async Task A_waiting_reader_gets_the_record_when_it_comes()
    {
        using var kinesis = new KinesisHarness();
        await kinesis.CreateAsync();
        await kinesis.PutAsync("k", "a");
        var read = kinesis.Reader.ReadAsync(
            kinesis.Call, "s", "shardId-000000000000", StreamPosition.FromEnd, 100, 1 << 20, TimeSpan.FromHours(1), default).AsTask();
        Assert.False(read.IsCompleted);

        await kinesis.PutAsync("k", "b");

        var batch = await read;
        Assert.Equal("b"u8.ToArray(), Assert.Single(batch.Records).Data.ToArray());
        Assert.Equal(2, batch.NextOffset);
    }
}
