using System.Buffers;
using System.Text.Json;
using Weir.Contracts;
using Weir.Kernel.Core;

namespace Weir.Services.Lambda.Domain;

/// <summary>Batches as the events that functions get; member for member as Lambda sends them.</summary>
internal static class SourceEvents
{
    public static byte[] OfQueue(string queueArn, IReadOnlyList<QueueMessage> messages)
    {
        var region = RegionOf(queueArn);
        return Records(messages, (json, message) =>
        {
            json.WriteString("messageId", message.MessageId);
            json.WriteString("receiptHandle", message.ReceiptHandle);
            json.WriteString("body", message.Body);
            json.WriteStartObject("attributes");
            foreach (var (name, value) in message.Attributes)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            WriteAttributes(json, message);
            json.WriteString("md5OfBody", message.BodyMd5);
            if (message.AttributesMd5 is { } md5)
            {
                json.WriteString("md5OfMessageAttributes", md5);
            }

            json.WriteString("eventSource", "aws:sqs");
            json.WriteString("eventSourceARN", queueArn);
            json.WriteString("awsRegion", region);
        });
    }

    public static byte[] OfStream(string streamArn, string shardId, string role, IReadOnlyList<StreamRecord> records)
    {
        var region = RegionOf(streamArn);
        return Records(records, (json, record) =>
        {
            json.WriteStartObject("kinesis");
            json.WriteString("kinesisSchemaVersion", "1.0");
            json.WriteString("partitionKey", record.PartitionKey);
            json.WriteString("sequenceNumber", record.SequenceNumber);
            json.WriteBase64String("data", record.Data.Span);
            json.WriteNumber("approximateArrivalTimestamp", record.ArrivalTimestamp.ToUnixTimeMilliseconds() / 1000m);
            json.WriteEndObject();
            json.WriteString("eventSource", "aws:kinesis");
            json.WriteString("eventVersion", "1.0");
            json.WriteString("eventID", $"{shardId}:{record.SequenceNumber}");
            json.WriteString("eventName", "aws:kinesis:record");
            json.WriteString("invokeIdentityArn", role);
            json.WriteString("awsRegion", region);
            json.WriteString("eventSourceARN", streamArn);
        });
    }

    private static byte[] Records<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("Records");
            foreach (var item in items)
            {
                json.WriteStartObject();
                write(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAttributes(Utf8JsonWriter json, QueueMessage message)
    {
        json.WriteStartObject("messageAttributes");
        foreach (var (name, value) in message.MessageAttributes)
        {
            json.WriteStartObject(name);
            if (value.StringValue is { } text)
            {
                json.WriteString("stringValue", text);
            }

            if (value.BinaryValue is { } binary)
            {
                json.WriteBase64String("binaryValue", binary);
            }

            json.WriteStartArray("stringListValues");
            json.WriteEndArray();
            json.WriteStartArray("binaryListValues");
            json.WriteEndArray();
            json.WriteString("dataType", value.DataType);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string RegionOf(string arn) => Arn.TryParse(arn, out var parsed) ? parsed.Region : "";
}
