using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Weir.Engines.Iceberg.Metadata;

/// <summary>The table at one time. Immutable.</summary>
public sealed record Snapshot
{
    public required long Id { get; init; }
    public long? ParentId { get; init; }
    public long SequenceNumber { get; init; }
    public required long TimestampMillis { get; init; }

    /// <summary>The manifest list's path; null in version 1's tables that list their manifests in place.</summary>
    public string? ManifestList { get; init; }

    /// <summary>Version 1 only: the manifests' paths.</summary>
    public ImmutableArray<string> Manifests { get; init; } = [];

    /// <summary><c>operation</c> and counts.</summary>
    public required ImmutableDictionary<string, string> Summary { get; init; }

    public int? SchemaId { get; init; }

    /// <summary>What was read, with members we do not know.</summary>
    public JsonObject? Source { get; init; }

    public string Operation => Summary.GetValueOrDefault("operation", "");

    public static Snapshot FromJson(JsonObject json) => new()
    {
        Id = Json.Long(json, "snapshot-id"),
        ParentId = Json.LongOrNull(json, "parent-snapshot-id"),
        SequenceNumber = Json.LongOrNull(json, "sequence-number") ?? 0,
        TimestampMillis = Json.Long(json, "timestamp-ms"),
        ManifestList = Json.TextOrNull(json, "manifest-list"),
        Manifests = Json.TextsOrNone(json, "manifests"),
        Summary = Json.Strings(json, "summary").ToImmutableDictionary(StringComparer.Ordinal),
        SchemaId = Json.IntOrNull(json, "schema-id"),
        Source = json,
    };

    public JsonObject ToJson()
    {
        var json = Source?.DeepClone().AsObject() ?? [];
        json["snapshot-id"] = Id;
        Set("parent-snapshot-id", ParentId);
        json["sequence-number"] = SequenceNumber;
        json["timestamp-ms"] = TimestampMillis;
        if (ManifestList is not null)
        {
            json["manifest-list"] = ManifestList;
        }

        // The operation comes first, as other writers have it.
        json["summary"] = Json.Of(Summary.OrderBy(pair => pair.Key != "operation").ThenBy(pair => pair.Key, StringComparer.Ordinal));
        Set("schema-id", SchemaId);
        return json;

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }
    }
}

/// <summary>A branch or a tag.</summary>
public sealed record SnapshotRef(long SnapshotId, bool IsBranch)
{
    public const string Main = "main";

    public int? MinSnapshotsToKeep { get; init; }
    public long? MaxSnapshotAgeMillis { get; init; }
    public long? MaxRefAgeMillis { get; init; }

    public static SnapshotRef FromJson(JsonObject json) => new(Json.Long(json, "snapshot-id"), Json.Text(json, "type") == "branch")
    {
        MinSnapshotsToKeep = Json.IntOrNull(json, "min-snapshots-to-keep"),
        MaxSnapshotAgeMillis = Json.LongOrNull(json, "max-snapshot-age-ms"),
        MaxRefAgeMillis = Json.LongOrNull(json, "max-ref-age-ms"),
    };

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["snapshot-id"] = SnapshotId, ["type"] = IsBranch ? "branch" : "tag" };
        foreach (var (name, value) in new (string, long?)[]
            { ("min-snapshots-to-keep", MinSnapshotsToKeep), ("max-snapshot-age-ms", MaxSnapshotAgeMillis), ("max-ref-age-ms", MaxRefAgeMillis) })
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }

        return json;
    }
}

/// <summary>When a snapshot became the current one.</summary>
public sealed record SnapshotLogEntry(long TimestampMillis, long SnapshotId);

/// <summary>A metadata file that was the current one, and since when.</summary>
public sealed record MetadataLogEntry(long TimestampMillis, string File);
