using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.State;

/// <summary>A topic rule, as it was given.</summary>
internal sealed record RuleState
{
    public required string Name { get; init; }
    public required TopicRulePayload Payload { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed record ThingState
{
    public required string Name { get; init; }
    public required string Id { get; init; }
    public string? TypeName { get; init; }
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }
    public required long Version { get; init; }
}

internal sealed record ThingTypeState
{
    public required string Name { get; init; }
    public required string Id { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? SearchableAttributes { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DeprecatedAt { get; init; }
}

internal sealed record ThingGroupState
{
    public required string Name { get; init; }
    public required string Id { get; init; }
    public string? Parent { get; init; }
    public string? Description { get; init; }
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed record CertificateState
{
    /// <summary>SHA-256 of the certificate, in hexadecimal.</summary>
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Pem { get; init; }

    /// <summary>As the API has it: ACTIVE, INACTIVE, REVOKED …</summary>
    public required string Status { get; init; }
    public required string Mode { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }
    public required DateTimeOffset NotBefore { get; init; }
    public required DateTimeOffset NotAfter { get; init; }
    public int Version { get; init; } = 1;
}

internal sealed record PolicyState
{
    public required string Name { get; init; }
    public required IReadOnlyList<PolicyVersionState> Versions { get; init; }
    public required int LastVersion { get; init; }
    public required string DefaultVersion { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }

    public PolicyVersionState Default => Versions.Single(version => version.Id == DefaultVersion);
}

internal sealed record PolicyVersionState(string Id, string Document, DateTimeOffset CreatedAt);

internal sealed record TagState(IReadOnlyDictionary<string, string> Tags);

/// <summary>The certificate authority that signs device certificates of this installation.</summary>
internal sealed record AuthorityState(string CertificatePem, string PrivateKeyPem);

/// <summary>That two things belong together; what they are is in the key.</summary>
internal sealed record LinkState(DateTimeOffset Since);

/// <summary>An MQTT session that outlives its connection.</summary>
internal sealed record SessionState
{
    public required string Realm { get; init; }
    public required string ClientId { get; init; }
    public required uint ExpirySeconds { get; init; }
    public DateTimeOffset? DisconnectedAt { get; init; }
    public required IReadOnlyList<Weir.Protocols.Mqtt.MqttSubscription> Subscriptions { get; init; }
}
