using Weir.Kernel.Core;

namespace Weir.Services.Sqs.Tests;

public sealed class LongPollTests
{
    [Fact]
    public async Task A_waiting_receive_is_woken_by_a_send()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q");
        var waiting = bench.ReceiveAsync(queue, wait: 20);
        Assert.False(waiting.IsCompleted);

        await bench.SendAsync(queue, "hello");

        Assert.Equal("hello", (await waiting)[0].Content.Body);
    }

    [Fact]
    public async Task A_waiting_receive_ends_empty_at_its_deadline_and_not_before()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q", ("ReceiveMessageWaitTimeSeconds", "5"));
        var waiting = bench.Receiver.ReceiveAsync(queue, 1, null, null, TestContext.Current.CancellationToken).AsTask();

        bench.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(waiting.IsCompleted);
        bench.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Empty(await waiting);
    }

    [Fact]
    public async Task A_waiting_receive_gets_a_delayed_message_the_moment_its_delay_ends()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q");
        await bench.SendAsync(queue, "later", delay: 7);
        var waiting = bench.ReceiveAsync(queue, wait: 20);

        bench.Clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("later", (await waiting)[0].Content.Body);
    }

    [Fact]
    public async Task A_message_given_back_wakes_a_waiting_receive()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q");
        await bench.SendAsync(queue, "again");
        var first = (await bench.ReceiveAsync(queue))[0];
        var waiting = bench.ReceiveAsync(queue, wait: 20);

        await bench.Queues.ChangeVisibilityAsync(
            bench.Call, queue.Arn, [first.Handle.ToString()], TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal(2, (await waiting)[0].Delivery.ReceiveCount);
    }

    [Fact]
    public async Task A_hundred_waiting_receives_share_a_hundred_messages_without_a_duplicate()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q");
        var waiting = Enumerable.Range(0, 100).Select(_ => bench.ReceiveAsync(queue, 1, wait: 20)).ToList();

        for (var index = 0; index < 100; index++)
        {
            await bench.SendAsync(queue, $"{index}");
        }

        var bodies = (await Task.WhenAll(waiting)).Select(received => Assert.Single(received).Content.Body);
        Assert.Equal(100, bodies.Distinct().Count());
    }

    [Fact]
    public async Task Deleting_the_queue_ends_a_waiting_receive_with_its_error()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("q");
        var waiting = bench.ReceiveAsync(queue, wait: 20);

        var deleted = bench.Table.Require(queue);
        await bench.Table.Store.WriteAsync(
            state =>
            {
                bench.Table.Delete(state, deleted);
                return true;
            },
            TestContext.Current.CancellationToken);
        bench.Signals.Pulse(deleted.Id);

        Assert.Equal("QueueDoesNotExist", (await Assert.ThrowsAsync<ServiceException>(() => waiting)).Code);
    }
}
