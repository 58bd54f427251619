namespace Weir.Services.Lambda.Tests;

public sealed class QueueMappingTests
{
    [Fact]
    [Trait("feature", "lambda.sources")]
    public async Task Messages_are_deleted_when_the_function_answered()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Queues.Put("a", "b", "c");
        await bench.MapQueueAsync();
        bench.Start();

        var call = await bench.NextCallAsync();
        Assert.Equal(["a", "b", "c"], call.Data);
        Assert.False(bench.Queues.Deleted.Reader.TryPeek(out _));
        call.Answer("\"anything\"");

        Assert.Equal(["handle-a", "handle-b", "handle-c"], await DeletedAsync(bench, 3));
    }

    [Fact]
    public async Task A_failed_batch_stays_in_the_queue_and_others_go_on()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Queues.Put("bad");
        await bench.MapQueueAsync();
        bench.Start();
        (await bench.NextCallAsync()).Fail();

        bench.Queues.Put("good");
        (await bench.NextCallAsync()).Answer();

        Assert.Equal(["handle-good"], await DeletedAsync(bench, 1));
    }

    [Fact]
    [Trait("feature", "lambda.sources")]
    public async Task Reported_item_failures_stay_and_the_others_are_deleted()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Queues.Put("a", "b", "c");
        await bench.MapQueueAsync(settings => settings with { ResponseTypes = ["ReportBatchItemFailures"] });
        bench.Start();

        (await bench.NextCallAsync()).AnswerFailed("id-b");

        Assert.Equal(["handle-a", "handle-c"], await DeletedAsync(bench, 2));
    }

    [Fact]
    public async Task A_report_that_makes_no_sense_fails_the_whole_batch()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Queues.Put("a");
        await bench.MapQueueAsync(settings => settings with { ResponseTypes = ["ReportBatchItemFailures"] });
        bench.Start();
        (await bench.NextCallAsync()).AnswerFailed("unknown");

        bench.Queues.Put("b");
        (await bench.NextCallAsync()).AnswerFailed();

        Assert.Equal(["handle-b"], await DeletedAsync(bench, 1));
    }

    [Fact]
    public async Task A_throttled_batch_is_tried_again()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Queues.Put("a");
        await bench.MapQueueAsync();
        bench.Start();

        (await bench.NextCallAsync()).Throttle();
        (await bench.NextCallAsync()).Throttle();
        (await bench.NextCallAsync()).Answer();

        Assert.Equal(["handle-a"], await DeletedAsync(bench, 1));
    }

    [Fact]
    public async Task As_many_batches_run_at_once_as_allowed_and_no_more()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Queues.Put([.. Enumerable.Range(0, 30).Select(index => $"{index}")]);
        await bench.MapQueueAsync(settings => settings with { BatchSize = 1, BatchesAtOnce = 3 });
        bench.Start();

        var running = new List<PlayedCall>();
        for (var index = 0; index < 3; index++)
        {
            running.Add(await bench.NextCallAsync());
        }

        await Task.Delay(20, LambdaBench.Token); // whatever could start has had its chance
        Assert.False(bench.Function.Calls.TryPeek(out _));
        running[1].Answer();
        await bench.NextCallAsync();
        Assert.False(bench.Function.Calls.TryPeek(out _));
    }

    private static async Task<List<string>> DeletedAsync(LambdaBench bench, int count)
    {
        var deleted = new List<string>();
        while (deleted.Count < count)
        {
            deleted.Add(await bench.NextAsync(bench.Queues.Deleted.Reader));
        }

        return deleted;
    }
}
