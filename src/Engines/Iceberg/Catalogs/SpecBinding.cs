using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;

namespace Weir.Engines.Iceberg.Catalogs;

/// <summary>Partition specs and sort orders of requests, tied to a table's columns.</summary>
internal static class SpecBinding
{
    /// <summary>Fields without an id get the one the table had for the same transform of the same column, or a fresh one.</summary>
    public static ImmutableArray<PartitionField> Fields(TableMetadata table, IEnumerable<JsonObject> fields)
    {
        var known = table.Specs.SelectMany(spec => spec.Fields).ToArray();
        var last = table.LastPartitionId;
        var bound = ImmutableArray.CreateBuilder<PartitionField>();
        foreach (var json in fields)
        {
            var source = SourceOf(json);
            var transform = Transform.Parse(Json.Text(json, "transform"));
            var name = Json.Text(json, "name");
            Require(table, source, transform);
            if (table.Schema.Fields.FirstOrDefault(column => column.Name == name) is { } column
                && (column.Id != source || transform.Kind is not (TransformKind.Identity or TransformKind.Void)))
            {
                throw IcebergException.Invalid($"Cannot create partition from name that exists in schema: {name}");
            }

            var id = Json.IntOrNull(json, "field-id")
                ?? known.FirstOrDefault(field => field.SourceId == source && field.Transform == transform)?.FieldId
                ?? ++last;
            last = Math.Max(last, id);
            if (bound.Any(field => field.Name == name || field.FieldId == id))
            {
                throw IcebergException.Invalid($"Cannot use partition name or id more than once: {name}");
            }

            bound.Add(new(source, id, name, transform));
        }

        return bound.ToImmutable();
    }

    public static void Check(TableMetadata table, SortOrder order)
    {
        foreach (var field in order.Fields)
        {
            Require(table, field.SourceId, field.Transform);
        }
    }

    private static int SourceOf(JsonObject json) => Json.IntOrNull(json, "source-id")
        ?? (Json.Ints(json, "source-ids") is [var only] ? only : throw IcebergException.NotSupported("partitions by several columns are not supported"));

    private static void Require(TableMetadata table, int source, Transform transform)
    {
        if (table.Schema.Primitive(source) is not { } type)
        {
            throw IcebergException.Invalid($"Cannot find source column: {source}");
        }

        if (!transform.Takes(type))
        {
            throw IcebergException.Invalid($"Invalid source type {type} for transform: {transform}");
        }
    }
}
