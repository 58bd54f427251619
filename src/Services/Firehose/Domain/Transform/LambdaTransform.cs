using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>What became of one record in the function.</summary>
/// <param name="Data">The new data of a record that goes on; null for one that was dropped or failed.</param>
internal readonly record struct Transformed(SourceRecord Source, ReadOnlyMemory<byte>? Data, TransformFailure? Failure);

internal sealed record TransformFailure(string Code, string Message, int Attempts);

/// <summary>Sends records through a function and takes its answer apart, trusting nothing in it.</summary>
internal sealed class LambdaTransform(IFunctions functions, IdSource ids, HopMetrics metrics, TimeProvider clock, ILogger<LambdaTransform> logger)
{
    private const string Hop = "firehose.transform";

    /// <summary>What a record's fields take in the event beside its data.</summary>
    private const int RecordOverheadBytes = 512;

    public async Task<IReadOnlyList<Transformed>> RunAsync(
        CallContext call, DeliveryStreamState stream, Processing processing, IReadOnlyList<SourceRecord> records, CancellationToken cancellationToken)
    {
        metrics.In(Hop, stream.Address.Name, records.Count, records.Sum(record => (long)record.Data.Length));
        var results = await InvokeAsync(call, stream, processing, records, cancellationToken);
        var (kept, bytes) = (0, 0L);
        foreach (var result in results)
        {
            kept += result.Data is null ? 0 : 1;
            bytes += result.Data?.Length ?? 0;
        }

        metrics.Out(Hop, stream.Address.Name, kept, bytes);
        foreach (var failures in results.Where(result => result.Failure is not null).GroupBy(result => result.Failure!.Code))
        {
            metrics.Failed(Hop, stream.Address.Name, failures.Key, failures.Count());
        }

        return results;
    }

    /// <summary>Cuts records into what one invocation takes: by the buffer size asked for, and by the payload that Lambda allows.</summary>
    public static IEnumerable<IReadOnlyList<SourceRecord>> Batches(IEnumerable<SourceRecord> records, Processing processing)
    {
        var batch = new List<SourceRecord>();
        var (bytes, payload) = (0L, 0L);
        foreach (var record in records)
        {
            var encoded = RecordOverheadBytes + (record.Data.Length + 2L) / 3 * 4;
            if (batch.Count > 0 && (bytes + record.Data.Length > processing.BufferBytes || payload + encoded > FirehoseLimits.TransformPayloadBytesMax))
            {
                yield return batch;
                batch = [];
                (bytes, payload) = (0, 0);
            }

            batch.Add(record);
            bytes += record.Data.Length;
            payload += encoded;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private async Task<IReadOnlyList<Transformed>> InvokeAsync(
        CallContext call, DeliveryStreamState stream, Processing processing, IReadOnlyList<SourceRecord> records, CancellationToken cancellationToken)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(EventOf(stream, records), TransformJson.Default.TransformEvent);
        var delay = FirehoseLimits.RetryDelayMin;
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure) = await TryAsync(call, processing.LambdaArn!, payload, attempt, cancellationToken);
            if (answer is not null)
            {
                return Match(records, answer, attempt);
            }

            logger.TransformFailed(stream.Address.Name, processing.LambdaArn!, attempt, failure!.Code, failure.Message);
            if (attempt > processing.Retries)
            {
                return [.. records.Select(record => new Transformed(record, null, failure))];
            }

            await Task.Delay(delay, clock, cancellationToken);
            delay = delay * 2 < FirehoseLimits.RetryDelayMax ? delay * 2 : FirehoseLimits.RetryDelayMax;
        }
    }

    private async Task<(TransformAnswer? Answer, TransformFailure? Failure)> TryAsync(
        CallContext call, string function, byte[] payload, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            var result = await functions.InvokeAsync(call, function, payload, cancellationToken);
            if (result.Error is not null)
            {
                var text = Encoding.UTF8.GetString(result.Payload.Span);
                var isTimeout = text.Contains("Task timed out", StringComparison.Ordinal);
                return (null, new(
                    isTimeout ? "Lambda.FunctionTimedOut" : "Lambda.FunctionError",
                    isTimeout
                        ? "The Lambda function did not return before the timeout limit."
                        : $"The Lambda function was successfully invoked but it returned an error result. {Short(text)}",
                    attempt));
            }

            if (result.Payload.Length > FirehoseLimits.TransformPayloadBytesMax)
            {
                return (null, new("Lambda.ResponseSizeTooLarge", "The Lambda function's response is larger than 6 MB.", attempt));
            }

            var answer = JsonSerializer.Deserialize(result.Payload.Span, TransformJson.Default.TransformAnswer);
            return answer?.Records is not null
                ? (answer, null)
                : (null, new("Lambda.JsonProcessingException", "There was an error parsing returned records from the Lambda function: it has no records.", attempt));
        }
        catch (JsonException malformed)
        {
            // The serializer's own words name our types: where it stopped is what helps.
            var place = malformed.Path is { Length: > 1 } path ? $" at {path}" : "";
            return (null, new(
                "Lambda.JsonProcessingException",
                "There was an error parsing returned records from the Lambda function. "
                    + $"Ensure that the returned records follow the status model required by Amazon Data Firehose: unexpected JSON{place}.",
                attempt));
        }
        catch (ServiceException refused)
        {
            return (null, new(CodeOf(refused), refused.Message, attempt));
        }
    }

    private static string CodeOf(ServiceException refused) => refused.Code switch
    {
        "ResourceNotFoundException" => "Lambda.FunctionNotFound",
        "AccessDeniedException" or "AccessDenied" => "Lambda.InvokeAccessDenied",
        "TooManyRequestsException" => "Lambda.InvokeLimitExceeded",
        var other => $"Lambda.{other}",
    };

    private static IReadOnlyList<Transformed> Match(IReadOnlyList<SourceRecord> records, TransformAnswer answer, int attempts)
    {
        var byId = new Dictionary<string, TransformAnswerRecord>(StringComparer.Ordinal);
        var doubled = new HashSet<string>(StringComparer.Ordinal);
        foreach (var returned in answer.Records!)
        {
            if (returned?.RecordId is { } id && !byId.TryAdd(id, returned))
            {
                doubled.Add(id);
            }
        }

        return [.. records.Select(record => Judge(record))];

        Transformed Judge(SourceRecord record)
        {
            if (doubled.Contains(record.Id))
            {
                return Failed(record, "Lambda.DuplicatedRecordId", "Multiple records were returned with the same record ID. "
                    + "Ensure that the Lambda function returns unique record IDs for each record.");
            }

            if (!byId.TryGetValue(record.Id, out var returned))
            {
                return Failed(record, "Lambda.MissingRecordId", "One or more record IDs were not returned. "
                    + "Ensure that the Lambda function returns all received record IDs.");
            }

            return returned.Result switch
            {
                "Dropped" => new(record, null, null),
                "ProcessingFailed" => Failed(record, "Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record"),
                "Ok" when returned.Data is { } data => Decode(data) is { } bytes
                    ? new(record, bytes, null)
                    : Failed(record, "Lambda.JsonProcessingException", "The data of the returned record is not base 64."),
                "Ok" => Failed(record, "Lambda.JsonProcessingException", "The returned record has no data."),
                _ => Failed(record, "Lambda.JsonProcessingException", "The result of a returned record must be Ok, Dropped or ProcessingFailed."),
            };
        }

        Transformed Failed(SourceRecord record, string code, string message) => new(record, null, new(code, message, attempts));
    }

    private static byte[]? Decode(string text)
    {
        var buffer = new byte[text.Length / 4 * 3 + 3];
        return Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : null;
    }

    private static string Short(string text) => text.Length <= 1000 ? text : text[..1000];

    private TransformEvent EventOf(DeliveryStreamState stream, IReadOnlyList<SourceRecord> records) => new()
    {
        InvocationId = ids.NewId(),
        DeliveryStreamArn = stream.Address.Arn,
        Region = stream.Address.Region,
        SourceKinesisStreamArn = stream.Source?.KinesisStreamARN,
        Records = [.. records.Select(record => new TransformEventRecord
        {
            RecordId = record.Id,
            ApproximateArrivalTimestamp = record.Arrival.ToUnixTimeMilliseconds(),
            Data = record.Data,
            KinesisRecordMetadata = record.SequenceNumber is null ? null : new()
            {
                ShardId = record.Lane,
                PartitionKey = record.PartitionKey!,
                ApproximateArrivalTimestamp = record.Arrival.ToUnixTimeMilliseconds(),
                SequenceNumber = record.SequenceNumber,
            },
        })],
    };
}
