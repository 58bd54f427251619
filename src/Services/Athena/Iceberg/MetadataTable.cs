using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Iceberg;

/// <summary>A table about an Iceberg table, with the columns Trino gives it.</summary>
internal sealed class MetadataTable
{
    private readonly Func<MetadataRows, IEnumerable<string?[]>> _rows;
    private readonly IcebergSource _source;

    private MetadataTable(IcebergSource source, IReadOnlyList<(string Name, SqlType Type)> columns, Func<MetadataRows, IEnumerable<string?[]>> rows) =>
        (_source, Columns, _rows) = (source, columns, rows);

    public IReadOnlyList<(string Name, SqlType Type)> Columns { get; }

    public static MetadataTable? Of(string about, IcebergSource source)
    {
        var metadata = source.Table.Metadata;
        return about switch
        {
            "snapshots" => new(source, MetadataColumns.Snapshots, rows => metadata.Snapshots.OrderBy(snapshot => snapshot.SequenceNumber).Select(MetadataRows.Snapshot)),
            "history" => new(source, MetadataColumns.History, rows => rows.History()),
            "refs" => new(source, MetadataColumns.Refs, rows => metadata.Refs.Select(pair => MetadataRows.Ref(pair.Key, pair.Value))),
            "manifests" => new(source, MetadataColumns.Manifests, rows => rows.Manifests()),
            "files" => new(source, MetadataColumns.Files, rows => rows.Files()),
            "partitions" => new(source, MetadataColumns.Partitions(source), rows => rows.Partitions()),
            "metadata_log_entries" => new(source, MetadataColumns.MetadataLog, rows => rows.MetadataLog()),
            "properties" => new(source, MetadataColumns.Properties, rows => metadata.Properties.Select(pair => new[] { MetadataRows.Text(pair.Key), MetadataRows.Text(pair.Value) })),
            _ => null,
        };
    }

    /// <summary>The relation, as a temporary table: the values are DuckDB text.</summary>
    public string Plan(IcebergTables tables, TableScanner scanner, CancellationToken cancellationToken)
    {
        const int RowsAtOnce = 100;
        var name = scanner.NewTable("weir_about", string.Join(", ", Columns.Select(column => $"{DuckSql.Name(column.Name)} {DuckTypes.Name(column.Type)}")));
        var rows = new MetadataRows(tables, _source, scanner.Call, cancellationToken);
        foreach (var piece in _rows(rows).Chunk(RowsAtOnce))
        {
            var values = piece.Select(row => $"({string.Join(", ", row.Select(value => value ?? "NULL"))})");
            scanner.Connection.Execute($"INSERT INTO {name} VALUES {string.Join(", ", values)}", cancellationToken);
        }

        return name;
    }
}

/// <summary>The columns of the tables about a table.</summary>
internal static class MetadataColumns
{
    private static readonly SqlType Counts = SqlType.Map(SqlType.Integer, SqlType.BigInt);
    private static readonly SqlType Bounds = SqlType.Map(SqlType.Integer, SqlType.Varchar);

    public static IReadOnlyList<(string, SqlType)> Snapshots { get; } =
    [
        ("committed_at", SqlType.TimestampZoned(3)), ("snapshot_id", SqlType.BigInt), ("parent_id", SqlType.BigInt), ("operation", SqlType.Varchar),
        ("manifest_list", SqlType.Varchar), ("summary", SqlType.Map(SqlType.Varchar, SqlType.Varchar)),
    ];

    public static IReadOnlyList<(string, SqlType)> History { get; } =
    [
        ("made_current_at", SqlType.TimestampZoned(3)), ("snapshot_id", SqlType.BigInt), ("parent_id", SqlType.BigInt), ("is_current_ancestor", SqlType.Boolean),
    ];

    public static IReadOnlyList<(string, SqlType)> Refs { get; } =
    [
        ("name", SqlType.Varchar), ("type", SqlType.Varchar), ("snapshot_id", SqlType.BigInt), ("max_reference_age_in_ms", SqlType.BigInt),
        ("min_snapshots_to_keep", SqlType.Integer), ("max_snapshot_age_in_ms", SqlType.BigInt),
    ];

    public static IReadOnlyList<(string, SqlType)> Manifests { get; } =
    [
        ("path", SqlType.Varchar), ("length", SqlType.BigInt), ("partition_spec_id", SqlType.Integer), ("added_snapshot_id", SqlType.BigInt),
        ("added_data_files_count", SqlType.Integer), ("added_rows_count", SqlType.BigInt), ("existing_data_files_count", SqlType.Integer),
        ("existing_rows_count", SqlType.BigInt), ("deleted_data_files_count", SqlType.Integer), ("deleted_rows_count", SqlType.BigInt),
        ("partition_summaries", SqlType.Array(SqlType.Row(
        [
            new("contains_null", SqlType.Boolean), new("contains_nan", SqlType.Boolean), new("lower_bound", SqlType.Varchar), new("upper_bound", SqlType.Varchar),
        ]))),
    ];

    public static IReadOnlyList<(string, SqlType)> Files { get; } =
    [
        ("content", SqlType.Integer), ("file_path", SqlType.Varchar), ("file_format", SqlType.Varchar), ("spec_id", SqlType.Integer), ("partition", SqlType.Varchar),
        ("record_count", SqlType.BigInt), ("file_size_in_bytes", SqlType.BigInt), ("column_sizes", Counts), ("value_counts", Counts),
        ("null_value_counts", Counts), ("nan_value_counts", Counts), ("lower_bounds", Bounds), ("upper_bounds", Bounds),
        ("key_metadata", SqlType.Varbinary), ("split_offsets", SqlType.Array(SqlType.BigInt)), ("equality_ids", SqlType.Array(SqlType.Integer)),
    ];

    public static IReadOnlyList<(string, SqlType)> MetadataLog { get; } =
    [
        ("timestamp", SqlType.TimestampZoned(3)), ("file", SqlType.Varchar), ("latest_snapshot_id", SqlType.BigInt), ("latest_schema_id", SqlType.Integer),
        ("latest_sequence_number", SqlType.BigInt),
    ];

    public static IReadOnlyList<(string, SqlType)> Properties { get; } = [("key", SqlType.Varchar), ("value", SqlType.Varchar)];

    public static IReadOnlyList<(string, SqlType)> Partitions(IcebergSource source)
    {
        var spec = source.Table.Metadata.Spec;
        var columns = new List<(string, SqlType)>();
        if (!spec.Fields.IsEmpty)
        {
            var types = source.Table.Metadata.PartitionTypesOf(spec);
            columns.Add(("partition", SqlType.Row([.. spec.Fields.Select((field, at) => new SqlField(field.Name.ToLowerInvariant(), ColumnTypes.Sql(types[at])))])));
        }

        columns.AddRange([("record_count", SqlType.BigInt), ("file_count", SqlType.BigInt), ("total_size", SqlType.BigInt)]);
        var data = MetadataRows.Measured(source.Schema).ToArray();
        if (data.Length > 0)
        {
            columns.Add(("data", SqlType.Row([.. data.Select(field => new SqlField(field.Name.ToLowerInvariant(), Measures(field.Type)))])));
        }

        return columns;
    }

    public static SqlType Measures(IcebergType type) => SqlType.Row(
        [new("min", ColumnTypes.Sql(type)), new("max", ColumnTypes.Sql(type)), new("null_count", SqlType.BigInt), new("nan_count", SqlType.BigInt)]);
}
