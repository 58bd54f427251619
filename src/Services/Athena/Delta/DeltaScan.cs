using System.Globalization;
using Weir.Engines.Delta.Deletion;
using Weir.Engines.Delta.Log;
using Weir.Engines.Delta.Types;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Services.Athena.Iceberg;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Delta;

/// <summary>Makes the DuckDB relation of a Delta table. Called on a thread that may block.</summary>
internal sealed class DeltaScan(DeltaTables tables, TableScanner scanner, CancellationToken cancellationToken)
{
    private const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    private readonly DuckConnection _connection = scanner.Connection;

    public string Plan(DeltaSource source, ScanRequest request)
    {
        var snapshot = source.Snapshot;
        var partitions = Ordered(snapshot);
        var choice = new PartitionQuestions(scanner, request.Partitions);
        var keep = choice.Kept(snapshot.Files.Select(file => ValuesOf(file, partitions)), cancellationToken);
        var isAboutFiles = FileColumns.AreIn(request.Filter);
        var files = snapshot.Files
            .Where(file => keep is null || keep(ValuesOf(file, partitions)))
            .Where(file => (!isAboutFiles || FileColumns.CanMeet(request.Filter, Facts(file, null))) && DeltaPruning.CanMeet(request.Filter, file, snapshot.Schema))
            .ToArray();
        var rowsMax = files.Any(file => file.DeletionVector is not null) || !choice.AreSure ? null : request.RowsMax;
        if (files.Length == 0 || rowsMax == 0)
        {
            return Empty(request.Columns);
        }

        var wanted = request.Columns.Where(column => !column.IsImplicit).Select(column => (Column: column, Field: snapshot.Schema.Find(column.Name)!)).ToArray();
        var paths = Hold(files);
        if (rowsMax is { } rows)
        {
            // One file after the other, until there are rows enough.
            var count = files.Index().TakeWhile(entry => entry.Index == 0 || (rows -= scanner.ParquetRows(paths[entry.Index - 1], files[entry.Index - 1].Address)) > 0).Count();
            (files, paths) = (files[..count], [.. paths.Take(count)]);
        }

        var physical = DeltaPruning.Physical(request.Filter, snapshot.Schema);
        CountBytes(files, paths, wanted, physical, rowsMax);
        var parquet = new LakeParquet(scanner, cancellationToken);
        LakeFile[] held = [.. files.Zip(paths, (file, path) => new LakeFile(path, file.Address))];
        var signatures = parquet.Signatures(held, (_, fields) => Read(fields, wanted, snapshot.Mapping));
        var groups = Enumerable.Range(0, files.Length).GroupBy(at => (signatures[at], HasDeletes: files[at].DeletionVector is not null));
        return $"({string.Join(" UNION ALL ", groups.Select(group => Group(snapshot, [.. group], files, held, wanted, request.Columns, physical, parquet)))})";
    }

    private static string[] ValuesOf(AddFile file, DeltaField[] partitions) =>
        [.. partitions.Select(field => Engines.Delta.DeltaSnapshot.PartitionValue(file, field) ?? NullPartition)];

    private IReadOnlyList<string> Hold(AddFile[] files) =>
        scanner.HoldAsync([.. files.Select(file => DeltaStore.AddressOf(file.Address))], _ => true, cancellationToken).AsTask().GetAwaiter().GetResult();

    private string Group(
        Engines.Delta.DeltaSnapshot snapshot, int[] members, AddFile[] files, LakeFile[] held, (SqlColumn Column, DeltaField Field)[] wanted,
        IReadOnlyList<SqlColumn> columns, ColumnFilter filter, LakeParquet parquet)
    {
        var fields = parquet.Fields(held[members[0]]);
        var source = parquet.Rows([.. members.Select(at => held[at])], [.. Read(fields, wanted, snapshot.Mapping).Select(field => field.Name)], filter);
        var facts = new FactTable(scanner, columns, members.Length, at => Facts(files[members[at]], held[members[at]].Path));
        var keys = wanted.Where(entry => entry.Column.IsPartition).Select(entry => entry.Field).ToArray();
        var first = files[members[0]];
        var isOne = keys.All(key => members.All(at => Value(files[at], key) == Value(first, key)));
        var hasDeletes = first.DeletionVector is not null;
        var items = wanted.Where(entry => !entry.Column.IsPartition).Select(entry => $"{Data(fields, entry.Field, snapshot.Mapping)} AS {DuckSql.Name(entry.Column.Name)}").ToList();
        if (isOne)
        {
            items.AddRange(wanted.Where(entry => entry.Column.IsPartition).Select(entry =>
                $"{(Value(first, entry.Field) is { } text ? DeltaColumns.Partition(entry.Field.Type, DuckSql.Text(text)) : DeltaColumns.Null(entry.Field.Type))} AS {DuckSql.Name(entry.Column.Name)}"));
        }

        items.AddRange(facts.Constants);
        if (!isOne || hasDeletes || facts.IsNeeded)
        {
            items.Add($"{source.File} AS weir_file");
        }

        if (hasDeletes)
        {
            items.Add($"{source.Row} AS weir_row");
        }

        var text = $"SELECT {string.Join(", ", items.DefaultIfEmpty("1 AS weir_one"))} FROM {source.From}";
        if (hasDeletes)
        {
            text = $"SELECT d.* FROM ({text}) AS d ANTI JOIN {Deleted(snapshot, members, files)} AS x ON (x.file = d.weir_file AND x.pos = d.weir_row)";
        }

        var given = columns.Select(column => column.IsImplicit ? facts.Item(column.Name, "f")
            : column.IsPartition && !isOne ? Joined(Array.FindIndex(keys, key => key == snapshot.Schema.Find(column.Name)), column)
            : $"f.{DuckSql.Name(column.Name)}");
        var join = isOne ? "" : $" JOIN {Partitions(members, files, keys)} AS m ON (m.file = f.weir_file)";
        return $"SELECT {string.Join(", ", given.DefaultIfEmpty("1 AS weir_one"))} FROM ({text}) AS f{join}{facts.Join("f.weir_file")}";

        string Joined(int key, SqlColumn column) =>
            $"{DeltaColumns.Partition(keys[key].Type, string.Create(CultureInfo.InvariantCulture, $"m.p{key}"))} AS {DuckSql.Name(column.Name)}";
    }

    /// <summary>The columns of a file that will be read.</summary>
    private static IEnumerable<FileField> Read(IReadOnlyList<FileField> fields, (SqlColumn Column, DeltaField Field)[] wanted, ColumnMapping mapping) =>
        wanted.Where(entry => !entry.Column.IsPartition).Select(entry => DeltaColumns.Find(fields, entry.Field, mapping)).OfType<FileField>();

    /// <param name="path">The local file, once it is held.</param>
    private FileFacts Facts(AddFile file, string? path) => new(file.Address, file.SizeBytes, path is null ? null : scanner.ObjectOf(path).LastModified, null);

    private static string Data(IReadOnlyList<FileField> fields, DeltaField column, ColumnMapping mapping) =>
        DeltaColumns.Find(fields, column, mapping) is { } found
            ? DeltaColumns.Read(found, column.Type, DuckSql.Name(found.Name), mapping)
            : DeltaColumns.Null(column.Type);

    private static string? Value(AddFile file, DeltaField key) => Engines.Delta.DeltaSnapshot.PartitionValue(file, key);

    /// <summary>Partition columns in the order the binder has them: that of the schema.</summary>
    private static DeltaField[] Ordered(Engines.Delta.DeltaSnapshot snapshot) =>
        [.. snapshot.Schema.Fields.Where(field => snapshot.PartitionFields.Contains(field))];

    /// <summary>A temporary table from a file's number to its partition values: one join instead of a scan for every partition.</summary>
    private string Partitions(int[] members, AddFile[] files, DeltaField[] keys)
    {
        var name = scanner.NewTable("weir_delta_parts", "file UBIGINT" + string.Concat(keys.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $", p{at} VARCHAR"))));
        using var rows = _connection.Append(name);
        for (var at = 0; at < members.Length; at++)
        {
            rows.Append([(ulong)at, .. keys.Select(key => (object?)Value(files[members[at]], key))]);
        }

        rows.Complete();
        return name;
    }

    /// <summary>A temporary table of deleted places: the file's number in the group, the row's in the file.</summary>
    private string Deleted(Engines.Delta.DeltaSnapshot snapshot, int[] members, AddFile[] files)
    {
        var vectors = new DeletionVectors(tables.Store(scanner.Call, _connection), snapshot.Location);
        var name = scanner.NewTable("weir_delta_gone", "file UBIGINT, pos BIGINT");
        using var rows = _connection.Append(name);
        for (var at = 0; at < members.Length; at++)
        {
            var vector = files[members[at]].DeletionVector!;
            scanner.Count(vector.StorageType == "i" ? 0 : vector.SizeBytes);
            foreach (var row in vectors.ReadAsync(vector, cancellationToken).AsTask().GetAwaiter().GetResult())
            {
                rows.Append([(ulong)at, row]);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        rows.Complete();
        return name;
    }

    /// <summary>The chunks of the wanted columns in row groups that can hold wanted rows.</summary>
    private void CountBytes(
        AddFile[] files, IReadOnlyList<string> paths, (SqlColumn Column, DeltaField Field)[] wanted, ColumnFilter physical, long? rowsMax)
    {
        var names = wanted.Where(entry => !entry.Column.IsPartition).Select(entry => entry.Field.PhysicalName.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
        {
            return;
        }

        for (var at = 0; at < files.Length; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rowsMax -= scanner.CountParquet(paths[at], files[at].Address, names, physical, rowsMax);
        }
    }

    private static string Empty(IReadOnlyList<SqlColumn> wanted)
    {
        var items = wanted.Select(column => $"CAST(NULL AS {DuckTypes.Name(column.Type)}) AS {DuckSql.Name(column.Name)}").DefaultIfEmpty("NULL");
        return $"(SELECT {string.Join(", ", items)} WHERE false)";
    }
}
