using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Scanning;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Makes the DuckDB relation of an Iceberg table's snapshot. Called on a thread that may block.</summary>
internal sealed class IcebergScan(IcebergTables tables, TableScanner scanner, CancellationToken cancellationToken)
{
    private readonly DuckConnection _connection = scanner.Connection;
    private readonly DataFileFormats _formats = new(scanner, cancellationToken);

    public string Plan(IcebergSource source, ScanRequest request)
    {
        var wanted = request.Columns;
        var needsPlace = wanted.Any(column => column.IsHidden);
        var filter = FilterText.Of(request.Filter, source.Schema);
        source.Filter = needsPlace ? filter : source.Filter;
        if (source.Snapshot is null)
        {
            return Empty(wanted);
        }

        var files = new SnapshotFiles(tables.Files(scanner.Call), source.Table.Metadata);
        var tasks = Wait(files.PlanAsync(source.Snapshot, filter, cancellationToken));
        tasks = FileColumns.AreIn(request.Filter) ? tasks.FindAll(task => FileColumns.CanMeet(request.Filter, Facts(source, task.File, null))) : tasks;
        var rowsMax = request.Partitions.KeepsAll ? request.RowsMax : null;
        tasks = rowsMax is { } rows ? First(tasks, rows) : tasks;
        return tasks.Count == 0 ? Empty(wanted) : Relation(source, tasks, wanted, request.Filter, rowsMax);
    }

    /// <summary>No more files than it takes to have so many rows; those with deletes may have none.</summary>
    private static List<ScanTask> First(List<ScanTask> tasks, long rowsMax) =>
    [
        .. tasks.OrderBy(HasDeletes).TakeWhile(task =>
        {
            var isWanted = rowsMax > 0;
            rowsMax -= HasDeletes(task) ? 0 : task.File.RecordCount;
            return isWanted;
        }),
    ];

    private static bool HasDeletes(ScanTask task) => task.PositionDeletes.Count > 0 || task.EqualityDeletes.Count > 0;

    /// <summary>Some files of a table, all their live rows; the hidden columns number the files by their place in the list.</summary>
    /// <param name="filter">What all wanted rows meet.</param>
    /// <param name="rowsMax">No more rows are looked at; null for all.</param>
    public string Relation(
        IcebergSource source, IReadOnlyList<ScanTask> tasks, IReadOnlyList<SqlColumn> wanted, ColumnFilter filter, long? rowsMax = null)
    {
        var first = source.Scanned.Count;
        source.Scanned.AddRange(tasks);
        DataFile[] files = [.. tasks.Select(task => task.File)];
        var paths = Hold(files);
        CountBytes(tasks, paths, source.Schema, wanted, rowsMax);
        var ids = wanted.Where(IsOfTable).Select(column => source.Schema.Find(column.Name)!.Id).ToHashSet();
        var signatures = _formats.Signatures(files, paths, (at, fields) => Mapped(source, fields).Where(field => field.Id is { } id
            && (ids.Contains(id) || tasks[at].EqualityDeletes.Any(file => file.EqualityIds.Contains(id)))));
        var groups = Enumerable.Range(0, tasks.Count).GroupBy(at => (
            signatures[at],
            HasPositions: tasks[at].PositionDeletes.Count > 0,
            Equalities: string.Join('\n', tasks[at].EqualityDeletes.Select(file => file.Path)),
            Constants: ConstantsOf(source, tasks[at].File)));
        var parts = groups.Select(group => Group(source, [.. group], tasks, paths, wanted, filter, first)).ToList();
        return $"({string.Join(" UNION ALL ", parts)})";
    }

    private string Group(
        IcebergSource source, int[] members, IReadOnlyList<ScanTask> tasks, IReadOnlyList<string> paths, IReadOnlyList<SqlColumn> wanted, ColumnFilter filter, int first)
    {
        var example = tasks[members[0]];
        var fields = Mapped(source, _formats.Fields(example.File, paths[members[0]]));
        var equalities = new EqualityDeletes(source, _formats, Hold).Of(example.EqualityDeletes);
        var read = wanted.Where(IsOfTable).Select(column => source.Schema.Find(column.Name)!.Id).Concat(equalities.SelectMany(set => set.Keys).Select(key => key.Id)).ToHashSet();
        var rows = _formats.Rows(
            [.. members.Select(at => tasks[at].File)], [.. members.Select(at => paths[at])], [.. fields.Where(field => field.Id is { } id && read.Contains(id)).Select(field => field.Name)],
            ParquetPruning.Renamed(filter, column => NameOf(source, fields, column)));
        var items = wanted.Where(IsOfTable).Select(column => $"{Value(source, fields, example.File, column)} AS {DuckSql.Name(column.Name)}").ToList();
        var facts = new FactTable(scanner, wanted, members.Length, at => Facts(source, tasks[members[at]].File, paths[members[at]]));
        items.AddRange(facts.Constants);
        items.AddRange(equalities.SelectMany(set => set.Keys).DistinctBy(key => key.Id)
            .Select(key => $"{ReadById(source, fields, example.File, key)} AS {EqualityDeletes.KeyName(key.Id)}"));
        var isPlain = example.PositionDeletes.Count == 0 && !facts.IsNeeded && !wanted.Any(column => column.IsHidden);
        if (!isPlain)
        {
            items.Add($"{rows.File} AS weir_file");
            items.Add($"{rows.Row} AS weir_row");
        }

        var text = $"SELECT {string.Join(", ", items.DefaultIfEmpty("1 AS weir_one"))} FROM {rows.From}";
        if (example.PositionDeletes.Count > 0)
        {
            text = $"SELECT d.* FROM ({text}) AS d ANTI JOIN {Positions(members, tasks)} AS x ON (x.file = d.weir_file AND x.pos = d.weir_row)";
        }

        foreach (var set in equalities)
        {
            var same = string.Join(" AND ", set.Keys.Select(key => $"x.{EqualityDeletes.KeyName(key.Id)} IS NOT DISTINCT FROM d.{EqualityDeletes.KeyName(key.Id)}"));
            text = $"SELECT d.* FROM ({text}) AS d WHERE NOT EXISTS (SELECT 1 FROM {set.Relation} AS x WHERE {same})";
        }

        var columns = wanted.Select(column => column switch
        {
            { IsHidden: true, Name: IcebergSource.FileColumn } => $"{Numbered(members, first)} AS {DuckSql.Name(column.Name)}",
            { IsHidden: true } => $"CAST(weir_row AS BIGINT) AS {DuckSql.Name(column.Name)}",
            { IsImplicit: true } => facts.Item(column.Name, "f"),
            _ => $"f.{DuckSql.Name(column.Name)}",
        });
        return isPlain && equalities.Count == 0 ? text : $"SELECT {string.Join(", ", columns.DefaultIfEmpty("1 AS weir_one"))} FROM ({text}) AS f{facts.Join("f.weir_file")}";
    }

    private static bool IsOfTable(SqlColumn column) => column is { IsHidden: false, IsImplicit: false };

    private static IReadOnlyList<FileField> Mapped(IcebergSource source, IReadOnlyList<FileField> fields) =>
        FileField.Mapped(fields, source.Schema, source.Table.Metadata.Properties.GetValueOrDefault("schema.name-mapping.default"));

    /// <summary>What a file calls a column, in lower case.</summary>
    private static string? NameOf(IcebergSource source, IReadOnlyList<FileField> fields, SqlColumn column) =>
        source.Schema.Find(column.Name) is { } field ? fields.FirstOrDefault(other => other.Id == field.Id)?.Name.ToLowerInvariant() : null;

    /// <param name="path">The local file, once it is held.</param>
    public FileFacts Facts(IcebergSource source, DataFile file, string? path) => new(
        file.Path, file.SizeBytes, path is null ? null : scanner.ObjectOf(path).LastModified,
        source.Table.Metadata.SpecOf(file.SpecId).PathOf(source.Table.Metadata.Schema, file.Partition));

    /// <summary>The number of a file in the whole scan, from its number in a group.</summary>
    private static string Numbered(int[] members, int first)
    {
        var isRun = members.Index().All(entry => entry.Item == members[0] + entry.Index);
        return isRun
            ? string.Create(CultureInfo.InvariantCulture, $"(CAST(weir_file AS BIGINT) + {first + members[0]})")
            : $"[{string.Join(", ", members.Select(at => (first + at).ToString(CultureInfo.InvariantCulture)))}][CAST(weir_file AS BIGINT) + 1]::BIGINT";
    }

    private static string Value(IcebergSource source, IReadOnlyList<FileField> fields, DataFile file, SqlColumn column) =>
        ReadById(source, fields, file, source.Schema.Find(column.Name)!);

    private static string ReadById(IcebergSource source, IReadOnlyList<FileField> fields, DataFile file, NestedField column)
    {
        if (fields.FirstOrDefault(field => field.Id == column.Id) is { } found)
        {
            return found.Read(column.Type, DuckSql.Name(found.Name));
        }

        return ConstantOf(source, file, column) is { } constant ? constant : ColumnTypes.Missing(column);
    }

    /// <summary>Files taken over from Hive do not hold the columns they are partitioned by.</summary>
    private static string? ConstantOf(IcebergSource source, DataFile file, NestedField column)
    {
        var spec = source.Table.Metadata.SpecOf(file.SpecId);
        var at = spec.Fields.Select((field, place) => (field, place)).FirstOrDefault(
            entry => entry.field.SourceId == column.Id && entry.field.Transform.Kind == TransformKind.Identity, (null!, -1)).Item2;
        if (at < 0 || column.Type is not PrimitiveType type)
        {
            return null;
        }

        var stored = ColumnTypes.Stored(type);
        var text = file.Partition[at] is byte[] bytes ? $"unhex('{Convert.ToHexString(bytes)}')"
            : file.Partition[at] is null ? $"CAST(NULL AS {stored})"
            : $"CAST({DuckSql.Text(Values.Text(type, file.Partition[at]))} AS {stored})";
        return ColumnTypes.HasZone(type) ? ColumnTypes.Zoned(text) : text;
    }

    private static string ConstantsOf(IcebergSource source, DataFile file) =>
        source.Table.Metadata.SpecOf(file.SpecId).Fields.Any(field => field.Transform.Kind == TransformKind.Identity)
            ? file.SpecId.ToString(CultureInfo.InvariantCulture) + string.Join('\u0001', file.Partition.Select(value => value is null ? "\u0002" : Values.Text(PrimitiveType.String, value)))
            : "";

    /// <summary>A temporary table of the deleted places of a group's files: its number in the group, the row's in the file.</summary>
    private string Positions(int[] members, IReadOnlyList<ScanTask> tasks)
    {
        var data = scanner.NewTable("weir_data", "path VARCHAR, file UBIGINT, age BIGINT");
        using (var rows = _connection.Append(data))
        {
            for (var at = 0; at < members.Length; at++)
            {
                var file = tasks[members[at]].File;
                rows.Append([file.Path, (ulong)at, file.SequenceNumber]);
            }

            rows.Complete();
        }

        var name = scanner.NewTable("weir_positions", "file UBIGINT, pos BIGINT");
        Vectors(name, members, tasks);
        var deletes = members.SelectMany(at => tasks[at].PositionDeletes).Where(file => file.Format != DataFileFormats.Puffin).DistinctBy(file => file.Path);
        DataFile[] all = [.. deletes];
        var paths = Hold(all);
        string[] columns = ["file_path", "pos"];
        var signatures = _formats.Signatures(all, paths, (_, fields) => fields.Where(field => columns.Contains(field.Name)));
        foreach (var group in Enumerable.Range(0, all.Length).GroupBy(at => signatures[at]))
        {
            DataFile[] files = [.. group.Select(at => all[at])];
            var read = _formats.Rows(files, [.. group.Select(at => paths[at])], columns, ColumnFilter.All);
            var ages = scanner.NewTable("weir_ages", "file UBIGINT, age BIGINT");
            using (var rows = _connection.Append(ages))
            {
                for (var at = 0; at < files.Length; at++)
                {
                    rows.Append([(ulong)at, files[at].SequenceNumber]);
                }

                rows.Complete();
            }

            _connection.Execute(
                $"INSERT INTO {name} SELECT m.file, x.pos FROM (SELECT file_path, pos, {read.File} AS weir_file FROM {read.From}) AS x "
                + $"JOIN {ages} AS a ON a.file = x.weir_file JOIN {data} AS m ON m.path = x.file_path AND m.age <= a.age",
                cancellationToken);
        }

        return name;
    }

    /// <summary>Deletion vectors (version 3): each is one data file's, somewhere in a Puffin file.</summary>
    private void Vectors(string table, int[] members, IReadOnlyList<ScanTask> tasks)
    {
        using var rows = _connection.Append(table);
        for (var at = 0; at < members.Length; at++)
        {
            foreach (var vector in tasks[members[at]].PositionDeletes.Where(file => file.Format == DataFileFormats.Puffin))
            {
                var path = Hold([vector])[0];
                foreach (var position in DataFileFormats.Vector(vector, path))
                {
                    rows.Append([(ulong)at, position]);
                }
            }
        }

        rows.Complete();
    }

    private IReadOnlyList<string> Hold(IEnumerable<DataFile> files)
    {
        DataFile[] held = [.. files];
        S3Address[] addresses = [.. held.Select(file => StoreFiles.AddressOf(file.Path))];
        return Wait(scanner.HoldAsync(addresses, at => held[at].Format == DataFileFormats.Parquet, cancellationToken));
    }

    /// <summary>The chunks of the wanted columns, as the manifests know them, and all of the delete files.</summary>
    private void CountBytes(
        IReadOnlyList<ScanTask> tasks, IReadOnlyList<string> paths, Schema schema, IReadOnlyList<SqlColumn> wanted, long? rowsMax)
    {
        var ids = new HashSet<int>();
        foreach (var column in wanted.Where(IsOfTable))
        {
            var field = schema.Find(column.Name)!;
            ids.UnionWith(new Schema(0, [field]).ById.Keys);
        }

        var data = 0.0;
        for (var at = 0; at < tasks.Count; at++)
        {
            var file = tasks[at].File;
            var bytes = file.ColumnSizes is { } sizes ? sizes.Where(pair => ids.Contains(pair.Key)).Sum(pair => pair.Value) : ids.Count == 0 ? 0 : file.SizeBytes;
            if (rowsMax is { } rows && !HasDeletes(tasks[at]) && file.Format == DataFileFormats.Parquet && bytes > 0)
            {
                // Manifests know whole files: of the last one the first row groups are read.
                data += bytes * scanner.ParquetShare(paths[at], file.Path, rows);
                rowsMax = rows - file.RecordCount;
                continue;
            }

            data += bytes;
        }

        var deletes = tasks.SelectMany(task => task.PositionDeletes.Concat(task.EqualityDeletes)).DistinctBy(file => file.Path).Sum(file => file.SizeBytes);
        scanner.Count((long)data + deletes);
    }

    private static string Empty(IReadOnlyList<SqlColumn> wanted)
    {
        var items = wanted.Select(column => $"CAST(NULL AS {DuckTypes.Name(column.Type)}) AS {DuckSql.Name(column.Name)}").DefaultIfEmpty("NULL");
        return $"(SELECT {string.Join(", ", items)} WHERE false)";
    }

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
