using System.Text.Json.Serialization;

namespace Weir.Services.Glue.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DatabaseState)), JsonSerializable(typeof(TableState)), JsonSerializable(typeof(PartitionState))]
[JsonSerializable(typeof(TagSet))]
internal sealed partial class GlueJson : JsonSerializerContext;
