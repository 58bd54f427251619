using System.Text.Json;
using Weir.Kernel.Core;
using Weir.Services.S3.Domain;
using Weir.Services.S3.Model;
using Weir.Services.S3.Operations;
using Weir.Services.S3.Workers;

namespace Weir.Services.S3.Tests;

public sealed class NotificationTests : IDisposable
{
    private const string Queue = "arn:aws:sqs:us-east-1:000000000000:events";
    private const string OtherQueue = "arn:aws:sqs:us-east-1:000000000000:others";
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:react";

    private readonly S3Fixture _s3 = new();

    public void Dispose() => _s3.Dispose();

    [Fact]
    public async Task A_new_queue_destination_is_told_by_a_test_event()
    {
        await ConfigureAsync(Rule(Queue, ["s3:ObjectCreated:*"]));

        var sent = Assert.Single(_s3.Queues.Sent);
        using var message = JsonDocument.Parse(sent.Body);
        Assert.Equal("s3:TestEvent", message.RootElement.GetProperty("Event").GetString());
        Assert.Equal("lake", message.RootElement.GetProperty("Bucket").GetString());
        Assert.Equal("arn:aws:s3:::lake", sent.Source);
    }

    [Fact]
    public async Task An_event_reaches_the_queue_as_aws_writes_it()
    {
        await ConfigureAsync(Rule(Queue, ["s3:ObjectCreated:*"], prefix: "raw/", suffix: ".json"));
        _s3.Queues.Sent.Clear();

        await _s3.PutAsync("lake", "raw/a b+한.json", "hello");
        await _s3.PutAsync("lake", "raw/a.csv", "no");
        await _s3.PutAsync("lake", "other/a.json", "no");
        await _s3.Get<EventWorker>().RunOnceAsync(default);

        using var message = JsonDocument.Parse(Assert.Single(_s3.Queues.Sent).Body);
        var record = message.RootElement.GetProperty("Records")[0];
        Assert.Equal("2.1", record.GetProperty("eventVersion").GetString());
        Assert.Equal("aws:s3", record.GetProperty("eventSource").GetString());
        Assert.Equal("us-east-1", record.GetProperty("awsRegion").GetString());
        Assert.Equal("2026-01-02T03:04:05.000Z", record.GetProperty("eventTime").GetString());
        Assert.Equal("ObjectCreated:Put", record.GetProperty("eventName").GetString());
        Assert.Equal("AWS:000000000000", record.GetProperty("userIdentity").GetProperty("principalId").GetString());
        Assert.Equal("request-1", record.GetProperty("responseElements").GetProperty("x-amz-request-id").GetString());
        var s3 = record.GetProperty("s3");
        Assert.Equal("lake", s3.GetProperty("bucket").GetProperty("name").GetString());
        Assert.Equal("raw/a+b%2B%ED%95%9C.json", s3.GetProperty("object").GetProperty("key").GetString());
        Assert.Equal(5, s3.GetProperty("object").GetProperty("size").GetInt64());
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", s3.GetProperty("object").GetProperty("eTag").GetString());
        Assert.Matches("^00[0-9A-F]{16}$", s3.GetProperty("object").GetProperty("sequencer").GetString());
    }

    [Fact]
    public async Task Sequencers_of_a_key_grow_even_when_time_stands_still()
    {
        await ConfigureAsync(Rule(Queue, ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]));
        _s3.Queues.Sent.Clear();

        await _s3.PutAsync("lake", "k", "1");
        await _s3.PutAsync("lake", "k", "2");
        await _s3.Store.DeleteAsync(_s3.Call, "lake", "k", default);
        await _s3.Get<EventWorker>().RunOnceAsync(default);

        var sequencers = _s3.Queues.Sent.Select(sent => Object(sent.Body).GetProperty("sequencer").GetString()).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(3, sequencers.Distinct().Count());
        var removal = Object(_s3.Queues.Sent.Single(sent => sent.Body.Contains("ObjectRemoved:Delete", StringComparison.Ordinal)).Body);
        Assert.Equal(sequencers[^1], removal.GetProperty("sequencer").GetString());
        Assert.False(removal.TryGetProperty("size", out _));
    }

    [Fact]
    public async Task An_event_that_cannot_be_delivered_waits_through_a_restart_and_others_pass_it()
    {
        await ConfigureAsync(Rule(Queue, ["s3:ObjectCreated:*"]), Rule(OtherQueue, ["s3:ObjectRemoved:*"]));
        _s3.Queues.Sent.Clear();
        _s3.Queues.Refuses = queue => queue == Queue ? new ServiceException("InternalError", "not now", 500) : null;

        await _s3.PutAsync("lake", "k", "1");
        await _s3.Store.DeleteAsync(_s3.Call, "lake", "k", default);
        await _s3.Get<EventWorker>().RunOnceAsync(default);
        Assert.Equal(OtherQueue, Assert.Single(_s3.Queues.Sent).Queue);

        _s3.Queues.Refuses = static _ => null;
        await _s3.Get<EventWorker>().RunOnceAsync(default);
        Assert.Single(_s3.Queues.Sent); // its pause is not over

        _s3.Restart();
        await _s3.Get<EventWorker>().RunOnceAsync(default);
        Assert.Contains(_s3.Queues.Sent, sent => sent.Queue == Queue);
        await _s3.Get<EventWorker>().RunOnceAsync(default);
        Assert.Equal(2, _s3.Queues.Sent.Count);
    }

    [Fact]
    public async Task A_destination_is_tried_again_when_its_pause_is_over()
    {
        await ConfigureAsync(Rule(Queue, ["s3:ObjectCreated:*"]));
        _s3.Queues.Sent.Clear();
        _s3.Queues.Refuses = _ => new ServiceException("InternalError", "not now", 500);
        await _s3.PutAsync("lake", "k", "1");

        var wait = await _s3.Get<EventWorker>().RunOnceAsync(default);
        Assert.Equal(S3Limits.EventRetryFirst, wait);
        _s3.Queues.Refuses = static _ => null;
        _s3.Clock.Advance(wait);
        await _s3.Get<EventWorker>().RunOnceAsync(default);

        Assert.Single(_s3.Queues.Sent);
    }

    [Fact]
    public async Task Functions_are_invoked_with_the_event()
    {
        await _s3.CreateAsync("lake");
        await ApplyAsync(new() { LambdaFunctionConfigurations = [new() { LambdaFunctionArn = Function, Events = ["s3:ObjectCreated:Put"] }] });

        await _s3.PutAsync("lake", "k", "1");
        await _s3.Get<EventWorker>().RunOnceAsync(default);

        var (function, payload) = Assert.Single(_s3.Functions.Invoked);
        Assert.Equal(Function, function);
        Assert.Equal("k", Object(payload).GetProperty("key").GetString());
    }

    [Fact]
    public async Task Destinations_that_are_missing_are_named()
    {
        await _s3.CreateAsync("lake");
        _s3.Queues.Refuses = _ => new ServiceException("QueueDoesNotExist", "no", 400);

        var failure = await S3Fixture.FailsAsync("InvalidArgument", () => ApplyAsync(new()
        {
            QueueConfigurations = [Rule(Queue, ["s3:ObjectCreated:*"])],
            LambdaFunctionConfigurations = [new() { LambdaFunctionArn = Function + ":missing", Events = ["s3:ObjectRemoved:*"] }],
        }));

        Assert.Equal("Unable to validate the following destination configurations", failure.Message);
        Assert.Equal((Queue, "The destination queue does not exist"), (failure.Members["ArgumentName1"], failure.Members["ArgumentValue1"]));
        Assert.Equal("The destination Lambda does not exist", failure.Members["ArgumentValue2"]);
    }

    [Fact]
    public async Task What_was_configured_is_told_back()
    {
        await ConfigureAsync(Rule(Queue, ["s3:ObjectCreated:*"], prefix: "raw/", suffix: ".json"));

        var told = await _s3.RunAsync<
            GetBucketNotificationConfiguration, GetBucketNotificationConfigurationRequest, GetBucketNotificationConfigurationResponse>(
            new() { Bucket = "lake" });

        var rule = Assert.Single(told.QueueConfigurations!);
        Assert.Equal(Queue, rule.QueueArn);
        Assert.NotEmpty(rule.Id!);
        Assert.Equal(
            [("Prefix", "raw/"), ("Suffix", ".json")], rule.Filter!.Key!.FilterRules!.Select(filter => (filter.Name!, filter.Value!)));
    }

    [Theory]
    [InlineData("s3:ObjectCreated:*", "", "", "s3:ObjectCreated:Put", "", "", true)]
    [InlineData("s3:ObjectCreated:*", "a/", "", "s3:ObjectCreated:*", "b/", "", false)]
    [InlineData("s3:ObjectCreated:*", "a/", "", "s3:ObjectCreated:*", "a/b", "", true)]
    [InlineData("s3:ObjectCreated:*", "a/", ".jpg", "s3:ObjectCreated:*", "a/", ".png", false)]
    [InlineData("s3:ObjectCreated:*", "a/", ".jpg", "s3:ObjectCreated:*", "a/", "g", true)]
    [InlineData("s3:ObjectCreated:*", "a/", ".jpg", "s3:ObjectCreated:*", "b/", ".jpg", false)]
    [InlineData("s3:ObjectCreated:Put", "", "", "s3:ObjectCreated:Copy", "", "", false)]
    [InlineData("s3:ObjectCreated:*", "", "", "s3:ObjectRemoved:*", "", "", false)]
    public void Rules_for_the_same_event_may_not_overlap(
        string leftEvent, string leftPrefix, string leftSuffix, string rightEvent, string rightPrefix, string rightSuffix, bool isRefused)
    {
        NotificationConfiguration configuration = new()
        {
            QueueConfigurations = [Rule(Queue, [leftEvent], leftPrefix, leftSuffix), Rule(OtherQueue, [rightEvent], rightPrefix, rightSuffix)],
        };

        var failure = Record.Exception(() => NotificationRules.Accept(configuration, new IdSource()));

        Assert.Equal(isRefused ? "InvalidArgument" : null, (failure as ServiceException)?.Code);
    }

    [Theory]
    [InlineData("s3:ObjectInvented:*", "prefix")]
    [InlineData("s3:ObjectCreated:*", "infix")]
    public void Unknown_events_and_filters_are_refused(string eventName, string filter)
    {
        NotificationConfiguration configuration = new()
        {
            QueueConfigurations =
            [
                new()
                {
                    QueueArn = Queue,
                    Events = [eventName],
                    Filter = new() { Key = new() { FilterRules = [new() { Name = filter, Value = "x" }] } },
                },
            ],
        };

        Assert.Equal("InvalidArgument", Assert.Throws<ServiceException>(() => NotificationRules.Accept(configuration, new IdSource())).Code);
    }

    private async Task ConfigureAsync(params QueueConfiguration[] queues)
    {
        await _s3.CreateAsync("lake");
        await ApplyAsync(new() { QueueConfigurations = queues });
    }

    private Task<PutBucketNotificationConfigurationResponse> ApplyAsync(NotificationConfiguration configuration) => _s3.RunAsync<
        PutBucketNotificationConfiguration, PutBucketNotificationConfigurationRequest, PutBucketNotificationConfigurationResponse>(
        new() { Bucket = "lake", NotificationConfiguration = configuration });

    private static JsonElement Object(string body) => JsonDocument.Parse(body).RootElement.GetProperty("Records")[0].GetProperty("s3").GetProperty("object");

    private static QueueConfiguration Rule(string queue, IReadOnlyList<string> events, string? prefix = null, string? suffix = null)
    {
        List<FilterRule> rules = [];
        if (prefix is { Length: > 0 })
        {
            rules.Add(new() { Name = "prefix", Value = prefix });
        }

        if (suffix is { Length: > 0 })
        {
            rules.Add(new() { Name = "suffix", Value = suffix });
        }

        return new() { QueueArn = queue, Events = events, Filter = rules.Count == 0 ? null : new() { Key = new() { FilterRules = rules } } };
    }
}
