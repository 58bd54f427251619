using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Metadata;

/// <summary>Table metadata as its JSON file: versions 1 to 3 read, what was read kept, version 2 written.</summary>
public static class MetadataJson
{
    public static TableMetadata Read(ReadOnlySpan<byte> file)
    {
        // Some writers compress: <name>.gz.metadata.json
        var json = Json.Parse(file is [0x1F, 0x8B, ..] ? Inflate(file) : file, "the table metadata");
        var version = Json.Int(json, "format-version");
        if (version is < 1 or > TableMetadata.VersionMax)
        {
            throw IcebergException.NotSupported($"format version {version} is not supported");
        }

        var schemas = Json.Objects(json, "schemas").Select(schema => Schema.FromJson(schema)).ToImmutableArray();
        if (schemas.IsEmpty)
        {
            schemas = [Schema.FromJson(json["schema"])];
        }

        var specs = Json.Objects(json, "partition-specs").Select(PartitionSpec.FromJson).ToImmutableArray();
        if (specs.IsEmpty)
        {
            specs = [new(0, json["partition-spec"] is null ? [] : PartitionSpec.FieldsFromJson(json["partition-spec"]))];
        }

        var orders = Json.Objects(json, "sort-orders").Select(SortOrder.FromJson).ToImmutableArray();
        var current = Json.LongOrNull(json, "current-snapshot-id") is { } id and not -1 ? id : (long?)null;
        var refs = (json["refs"] as JsonObject ?? [])
            .Select(pair => KeyValuePair.Create(pair.Key, SnapshotRef.FromJson(pair.Value as JsonObject ?? throw IcebergException.Bad("a ref is no object"))))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        if (current is { } snapshot && !refs.ContainsKey(SnapshotRef.Main))
        {
            refs = refs.Add(SnapshotRef.Main, new(snapshot, true));
        }

        return new()
        {
            FormatVersion = version,
            Uuid = Json.TextOrNull(json, "table-uuid") ?? "",
            Location = Json.Text(json, "location").TrimEnd('/'),
            LastSequenceNumber = Json.LongOrNull(json, "last-sequence-number") ?? 0,
            LastUpdatedMillis = Json.Long(json, "last-updated-ms"),
            LastColumnId = Json.IntOrNull(json, "last-column-id") ?? schemas.Max(schema => schema.LastId),
            Schemas = schemas,
            CurrentSchemaId = Json.IntOrNull(json, "current-schema-id") ?? schemas[^1].Id,
            Specs = specs,
            DefaultSpecId = Json.IntOrNull(json, "default-spec-id") ?? specs[^1].Id,
            LastPartitionId = Json.IntOrNull(json, "last-partition-id")
                ?? specs.SelectMany(spec => spec.Fields).Select(field => field.FieldId).Append(PartitionSpec.FirstFieldId - 1).Max(),
            Properties = Json.Strings(json, "properties").ToImmutableSortedDictionary(StringComparer.Ordinal),
            CurrentSnapshotId = current,
            Snapshots = [.. Json.Objects(json, "snapshots").Select(Snapshot.FromJson)],
            SnapshotLog = [.. Json.Objects(json, "snapshot-log").Select(entry => new SnapshotLogEntry(Json.Long(entry, "timestamp-ms"), Json.Long(entry, "snapshot-id")))],
            MetadataLog = [.. Json.Objects(json, "metadata-log").Select(entry => new MetadataLogEntry(Json.Long(entry, "timestamp-ms"), Json.Text(entry, "metadata-file")))],
            SortOrders = orders.IsEmpty ? [SortOrder.Unsorted] : orders,
            DefaultSortOrderId = Json.IntOrNull(json, "default-sort-order-id") ?? 0,
            Refs = refs,
            NextRowId = Json.LongOrNull(json, "next-row-id") ?? 0,
            Source = json,
        };
    }

    public static byte[] Write(TableMetadata table) => Encoding.UTF8.GetBytes(ToJson(table).ToJsonString());

    public static JsonObject ToJson(TableMetadata table)
    {
        var json = table.Source?.DeepClone().AsObject() ?? [];
        json.Remove("schema");
        json.Remove("partition-spec");
        json["format-version"] = table.FormatVersion;
        json["table-uuid"] = table.Uuid;
        json["location"] = table.Location;
        json["last-sequence-number"] = table.LastSequenceNumber;
        json["last-updated-ms"] = table.LastUpdatedMillis;
        json["last-column-id"] = table.LastColumnId;
        json["current-schema-id"] = table.CurrentSchemaId;
        json["schemas"] = Json.List(table.Schemas.Select(schema => schema.ToJson()));
        json["default-spec-id"] = table.DefaultSpecId;
        json["partition-specs"] = Json.List(table.Specs.Select(spec => spec.ToJson()));
        json["last-partition-id"] = table.LastPartitionId;
        json["default-sort-order-id"] = table.DefaultSortOrderId;
        json["sort-orders"] = Json.List(table.SortOrders.Select(order => order.ToJson()));
        json["properties"] = Json.Of(table.Properties);
        json["current-snapshot-id"] = table.CurrentSnapshotId ?? -1;
        var refs = new JsonObject();
        foreach (var (name, reference) in table.Refs)
        {
            refs[name] = reference.ToJson();
        }

        json["refs"] = refs;
        json["snapshots"] = Json.List(table.Snapshots.Select(snapshot => snapshot.ToJson()));
        json["snapshot-log"] = Json.List(table.SnapshotLog.Select(entry => new JsonObject
        {
            ["timestamp-ms"] = entry.TimestampMillis,
            ["snapshot-id"] = entry.SnapshotId,
        }));
        json["metadata-log"] = Json.List(table.MetadataLog.Select(entry => new JsonObject
        {
            ["timestamp-ms"] = entry.TimestampMillis,
            ["metadata-file"] = entry.File,
        }));
        if (table.FormatVersion == 1)
        {
            json["schema"] = table.Schema.ToJson();
            json["partition-spec"] = table.Spec.FieldsToJson();
        }

        if (table.FormatVersion >= 3)
        {
            json["next-row-id"] = table.NextRowId;
        }

        return json;
    }

    private static byte[] Inflate(ReadOnlySpan<byte> file)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(file.ToArray()), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            var buffer = new byte[64 << 10];
            while (gzip.Read(buffer) is var read and > 0)
            {
                plain.Write(buffer, 0, read);
                if (plain.Length > IcebergLimits.FileBytesMax)
                {
                    throw IcebergException.Bad("the table metadata is too large");
                }
            }

            return plain.ToArray();
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw IcebergException.Bad("the table metadata is not gzip", error);
        }
    }
}
