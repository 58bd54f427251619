using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Weir.Contracts;
using Weir.Engines.Functions;
using Weir.Kernel.Identity;
using Weir.Services.Lambda.Domain;

namespace Weir.Services.Lambda.Tests;

/// <summary>A function that a test plays: each call waits until the test answers it.</summary>
internal sealed class PlayedFunction : IFunctionRunner
{
    private readonly Channel<PlayedCall> _calls = Channel.CreateUnbounded<PlayedCall>();

    public ChannelReader<PlayedCall> Calls => _calls.Reader;

    public Task<InvocationReport> RunAsync(
        FunctionTarget target, string requestId, ReadOnlyMemory<byte> payload, string? clientContext, CancellationToken cancellationToken)
    {
        var call = new PlayedCall(requestId, JsonNode.Parse(payload.Span)!);
        _calls.Writer.TryWrite(call);
        return call.Answered.Task;
    }
}

internal sealed record PlayedCall(string RequestId, JsonNode Event)
{
    public TaskCompletionSource<InvocationReport> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the records carry: bodies of messages, data of stream records.</summary>
    public IReadOnlyList<string> Data =>
    [
        .. Event["Records"]!.AsArray().Select(record =>
            record!["body"]?.ToString() ?? Encoding.UTF8.GetString(Convert.FromBase64String(record["kinesis"]!["data"]!.ToString()))),
    ];

    public void Answer(string json = "null") =>
        Answered.SetResult(new(InvocationOutcome.Answered, Encoding.UTF8.GetBytes(json), "", TimeSpan.Zero));

    public void AnswerFailed(params ReadOnlySpan<string> identifiers) => Answer(new JsonObject
    {
        ["batchItemFailures"] = new JsonArray([.. identifiers.ToArray().Select(id => (JsonNode)new JsonObject { ["itemIdentifier"] = id })]),
    }.ToJsonString());

    public void Fail() => Answered.SetResult(
        new(InvocationOutcome.Failed, """{"errorType":"Error","errorMessage":"no"}"""u8.ToArray(), "", TimeSpan.Zero));

    public void Throttle() => Answered.SetException(LambdaErrors.TooManyRequests("ConcurrentInvocationLimitExceeded"));
}

/// <summary>Every role exists and trusts Lambda.</summary>
internal sealed class FakeRoles : IRoles
{
    public Caller? Assume(string roleArn, string servicePrincipal, string sessionName) => new()
    {
        Account = roleArn.Split(':')[4],
        Arn = roleArn,
        Kind = CallerKind.AssumedRole,
        UserId = $"AROA:{sessionName}",
        RoleArn = roleArn,
    };

    public ValueTask<TemporaryCredentials?> IssueAsync(
        string roleArn, string servicePrincipal, string sessionName, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<TemporaryCredentials> IssueAsync(Caller caller, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public RoleInfo? Find(string roleArn) => null;

    public string? FindPolicy(string policyArn) => null;
}

/// <summary>Shards that are lists. A read at the end waits for a write, or for ever.</summary>
internal sealed class FakeStreams(TimeProvider clock) : IStreamReader
{
    private readonly Lock _lock = new();
    private readonly List<Shard> _shards = [];
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AddShard(string id, string? parent = null) => _shards.Add(new(id, parent));

    public void Put(string shardId, params string[] data)
    {
        lock (_lock)
        {
            _shards.Single(shard => shard.Id == shardId).Records.AddRange(data.Select(text => (text, clock.GetUtcNow())));
        }

        Pulse();
    }

    public void Close(string shardId)
    {
        lock (_lock)
        {
            _shards.Single(shard => shard.Id == shardId).IsClosed = true;
        }

        Pulse();
    }

    public IReadOnlyList<StreamShard> ListShards(CallContext call, string stream)
    {
        lock (_lock)
        {
            return [.. _shards.Select(shard => new StreamShard { ShardId = shard.Id, ParentShardId = shard.Parent, IsClosed = shard.IsClosed })];
        }
    }

    public async ValueTask<StreamBatch> ReadAsync(
        CallContext call, string stream, string shardId, StreamPosition from, int recordsMax, int bytesMax, TimeSpan wait,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            Task written;
            lock (_lock)
            {
                written = _written.Task;
                var shard = _shards.Single(shard => shard.Id == shardId);
                var start = from.Offset switch
                {
                    StreamPosition.TrimHorizon => 0,
                    StreamPosition.Latest => shard.Records.Count,
                    var offset => (int)offset,
                };
                var records = shard.Records.Skip(start).Take(recordsMax).Select((record, index) => new StreamRecord
                {
                    Offset = start + index,
                    SequenceNumber = $"{start + index}",
                    PartitionKey = "key",
                    ArrivalTimestamp = record.At,
                    Data = Encoding.UTF8.GetBytes(record.Data),
                }).ToList();
                var next = start + records.Count;
                var isEnd = shard.IsClosed && next == shard.Records.Count;
                if (records.Count > 0 || isEnd || wait == TimeSpan.Zero)
                {
                    return new() { Records = records, NextOffset = next, BehindLatest = TimeSpan.Zero, IsEnd = isEnd };
                }
            }

            await written.WaitAsync(cancellationToken);
        }
    }

    private void Pulse() =>
        Interlocked.Exchange(ref _written, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    private sealed class Shard(string id, string? parent)
    {
        public string Id { get; } = id;
        public string? Parent { get; } = parent;
        public List<(string Data, DateTimeOffset At)> Records { get; } = [];
        public bool IsClosed { get; set; }
    }
}

/// <summary>A queue that hands each message out once, and remembers what was deleted and sent.</summary>
internal sealed class FakeQueues : IQueues, IQueueSender
{
    private readonly Channel<QueueMessage> _messages = Channel.CreateUnbounded<QueueMessage>();

    public Channel<string> Deleted { get; } = Channel.CreateUnbounded<string>();

    public Channel<(string Queue, string Body, IReadOnlyDictionary<string, QueueMessageAttribute> Attributes)> Sent { get; } =
        Channel.CreateUnbounded<(string, string, IReadOnlyDictionary<string, QueueMessageAttribute>)>();

    public void Put(params string[] bodies)
    {
        foreach (var body in bodies)
        {
            _messages.Writer.TryWrite(new()
            {
                MessageId = $"id-{body}",
                ReceiptHandle = $"handle-{body}",
                Body = body,
                BodyMd5 = "md5",
                Attributes = new Dictionary<string, string> { ["ApproximateReceiveCount"] = "1" },
            });
        }
    }

    public async ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        CallContext call, string queue, int messagesMax, TimeSpan wait, CancellationToken cancellationToken)
    {
        var received = new List<QueueMessage> { await _messages.Reader.ReadAsync(cancellationToken) };
        while (received.Count < messagesMax && _messages.Reader.TryRead(out var message))
        {
            received.Add(message);
        }

        return received;
    }

    public ValueTask DeleteAsync(CallContext call, string queue, IReadOnlyList<string> receiptHandles, CancellationToken cancellationToken)
    {
        foreach (var handle in receiptHandles)
        {
            Deleted.Writer.TryWrite(handle);
        }

        return default;
    }

    public ValueTask<string> SendAsync(
        CallContext call, string queue, string body, IReadOnlyDictionary<string, QueueMessageAttribute> attributes,
        CancellationToken cancellationToken)
    {
        Sent.Writer.TryWrite((queue, body, attributes));
        return ValueTask.FromResult("sent");
    }

    public ValueTask<string> SendAsync(CallContext call, string queue, string body, CancellationToken cancellationToken) =>
        SendAsync(call, queue, body, new Dictionary<string, QueueMessageAttribute>(), cancellationToken);

    public void RequireSendable(CallContext call, string queue)
    {
    }

    public ValueTask ChangeVisibilityAsync(
        CallContext call, string queue, IReadOnlyList<string> receiptHandles, TimeSpan visibility, CancellationToken cancellationToken) =>
        throw new NotSupportedException("a function's role need not be allowed to");
}
