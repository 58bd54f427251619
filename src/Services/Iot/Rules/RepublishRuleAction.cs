using System.Globalization;
using Weir.Engines.Sql.Iot;
using Weir.Kernel.Identity;
using Weir.Protocols.Mqtt;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Rules;

/// <summary>Publishes the result to another topic. What rules republish to each other stops at a fixed depth.</summary>
internal sealed class RepublishRuleAction : RuleAction
{
    private readonly RepublishAction _action;
    private readonly RuleTargets _targets;
    private readonly IotTemplate _topic;
    private readonly MqttMessageProperties? _properties;

    public RepublishRuleAction(RepublishAction action, RuleTargets targets)
        : base(action.RoleArn)
    {
        if (action.Qos is not (null or 0 or 1))
        {
            throw IotErrors.Invalid("The QoS of a republish action must be 0 or 1");
        }

        _action = action;
        _targets = targets;
        _topic = IotTemplate.Parse(action.Topic);
        _properties = Properties(action.Headers);
    }

    public override string Name => "RepublishAction";

    public override RuleItem Prepare(IotInput input, int message, ReadOnlyMemory<byte> payload)
    {
        var topic = _topic.Evaluate(input);
        return new()
        {
            Message = message,
            Payload = payload,
            Resource = topic.StartsWith("$$", StringComparison.Ordinal) ? topic[1..] : topic,
        };
    }

    public override async ValueTask RunAsync(CallContext call, IReadOnlyList<RuleItem> items, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        using var batch = new MqttPublishBatch(new()
        {
            Realm = realm.Name,
            ClientId = "",
            PrincipalId = call.Caller.UserId,
            Transport = MqttTransport.Internal,
        });
        var sent = new List<RuleItem>();
        foreach (var item in items.Where(item => item.IsOpen))
        {
            if (item.Depth >= IotLimits.RepublishDepthMax)
            {
                item.Fail("The message was republished too often: rules republish to each other");
            }
            else if (!MqttTopics.IsName(item.Resource))
            {
                item.Fail($"'{item.Resource}' is not a topic name");
            }
            else if (!call.Authorizer.IsAllowed(
                call, new() { Action = "iot:Publish", Resource = realm.Arn($"topic/{item.Resource}") }))
            {
                item.Fail($"The role is not authorized to publish to '{item.Resource}'");
            }
            else
            {
                sent.Add(item);
                batch.Add(new()
                {
                    Topic = item.Resource,
                    Payload = item.Payload,
                    Qos = (byte)(_action.Qos ?? 0),
                    Properties = _properties,
                    ReceivedAt = _targets.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    Depth = item.Depth + 1,
                });
            }
        }

        if (sent.Count > 0)
        {
            await _targets.Broker.PublishAsync(batch, cancellationToken);
            sent.ForEach(item => item.Done());
        }
    }

    private static MqttMessageProperties? Properties(MqttHeaders? headers)
    {
        if (headers is null)
        {
            return null;
        }

        return new()
        {
            PayloadFormat = headers.PayloadFormatIndicator switch
            {
                null => null,
                "UNSPECIFIED_BYTES" => 0,
                "UTF8_DATA" => 1,
                _ => throw IotErrors.Invalid("The payload format indicator must be UNSPECIFIED_BYTES or UTF8_DATA"),
            },
            ContentType = headers.ContentType,
            ResponseTopic = headers.ResponseTopic,
            CorrelationData = headers.CorrelationData is { } data ? System.Text.Encoding.UTF8.GetBytes(data) : null,
            ExpirySeconds = headers.MessageExpiry is not { } expiry ? null
                : uint.TryParse(expiry, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds
                : throw IotErrors.Invalid("The message expiry must be a number of seconds"),
            UserProperties = [.. headers.UserProperties?.Select(property => new MqttUserProperty(property.Key, property.Value)) ?? []],
        };
    }
}
