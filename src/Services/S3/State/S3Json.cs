using System.Text.Json.Serialization;

namespace Weir.Services.S3.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BucketState))]
[JsonSerializable(typeof(ObjectState))]
[JsonSerializable(typeof(PartsState))]
[JsonSerializable(typeof(UploadState))]
[JsonSerializable(typeof(PartState))]
[JsonSerializable(typeof(EventState))]
internal sealed partial class S3Json : JsonSerializerContext;
