using System.Globalization;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Metadata;

namespace Weir.Engines.Iceberg.Catalogs;

/// <summary>The assertions of the REST catalog's commits.</summary>
internal static class Requirements
{
    public static void Check(TableMetadata table, JsonObject requirement)
    {
        switch (Json.Text(requirement, "type"))
        {
            case "assert-create":
                throw Failed("table already exists");
            case "assert-table-uuid":
                var uuid = Json.Text(requirement, "uuid");
                if (!uuid.Equals(table.Uuid, StringComparison.OrdinalIgnoreCase))
                {
                    throw Failed($"UUID does not match: expected {table.Uuid} != {uuid}");
                }

                break;
            case "assert-ref-snapshot-id":
                CheckRef(table, Json.Text(requirement, "ref"), Json.LongOrNull(requirement, "snapshot-id"));
                break;
            case "assert-last-assigned-field-id":
                Same("last assigned field id", table.LastColumnId, Json.Int(requirement, "last-assigned-field-id"));
                break;
            case "assert-current-schema-id":
                Same("current schema", table.CurrentSchemaId, Json.Int(requirement, "current-schema-id"));
                break;
            case "assert-last-assigned-partition-id":
                Same("last assigned partition id", table.LastPartitionId, Json.Int(requirement, "last-assigned-partition-id"));
                break;
            case "assert-default-spec-id":
                Same("default partition spec", table.DefaultSpecId, Json.Int(requirement, "default-spec-id"));
                break;
            case "assert-default-sort-order-id":
                Same("default sort order", table.DefaultSortOrderId, Json.Int(requirement, "default-sort-order-id"));
                break;
            case var other:
                throw IcebergException.Invalid($"Unknown requirement type: {other}");
        }
    }

    private static void CheckRef(TableMetadata table, string name, long? expected)
    {
        var reference = table.Refs.GetValueOrDefault(name);
        var kind = reference is { IsBranch: false } ? "tag" : "branch";
        if (expected is null && reference is not null)
        {
            throw Failed($"{kind} {name} was created concurrently");
        }

        if (expected is { } id && reference?.SnapshotId != id)
        {
            throw Failed(reference is null
                ? $"branch or tag {name} is missing, expected {id.ToString(CultureInfo.InvariantCulture)}"
                : string.Create(CultureInfo.InvariantCulture, $"{kind} {name} has changed: expected id {id} != {reference.SnapshotId}"));
        }
    }

    private static void Same(string what, int current, int expected)
    {
        if (current != expected)
        {
            throw Failed(string.Create(CultureInfo.InvariantCulture, $"{what} changed: expected id {expected} != {current}"));
        }
    }

    private static IcebergException Failed(string message) => new(IcebergProblem.Conflict, $"Requirement failed: {message}");
}
