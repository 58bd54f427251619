using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Metadata;
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
            "manifests" => new(source, MetadataColumns.Manifests, rows => rows.Manifests(all: false)),
            "all_manifests" => new(source, MetadataColumns.AllManifests, rows => rows.Manifests(all: true)),
            "files" => new(source, [.. FileRows.Columns(metadata), MetadataColumns.Readable], rows => rows.Files()),
            "entries" => new(source, MetadataColumns.Entries(metadata), rows => rows.Changes(all: false)),
            "all_entries" => new(source, MetadataColumns.Entries(metadata), rows => rows.Changes(all: true)),
            "partitions" => new(source, PartitionRows.Columns(metadata, source.Schema), rows => rows.Partitions()),
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
    private static readonly SqlType Summaries = SqlType.Array(SqlType.Row(
    [
        new("contains_null", SqlType.Boolean), new("contains_nan", SqlType.Boolean), new("lower_bound", SqlType.Varchar), new("upper_bound", SqlType.Varchar),
    ]));

    public static (string, SqlType) Readable { get; } = ("readable_metrics", SqlType.Json);

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
        ("partition_summaries", Summaries),
    ];

    public static IReadOnlyList<(string, SqlType)> AllManifests { get; } =
    [
        ("path", SqlType.Varchar), ("length", SqlType.BigInt), ("partition_spec_id", SqlType.Integer), ("added_snapshot_id", SqlType.BigInt),
        ("added_data_files_count", SqlType.Integer), ("existing_data_files_count", SqlType.Integer), ("deleted_data_files_count", SqlType.Integer),
        ("partition_summaries", Summaries),
    ];

    public static IReadOnlyList<(string, SqlType)> MetadataLog { get; } =
    [
        ("timestamp", SqlType.TimestampZoned(3)), ("file", SqlType.Varchar), ("latest_snapshot_id", SqlType.BigInt), ("latest_schema_id", SqlType.Integer),
        ("latest_sequence_number", SqlType.BigInt),
    ];

    public static IReadOnlyList<(string, SqlType)> Properties { get; } = [("key", SqlType.Varchar), ("value", SqlType.Varchar)];

    public static IReadOnlyList<(string, SqlType)> Entries(TableMetadata metadata) =>
    [
        ("status", SqlType.Integer), ("snapshot_id", SqlType.BigInt), ("sequence_number", SqlType.BigInt), ("file_sequence_number", SqlType.BigInt),
        ("data_file", SqlType.Row([.. FileRows.Columns(metadata).Select(column => new SqlField(column.Name, column.Type))])), Readable,
    ];
}
