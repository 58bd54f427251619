using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Rules;
using Weir.Services.Iot.State;
using Weir.Tests.Support;

namespace Weir.Services.Iot.Tests;

public sealed class RuleEngineTests : IStreamWriter, IQueues, IRoles
{
    private const string Role = "arn:aws:iam::000000000000:role/r";

    private readonly List<IReadOnlyList<StreamRecordIn>> _puts = [];
    private readonly List<string> _sent = [];
    private readonly ManualClock _clock = new();
    private readonly RuleTable _rules;
    private readonly RuleEngine _engine;

    public RuleEngineTests()
    {
        var services = new ServiceCollection()
            .AddSingleton<IStreamWriter>(this)
            .AddSingleton<IQueues>(this)
            .AddSingleton<IRoles>(this)
            .AddSingleton<TimeProvider>(_clock)
            .BuildServiceProvider();
        var targets = new RuleTargets(services);
        _rules = new(new MemoryStateStore(), new RuleCompiler(targets), NullLogger<RuleTable>.Instance);
        var runner = new RuleRunner(
            targets, new FakeAuthorizer(), new SeededIds(), TestMeters.Hops(), _clock, NullLogger<RuleRunner>.Instance);
        _engine = new(_rules, runner, new SeededIds(), TestMeters.Hops());
    }

    private Func<StreamRecordIn, StreamPutResult> OnPut { get; set; } = static _ => new("shard", "1");

    [Fact]
    public async Task Messages_of_a_batch_go_to_the_stream_in_one_put()
    {
        await CreateAsync("all", "SELECT * FROM 'a/#'", Kinesis());

        await AcceptAsync(("a/1", "one"), ("b/1", "not ours"), ("a/2", "two"));

        var put = Assert.Single(_puts);
        Assert.Equal(["one", "two"], put.Select(record => Encoding.UTF8.GetString(record.Data.Span)));
        Assert.Equal(["a/1", "a/2"], put.Select(record => record.PartitionKey));
    }

    [Fact]
    public async Task Only_the_records_that_were_throttled_are_put_again()
    {
        await CreateAsync("all", "SELECT * FROM 'a'", Kinesis());
        OnPut = record => _puts.Count == 1 && Encoding.UTF8.GetString(record.Data.Span) == "two"
            ? new(null, null, "ProvisionedThroughputExceededException", "slow down")
            : new("shard", "1");

        var accepting = AcceptAsync(("a", "one"), ("a", "two"), ("a", "three"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await accepting;

        Assert.Equal(2, _puts.Count);
        Assert.Equal("two", Encoding.UTF8.GetString(Assert.Single(_puts[1]).Data.Span));
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task What_fails_for_good_reaches_the_error_action_once_a_message()
    {
        await CreateAsync(
            "failing", "SELECT * FROM 'a'", Kinesis(), new() { Sqs = new() { RoleArn = Role, QueueUrl = "http://x/000000000000/errors" } });
        OnPut = static record => Encoding.UTF8.GetString(record.Data.Span) == "bad"
            ? throw new ServiceException("ResourceNotFoundException", "no such stream")
            : new("shard", "1");

        await AcceptAsync(("a", "bad"));

        using var error = JsonDocument.Parse(Assert.Single(_sent));
        Assert.Equal("failing", error.RootElement.GetProperty("ruleName").GetString());
        Assert.Equal("client", error.RootElement.GetProperty("clientId").GetString());
        Assert.Equal("YmFk", error.RootElement.GetProperty("base64OriginalPayload").GetString());
        var failure = error.RootElement.GetProperty("failures")[0];
        Assert.Equal("KinesisAction", failure.GetProperty("failedAction").GetString());
        Assert.Equal("stream", failure.GetProperty("failedResource").GetString());
        Assert.Equal("ResourceNotFoundException: no such stream", failure.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Malformed_json_reaches_the_error_action_and_good_messages_their_stream()
    {
        await CreateAsync(
            "strict", "SELECT v FROM 'a'", Kinesis(), new() { Sqs = new() { RoleArn = Role, QueueUrl = "http://x/000000000000/errors" } });

        await AcceptAsync(("a", """{"v":1}"""), ("a", "{broken"), ("a", """{"v":2}"""));

        Assert.Equal(["""{"v":1}""", """{"v":2}"""], Assert.Single(_puts).Select(record => Encoding.UTF8.GetString(record.Data.Span)));
        Assert.Contains("SqlEvaluation", Assert.Single(_sent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basic_ingest_runs_its_rule_alone_and_hides_its_prefix()
    {
        await CreateAsync("named", "SELECT topic() AS t FROM 'elsewhere'", Kinesis());
        await CreateAsync("other", "SELECT * FROM '#'", Kinesis());

        await AcceptAsync(("$aws/rules/named/a/b", "{}"));

        Assert.Equal("""{"t":"a/b"}""", Encoding.UTF8.GetString(Assert.Single(Assert.Single(_puts)).Data.Span));
    }

    [Fact]
    public void A_rule_with_an_action_that_is_not_built_is_refused()
    {
        var refused = Assert.Throws<ServiceException>(() => new RuleCompiler(null!).Compile(new("0", "r"), new()
        {
            Name = "x",
            CreatedAt = default,
            Payload = new() { Sql = "SELECT * FROM 'a'", Actions = [new() { Sns = new() { TargetArn = "arn", RoleArn = Role } }] },
        }));
        Assert.Equal("InvalidRequestException", refused.Code);
    }

    [Fact]
    public void A_stored_message_reads_back_as_it_was()
    {
        var message = new MqttMessage
        {
            Topic = "a/é",
            Payload = new byte[] { 1, 2 },
            Qos = 1,
            Retain = true,
            ReceivedAt = 5,
            Properties = new() { PayloadFormat = 1, ExpirySeconds = 9, CorrelationData = [7], UserProperties = [new("k", "v")] },
        };

        var read = MessageCodec.Decode(MessageCodec.Encode(message, [3, 4]).ToArray(), out var ids);

        Assert.Equal([3, 4], ids);
        Assert.Equal((message.Topic, message.Qos, message.Retain, message.ReceivedAt), (read.Topic, read.Qos, read.Retain, read.ReceivedAt));
        Assert.Equal([1, 2], read.Payload.ToArray());
        Assert.Equal((byte)1, read.Properties!.PayloadFormat);
        Assert.Equal(9u, read.Properties.ExpirySeconds);
        Assert.Equal("v", Assert.Single(read.Properties.UserProperties).Value);
    }

    public ValueTask<StreamPutResult> PutAsync(
        CallContext call, string stream, string partitionKey, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StreamPutResult>> PutManyAsync(
        CallContext call, string stream, IReadOnlyList<StreamRecordIn> records, CancellationToken cancellationToken)
    {
        _puts.Add([.. records.Select(record => record with { Data = record.Data.ToArray() })]);
        return ValueTask.FromResult<IReadOnlyList<StreamPutResult>>([.. records.Select(OnPut)]);
    }

    public ValueTask<string> SendAsync(CallContext call, string queue, string body, CancellationToken cancellationToken)
    {
        Assert.Equal("arn:aws:sqs:us-east-1:000000000000:errors", queue);
        _sent.Add(body);
        return ValueTask.FromResult("id");
    }

    public Caller? Assume(string roleArn, string servicePrincipal, string sessionName) => Caller.Root("000000000000");

    void IQueues.RequireSendable(CallContext call, string queue) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        CallContext call, string queue, int messagesMax, TimeSpan wait, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DeleteAsync(CallContext call, string queue, IReadOnlyList<string> receiptHandles, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask ChangeVisibilityAsync(
        CallContext call, string queue, IReadOnlyList<string> receiptHandles, TimeSpan visibility, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<TemporaryCredentials?> IssueAsync(
        string roleArn, string servicePrincipal, string sessionName, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<TemporaryCredentials> IssueAsync(Caller caller, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public RoleInfo? Find(string roleArn) => null;

    public string? FindPolicy(string policyArn) => null;

    private static Model.Action Kinesis() =>
        new() { Kinesis = new() { RoleArn = Role, StreamName = "stream", PartitionKey = "${topic()}" } };

    private ValueTask CreateAsync(string name, string sql, Model.Action action, Model.Action? errorAction = null) => _rules.ChangeAsync(
        new(TestCalls.Account, TestCalls.Region),
        name,
        _ => new() { Name = name, CreatedAt = default, Payload = new() { Sql = sql, Actions = [action], ErrorAction = errorAction } },
        CancellationToken.None);

    private async Task AcceptAsync(params (string Topic, string Payload)[] messages)
    {
        using var batch = new MqttPublishBatch(new()
        {
            Realm = new IotRealm(TestCalls.Account, TestCalls.Region).Name,
            ClientId = "client",
            PrincipalId = "p",
            Transport = MqttTransport.Tcp,
        });
        foreach (var (topic, payload) in messages)
        {
            batch.Add(new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(payload), Qos = 1 });
        }

        await _engine.AcceptAsync(batch, CancellationToken.None);
    }
}
