using Weir.Contracts;
using Weir.Engines.Sql.Iot;
using Weir.Kernel.Identity;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Rules;

/// <summary>Puts records to a data stream, as many as there are to one call.</summary>
internal sealed class KinesisRuleAction(KinesisAction action, RuleTargets targets) : RuleAction(action.RoleArn)
{
    private const string InternalFailure = "InternalFailure";

    private readonly IotTemplate _partitionKey = IotTemplate.Parse(action.PartitionKey ?? "${newuuid()}");

    public override string Name => "KinesisAction";

    public override RuleItem Prepare(IotInput input, int message, ReadOnlyMemory<byte> payload) =>
        new() { Message = message, Payload = payload, Resource = action.StreamName, Key = _partitionKey.Evaluate(input) };

    public override async ValueTask RunAsync(CallContext call, IReadOnlyList<RuleItem> items, CancellationToken cancellationToken)
    {
        var at = 0;
        while (at < items.Count)
        {
            var sent = new List<RuleItem>(Math.Min(items.Count, IotLimits.StreamRecordsMax));
            var records = new List<StreamRecordIn>(sent.Capacity);
            var bytes = 0L;
            for (; at < items.Count && records.Count < IotLimits.StreamRecordsMax; at++)
            {
                var item = items[at];
                if (!item.IsOpen)
                {
                    continue;
                }

                if (records.Count > 0 && bytes + item.Payload.Length > IotLimits.StreamBytesMax)
                {
                    break;
                }

                if (item.Key is not { Length: > 0 and <= 256 } key)
                {
                    item.Fail($"The partition key '{item.Key}' is not between 1 and 256 characters long");
                    continue;
                }

                bytes += item.Payload.Length;
                sent.Add(item);
                records.Add(new(key, item.Payload));
            }

            if (records.Count > 0)
            {
                await PutAsync(call, sent, records, cancellationToken);
            }
        }
    }

    private async ValueTask PutAsync(
        CallContext call, List<RuleItem> sent, List<StreamRecordIn> records, CancellationToken cancellationToken)
    {
        var results = await targets.Streams.PutManyAsync(call, action.StreamName, records, cancellationToken);
        for (var index = 0; index < sent.Count; index++)
        {
            if (results[index].ErrorCode is { } code)
            {
                sent[index].FailForNow($"{code}: {results[index].ErrorMessage}", isPlatformFault: code == InternalFailure);
            }
            else
            {
                sent[index].Done();
            }
        }
    }
}
