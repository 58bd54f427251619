using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;

namespace Weir.Services.Lambda.Domain;

/// <summary>Sends what became of events and batches to queues, as the function's role.</summary>
internal sealed class Destinations(IQueueSender queues, RoleCalls calls, TimeProvider clock, ILogger<Destinations> logger)
{
    private static readonly Dictionary<string, QueueMessageAttribute> NoAttributes = [];

    /// <summary>Only queues are destinations here; the others are refused by name.</summary>
    public static void RequireQueue(string? arn, string member)
    {
        if (string.IsNullOrEmpty(arn))
        {
            return;
        }

        if (!Arn.TryParse(arn, out var parsed))
        {
            throw LambdaErrors.InvalidParameter($"The provided destination {arn} is invalid.");
        }

        if (parsed.Service != "sqs")
        {
            throw LambdaErrors.NotBuilt($"{member} to {parsed.Service}");
        }
    }

    /// <summary>False when it could not be sent: the caller decides whether to try again.</summary>
    public async Task<bool> SendAsync(
        FunctionTarget target, string destination, JsonObject body, CancellationToken cancellationToken) =>
        await SendTextAsync(target, destination, body.ToJsonString(), NoAttributes, cancellationToken);

    /// <summary>The older dead-letter queue: the event itself, and why in attributes.</summary>
    public Task<bool> SendDeadLetterAsync(
        FunctionTarget target, string queue, string payload, string requestId, string errorMessage, CancellationToken cancellationToken) =>
        SendTextAsync(
            target, queue, payload,
            new Dictionary<string, QueueMessageAttribute>
            {
                ["RequestID"] = new("String", requestId, null),
                ["ErrorCode"] = new("Number", "200", null),
                ["ErrorMessage"] = new("String", errorMessage.Length > 1024 ? errorMessage[..1024] : errorMessage, null),
            },
            cancellationToken);

    /// <summary>What all records of this kind begin with.</summary>
    public JsonObject Record(FunctionTarget target, string requestId, string condition, int invokeCount) => new()
    {
        ["version"] = "1.0",
        ["timestamp"] = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ["requestContext"] = new JsonObject
        {
            ["requestId"] = requestId,
            ["functionArn"] = target.Ref.Qualifier is null ? $"{target.Ref.FunctionArn}:$LATEST" : target.Ref.Arn,
            ["condition"] = condition,
            ["approximateInvokeCount"] = invokeCount,
        },
    };

    public static JsonObject ResponseContext(FunctionTarget target, bool isError)
    {
        var context = new JsonObject { ["statusCode"] = 200, ["executedVersion"] = target.Version.Version };
        if (isError)
        {
            context["functionError"] = "Unhandled";
        }

        return context;
    }

    /// <summary>JSON as it is, anything else as text.</summary>
    public static JsonNode? Node(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonNode.Parse(payload);
        }
        catch (JsonException)
        {
            return JsonValue.Create(System.Text.Encoding.UTF8.GetString(payload));
        }
    }

    private async Task<bool> SendTextAsync(
        FunctionTarget target, string queue, string body, IReadOnlyDictionary<string, QueueMessageAttribute> attributes,
        CancellationToken cancellationToken)
    {
        try
        {
            await queues.SendAsync(calls.Of(target.Function, target.Version), queue, body, attributes, cancellationToken);
            return true;
        }
        catch (ServiceException error)
        {
            logger.DestinationFailed(queue, error);
            return false;
        }
    }
}
