using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Engines.Sql.Iot;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Protocols.Mqtt;

namespace Weir.Services.Iot.Rules;

/// <summary>Runs a rule's actions as the roles they name, tries again what may yet succeed, and reports the rest to the error action.</summary>
internal sealed class RuleRunner(
    RuleTargets targets, IAuthorizer authorizer, IdSource ids, HopMetrics metrics, TimeProvider clock, ILogger<RuleRunner> logger)
{
    private const string Service = "iot.amazonaws.com";

    // error messages are for people: nothing is escaped that need not be
    private static readonly JsonWriterOptions Text = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (Caller? Caller, long At)> _roles = new(StringComparer.Ordinal);

    public async ValueTask RunAsync(MqttPublishBatch batch, RuleRun run, CancellationToken cancellationToken)
    {
        var actions = run.Rule.Actions;
        if (actions.Length == 1)
        {
            await RunAsync(run.Rule, actions[0], run.Items[0], cancellationToken);
        }
        else
        {
            await Task.WhenAll(actions.Select((action, index) =>
                RunAsync(run.Rule, action, run.Items[index], cancellationToken).AsTask()));
        }

        for (var index = 0; index < actions.Length; index++)
        {
            foreach (var item in run.Items[index])
            {
                if (item.Error is { } error)
                {
                    run.Fail(item.Message, new(actions[index].Name, item.Resource, error) { IsPlatformFault = item.IsPlatformFault });
                }
            }
        }

        if (run.Failed > 0)
        {
            await ReportAsync(batch, run, cancellationToken);
        }
    }

    /// <summary>Afterwards each item is done or has an error.</summary>
    private async ValueTask RunAsync(
        CompiledRule rule, RuleAction action, List<RuleItem> items, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (items.TrueForAll(static item => !item.IsOpen))
            {
                return;
            }

            var isTransient = await TryAsync(rule, action, items, cancellationToken);
            if (items.TrueForAll(static item => !item.IsOpen))
            {
                return;
            }

            if (!isTransient || attempt == IotLimits.ActionAttemptsMax)
            {
                items.FindAll(static item => item.IsOpen).ForEach(static item => item.Fail(item.Error ?? "The action did not complete"));
                return;
            }

            logger.Retrying(rule.Name, action.Name, items.Find(static item => item.IsOpen)?.Error ?? "");
            await Task.Delay(IotLimits.ActionBackoff * (1 << (2 * (attempt - 1))), clock, cancellationToken);
        }
    }

    /// <summary>True when what is still open is worth another attempt.</summary>
    private async ValueTask<bool> TryAsync(
        CompiledRule rule, RuleAction action, List<RuleItem> items, CancellationToken cancellationToken)
    {
        try
        {
            if (CallerOf(rule, action) is not { } caller)
            {
                throw IotErrors.Invalid($"The role {action.RoleArn} cannot be assumed by {Service}");
            }

            await action.RunAsync(CallOf(rule, caller), items, cancellationToken);
            return items.Exists(static item => item.IsOpen);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            var isPlatformFault = exception is IOException or ServiceException { IsSenderFault: false };
            foreach (var item in items)
            {
                if (item.IsOpen)
                {
                    item.FailForNow(RuleCompiler.Describe(exception), isPlatformFault);
                }
            }

            return exception is not ServiceException known || !known.IsSenderFault
                || known.Code.Contains("Throughput", StringComparison.Ordinal) || known.Code.Contains("Throttl", StringComparison.Ordinal);
        }
    }

    private async ValueTask ReportAsync(MqttPublishBatch batch, RuleRun run, CancellationToken cancellationToken)
    {
        var rule = run.Rule;
        var (first, failures) = run.Failures.First();
        metrics.Failed(RuleEngine.Hop, rule.Name, failures[0].Action, run.Failed);
        logger.RuleFailed(rule.Name, run.Failed, batch[first].Topic, failures[0].Message);
        if (rule.ErrorAction is not { } errorAction)
        {
            RequireAcceptable(batch, run, reported: []);
            return; // as in the cloud the messages are discarded; the log and the metrics have them
        }

        var items = new List<RuleItem>(run.Failed);
        using var input = new IotInput(ids)
        {
            ClientId = batch.Publisher.ClientId,
            Principal = batch.Publisher.PrincipalId,
            AccountId = rule.Realm.Account,
            SourceAddress = batch.Publisher.RemoteAddress,
        };
        foreach (var (message, reasons) in run.Failures)
        {
            RuleEngine.Reset(input, batch[message]);
            var item = errorAction.Prepare(input, message, ErrorOf(batch, message, rule, input.TraceId, reasons));
            item.Depth = batch[message].Depth;
            items.Add(item);
        }

        await RunAsync(rule, errorAction, items, cancellationToken);
        var lost = items.FindAll(static item => item.Error is not null);
        if (lost.Count > 0)
        {
            metrics.Failed(RuleEngine.Hop, rule.Name, "error-action", lost.Count);
            logger.ErrorActionFailed(rule.Name, lost.Count, lost[0].Error!);
        }

        RequireAcceptable(batch, run, [.. items.Where(static item => item.Error is null).Select(static item => item.Message)]);
    }

    /// <summary>
    /// A mistake in a rule costs its messages, as in the cloud. What this platform itself could not store (a full disk) must not be
    /// acknowledged: the device still has it and sends it again.
    /// </summary>
    private static void RequireAcceptable(MqttPublishBatch batch, RuleRun run, HashSet<int> reported)
    {
        foreach (var (message, failures) in run.Failures)
        {
            if (batch[message].Qos > 0 && !reported.Contains(message) && failures.Find(static one => one.IsPlatformFault) is { } fault)
            {
                throw new IOException($"rule {run.Rule.Name} could not store a message of topic {batch[message].Topic}: {fault.Action}: {fault.Message}");
            }
        }
    }

    /// <summary>The error action's message, as the Developer Guide gives it ("Error action message format").</summary>
    private static byte[] ErrorOf(MqttPublishBatch batch, int message, CompiledRule rule, string traceId, List<RuleFailure> failures)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Text))
        {
            writer.WriteStartObject();
            writer.WriteString("ruleName"u8, rule.Name);
            writer.WriteString("topic"u8, batch[message].Topic);
            writer.WriteString("cloudwatchTraceId"u8, traceId);
            writer.WriteString("clientId"u8, batch.Publisher.ClientId.Length > 0 ? batch.Publisher.ClientId : "N/A");
            writer.WriteBase64String("base64OriginalPayload"u8, batch[message].Payload.Span);
            writer.WriteStartArray("failures"u8);
            foreach (var failure in failures)
            {
                writer.WriteStartObject();
                writer.WriteString("failedAction"u8, failure.Action);
                writer.WriteString("failedResource"u8, failure.Resource);
                writer.WriteString("errorMessage"u8, failure.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private CallContext CallOf(CompiledRule rule, Caller caller) => new()
    {
        Caller = caller,
        Region = rule.Realm.Region,
        RequestId = ids.NewId(),
        Authorizer = authorizer,
        SourceArn = rule.Arn,
    };

    private Caller? CallerOf(CompiledRule rule, RuleAction action)
    {
        if (action.RoleArn.Length == 0)
        {
            return Caller.ForService(rule.Realm.Account, Service);
        }

        if (_roles.TryGetValue(action.RoleArn, out var known) && clock.GetElapsedTime(known.At) < IotLimits.RoleCacheTime)
        {
            return known.Caller;
        }

        var caller = targets.Roles.Assume(action.RoleArn, Service, rule.Name);
        if (_roles.Count > IotLimits.RuleCacheMax)
        {
            _roles.Clear();
        }

        _roles[action.RoleArn] = (caller, clock.GetTimestamp());
        return caller;
    }
}
