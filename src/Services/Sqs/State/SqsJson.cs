using System.Text.Json.Serialization;

namespace Weir.Services.Sqs.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QueueState)), JsonSerializable(typeof(MessageContent)), JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(Deduplicated)), JsonSerializable(typeof(Garbage))]
internal sealed partial class SqsJson : JsonSerializerContext;
