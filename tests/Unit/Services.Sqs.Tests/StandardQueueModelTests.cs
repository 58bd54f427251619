using FsCheck;
using FsCheck.Fluent;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.State;

namespace Weir.Services.Sqs.Tests;

/// <summary>A list of messages, kept the simple way, and the real queue agree on any history.</summary>
public sealed class StandardQueueModelTests
{
    private const int MaxReceiveCount = 3;
    private const int RetentionSeconds = 600;

    [Fact]
    [Trait("feature", "sqs.core")]
    public void A_queue_and_its_dead_letter_queue_follow_the_model() =>
        Prop.ForAll(
                Gen.Choose(0, 1_000_000).ArrayOf(80).ToArbitrary(),
                history => new Run().PlayAsync(history).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private sealed class Run
    {
        private readonly SqsBench _bench = new();
        private readonly List<ModelMessage> _source = [];
        private readonly List<ModelMessage> _dead = [];
        private readonly List<(ModelMessage Message, ReceivedMessage Received)> _held = [];
        private QueueAddress _queue;
        private QueueAddress _deadQueue;
        private int _sent;

        private long Now => _bench.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        public async Task PlayAsync(int[] history)
        {
            _deadQueue = await _bench.MakeAsync("dead", ("MessageRetentionPeriod", $"{RetentionSeconds}"));
            _queue = await _bench.MakeAsync(
                "work", ("MessageRetentionPeriod", $"{RetentionSeconds}"),
                ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{_deadQueue.Arn}}","maxReceiveCount":{{MaxReceiveCount}}}"""));
            foreach (var step in history)
            {
                await StepAsync(step % 8, step / 8);
                CheckTally(_queue, _source);
                CheckTally(_deadQueue, _dead);
            }
        }

        private async Task StepAsync(int kind, int number)
        {
            switch (kind)
            {
                case 0 or 1:
                    await SendAsync(delay: number % 3 == 0 ? number % 40 : 0);
                    break;
                case 2 or 3:
                    await ReceiveAsync(1 + (number % 4), 1 + (number % 60));
                    break;
                case 4 when _held.Count > 0:
                    await DeleteAsync(_held[number % _held.Count]);
                    break;
                case 5 when _held.Count > 0:
                    await HideAsync(_held[number % _held.Count], number % 30);
                    break;
                case 6:
                    _bench.Clock.Advance(TimeSpan.FromSeconds(number % 45));
                    break;
                case 7:
                    await _bench.Sweeper.SweepAsync(TestContext.Current.CancellationToken);
                    _source.RemoveAll(IsExpired);
                    _dead.RemoveAll(IsExpired);
                    break;
                default:
                    break;
            }
        }

        private async Task SendAsync(int delay)
        {
            var body = $"message {_sent}";
            await _bench.SendAsync(_queue, body, delay);
            _source.Add(new() { Body = body, Order = _sent++, Sent = Now, VisibleAt = Now + (delay * 1000), IsDelayed = true });
        }

        private async Task ReceiveAsync(int max, int visibility)
        {
            var expected = new List<ModelMessage>();
            foreach (var message in _source.Where(message => message.VisibleAt <= Now)
                .OrderBy(message => message.VisibleAt).ThenBy(message => message.Order).ToList())
            {
                if (expected.Count == max)
                {
                    break;
                }

                if (IsExpired(message))
                {
                    _source.Remove(message);
                }
                else if (message.Receives == MaxReceiveCount)
                {
                    _source.Remove(message);
                    message.VisibleAt = Now;
                    message.IsDelayed = true; // not received in its new queue
                    _dead.Add(message);
                }
                else
                {
                    message.Receives++;
                    message.VisibleAt = Now + (visibility * 1000);
                    message.IsDelayed = false;
                    expected.Add(message);
                }
            }

            var received = await _bench.ReceiveAsync(_queue, max, visibility);
            Assert.Equal(expected.Select(message => message.Body), received.Select(message => message.Content.Body));
            Assert.Equal(expected.Select(message => message.Receives), received.Select(message => message.Delivery.ReceiveCount));
            _held.AddRange(expected.Zip(received));
        }

        private async Task DeleteAsync((ModelMessage Message, ReceivedMessage Received) held)
        {
            await _bench.DeleteAsync(_queue, held.Received);
            if (held.Message.Receives == held.Received.Delivery.ReceiveCount)
            {
                _source.Remove(held.Message);
            }
        }

        private async Task HideAsync((ModelMessage Message, ReceivedMessage Received) held, int seconds)
        {
            var outcome = (await _bench.Keeper.ChangeVisibilityAsync(
                _queue, [(held.Received.Handle.ToString(), TimeSpan.FromSeconds(seconds))], TestContext.Current.CancellationToken))[0];
            var expected = !_source.Contains(held.Message) ? "InvalidParameterValueException"
                : held.Message.VisibleAt <= Now || held.Message.Receives != held.Received.Delivery.ReceiveCount ? "MessageNotInflight"
                : null;
            Assert.Equal(expected, outcome?.Code);
            if (expected is null)
            {
                held.Message.VisibleAt = Now + (seconds * 1000);
            }
        }

        private bool IsExpired(ModelMessage message) => message.Sent + (RetentionSeconds * 1000) <= Now;

        private void CheckTally(QueueAddress queue, List<ModelMessage> messages)
        {
            var hidden = messages.Where(message => message.VisibleAt > Now).ToList();
            Assert.Equal(
                new MessageTally(
                    messages.Count - hidden.Count, hidden.Count(message => !message.IsDelayed), hidden.Count(message => message.IsDelayed)),
                _bench.Tally(queue));
        }
    }

    private sealed class ModelMessage
    {
        public required string Body { get; init; }
        public required int Order { get; init; }
        public required long Sent { get; init; }
        public required long VisibleAt { get; set; }
        public int Receives { get; set; }
        public bool IsDelayed { get; set; }
    }
}
