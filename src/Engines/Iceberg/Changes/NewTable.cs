using System.Collections.Immutable;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Core;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>The first metadata of a table.</summary>
public static class NewTable
{
    /// <param name="columns">With any ids; they get fresh ones.</param>
    /// <param name="partitioning">Columns and transforms; a path of names for fields of structs is not taken.</param>
    public static TableMetadata Of(
        IdSource ids, TimeProvider clock, string location, ImmutableArray<NestedField> columns,
        IReadOnlyList<(string Column, Transform Transform)> partitioning, IEnumerable<KeyValuePair<string, string>> properties)
    {
        var last = 0;
        var schema = new Schema(0, FreshIds.Fields(columns, ref last));
        var fields = partitioning.Select((part, at) =>
        {
            var source = schema.Find(part.Column) ?? throw IcebergException.Invalid($"there is no column {part.Column} to partition by");
            if (source.Type is not PrimitiveType type || !part.Transform.Takes(type))
            {
                throw IcebergException.Invalid($"the transform {part.Transform} does not take column {part.Column} of type {source.Type}");
            }

            return new PartitionField(source.Id, PartitionSpec.FirstFieldId + at, NameOf(source.Name, part.Transform), part.Transform);
        }).ToImmutableArray();
        if (fields.Select(field => field.Name).Distinct(StringComparer.Ordinal).Count() < fields.Length)
        {
            throw IcebergException.Invalid("a column is partitioned by the same transform twice");
        }

        return new()
        {
            FormatVersion = 2,
            Uuid = ids.NewId(),
            Location = location.TrimEnd('/'),
            LastUpdatedMillis = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            LastColumnId = last,
            Schemas = [schema],
            CurrentSchemaId = 0,
            Specs = [new(0, fields)],
            DefaultSpecId = 0,
            LastPartitionId = PartitionSpec.FirstFieldId - 1 + fields.Length,
            Properties = properties.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>As other writers name partition fields.</summary>
    private static string NameOf(string column, Transform transform) => transform.Kind switch
    {
        TransformKind.Identity => column,
        TransformKind.Truncate => column + "_trunc",
        _ => $"{column}_{transform.Text.Split('[')[0]}",
    };
}

/// <summary>Gives every field an id of its own, those of a level before those within.</summary>
internal static class FreshIds
{
    public static ImmutableArray<NestedField> Fields(ImmutableArray<NestedField> fields, ref int last)
    {
        var numbered = new NestedField[fields.Length];
        for (var at = 0; at < fields.Length; at++)
        {
            numbered[at] = fields[at] with { Id = ++last };
        }

        for (var at = 0; at < fields.Length; at++)
        {
            numbered[at] = numbered[at] with { Type = Type(fields[at].Type, ref last) };
        }

        return [.. numbered];
    }

    public static IcebergType Type(IcebergType type, ref int last)
    {
        switch (type)
        {
            case StructType row:
                return new StructType(Fields(row.Fields, ref last));
            case ListType list:
                var element = ++last;
                return new ListType(element, Type(list.Element, ref last), list.IsElementRequired);
            case MapType map:
                var (key, value) = (++last, ++last);
                return new MapType(key, Type(map.Key, ref last), value, Type(map.Value, ref last), map.IsValueRequired);
            default:
                return type;
        }
    }
}
