using System.Collections.Immutable;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>Columns added, dropped, renamed, widened and moved. Files stay as they are: they know their columns by id.</summary>
public static class SchemaChanges
{
    public static TableMetadata Add(TableMetadata table, IEnumerable<NestedField> columns)
    {
        var last = table.LastColumnId;
        var fields = table.Schema.Fields;
        foreach (var column in columns)
        {
            if (fields.Any(field => Same(field.Name, column.Name)))
            {
                throw IcebergException.Invalid($"column {column.Name} already exists");
            }

            fields = fields.AddRange(FreshIds.Fields([column], ref last));
        }

        return With(table, fields) with { LastColumnId = last };
    }

    public static TableMetadata Drop(TableMetadata table, string column)
    {
        var field = Require(table, column);
        if (table.Schema.Fields.Length == 1)
        {
            throw IcebergException.Invalid("a table's last column cannot be dropped");
        }

        RequireUnused(table, field.Name, new Schema(0, [field]).ById.Keys);
        return With(table, table.Schema.Fields.Remove(field));
    }

    /// <param name="after">The column it moves behind; null to leave it where it is, unless it becomes the first.</param>
    public static TableMetadata Change(
        TableMetadata table, string column, string newName, IcebergType? type, string? doc, bool isFirst = false, string? after = null)
    {
        var field = Require(table, column);
        var fields = table.Schema.Fields;
        var at = fields.IndexOf(field);
        if (!Same(newName, column) && fields.Any(other => Same(other.Name, newName)))
        {
            throw IcebergException.Invalid($"column {newName} already exists");
        }

        if (after is not null && Same(after, column))
        {
            throw IcebergException.Invalid($"column {column} cannot move behind itself");
        }

        var last = table.LastColumnId;
        var changed = field with { Name = newName, Doc = doc ?? field.Doc, Type = type is null ? field.Type : Evolved(field.Type, type, field.Name, ref last) };
        RequireUnused(table, field.Name, new Schema(0, [field]).ById.Keys.Except(new Schema(0, [changed]).ById.Keys));
        fields = fields.RemoveAt(at);
        var place = isFirst ? 0 : after is null ? at : fields.IndexOf(Require(table, after)) + 1;
        var next = With(table, fields.Insert(place, changed));
        return last == table.LastColumnId ? next : next with { LastColumnId = last };
    }

    /// <summary>A type as it is to be: widened, and structs with fields added, dropped and moved, which are known by their names.</summary>
    private static IcebergType Evolved(IcebergType from, IcebergType to, string path, ref int last)
    {
        switch (from, to)
        {
            case (PrimitiveType before, PrimitiveType after) when after.CanPromoteFrom(before):
                return after;
            case (StructType before, StructType after):
                var fields = ImmutableArray.CreateBuilder<NestedField>(after.Fields.Length);
                foreach (var field in after.Fields)
                {
                    fields.Add(before.Fields.FirstOrDefault(other => Same(other.Name, field.Name)) is { } known
                        ? known with { Type = Evolved(known.Type, field.Type, $"{path}.{known.Name}", ref last) }
                        : FreshIds.Fields([field], ref last)[0]);
                }

                return new StructType(fields.ToImmutable());
            case (ListType before, ListType after):
                return before with { Element = Evolved(before.Element, after.Element, path + ".element", ref last) };
            case (MapType before, MapType after) when before.Key is PrimitiveType || Shape(before.Key) == Shape(after.Key):
                return before with
                {
                    Key = before.Key is PrimitiveType ? Evolved(before.Key, after.Key, path + ".key", ref last) : before.Key,
                    Value = Evolved(before.Value, after.Value, path + ".value", ref last),
                };
            default:
                throw IcebergException.Invalid($"the type of column {path} cannot change from {Shape(from)} to {Shape(to)}");
        }
    }

    /// <summary>Fields can go when no partitioning, sort order or identifier rests on them; old files are still found by old partitionings.</summary>
    private static void RequireUnused(TableMetadata table, string column, IEnumerable<int> ids)
    {
        var gone = ids.ToHashSet();
        if (Uses(table.Spec))
        {
            throw IcebergException.NotSupported($"Cannot drop partition field: {column}");
        }

        if (table.Specs.Any(Uses))
        {
            throw IcebergException.NotSupported($"Cannot drop column which is used by an old partition spec: {column}");
        }

        if (table.SortOrder.Fields.Any(part => gone.Contains(part.SourceId)))
        {
            throw IcebergException.NotSupported($"Cannot drop a column that the sort order needs: {column}");
        }

        if (table.Schema.IdentifierIds.Any(gone.Contains))
        {
            throw IcebergException.NotSupported($"Cannot delete identifier field {column}");
        }

        bool Uses(PartitionSpec spec) => spec.Fields.Any(part => gone.Contains(part.SourceId) && part.Transform.Kind != TransformKind.Void);
    }

    /// <summary>A type without its ids.</summary>
    private static string Shape(IcebergType type) => type switch
    {
        StructType row => $"struct<{string.Join(",", row.Fields.Select(field => $"{field.Name}:{Shape(field.Type)}"))}>",
        ListType list => $"list<{Shape(list.Element)}>",
        MapType map => $"map<{Shape(map.Key)},{Shape(map.Value)}>",
        _ => type.ToString()!,
    };

    private static NestedField Require(TableMetadata table, string column) =>
        table.Schema.Find(column) ?? throw IcebergException.Invalid($"there is no column {column}");

    /// <summary>With a schema of these fields: one the table had before, or a new one.</summary>
    private static TableMetadata With(TableMetadata table, ImmutableArray<NestedField> fields)
    {
        var same = table.Schemas.FirstOrDefault(schema => schema.Fields.AsSpan().SequenceEqual(fields.AsSpan()));
        if (same is not null)
        {
            return same.Id == table.CurrentSchemaId ? table : table with { CurrentSchemaId = same.Id };
        }

        var next = new Schema(table.Schemas.Max(schema => schema.Id) + 1, fields) { IdentifierIds = table.Schema.IdentifierIds };
        _ = next.ById; // finds an id used twice
        return table with { Schemas = table.Schemas.Add(next), CurrentSchemaId = next.Id };
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
