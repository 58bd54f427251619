using FsCheck;
using FsCheck.Fluent;
using Weir.Kernel.Core;

namespace Weir.Services.Sqs.Tests;

public sealed class FifoQueueTests
{
    [Fact]
    [Trait("feature", "sqs.core")]
    public void Every_group_is_received_in_the_order_it_was_sent_whatever_happens_between() =>
        Prop.ForAll(
                Gen.Choose(0, 1_000_000).ArrayOf(120).ToArbitrary(),
                history => PlayAsync(history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static async Task PlayAsync(int[] history)
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("orders.fifo", ("VisibilityTimeout", "20"));
        var waiting = Enumerable.Range(0, 3).Select(_ => new Queue<string>()).ToArray();
        var sent = 0;
        foreach (var step in history)
        {
            var number = step / 4;
            switch (step % 4)
            {
                case 0 or 1:
                    var body = $"{sent++}";
                    await bench.SendAsync(queue, body, group: $"group{number % 3}", deduplication: body);
                    waiting[number % 3].Enqueue(body);
                    break;
                case 2:
                    foreach (var batch in (await bench.ReceiveAsync(queue, 1 + (number % 5))).GroupBy(item => item.Content.GroupId))
                    {
                        var group = waiting[batch.Key![^1] - '0'];
                        Assert.Equal(group.Take(batch.Count()), batch.Select(item => item.Content.Body));
                        if (number % 2 == 0)
                        {
                            await bench.DeleteAsync(queue, batch.First());
                            group.Dequeue();
                        }
                    }

                    break;
                default:
                    bench.Clock.Advance(TimeSpan.FromSeconds(number % 30));
                    break;
            }
        }
    }

    [Fact]
    public async Task A_group_with_a_message_in_flight_waits_while_others_go_on()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("a.fifo");
        await bench.SendAsync(queue, "a1", group: "a", deduplication: "1");
        await bench.SendAsync(queue, "a2", group: "a", deduplication: "2");
        await bench.SendAsync(queue, "b1", group: "b", deduplication: "3");

        var first = await bench.ReceiveAsync(queue, 1);
        var second = await bench.ReceiveAsync(queue);

        Assert.Equal("a1", first[0].Content.Body);
        Assert.Equal(["b1"], second.Select(message => message.Content.Body));
        await bench.DeleteAsync(queue, first[0]);
        Assert.Equal("a2", (await bench.ReceiveAsync(queue))[0].Content.Body);
    }

    [Fact]
    public async Task A_message_sent_again_within_five_minutes_is_accepted_but_not_queued()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("a.fifo", ("ContentBasedDeduplication", "true"));
        var first = await bench.SendAsync(queue, "same", group: "a");
        var again = await bench.SendAsync(queue, "same", group: "b");

        Assert.Equal(first.MessageId, again.MessageId);
        Assert.Equal(first.SequenceNumber, again.SequenceNumber);
        Assert.Equal(20, first.SequenceNumber!.Length);
        Assert.Equal(1, bench.Tally(queue).Visible);

        bench.Clock.Advance(TimeSpan.FromMinutes(5));
        await bench.Sweeper.SweepAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(first.MessageId, (await bench.SendAsync(queue, "same", group: "a")).MessageId);
        Assert.Equal(2, bench.Tally(queue).Visible);
    }

    [Fact]
    public async Task A_fifo_message_needs_a_group_and_a_deduplication_id()
    {
        var bench = new SqsBench();
        var queue = await bench.MakeAsync("a.fifo");

        var noGroup = await Assert.ThrowsAsync<ServiceException>(() => bench.SendAsync(queue, "x", deduplication: "1"));
        var noId = await Assert.ThrowsAsync<ServiceException>(() => bench.SendAsync(queue, "x", group: "g"));

        Assert.Equal("MissingParameter", noGroup.QueryCode);
        Assert.Equal("InvalidParameterValue", noId.QueryCode);
    }
}
