using Weir.Engines.Sql.Iot;
using Weir.Kernel.Core;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Rules;

/// <summary>Runs topic rules on what is published. A batch is accepted when every action is durable, or failed for good and reported.</summary>
internal sealed class RuleEngine(
    RuleTable rules, RuleRunner runner, IdSource ids, HopMetrics metrics) : IMqttMessageSink
{
    public const string Hop = "iot.rule";

    public ValueTask AcceptAsync(MqttPublishBatch batch, CancellationToken cancellationToken)
    {
        var set = rules.Of(batch.Publisher.Realm);
        if (set.IsEmpty)
        {
            return ValueTask.CompletedTask;
        }

        var runs = Evaluate(batch, set);
        return runs is null ? ValueTask.CompletedTask : RunAsync(batch, runs, cancellationToken);
    }

    /// <summary>Evaluates every statement, while no action runs yet; null when no rule matched.</summary>
    private List<RuleRun>? Evaluate(MqttPublishBatch batch, RuleSet set)
    {
        List<RuleRun>? runs = null;
        IotInput? input = null;
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var message = ref batch[index];
            var matched = set.Match(message.Topic);
            if (matched.Length == 0)
            {
                continue;
            }

            input ??= InputOf(batch.Publisher);
            Reset(input, message);
            foreach (var rule in matched)
            {
                RunOf(runs ??= [], rule).Add(input, index, message);
            }
        }

        input?.Dispose();
        return runs;
    }

    private async ValueTask RunAsync(MqttPublishBatch batch, List<RuleRun> runs, CancellationToken cancellationToken)
    {
        FaultPoints.Hit("iot.before-actions");
        if (runs.Count == 1)
        {
            await runner.RunAsync(batch, runs[0], cancellationToken);
        }
        else
        {
            await Task.WhenAll(runs.Select(run => runner.RunAsync(batch, run, cancellationToken).AsTask()));
        }

        FaultPoints.Hit("iot.after-actions");
        foreach (var run in runs)
        {
            metrics.In(Hop, run.Rule.Name, run.Evaluated, run.EvaluatedBytes);
            metrics.Out(Hop, run.Rule.Name, run.Matched - run.Failed, run.MatchedBytes);
        }
    }

    internal IotInput InputOf(MqttPublisher publisher) => new(ids)
    {
        ClientId = publisher.ClientId.Length > 0 ? publisher.ClientId : null,
        Principal = publisher.PrincipalId,
        AccountId = IotRealm.Parse(publisher.Realm).Account,
        SourceAddress = publisher.RemoteAddress,
    };

    internal static void Reset(IotInput input, in MqttMessage message)
    {
        input.Reset(RuleSet.TopicOf(message.Topic), message.Payload, message.ReceivedAt);
        if (message.Properties is { } properties)
        {
            input.UserProperties = [.. properties.UserProperties.Select(one => KeyValuePair.Create(one.Name, one.Value))];
            input.MessageProperty = name => name switch
            {
                "content_type" => properties.ContentType,
                "response_topic" => properties.ResponseTopic,
                "correlation_data" => properties.CorrelationData is { } data ? Convert.ToBase64String(data) : null,
                "payload_format_indicator" => properties.PayloadFormat switch { 0 => "UNSPECIFIED_BYTES", 1 => "UTF8_DATA", _ => null },
                _ => null,
            };
        }
    }

    private static RuleRun RunOf(List<RuleRun> runs, CompiledRule rule)
    {
        foreach (var run in runs)
        {
            if (run.Rule == rule)
            {
                return run;
            }
        }

        var added = new RuleRun(rule);
        runs.Add(added);
        return added;
    }
}
