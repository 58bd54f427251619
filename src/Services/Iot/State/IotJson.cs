using System.Text.Json.Serialization;

namespace Weir.Services.Iot.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RuleState))]
[JsonSerializable(typeof(ThingState))]
[JsonSerializable(typeof(ThingTypeState))]
[JsonSerializable(typeof(ThingGroupState))]
[JsonSerializable(typeof(CertificateState))]
[JsonSerializable(typeof(PolicyState))]
[JsonSerializable(typeof(TagState))]
[JsonSerializable(typeof(AuthorityState))]
[JsonSerializable(typeof(LinkState))]
[JsonSerializable(typeof(SessionState))]
internal sealed partial class IotJson : JsonSerializerContext;
