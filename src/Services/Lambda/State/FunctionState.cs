using System.Text.Json.Serialization;
using Weir.Kernel.Core;

namespace Weir.Services.Lambda.State;

/// <summary>What is remembered of one function beside its versions. Immutable.</summary>
internal sealed record FunctionState
{
    public required string Account { get; init; }
    public required string Region { get; init; }
    public required string Name { get; init; }

    /// <summary>Unique to this incarnation of the name.</summary>
    public required string Id { get; init; }

    public required VersionState Latest { get; init; }
    public int LastVersion { get; init; }
    public IReadOnlyDictionary<string, AliasState> Aliases { get; init; } = new Dictionary<string, AliasState>();

    /// <summary>Policy statements (JSON) by qualifier; those of the function itself under the empty one.</summary>
    public IReadOnlyDictionary<string, PolicyState> Policies { get; init; } = new Dictionary<string, PolicyState>();

    public IReadOnlyDictionary<string, EventConfigState> EventConfigs { get; init; } = new Dictionary<string, EventConfigState>();
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
    public int? ReservedConcurrency { get; init; }

    [JsonIgnore]
    public string Arn => ArnOf(Account, Region, Name);

    public static string ArnOf(string account, string region, string name) =>
        new Arn("lambda", region, account, $"function:{name}").ToString();
}

/// <summary>Code and configuration of one version; <c>$LATEST</c> is the one that changes.</summary>
internal sealed record VersionState
{
    public const string LatestName = "$LATEST";

    public required string Version { get; init; }
    public required string Runtime { get; init; }
    public required string Handler { get; init; }
    public required string Role { get; init; }
    public required string CodeHash { get; init; }
    public required long CodeSize { get; init; }
    public required string RevisionId { get; init; }
    public required DateTimeOffset LastModified { get; init; }
    public string Description { get; init; } = "";
    public int TimeoutSeconds { get; init; } = LambdaLimits.TimeoutSecondsDefault;
    public int MemoryMegabytes { get; init; } = LambdaLimits.MemoryMegabytesMin;
    public int StorageMegabytes { get; init; } = LambdaLimits.StorageMegabytesMin;
    public string Architecture { get; init; } = "x86_64";
    public string TracingMode { get; init; } = "PassThrough";
    public string? DeadLetterArn { get; init; }
    public string? LogGroup { get; init; }

    /// <summary>Null when no environment was ever given, which AWS shows as no member at all.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    [JsonIgnore]
    public bool IsLatest => Version == LatestName;

    /// <summary>True when publishing would change nothing but the number.</summary>
    public bool RunsAs(VersionState other) =>
        (Runtime, Handler, Role, CodeHash, TimeoutSeconds, MemoryMegabytes, StorageMegabytes)
        == (other.Runtime, other.Handler, other.Role, other.CodeHash, other.TimeoutSeconds, other.MemoryMegabytes, other.StorageMegabytes)
        && (Architecture, TracingMode, DeadLetterArn, LogGroup) == (other.Architecture, other.TracingMode, other.DeadLetterArn, other.LogGroup)
        && (Environment ?? Empty).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SequenceEqual((other.Environment ?? Empty).OrderBy(pair => pair.Key, StringComparer.Ordinal));

    private static readonly Dictionary<string, string> Empty = [];
}

/// <summary>A name for a version.</summary>
/// <param name="ExtraVersion">A second version that gets this share of calls; null for none.</param>
internal sealed record AliasState(
    string Name, string Version, string Description, string RevisionId, string? ExtraVersion = null, double ExtraWeight = 0);

/// <summary>A resource policy.</summary>
internal sealed record PolicyState(IReadOnlyList<string> Statements, string RevisionId);

/// <summary>How asynchronous invocations are retried and where their outcome goes.</summary>
internal sealed record EventConfigState
{
    public int? RetriesMax { get; init; }
    public int? AgeSecondsMax { get; init; }
    public string? OnSuccess { get; init; }
    public string? OnFailure { get; init; }
    public required DateTimeOffset LastModified { get; init; }
}
