using System.Text.Json.Nodes;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Tests;

public sealed class EventQueueTests
{
    private static readonly byte[] Payload = "{\"n\":1}"u8.ToArray();

    [Fact]
    [Trait("feature", "lambda.core")]
    public async Task An_event_is_run_after_it_was_accepted_and_survives_a_restart()
    {
        using var first = await new LambdaBench().WithFunctionAsync();
        await first.Invocations.InvokeEventAsync(first.Call, "work", Payload, LambdaBench.Token);

        using var second = new LambdaBench(first).Start();
        var call = await second.NextCallAsync();
        Assert.Equal("""{"n":1}""", call.Event.ToJsonString());
        call.Answer();
        await LambdaBench.UntilAsync(() => Waiting(second) == 0);
    }

    [Fact]
    public async Task A_failing_event_is_tried_after_one_and_two_minutes_and_then_goes_to_its_destinations()
    {
        using var bench = await new LambdaBench().WithFunctionAsync(function => function with
        {
            Latest = function.Latest with { DeadLetterArn = "arn:aws:sqs:us-east-1:000000000000:letters" },
            EventConfigs = new Dictionary<string, EventConfigState>
            {
                ["$LATEST"] = new() { OnFailure = LambdaBench.DeadArn, LastModified = default },
            },
        });
        bench.Start();
        await bench.Invocations.InvokeEventAsync(bench.Call, "work", Payload, LambdaBench.Token);
        var started = bench.Clock.GetUtcNow();

        (await bench.NextCallAsync()).Fail();
        (await bench.NextCallAsync()).Fail();
        Assert.InRange(bench.Clock.GetUtcNow() - started, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        (await bench.NextCallAsync()).Fail();
        Assert.InRange(bench.Clock.GetUtcNow() - started, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(5));

        var (queue, body, _) = await bench.NextAsync(bench.Queues.Sent.Reader);
        Assert.Equal(LambdaBench.DeadArn, queue);
        var record = JsonNode.Parse(body)!;
        Assert.Equal(("RetriesExhausted", 3), (
            (string?)record["requestContext"]!["condition"], (int?)record["requestContext"]!["approximateInvokeCount"]));
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:work:$LATEST", (string?)record["requestContext"]!["functionArn"]);
        Assert.Equal(1, (int?)record["requestPayload"]!["n"]);
        Assert.Equal("no", (string?)record["responsePayload"]!["errorMessage"]);
        var letter = await bench.NextAsync(bench.Queues.Sent.Reader);
        Assert.Equal("""{"n":1}""", letter.Body);
        Assert.Equal(["RequestID", "ErrorCode", "ErrorMessage"], letter.Attributes.Keys);
        await LambdaBench.UntilAsync(() => Waiting(bench) == 0);
    }

    [Fact]
    public async Task A_throttled_event_waits_until_it_is_too_old()
    {
        using var bench = await new LambdaBench().WithFunctionAsync(function => function with
        {
            EventConfigs = new Dictionary<string, EventConfigState>
            {
                ["$LATEST"] = new() { AgeSecondsMax = 60, OnFailure = LambdaBench.DeadArn, LastModified = default },
            },
        });
        bench.Start();
        await bench.Invocations.InvokeEventAsync(bench.Call, "work", Payload, LambdaBench.Token);

        var sent = bench.NextAsync(bench.Queues.Sent.Reader);
        var calls = 0;
        while (!sent.IsCompleted)
        {
            if (bench.Function.Calls.TryRead(out var call))
            {
                call.Throttle();
                calls++;
            }

            await Task.Delay(1, LambdaBench.Token);
        }

        Assert.Contains("EventAgeExceeded", (await sent).Body);
        Assert.InRange(calls, 4, 7); // 1, 2, 4, 8, 16, 32 seconds apart
    }

    [Fact]
    public async Task The_outcome_of_a_successful_event_goes_to_its_destination()
    {
        using var bench = await new LambdaBench().WithFunctionAsync(function => function with
        {
            EventConfigs = new Dictionary<string, EventConfigState>
            {
                ["$LATEST"] = new() { OnSuccess = LambdaBench.DeadArn, LastModified = default },
            },
        });
        bench.Start();
        await bench.Invocations.InvokeEventAsync(bench.Call, "work", Payload, LambdaBench.Token);
        (await bench.NextCallAsync()).Answer("""{"fine":true}""");

        var record = JsonNode.Parse((await bench.NextAsync(bench.Queues.Sent.Reader)).Body)!;
        Assert.Equal("Success", (string?)record["requestContext"]!["condition"]);
        Assert.True((bool?)record["responsePayload"]!["fine"]);
    }

    [Fact]
    public async Task Events_of_a_deleted_function_are_dropped_and_others_go_on()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        await bench.Events.AddAsync(
            new()
            {
                Account = "111111111111",
                Region = "eu-west-1",
                RequestId = "r",
                FunctionName = "gone",
                Payload = Payload,
                Queued = bench.Clock.GetUtcNow(),
            },
            LambdaBench.Token);
        await bench.Invocations.InvokeEventAsync(bench.Call, "work", Payload, LambdaBench.Token);
        bench.Start();

        (await bench.NextCallAsync()).Answer();
        await LambdaBench.UntilAsync(() => Waiting(bench) == 0);
    }

    private static int Waiting(LambdaBench bench)
    {
        var (due, next) = bench.Events.Look(DateTimeOffset.MaxValue, int.MaxValue, new HashSet<Weir.Kernel.State.StateKey>());
        Assert.Null(next);
        return due.Count;
    }
}
