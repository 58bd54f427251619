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

        if (table.Spec.Fields.Any(part => part.SourceId == field.Id && part.Transform.Kind != TransformKind.Void))
        {
            throw IcebergException.Invalid($"column {column} is used by the partitioning and cannot be dropped");
        }

        return table.SortOrder.Fields.Any(part => part.SourceId == field.Id)
            ? throw IcebergException.Invalid($"column {column} is used by the sort order and cannot be dropped")
            : With(table, table.Schema.Fields.Remove(field));
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

        var changed = field with { Name = newName, Doc = doc ?? field.Doc, Type = type is null ? field.Type : Widened(field, type) };
        fields = fields.RemoveAt(at);
        var place = isFirst ? 0 : after is null ? at : fields.IndexOf(Require(table, after)) + 1;
        return With(table, fields.Insert(place, changed));
    }

    private static IcebergType Widened(NestedField field, IcebergType type)
    {
        if (field.Type is PrimitiveType from && type is PrimitiveType to)
        {
            return to.CanPromoteFrom(from) ? to : throw IcebergException.Invalid($"the type of column {field.Name} cannot change from {from} to {to}");
        }

        return Shape(field.Type) == Shape(type)
            ? field.Type
            : throw IcebergException.Invalid($"the type of column {field.Name} cannot change from {field.Type} to {type}");
    }

    /// <summary>A nested type without its ids.</summary>
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
