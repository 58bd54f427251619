using System.Text.Json.Serialization;

namespace Weir.Services.Firehose.Domain;

/// <summary>What a transforming function is given. Source: developer guide, "Data transformation and status model".</summary>
internal sealed record TransformEvent
{
    public required string InvocationId { get; init; }
    public required string DeliveryStreamArn { get; init; }
    public required string Region { get; init; }
    public string? SourceKinesisStreamArn { get; init; }
    public required IReadOnlyList<TransformEventRecord> Records { get; init; }
}

internal sealed record TransformEventRecord
{
    public required string RecordId { get; init; }
    public required long ApproximateArrivalTimestamp { get; init; }

    /// <summary>Base 64 in JSON.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    public KinesisRecordMetadata? KinesisRecordMetadata { get; init; }
}

internal sealed record KinesisRecordMetadata
{
    public required string ShardId { get; init; }
    public required string PartitionKey { get; init; }
    public required long ApproximateArrivalTimestamp { get; init; }
    public required string SequenceNumber { get; init; }
    public string SubsequenceNumber { get; init; } = "0";
}

internal sealed record TransformAnswer
{
    public IReadOnlyList<TransformAnswerRecord?>? Records { get; init; }
}

internal sealed record TransformAnswerRecord
{
    public string? RecordId { get; init; }
    public string? Result { get; init; }
    public string? Data { get; init; }
}

/// <summary>A line of an object under the error prefix.</summary>
internal sealed record ProcessingFailedLine
{
    public required int AttemptsMade { get; init; }
    public required long ArrivalTimestamp { get; init; }
    public required string ErrorCode { get; init; }
    public required string ErrorMessage { get; init; }
    public required long AttemptEndingTimestamp { get; init; }
    public required ReadOnlyMemory<byte> RawData { get; init; }
    public string? LambdaArn { get; init; }
}

internal sealed record ConversionFailedLine
{
    public required int AttemptsMade { get; init; }
    public required long ArrivalTimestamp { get; init; }
    public required string LastErrorCode { get; init; }
    public required string LastErrorMessage { get; init; }
    public required long AttemptEndingTimestamp { get; init; }
    public required ReadOnlyMemory<byte> RawData { get; init; }
    public string? SequenceNumber { get; init; }
    public int? SubSequenceNumber { get; init; }
    public required ConversionTable DataCatalogTable { get; init; }
}

internal sealed record ConversionTable
{
    public string? CatalogId { get; init; }
    public required string DatabaseName { get; init; }
    public required string TableName { get; init; }
    public string? Region { get; init; }
    public string? VersionId { get; init; }
    public string? RoleArn { get; init; }
}

/// <summary>A line in the CloudWatch log of a delivery stream.</summary>
internal sealed record DeliveryLogLine
{
    [JsonPropertyName("deliveryStreamARN")]
    public required string DeliveryStreamArn { get; init; }

    public required string Destination { get; init; }
    public required int DeliveryStreamVersionId { get; init; }
    public required string Message { get; init; }
    public required string ErrorCode { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransformEvent)), JsonSerializable(typeof(TransformAnswer))]
[JsonSerializable(typeof(ProcessingFailedLine)), JsonSerializable(typeof(ConversionFailedLine)), JsonSerializable(typeof(DeliveryLogLine))]
internal sealed partial class TransformJson : JsonSerializerContext;
