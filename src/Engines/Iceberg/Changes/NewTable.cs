using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Core;

namespace Weir.Engines.Iceberg.Changes;

/// <summary>The first metadata of a table.</summary>
public static class NewTable
{
    /// <param name="columns">With any ids; they get fresh ones.</param>
    /// <param name="partitioning">Columns, or paths to fields of structs, and transforms.</param>
    public static TableMetadata Of(
        IdSource ids, TimeProvider clock, string location, ImmutableArray<NestedField> columns,
        IReadOnlyList<(string Column, Transform Transform)> partitioning, IEnumerable<KeyValuePair<string, string>> properties)
    {
        var last = 0;
        var schema = new Schema(0, FreshIds.Fields(columns, ref last));
        var fields = partitioning.Select((part, at) =>
        {
            var source = schema.FindPath(part.Column) is { } found && !schema.PathTo(found.Id).IsEmpty
                ? found
                : throw IcebergException.Invalid($"there is no column {part.Column} to partition by");
            if (source.Type is not PrimitiveType type || !part.Transform.Takes(type))
            {
                throw IcebergException.Invalid($"the transform {part.Transform} does not take column {part.Column} of type {source.Type}");
            }

            return new PartitionField(source.Id, PartitionSpec.FirstFieldId + at, NameOf(schema, source, part.Transform), part.Transform);
        }).ToImmutableArray();
        if (fields.GroupBy(field => (field.SourceId, Kind(field.Transform))).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw IcebergException.Invalid($"Cannot add redundant partition: {same.First().Name} conflicts with {same.Last().Name}");
        }

        if (fields.GroupBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw IcebergException.Invalid($"Cannot use partition name more than once: {twice.Key}");
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

    /// <summary>As other writers name partition fields; one that is not the column itself has a name no column has.</summary>
    private static string NameOf(Schema schema, NestedField source, Transform transform)
    {
        var column = string.Join('.', schema.PathTo(source.Id).Select(field => field.Name));
        if (transform.Kind == TransformKind.Identity)
        {
            return column;
        }

        var name = transform.Kind == TransformKind.Truncate ? column + "_trunc" : $"{column}_{transform.Text.Split('[')[0]}";
        var free = name;
        for (var number = 2; schema.Find(free) is not null; number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
        }

        return free;
    }

    /// <summary>The transforms of time are one kind: the finer says what the coarser says.</summary>
    private static string Kind(Transform transform) =>
        transform.Kind is TransformKind.Year or TransformKind.Month or TransformKind.Day or TransformKind.Hour ? "time" : transform.Text;
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
