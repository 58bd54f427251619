using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Weir.Services.Lambda.Tests;

public sealed class StreamMappingTests
{
    [Fact]
    [Trait("feature", "lambda.sources")]
    public async Task Records_come_in_batches_in_order_and_each_batch_is_done_before_the_next()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        bench.Streams.Put("shard-0", "a", "b", "c", "d", "e");
        var mapping = await bench.MapStreamAsync(settings => settings with { BatchSize = 2 });
        bench.Start();

        foreach (var expected in (string[])["ab", "cd", "e"])
        {
            var call = await bench.NextCallAsync();
            Assert.Equal(expected, string.Concat(call.Data));
            Assert.False(bench.Function.Calls.TryPeek(out _));
            call.Answer();
        }

        await LambdaBench.UntilAsync(() => bench.Table.Checkpoint(mapping, "shard-0")?.NextOffset == 5);
        Assert.Equal("OK", bench.Mappings.ResultOf(mapping));
    }

    [Fact]
    [Trait("feature", "lambda.sources")]
    public async Task After_a_stop_at_any_moment_it_goes_on_at_what_was_not_done()
    {
        using var first = await new LambdaBench().WithFunctionAsync();
        first.Streams.AddShard("shard-0");
        first.Streams.Put("shard-0", "a", "b", "c");
        var mapping = await first.MapStreamAsync(settings => settings with { BatchSize = 1 });
        first.Start();
        (await first.NextCallAsync()).Answer();
        Assert.Equal(["b"], (await first.NextCallAsync()).Data); // in flight when the process dies
        first.Dispose();

        using var second = new LambdaBench(first);
        second.Start();

        var again = await second.NextCallAsync();
        Assert.Equal(["b"], again.Data);
        again.Answer();
        (await second.NextCallAsync()).Answer();
        await LambdaBench.UntilAsync(() => second.Table.Checkpoint(mapping, "shard-0")?.NextOffset == 3);
    }

    [Fact]
    public async Task A_failed_batch_comes_again_until_it_succeeds()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        bench.Streams.Put("shard-0", "a", "b");
        var mapping = await bench.MapStreamAsync();
        bench.Start();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            var call = await bench.NextCallAsync();
            Assert.Equal(["a", "b"], call.Data);
            call.Fail();
        }

        await LambdaBench.UntilAsync(() => bench.Mappings.ResultOf(mapping) == "PROBLEM: Function call failed");
        (await bench.NextCallAsync()).Throttle();
        Assert.Null(bench.Table.Checkpoint(mapping, "shard-0"));
        (await bench.NextCallAsync()).Answer();
        await LambdaBench.UntilAsync(() => bench.Table.Checkpoint(mapping, "shard-0")?.NextOffset == 2);
    }

    [Fact]
    public async Task A_batch_that_fails_too_often_goes_to_the_destination_and_the_shard_goes_on()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        bench.Streams.Put("shard-0", "a", "b", "c");
        await bench.MapStreamAsync(settings => settings with { BatchSize = 2, RetriesMax = 1, OnFailure = LambdaBench.DeadArn });
        bench.Start();

        (await bench.NextCallAsync()).Fail();
        var second = await bench.NextCallAsync();
        second.Fail();
        var (queue, body, _) = await bench.NextAsync(bench.Queues.Sent.Reader);

        Assert.Equal(LambdaBench.DeadArn, queue);
        var record = JsonNode.Parse(body)!;
        Assert.Equal("RetryAttemptsExhausted", (string?)record["requestContext"]!["condition"]);
        Assert.Equal(second.RequestId, (string?)record["requestContext"]!["requestId"]);
        Assert.Equal(2, (int?)record["requestContext"]!["approximateInvokeCount"]);
        Assert.Equal(("shard-0", "0", "1", 2), (
            (string?)record["KinesisBatchInfo"]!["shardId"], (string?)record["KinesisBatchInfo"]!["startSequenceNumber"],
            (string?)record["KinesisBatchInfo"]!["endSequenceNumber"], (int?)record["KinesisBatchInfo"]!["batchSize"]));
        Assert.Equal(["c"], (await bench.NextCallAsync()).Data);
    }

    [Fact]
    public async Task Records_past_their_age_are_given_up_without_a_call()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        bench.Streams.Put("shard-0", "old");
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        bench.Streams.Put("shard-0", "young");
        await bench.MapStreamAsync(settings => settings with { RecordAgeSecondsMax = 60, OnFailure = LambdaBench.DeadArn });
        bench.Start();

        Assert.Equal(["young"], (await bench.NextCallAsync()).Data);
        Assert.Contains("RecordAgeExceeded", (await bench.NextAsync(bench.Queues.Sent.Reader)).Body);
    }

    [Fact]
    public async Task Reported_item_failures_continue_at_the_first_that_failed()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        bench.Streams.Put("shard-0", "a", "b", "c", "d");
        var mapping = await bench.MapStreamAsync(settings => settings with { ResponseTypes = ["ReportBatchItemFailures"] });
        bench.Start();

        (await bench.NextCallAsync()).AnswerFailed("3", "2");
        var left = await bench.NextCallAsync();

        Assert.Equal(["c", "d"], left.Data);
        Assert.Equal(2, bench.Table.Checkpoint(mapping, "shard-0")?.NextOffset);
        left.Answer();
        await LambdaBench.UntilAsync(() => bench.Table.Checkpoint(mapping, "shard-0")?.NextOffset == 4);
    }

    [Fact]
    public async Task A_child_shard_waits_for_its_parent()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("parent");
        bench.Streams.AddShard("child", "parent");
        bench.Streams.Put("parent", "p1", "p2");
        bench.Streams.Close("parent");
        bench.Streams.Put("child", "c1");
        var mapping = await bench.MapStreamAsync(settings => settings with { BatchSize = 1 });
        bench.Start();

        foreach (var expected in (string[])["p1", "p2", "c1"])
        {
            var call = await bench.NextCallAsync();
            Assert.Equal([expected], call.Data);
            call.Answer();
        }

        Assert.True(bench.Table.Checkpoint(mapping, "parent")!.IsEnd);
    }

    [Fact]
    public async Task Latest_means_after_the_mapping_was_made_even_if_nothing_ran_yet()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        bench.Streams.Put("shard-0", "before");
        await bench.MapStreamAsync(settings => settings with { StartingPosition = "LATEST" });
        bench.Streams.Put("shard-0", "after");

        bench.Start();

        Assert.Equal(["after"], (await bench.NextCallAsync()).Data);
    }

    [Fact]
    public async Task A_disabled_mapping_does_nothing_and_an_enabled_one_goes_on()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        var mapping = await bench.MapStreamAsync(settings => settings with { BatchSize = 1 });
        bench.Start();
        bench.Streams.Put("shard-0", "a");
        (await bench.NextCallAsync()).Answer();
        await LambdaBench.UntilAsync(() => bench.Table.Checkpoint(mapping, "shard-0")?.NextOffset == 1);

        await bench.Mappings.UpdateAsync(bench.Call, mapping.Id, new() { IsEnabled = false }, LambdaBench.Token);
        bench.Streams.Put("shard-0", "b");
        await bench.Mappings.UpdateAsync(bench.Call, mapping.Id, new() { IsEnabled = true }, LambdaBench.Token);

        Assert.Equal(["b"], (await bench.NextCallAsync()).Data);
    }

    /// <summary>Whatever fails: every good record is done with once it was answered, in order, and only poisoned ones are given up.</summary>
    [Fact]
    [Trait("feature", "lambda.sources")]
    public void Splitting_finds_exactly_the_poisoned_records() =>
        Prop.ForAll(
                (from records in Gen.Choose(0, 9).ArrayOf(12)
                 from batch in Gen.Choose(1, 12)
                 from retries in Gen.Choose(0, 2)
                 select (records, batch, retries)).ToArbitrary(),
                input => PoisonAsync(input.records, input.batch, input.retries).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static async Task PoisonAsync(int[] kinds, int batchSize, int retries)
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        var all = kinds.Select((kind, index) => kind == 0 ? $"poison{index}" : $"good{index}").ToArray();
        bench.Streams.Put("shard-0", all);
        bench.Streams.Close("shard-0");
        var mapping = await bench.MapStreamAsync(settings => settings with
        {
            BatchSize = batchSize,
            RetriesMax = retries,
            Bisects = true,
            OnFailure = LambdaBench.DeadArn,
        });
        bench.Start();

        var done = new List<string>();
        while (bench.Table.Checkpoint(mapping, "shard-0") is not { IsEnd: true })
        {
            if (bench.Function.Calls.TryRead(out var call))
            {
                if (call.Data.Any(data => data.StartsWith("poison", StringComparison.Ordinal)))
                {
                    call.Fail();
                }
                else
                {
                    done.AddRange(call.Data);
                    call.Answer();
                }
            }
            else
            {
                await Task.Delay(1);
                bench.Clock.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        Assert.Equal(all.Where(data => data.StartsWith("good", StringComparison.Ordinal)), done);
        var givenUp = new List<string>();
        while (bench.Queues.Sent.Reader.TryRead(out var sent))
        {
            var info = JsonNode.Parse(sent.Body)!["KinesisBatchInfo"]!;
            Assert.Equal(1, (int?)info["batchSize"]);
            givenUp.Add(all[int.Parse((string)info["startSequenceNumber"]!)]);
        }

        Assert.Equal(all.Where(data => data.StartsWith("poison", StringComparison.Ordinal)), givenUp);
    }
}
