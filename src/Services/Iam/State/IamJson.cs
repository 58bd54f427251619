using System.Text.Json.Serialization;

namespace Weir.Services.Iam.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IamEntity)), JsonSerializable(typeof(ManagedPolicy)), JsonSerializable(typeof(TemporarySession))]
[JsonSerializable(typeof(KeyOwner))]
internal sealed partial class IamJson : JsonSerializerContext;
