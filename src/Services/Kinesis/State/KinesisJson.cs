using System.Text.Json.Serialization;

namespace Weir.Services.Kinesis.State;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StreamState)), JsonSerializable(typeof(DeletedStream)), JsonSerializable(typeof(TokenSecret))]
internal sealed partial class KinesisJson : JsonSerializerContext;

/// <summary>A stream whose records are still to be deleted.</summary>
internal sealed record DeletedStream(string LogName);

/// <summary>What iterators and page tokens are signed with; made once per data directory.</summary>
internal sealed record TokenSecret(byte[] Key);
