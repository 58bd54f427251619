using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Iceberg;

/// <summary>A table's files as <c>$files</c> and <c>$entries</c> show them, each value as DuckDB text.</summary>
internal sealed class FileRows(TableMetadata metadata)
{
    /// <summary>The reserved ids of the columns of position delete files.</summary>
    private const int PathFieldId = 2147483546;
    private const int PositionFieldId = 2147483545;

    private static readonly SqlType CountMap = SqlType.Map(SqlType.Integer, SqlType.BigInt);
    private static readonly SqlType BoundMap = SqlType.Map(SqlType.Integer, SqlType.Varchar);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PartitionColumns _partitions = new(metadata);

    /// <summary>The columns of a file's row.</summary>
    public static IReadOnlyList<(string Name, SqlType Type)> Columns(TableMetadata metadata)
    {
        var partition = new PartitionColumns(metadata).Type;
        return
        [
            ("content", SqlType.Integer), ("file_path", SqlType.Varchar), ("file_format", SqlType.Varchar), ("spec_id", SqlType.Integer),
            .. partition is null ? [] : new[] { ("partition", partition) },
            ("record_count", SqlType.BigInt), ("file_size_in_bytes", SqlType.BigInt), ("column_sizes", CountMap), ("value_counts", CountMap),
            ("null_value_counts", CountMap), ("nan_value_counts", CountMap), ("lower_bounds", BoundMap), ("upper_bounds", BoundMap),
            ("key_metadata", SqlType.Varbinary), ("split_offsets", SqlType.Array(SqlType.BigInt)), ("equality_ids", SqlType.Array(SqlType.Integer)),
            ("sort_order_id", SqlType.Integer),
        ];
    }

    public IEnumerable<string?> Row(DataFile file) =>
    [
        MetadataRows.Number((int)file.Content), MetadataRows.Text(file.Path), MetadataRows.Text(file.Format), MetadataRows.Number(file.SpecId),
        .. _partitions.Type is null ? [] : new[] { _partitions.Row(file) },
        MetadataRows.Number(file.RecordCount), MetadataRows.Number(file.SizeBytes),
        Counts(file.ColumnSizes), Counts(file.ValueCounts), Counts(file.NullCounts), Counts(file.NanCounts), Bounds(file.LowerBounds), Bounds(file.UpperBounds),
        file.KeyMetadata is { } key ? $"unhex('{Convert.ToHexString(key)}')" : null,
        file.SplitOffsets.IsEmpty ? null : $"[{string.Join(", ", file.SplitOffsets.Select(offset => MetadataRows.Number(offset)))}]",
        file.EqualityIds.IsEmpty ? null : $"[{string.Join(", ", file.EqualityIds.Select(id => MetadataRows.Number(id)))}]",
        MetadataRows.Number(file.SortOrderId),
    ];

    /// <summary>The row as one value.</summary>
    public string Struct(DataFile file) =>
        $"{{{string.Join(", ", Columns(metadata).Zip(Row(file), (column, value) => $"{DuckSql.Text(column.Name)}: {value ?? "NULL"}"))}}}";

    /// <summary>The statistics by the names of the columns they are of, as JSON.</summary>
    public static string Readable(Schema schema, DataFile file)
    {
        var columns = new JsonObject();
        foreach (var (name, id, type) in schema.Fields.SelectMany(field => Leaves(field.Name, field.Id, field.Type)).OrderBy(leaf => leaf.Name, StringComparer.Ordinal))
        {
            columns[name] = new JsonObject
            {
                ["column_size"] = Count(file.ColumnSizes, id),
                ["value_count"] = Count(file.ValueCounts, id),
                ["null_value_count"] = Count(file.NullCounts, id),
                ["nan_value_count"] = Count(file.NanCounts, id),
                ["lower_bound"] = Bound(file.LowerBounds, id, type),
                ["upper_bound"] = Bound(file.UpperBounds, id, type),
            };
        }

        return $"CAST({MetadataRows.Text(columns.ToJsonString(Plain))} AS JSON)";
    }

    private static IEnumerable<(string Name, int Id, PrimitiveType Type)> Leaves(string name, int id, IcebergType type) => type switch
    {
        StructType row => row.Fields.SelectMany(field => Leaves($"{name}.{field.Name}", field.Id, field.Type)),
        ListType list => Leaves(name + ".element", list.ElementId, list.Element),
        MapType map => Leaves(name + ".key", map.KeyId, map.Key).Concat(Leaves(name + ".value", map.ValueId, map.Value)),
        PrimitiveType primitive => [(name, id, primitive)],
        _ => [],
    };

    private static JsonNode? Count(ImmutableDictionary<int, long>? counts, int id) => counts is not null && counts.TryGetValue(id, out var count) ? count : null;

    private static JsonNode? Bound(ImmutableDictionary<int, byte[]>? bounds, int id, PrimitiveType type) =>
        bounds?.GetValueOrDefault(id) is not { } bytes ? null : Values.FromBytes(type, bytes) switch
        {
            bool truth => truth,
            int number when type.Kind == PrimitiveKind.Int => number,
            long number when type.Kind == PrimitiveKind.Long => number,
            float number when float.IsFinite(number) => number,
            double number when double.IsFinite(number) => number,
            byte[] binary => Convert.ToHexStringLower(binary),
            null => null,
            var value => Values.Text(type, value),
        };

    private static string? Counts(ImmutableDictionary<int, long>? counts) => counts is null
        ? null
        : MetadataRows.Map(counts.OrderBy(pair => pair.Key), id => MetadataRows.Number(id)!, count => MetadataRows.Number(count)!, "INTEGER", "BIGINT");

    private string? Bounds(ImmutableDictionary<int, byte[]>? bounds) => bounds is null ? null : MetadataRows.Map(
        bounds.OrderBy(pair => pair.Key).Select(pair => KeyValuePair.Create(pair.Key, pair)), id => MetadataRows.Number(id)!, BoundText, "INTEGER", "VARCHAR");

    private string BoundText(KeyValuePair<int, byte[]> bound)
    {
        var type = bound.Key switch
        {
            PathFieldId => PrimitiveType.String,
            PositionFieldId => PrimitiveType.Long,
            var id => metadata.FieldEver(id)?.Type as PrimitiveType,
        };
        return MetadataRows.Text(type is null ? Convert.ToHexString(bound.Value) : Values.Text(type, Values.FromBytes(type, bound.Value)));
    }
}
