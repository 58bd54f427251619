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
        var files = snapshot.Files
            .Where(file => keep is null || keep(ValuesOf(file, partitions)))
            .Where(file => DeltaPruning.CanMeet(request.Filter, file, snapshot.Schema))
            .ToArray();
        var rowsMax = files.Any(file => file.DeletionVector is not null) || !choice.AreSure ? null : request.RowsMax;
        if (files.Length == 0 || rowsMax == 0)
        {
            return Empty(request.Columns);
        }

        var wanted = request.Columns.Select(column => (Column: column, Field: snapshot.Schema.Find(column.Name)!)).ToArray();
        var paths = Hold(files);
        if (rowsMax is { } rows)
        {
            // One file after the other, until there are rows enough.
            var count = files.Index().TakeWhile(entry => entry.Index == 0 || (rows -= scanner.ParquetRows(paths[entry.Index - 1], files[entry.Index - 1].Address)) > 0).Count();
            (files, paths) = (files[..count], [.. paths.Take(count)]);
        }

        var physical = DeltaPruning.Physical(request.Filter, snapshot.Schema);
        CountBytes(files, paths, wanted, physical, rowsMax);
        var footers = new FooterReader(_connection);
        var signatures = footers.Signatures(paths, cancellationToken);
        var groups = Enumerable.Range(0, files.Length).GroupBy(at => (signatures[at], HasDeletes: files[at].DeletionVector is not null));
        return $"({string.Join(" UNION ALL ", groups.Select(group => Group(snapshot, [.. group], files, paths, wanted, physical, footers)))})";
    }

    private static string[] ValuesOf(AddFile file, DeltaField[] partitions) =>
        [.. partitions.Select(field => Engines.Delta.DeltaSnapshot.PartitionValue(file, field) ?? NullPartition)];

    private IReadOnlyList<string> Hold(AddFile[] files) =>
        scanner.HoldAsync([.. files.Select(file => DeltaStore.AddressOf(file.Address))], _ => true, cancellationToken).AsTask().GetAwaiter().GetResult();

    private string Group(
        Engines.Delta.DeltaSnapshot snapshot, int[] members, AddFile[] files, IReadOnlyList<string> paths, (SqlColumn Column, DeltaField Field)[] wanted, ColumnFilter filter,
        FooterReader footers)
    {
        var fields = footers.Fields(paths[members[0]], cancellationToken);
        string[] read = [.. wanted.Where(entry => !entry.Column.IsPartition).Select(entry => DeltaColumns.Find(fields, entry.Field, snapshot.Mapping)?.Name).OfType<string>()];
        scanner.CheckParquet([.. members.Select(at => paths[at])], read, filter, cancellationToken);
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

        if (!isOne || hasDeletes)
        {
            items.Add("file_index AS weir_file");
        }

        if (hasDeletes)
        {
            items.Add("file_row_number AS weir_row");
        }

        var text = $"SELECT {string.Join(", ", items.DefaultIfEmpty("1 AS weir_one"))} FROM read_parquet({DuckSql.List(members.Select(at => paths[at]))})";
        if (hasDeletes)
        {
            text = $"SELECT d.* FROM ({text}) AS d ANTI JOIN {Deleted(snapshot, members, files)} AS x ON (x.file = d.weir_file AND x.pos = d.weir_row)";
        }

        if (isOne && !hasDeletes)
        {
            return $"SELECT {Names(wanted)} FROM ({text})";
        }

        if (isOne)
        {
            return $"SELECT {Names(wanted)} FROM ({text}) AS f";
        }

        var columns = wanted.Select(entry => entry.Column.IsPartition
            ? $"{DeltaColumns.Partition(entry.Field.Type, string.Create(CultureInfo.InvariantCulture, $"m.p{Array.IndexOf(keys, entry.Field)}"))} AS {DuckSql.Name(entry.Column.Name)}"
            : $"f.{DuckSql.Name(entry.Column.Name)}");
        return $"SELECT {string.Join(", ", columns)} FROM ({text}) AS f JOIN {Partitions(members, files, keys)} AS m ON (m.file = f.weir_file)";
    }

    private static string Names((SqlColumn Column, DeltaField Field)[] wanted) =>
        string.Join(", ", wanted.Select(entry => DuckSql.Name(entry.Column.Name)).DefaultIfEmpty("1 AS weir_one"));

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
