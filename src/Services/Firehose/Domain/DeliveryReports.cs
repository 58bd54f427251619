using System.Text;
using System.Text.Json;
using Weir.Contracts;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>Tells the stream's owner of failures, in the CloudWatch log that the destination names.</summary>
internal sealed class DeliveryReports(ILogGroups logs, TimeProvider clock)
{
    public void Failed(DeliveryStreamState stream, string code, string message)
    {
        if (stream.Destination.CloudWatchLoggingOptions is not { Enabled: true, LogGroupName: { } group, LogStreamName: { } name })
        {
            return;
        }

        var line = new DeliveryLogLine
        {
            DeliveryStreamArn = stream.Address.Arn,
            Destination = stream.Destination.BucketARN,
            DeliveryStreamVersionId = stream.Version,
            Message = message,
            ErrorCode = code,
        };
        var text = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(line, TransformJson.Default.DeliveryLogLine));
        logs.Append(stream.Address.Account, stream.Address.Region, group, name, clock.GetUtcNow(), text);
    }
}
