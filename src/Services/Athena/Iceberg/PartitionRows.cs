using System.Collections.Immutable;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Iceberg;

/// <summary>The partition fields of all of a table's specs, but those of columns that are gone.</summary>
internal sealed class PartitionColumns
{
    private readonly TableMetadata _metadata;
    private readonly ImmutableArray<(int Id, string Name, PrimitiveType Type)> _fields;

    public PartitionColumns(TableMetadata metadata)
    {
        _metadata = metadata;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        _fields = [.. metadata.Specs.SelectMany(spec => spec.Fields).Where(field => metadata.Schema.Primitive(field.SourceId) is not null).DistinctBy(field => field.FieldId)
            .Select(field => (field.FieldId, NameOf(field), field.Transform.ResultOf(metadata.Schema.Primitive(field.SourceId)!)))];

        // Specs that followed each other may use a name twice; a row cannot.
        string NameOf(PartitionField field)
        {
            var name = field.Name.ToLowerInvariant();
            return names.Add(name) ? name : $"{name}_{MetadataRows.Number(field.FieldId)}";
        }
    }

    /// <summary>Null for a table that never had partitions.</summary>
    public SqlType? Type => _fields.IsEmpty ? null : SqlType.Row([.. _fields.Select(part => new SqlField(part.Name, ColumnTypes.Sql(part.Type)))]);

    /// <summary>A file's values; NULL for fields that its own spec has not.</summary>
    public string Row(DataFile file)
    {
        var spec = _metadata.SpecOf(file.SpecId);
        return $"{{{string.Join(", ", _fields.Select(field => $"{DuckSql.Text(field.Name)}: {PartitionRows.Value(field.Type, Of(spec, file, field.Id))}"))}}}";
    }

    private static object? Of(PartitionSpec spec, DataFile file, int id)
    {
        var at = spec.Fields.Index().FirstOrDefault(field => field.Item.FieldId == id, (-1, null!)).Index;
        return at < 0 ? null : file.Partition[at];
    }
}

/// <summary>The rows of <c>$partitions</c>: files of the same partition taken together.</summary>
internal sealed class PartitionRows(TableMetadata metadata, Schema schema)
{
    private readonly PartitionColumns _columns = new(metadata);
    private readonly NestedField[] _measured = [.. Measured(metadata, schema)];

    public static IReadOnlyList<(string, SqlType)> Columns(TableMetadata metadata, Schema schema)
    {
        var partition = new PartitionColumns(metadata).Type;
        var data = Measured(metadata, schema).Select(field => new SqlField(field.Name.ToLowerInvariant(), Measures(ColumnTypes.Sql(field.Type)))).ToArray();
        return
        [
            .. partition is null ? [] : new[] { ("partition", partition) },
            ("record_count", SqlType.BigInt), ("file_count", SqlType.BigInt), ("total_size", SqlType.BigInt),
            .. data.Length == 0 ? [] : new[] { ("data", SqlType.Row([.. data])) },
        ];
    }

    public IEnumerable<string?[]> Of(IEnumerable<DataFile> files)
    {
        foreach (var group in files.GroupBy(Key, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            DataFile[] members = [.. group];
            yield return
            [
                .. _columns.Type is null ? [] : new[] { _columns.Row(members[0]) },
                MetadataRows.Number(members.Sum(file => file.RecordCount)), MetadataRows.Number(members.Length), MetadataRows.Number(members.Sum(file => file.SizeBytes)),
                .. _measured.Length == 0 ? [] : new[] { Data(members) },
            ];
        }
    }

    public static string Value(PrimitiveType type, object? value)
    {
        if (value is null)
        {
            return $"CAST(NULL AS {DuckTypes.Name(ColumnTypes.Sql(type))})";
        }

        var text = value is byte[] bytes ? $"unhex('{Convert.ToHexString(bytes)}')" : $"CAST({MetadataRows.Text(Values.Text(type, value))} AS {ColumnTypes.Stored(type)})";
        return ColumnTypes.HasZone(type) ? ColumnTypes.Zoned(text) : text;
    }

    private static SqlType Measures(SqlType type) =>
        SqlType.Row([new("min", type), new("max", type), new("null_count", SqlType.BigInt), new("nan_count", SqlType.BigInt)]);

    /// <summary>The columns whose least and largest values the manifests may know; those that are the partition say nothing more.</summary>
    private static IEnumerable<NestedField> Measured(TableMetadata metadata, Schema schema)
    {
        var given = metadata.Spec.Fields.Where(field => field.Transform.Kind == TransformKind.Identity).Select(field => field.SourceId).ToHashSet();
        return schema.Fields.Where(field => field.Type is PrimitiveType && !given.Contains(field.Id));
    }

    private string Key(DataFile file) => string.Join('\u0001', metadata.SpecOf(file.SpecId).Fields.Select((field, at) =>
        $"{MetadataRows.Number(field.FieldId)}={(file.Partition[at] is { } value ? Values.Text(PrimitiveType.String, value) : "\u0002")}"));

    /// <summary>NULL where nothing is known of any column.</summary>
    private string? Data(DataFile[] files)
    {
        var measures = _measured.Select(column => (column.Name, Text: Measure(files, column))).ToArray();
        return measures.All(measure => measure.Text is null)
            ? null
            : $"{{{string.Join(", ", measures.Select(measure => $"{DuckSql.Text(measure.Name.ToLowerInvariant())}: {measure.Text ?? "NULL"}"))}}}";
    }

    private static string? Measure(DataFile[] files, NestedField column)
    {
        var type = (PrimitiveType)column.Type;

        // Files without a value have no bounds, and need none.
        var bounded = files.Where(file => file.NullCounts?.GetValueOrDefault(column.Id, -1) != file.RecordCount).ToArray();
        var (min, max) = (Extreme(file => file.LowerBounds, 1), Extreme(file => file.UpperBounds, -1));
        var (nulls, nans) = (Sum(file => file.NullCounts), Sum(file => file.NanCounts));
        return min is null && max is null && nulls is null
            ? null
            : $"{{'min': {Value(type, min)}, 'max': {Value(type, max)}, 'null_count': {Shown(nulls)}, 'nan_count': {Shown(nans)}}}";

        object? Extreme(Func<DataFile, ImmutableDictionary<int, byte[]>?> bounds, int sign)
        {
            var known = bounded.Select(file => bounds(file)?.GetValueOrDefault(column.Id) is { } bytes ? Values.FromBytes(type, bytes) : null).ToArray();
            return known.Length == 0 || known.Contains(null) ? null : known.Aggregate((one, other) => Values.Compare(one!, other!) * sign <= 0 ? one : other);
        }

        long? Sum(Func<DataFile, ImmutableDictionary<int, long>?> counts) =>
            files.All(file => counts(file)?.ContainsKey(column.Id) == true) ? files.Sum(file => counts(file)![column.Id]) : null;

        static string Shown(long? number) => MetadataRows.Number(number) ?? "CAST(NULL AS BIGINT)";
    }
}
