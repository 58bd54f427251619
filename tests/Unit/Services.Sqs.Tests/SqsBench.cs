using Microsoft.Extensions.Logging.Abstractions;
using Weir.Kernel.Identity;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.State;
using Weir.Services.Sqs.Workers;
using Weir.Tests.Support;

namespace Weir.Services.Sqs.Tests;

/// <summary>The parts of SQS put together over a fake clock and a state store in memory.</summary>
internal sealed class SqsBench
{
    public SqsBench()
    {
        var hops = TestMeters.Hops();
        Table = new(new MemoryStateStore());
        Messages = new(Ids);
        Sender = new(Table, Messages, Signals, Ids, Clock, hops);
        Receiver = new(Table, Messages, Signals, Clock, hops, NullLogger<MessageReceiver>.Instance);
        Keeper = new(Table, Messages, Signals, Clock, hops);
        Sweeper = new(Table, Messages, Clock, hops, NullLogger<QueueSweeper>.Instance);
        Queues = new(Table, Sender, Receiver, Keeper);
        Call = TestCalls.Root(Authorizer);
    }

    public ManualClock Clock { get; } = new();
    public SeededIds Ids { get; } = new();
    public FakeAuthorizer Authorizer { get; } = new();
    public CallContext Call { get; }
    public QueueTable Table { get; }
    public MessageStore Messages { get; }
    public QueueSignals Signals { get; } = new();
    public MessageSender Sender { get; }
    public MessageReceiver Receiver { get; }
    public MessageKeeper Keeper { get; }
    public QueueSweeper Sweeper { get; }
    public Queues Queues { get; }

    public static QueueAddress Address(string name) => new(TestCalls.Account, TestCalls.Region, name);

    public async Task<QueueAddress> MakeAsync(string name, params (string Name, string Value)[] attributes)
    {
        var fresh = new QueueState
        {
            Account = TestCalls.Account,
            Region = TestCalls.Region,
            Name = name,
            Id = Ids.NewToken(12),
            IsFifo = name.EndsWith(".fifo", StringComparison.Ordinal),
            CreatedSeconds = Clock.GetUtcNow().ToUnixTimeSeconds(),
            ModifiedSeconds = Clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        var queue = QueueAttributes.Apply(fresh, attributes.ToDictionary(pair => pair.Name, pair => pair.Value));
        await Table.Store.WriteAsync(
            state =>
            {
                QueueAttributes.CheckRedrive(state, Table, queue);
                Table.Put(state, queue);
                return true;
            },
            TestContext.Current.CancellationToken);
        return queue.Address;
    }

    public async Task<SentMessage> SendAsync(
        QueueAddress queue, string body, int? delay = null, string? group = null, string? deduplication = null)
    {
        var draft = DraftRules.Check(Table.Require(queue), new()
        {
            Body = body,
            DelaySeconds = delay,
            GroupId = group,
            DeduplicationId = deduplication,
        });
        return (await Sender.SendAsync(Call, queue, [draft], TestContext.Current.CancellationToken))[0];
    }

    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        QueueAddress queue, int messagesMax = 10, int? visibility = null, int wait = 0) =>
        await Receiver.ReceiveAsync(
            queue, messagesMax, visibility is { } seconds ? TimeSpan.FromSeconds(seconds) : null, TimeSpan.FromSeconds(wait),
            TestContext.Current.CancellationToken);

    public async Task DeleteAsync(QueueAddress queue, ReceivedMessage message) =>
        Assert.Null((await Keeper.DeleteAsync(queue, [message.Handle.ToString()], TestContext.Current.CancellationToken))[0]);

    public MessageTally Tally(QueueAddress queue) => Table.Store.Read(state =>
        MessageStore.Tally(state, Table.Require(queue).Store, Clock.GetUtcNow().ToUnixTimeMilliseconds()));
}
