using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Engines.Functions;
using Weir.Kernel.Core;
using Weir.Kernel.State;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>One attempt at an event of the asynchronous queue, and what follows from it.</summary>
/// <remarks>
/// Lambda's rules: two more attempts after a function error, a minute and two minutes later; throttled events wait, longer and longer,
/// until they are too old. The outcome is sent before the event leaves the queue, so a crash between the two sends it twice.
/// </remarks>
internal sealed class EventHandling(
    EventQueue events, FunctionResolver resolver, IFunctionRunner invoker, Destinations destinations, TimeProvider clock, ILogger<EventHandling> logger)
{
    public async Task HandleAsync(StateKey key, EventState item, CancellationToken cancellationToken)
    {
        FunctionTarget target;
        try
        {
            target = resolver.Resolve(new FunctionRef(item.Account, item.Region, item.FunctionName, item.Qualifier));
        }
        catch (ServiceException)
        {
            // The function was deleted: nobody is left to run or to tell.
            logger.EventGivenUp(item.RequestId, item.FunctionName, item.Failures, "FunctionNotFound");
            await events.RemoveAsync(key, cancellationToken);
            return;
        }

        var config = target.Function.EventConfigs.GetValueOrDefault(EventConfigs.Key(target.Ref));
        var ageMax = config?.AgeSecondsMax is { } seconds ? TimeSpan.FromSeconds(seconds) : LambdaLimits.EventAgeDefault;
        if (clock.GetUtcNow() - item.Queued >= ageMax)
        {
            await GiveUpAsync(key, item, target, config, "EventAgeExceeded", null, cancellationToken);
            return;
        }

        InvocationReport report;
        try
        {
            report = await invoker.RunAsync(target, item.RequestId, item.Payload, null, cancellationToken);
        }
        catch (ServiceException)
        {
            var throttled = item with { Throttles = item.Throttles + 1 };
            var delay = Backoff.After(throttled.Throttles, LambdaLimits.ThrottledRetry, LambdaLimits.RetryMax);
            await events.DelayAsync(key, throttled, clock.GetUtcNow() + delay, cancellationToken);
            return;
        }

        if (report.Outcome == InvocationOutcome.Answered)
        {
            await SucceedAsync(key, item, target, config, report, cancellationToken);
            return;
        }

        var failed = item with { Failures = item.Failures + 1, Throttles = 0 };
        if (failed.Failures > (config?.RetriesMax ?? LambdaLimits.EventRetriesMax))
        {
            await GiveUpAsync(key, failed, target, config, "RetriesExhausted", report, cancellationToken);
        }
        else
        {
            var delay = failed.Failures == 1 ? LambdaLimits.FirstEventRetry : LambdaLimits.SecondEventRetry;
            await events.DelayAsync(key, failed, clock.GetUtcNow() + delay, cancellationToken);
        }
    }

    private async Task SucceedAsync(
        StateKey key, EventState item, FunctionTarget target, EventConfigState? config, InvocationReport report, CancellationToken cancellationToken)
    {
        if (config?.OnSuccess is { } destination)
        {
            var body = destinations.Record(target, item.RequestId, "Success", item.Failures + 1);
            body["requestPayload"] = Destinations.Node(item.Payload);
            body["responseContext"] = Destinations.ResponseContext(target, isError: false);
            body["responsePayload"] = Destinations.Node(report.Payload.Span);
            await destinations.SendAsync(target, destination, body, cancellationToken);
        }

        await events.RemoveAsync(key, cancellationToken);
    }

    private async Task GiveUpAsync(
        StateKey key, EventState item, FunctionTarget target, EventConfigState? config, string condition, InvocationReport? report,
        CancellationToken cancellationToken)
    {
        logger.EventGivenUp(item.RequestId, item.FunctionName, item.Failures, condition);
        if (config?.OnFailure is { } destination)
        {
            var body = destinations.Record(target, item.RequestId, condition, item.Failures);
            body["requestPayload"] = Destinations.Node(item.Payload);
            if (report is not null)
            {
                body["responseContext"] = Destinations.ResponseContext(target, isError: true);
                body["responsePayload"] = Destinations.Node(report.Payload.Span);
            }

            await destinations.SendAsync(target, destination, body, cancellationToken);
        }

        if (target.Version.DeadLetterArn is { } queue)
        {
            var message = report is null ? condition : Encoding.UTF8.GetString(report.Payload.Span);
            await destinations.SendDeadLetterAsync(
                target, queue, Encoding.UTF8.GetString(item.Payload), item.RequestId, message, cancellationToken);
        }

        await events.RemoveAsync(key, cancellationToken);
    }
}
