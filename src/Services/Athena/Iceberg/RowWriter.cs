using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Writes rows of a query as data files of a table, and deleted places as delete files. Called on a thread that may block.</summary>
internal sealed class RowWriter(TableScanner scanner, TableMetadata table, string directory, IdSource ids, CancellationToken cancellationToken)
{
    private const int PathFieldId = 2147483546;
    private const int PositionFieldId = 2147483545;

    private readonly DuckConnection _connection = scanner.Connection;
    private readonly OtherFiles? _other = OtherFiles.Of(scanner.Connection, table);
    private int _folders;

    /// <param name="query">Gives a column for each of the table's, named <see cref="Engines.Sql.CompiledChange.ValueColumn"/>, in the engine's forms.</param>
    public List<NewFile> Rows(string query)
    {
        var schema = table.Schema;
        var items = schema.Fields.Select((field, at) =>
            $"{Checked(field, Engines.Sql.CompiledChange.ValueColumn(at))} AS {DuckSql.Name(field.Name)}");
        var stored = $"SELECT {string.Join(", ", items)} FROM ({query}) AS q";
        return table.Spec.IsPartitioned ? Partitioned(stored) : Whole(stored);
    }

    /// <param name="query">Gives <c>number</c>, of the file, and <c>pos</c> of rows to be deleted.</param>
    public List<NewFile> Deletes(string query, IReadOnlyDictionary<long, DataFile> targets)
    {
        var names = scanner.NewTable("weir_targets", "number BIGINT, path VARCHAR");
        using (var rows = _connection.Append(names))
        {
            foreach (var (number, file) in targets)
            {
                rows.Append([number, file.Path]);
            }

            rows.Complete();
        }

        var copy = $"COPY (SELECT t.path AS file_path, q.pos AS pos, t.number AS weir_part FROM ({query}) AS q JOIN {names} AS t USING (number) ORDER BY t.number, q.pos) "
            + $"TO {DuckSql.Text(NewFolder())} (FORMAT parquet, COMPRESSION zstd, FIELD_IDS {{file_path: {PathFieldId}, pos: {PositionFieldId}}}, "
            + "PARTITION_BY (weir_part), WRITE_PARTITION_COLUMNS false, OVERWRITE_OR_IGNORE true, RETURN_STATS)";
        return WrittenFile.ReadAll(_connection, copy, cancellationToken).ConvertAll(written =>
        {
            var target = targets[long.Parse(written.PartitionKey!, CultureInfo.InvariantCulture)];
            var bound = System.Text.Encoding.UTF8.GetBytes(target.Path);
            var bounds = ImmutableDictionary<int, byte[]>.Empty.Add(PathFieldId, bound);
            var positions = written.Columns["\"pos\""];
            return new NewFile(written.Path, new()
            {
                Content = FileContent.PositionDeletes,
                Path = PathOf(target.SpecId, target.Partition, "-deletes"),
                SpecId = target.SpecId,
                Partition = target.Partition,
                RecordCount = written.Rows,
                SizeBytes = written.Bytes,
                LowerBounds = bounds.Add(PositionFieldId, PositionBound(positions["min"])),
                UpperBounds = bounds.Add(PositionFieldId, PositionBound(positions["max"])),
                ReferencedDataFile = target.Path,
            });
        });
    }

    private List<NewFile> Whole(string stored)
    {
        var values = table.Spec.Fields.Select(_ => (object?)null).ToImmutableArray();
        if (_other is not null)
        {
            return Others($"{stored}{Order("")}", _ => values, isPartitioned: false);
        }

        var copy = $"COPY ({stored}{Order("")}) TO {DuckSql.Text(NewFolder())} ({Options()}, FILE_SIZE_BYTES {FileBytes()})";
        return WrittenFile.ReadAll(_connection, copy, cancellationToken).ConvertAll(written => File(written, values));
    }

    /// <summary>Rows wait in a temporary table until all partitions are known; then each is written for itself.</summary>
    private List<NewFile> Partitioned(string stored)
    {
        var spec = table.Spec;
        var keys = spec.Fields.Select((field, at) => (Name: $"weir_p{at}", Text: KeyText(field))).ToArray();
        var rows = scanner.NewTable("weir_rows", "nothing INTEGER");
        _connection.Execute(
            $"CREATE OR REPLACE TEMP TABLE {rows} AS SELECT s.*, {string.Join(", ", keys.Select(key => $"{key.Text} AS {key.Name}"))} FROM ({stored}) AS s", cancellationToken);
        var parts = scanner.NewTable("weir_parts", "nothing INTEGER");
        var names = string.Join(", ", keys.Select(key => key.Name));
        _connection.Execute(
            $"CREATE OR REPLACE TEMP TABLE {parts} AS SELECT row_number() OVER () - 1 AS weir_part, * FROM (SELECT DISTINCT {names} FROM {rows} ORDER BY ALL)", cancellationToken);
        var partitions = PartitionsOf(parts, keys.Length);
        if (partitions.Count > AthenaLimits.OpenPartitionsMax)
        {
            throw QueryFailure.User($"ICEBERG_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of {AthenaLimits.OpenPartitionsMax} open writers for partitions");
        }

        var same = string.Join(" AND ", keys.Select(key => $"r.{key.Name} IS NOT DISTINCT FROM p.{key.Name}"));
        var columns = string.Join(", ", table.Schema.Fields.Select(field => "r." + DuckSql.Name(field.Name)));
        var sorted = $"SELECT {columns}, p.weir_part FROM {rows} AS r JOIN {parts} AS p ON ({same}){Order("p.weir_part", "r.")}";
        if (_other is not null)
        {
            return Others(sorted, part => partitions[part], isPartitioned: true);
        }

        var copy = $"COPY ({sorted}) "
            + $"TO {DuckSql.Text(NewFolder())} ({Options()}, PARTITION_BY (weir_part), WRITE_PARTITION_COLUMNS false)";
        var files = WrittenFile.ReadAll(_connection, copy, cancellationToken)
            .ConvertAll(written => File(written, partitions[int.Parse(written.PartitionKey!, CultureInfo.InvariantCulture)]));
        _connection.Execute($"DROP TABLE {rows}", cancellationToken);
        return files;
    }

    /// <summary>Files of a format that is not the engine's own.</summary>
    private List<NewFile> Others(string select, Func<int, ImmutableArray<object?>> partitionOf, bool isPartitioned) =>
        _other!.Write(select, isPartitioned, NewFolder(), cancellationToken).ConvertAll(written => new NewFile(written.Path, new()
        {
            Path = PathOf(table.DefaultSpecId, partitionOf(written.Part), "", _other.Extension),
            Format = _other.Format,
            SpecId = table.DefaultSpecId,
            Partition = partitionOf(written.Part),
            RecordCount = written.Rows,
            SizeBytes = written.Bytes,
            SortOrderId = table.DefaultSortOrderId,
        }));

    private List<ImmutableArray<object?>> PartitionsOf(string parts, int count)
    {
        var partitions = new List<ImmutableArray<object?>>();
        using var result = _connection.Query($"SELECT * FROM {parts} ORDER BY weir_part LIMIT {AthenaLimits.OpenPartitionsMax + 1}", cancellationToken);
        while (result.NextChunk() is { } chunk)
        {
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var values = ImmutableArray.CreateBuilder<object?>(count);
                for (var at = 0; at < count; at++)
                {
                    values.Add(chunk[at + 1].Read(row) is DuckDecimal number ? number.Unscaled : chunk[at + 1].Read(row));
                }

                partitions.Add(values.ToImmutable());
            }
        }

        return partitions;
    }

    /// <summary>A value as files hold it; none where there must be one fails the statement.</summary>
    private static string Checked(NestedField field, string value)
    {
        var written = ColumnTypes.Written(field.Type, value);
        var message = $"CONSTRAINT_VIOLATION NULL value not allowed for NOT NULL column: {field.Name.ToLowerInvariant()}";
        return field.IsRequired
            ? $"CASE WHEN {value} IS NULL THEN CAST(weir_fail({DuckSql.Text(message)}, hash({value})) AS {ColumnTypes.Stored(field.Type)}) ELSE {written} END"
            : written;
    }

    private string KeyText(PartitionField field)
    {
        if (field.Transform.Kind == TransformKind.Void)
        {
            return "NULL::INTEGER";
        }

        var path = table.Schema.PathTo(field.SourceId);
        return path is [.., { Type: PrimitiveType type }]
            ? IcebergFunctions.Apply(field.Transform, type, path.Skip(1).Aggregate(DuckSql.Name(path[0].Name), (text, part) => $"struct_extract({text}, {DuckSql.Text(part.Name)})"))
            : throw QueryFailure.User($"NOT_SUPPORTED: rows cannot be written into partitions by {field.Name}");
    }

    private NewFile File(WrittenFile written, ImmutableArray<object?> partition) => new(written.Path, new DataFile
    {
        Path = PathOf(table.DefaultSpecId, partition, ""),
        SpecId = table.DefaultSpecId,
        Partition = partition,
        RecordCount = 0,
        SizeBytes = 0,
        SortOrderId = table.DefaultSortOrderId,
    }.With(written, table.Schema));

    private string PathOf(int specId, ImmutableArray<object?> partition, string kind, string extension = "parquet")
    {
        var spec = table.SpecOf(specId);
        var folder = (table.Properties.GetValueOrDefault("write.data.path") ?? table.Location + "/data").TrimEnd('/');
        var within = spec.Fields.IsEmpty ? "" : spec.PathOf(table.Schema, partition) + "/";
        return $"{folder}/{within}{ids.NewId()}{kind}.{extension}";
    }

    /// <summary>By partition, then by the table's sort order as far as it is of whole columns.</summary>
    private string Order(string first, string prefix = "")
    {
        var keys = new List<string>();
        if (first.Length > 0)
        {
            keys.Add(first);
        }

        foreach (var part in table.SortOrder.Fields)
        {
            if (table.Schema.Fields.FirstOrDefault(field => field.Id == part.SourceId) is { Type: PrimitiveType type } field)
            {
                keys.Add($"{IcebergFunctions.Apply(part.Transform, type, prefix + DuckSql.Name(field.Name))} {(part.IsDescending ? "DESC" : "ASC")} NULLS {(part.NullsFirst ? "FIRST" : "LAST")}");
            }
        }

        return keys.Count == 0 ? "" : $" ORDER BY {string.Join(", ", keys)}";
    }

    private string Options() => $"FORMAT parquet, COMPRESSION {Codec()}, FIELD_IDS {ColumnTypes.FieldIds(table.Schema.Fields)}, "
        + $"KV_METADATA {{'iceberg.schema': {DuckSql.Text(table.Schema.ToJson().ToJsonString())}}}, OVERWRITE_OR_IGNORE true, RETURN_STATS";

    private string Codec() => table.Properties.GetValueOrDefault("write.parquet.compression-codec", "zstd") switch
    {
        "snappy" => "snappy",
        "gzip" => "gzip",
        "uncompressed" or "none" => "uncompressed",
        _ => "zstd",
    };

    private string FileBytes() => Expiry.Number(table, "write.target-file-size-bytes", 512L << 20).ToString(CultureInfo.InvariantCulture);

    private static byte[] PositionBound(string text) => Values.ToBytes(PrimitiveType.Long, long.Parse(text, CultureInfo.InvariantCulture));

    private string NewFolder()
    {
        var folder = Path.Combine(directory, (_folders++).ToString(CultureInfo.InvariantCulture));
        LocalDisk.Instance.CreateDirectory(folder);
        return folder;
    }
}
