using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Kernel.Identity;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>What happened to one object.</summary>
/// <param name="Size">Bytes; null for a removal.</param>
/// <param name="ETag">Without quotes; null for a removal.</param>
internal sealed record ObjectEvent(string Name, string Key, long? Size, string? ETag);

/// <summary>Event messages as S3 writes them. Source: "Event message structure", version 2.1.</summary>
internal static class EventMessage
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(
        CallContext call, BucketState bucket, NotificationState rule, ObjectEvent happened, long sequencer, DateTimeOffset now) => Write(json =>
    {
        json.WriteStartArray("Records");
        json.WriteStartObject();
        json.WriteString("eventVersion", "2.1");
        json.WriteString("eventSource", "aws:s3");
        json.WriteString("awsRegion", bucket.Region);
        json.WriteString("eventTime", Time(now));
        json.WriteString("eventName", happened.Name);
        json.WriteStartObject("userIdentity");
        json.WriteString("principalId", "AWS:" + call.Caller.UserId);
        json.WriteEndObject();
        json.WriteStartObject("requestParameters");
        json.WriteString("sourceIPAddress", call.SourceAddress?.ToString() ?? call.Caller.Arn);
        json.WriteEndObject();
        json.WriteStartObject("responseElements");
        json.WriteString("x-amz-request-id", call.RequestId);
        json.WriteString("x-amz-id-2", HostId(call.RequestId));
        json.WriteEndObject();
        json.WriteStartObject("s3");
        json.WriteString("s3SchemaVersion", "1.0");
        json.WriteString("configurationId", rule.Id);
        json.WriteStartObject("bucket");
        json.WriteString("name", bucket.Name);
        json.WriteStartObject("ownerIdentity");
        json.WriteString("principalId", S3Names.OwnerId(bucket.Account)[..14].ToUpperInvariant());
        json.WriteEndObject();
        json.WriteString("arn", S3Names.BucketArn(bucket.Name));
        json.WriteEndObject();
        json.WriteStartObject("object");
        json.WriteString("key", KeyEncoding.Encode(happened.Key));
        if (happened.Size is { } size)
        {
            json.WriteNumber("size", size);
        }

        if (happened.ETag is { } etag)
        {
            json.WriteString("eTag", etag);
        }

        json.WriteString("sequencer", "00" + sequencer.ToString("X16", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>What a queue gets when it becomes a destination.</summary>
    public static string OfTest(CallContext call, string bucket, DateTimeOffset now) => Write(json =>
    {
        json.WriteString("Service", "Amazon S3");
        json.WriteString("Event", "s3:TestEvent");
        json.WriteString("Time", Time(now));
        json.WriteString("Bucket", bucket);
        json.WriteString("RequestId", call.RequestId);
        json.WriteString("HostId", HostId(call.RequestId));
    });

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string HostId(string requestId) => Convert.ToBase64String(Encoding.UTF8.GetBytes("weir/" + requestId));
}
