using System.Text;
using System.Text.Json;
using Weir.Engines.Sql.Iot;
using Weir.Kernel.Identity;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Rules;

/// <summary>Puts records to a delivery stream, with the separator after each.</summary>
internal sealed class FirehoseRuleAction : RuleAction
{
    private readonly FirehoseAction _action;
    private readonly RuleTargets _targets;
    private readonly byte[] _separator;

    public FirehoseRuleAction(FirehoseAction action, RuleTargets targets)
        : base(action.RoleArn)
    {
        _action = action;
        _targets = targets;
        _separator = Encoding.UTF8.GetBytes(action.Separator ?? "");
        if (action.Separator is not (null or "\n" or "\t" or "\r\n" or ","))
        {
            throw IotErrors.Invalid("The separator must be one of: '\\n', '\\t', '\\r\\n', ','");
        }
    }

    public override string Name => "FirehoseAction";

    public override RuleItem Prepare(IotInput input, int message, ReadOnlyMemory<byte> payload) =>
        new() { Message = message, Payload = payload, Resource = _action.DeliveryStreamName };

    public override async ValueTask RunAsync(CallContext call, IReadOnlyList<RuleItem> items, CancellationToken cancellationToken)
    {
        var at = 0;
        while (at < items.Count)
        {
            var sent = new List<RuleItem>();
            var records = new List<ReadOnlyMemory<byte>>();
            var bytes = 0L;
            for (; at < items.Count && records.Count < IotLimits.StreamRecordsMax && bytes < IotLimits.StreamBytesMax / 2; at++)
            {
                if (items[at].IsOpen)
                {
                    sent.Add(items[at]);
                    AddRecords(items[at].Payload, records);
                    bytes += items[at].Payload.Length;
                }
            }

            foreach (var chunk in records.Chunk(IotLimits.StreamRecordsMax))
            {
                await _targets.DeliveryStreams.PutAsync(call, _action.DeliveryStreamName, chunk, cancellationToken);
            }

            sent.ForEach(item => item.Done());
        }
    }

    /// <summary>One record; with batch mode one for each element of a JSON array.</summary>
    private void AddRecords(ReadOnlyMemory<byte> payload, List<ReadOnlyMemory<byte>> records)
    {
        if (_action.BatchMode == true)
        {
            try
            {
                using var json = JsonDocument.Parse(payload);
                if (json.RootElement.ValueKind == JsonValueKind.Array)
                {
                    foreach (var element in json.RootElement.EnumerateArray())
                    {
                        records.Add(WithSeparator(Encoding.UTF8.GetBytes(element.GetRawText())));
                    }

                    return;
                }
            }
            catch (JsonException)
            {
                // not an array: one record as it is
            }
        }

        records.Add(WithSeparator(payload));
    }

    private ReadOnlyMemory<byte> WithSeparator(ReadOnlyMemory<byte> payload) =>
        _separator.Length == 0 ? payload : (byte[])[.. payload.Span, .. _separator];
}
