using System.Text.Json.Serialization;

namespace Weir.Services.Lambda.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionState)), JsonSerializable(typeof(VersionState)), JsonSerializable(typeof(EventState))]
[JsonSerializable(typeof(MappingState)), JsonSerializable(typeof(CheckpointState)), JsonSerializable(typeof(MappingResultState))]
internal sealed partial class LambdaJson : JsonSerializerContext;
