using System.Text.Json.Serialization;

namespace Weir.Services.Athena.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(WorkGroupState))]
[JsonSerializable(typeof(NamedQueryState))]
[JsonSerializable(typeof(PreparedState))]
[JsonSerializable(typeof(ExecutionState))]
[JsonSerializable(typeof(TokenState))]
[JsonSerializable(typeof(WriteIntent))]
[JsonSerializable(typeof(DataCatalogState))]
[JsonSerializable(typeof(CapacityState))]
internal sealed partial class AthenaJson : JsonSerializerContext;
