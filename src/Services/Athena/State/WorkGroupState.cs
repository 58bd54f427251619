using System.Collections.Immutable;

namespace Weir.Services.Athena.State;

/// <summary>What is true of one workgroup. Immutable.</summary>
internal sealed record WorkGroupState
{
    public const string Primary = "primary";
    public const string Enabled = "ENABLED";
    public const string Disabled = "DISABLED";

    public required string Name { get; init; }
    public string State { get; init; } = Enabled;
    public string? Description { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public WorkGroupSettings Settings { get; init; } = new();
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Every account has it from the start.</summary>
    public static WorkGroupState NewPrimary { get; } = new()
    {
        Name = Primary,
        Settings = new WorkGroupSettings { Enforce = false },
    };
}

internal sealed record WorkGroupSettings
{
    public string? OutputLocation { get; init; }
    public string? EncryptionOption { get; init; }
    public string? KmsKey { get; init; }
    public string? ExpectedBucketOwner { get; init; }
    public string? AclOption { get; init; }
    public bool Enforce { get; init; } = true;
    public bool PublishMetrics { get; init; } = true;
    public long? BytesScannedCutoff { get; init; }
    public bool RequesterPays { get; init; }
    public string SelectedEngine { get; init; } = EngineVersions.Auto;
    public string? ExecutionRole { get; init; }
    public string? AdditionalConfiguration { get; init; }
    public bool? MinimumEncryption { get; init; }
}

/// <summary>The engine versions Athena names; one engine answers for both.</summary>
internal static class EngineVersions
{
    public const string Auto = "AUTO";
    public const string Three = "Athena engine version 3";

    public static bool IsKnown(string version) => version is Auto or Three;
}
