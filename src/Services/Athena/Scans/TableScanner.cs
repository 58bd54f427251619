using System.Globalization;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Parquet;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Sql.Binding;
using Weir.Kernel.Identity;
using Weir.Kernel.Storage;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Hudi;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans.Projection;

namespace Weir.Services.Athena.Scans;

/// <summary>
/// Makes relations of a query's tables: finds the objects, holds them while the query runs, and writes the DuckDB text that reads
/// them. One instance serves one query; dispose it when the query is over.
/// </summary>
internal sealed class TableScanner(
    CallContext call, IObjectStore objects, ITableCatalog catalog, ParquetFooters footers, DuckConnection connection, TimeProvider clock) : IDisposable
{
    public const string DefaultPartition = "__HIVE_DEFAULT_PARTITION__";

    private readonly List<IObjectLease> _leases = [];
    private readonly List<IDisposable> _sources = [];
    private readonly List<(string Path, string Address, long Bytes)> _paths = [];
    private readonly Dictionary<string, ObjectInfo> _objects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parquet = new(StringComparer.Ordinal);
    private readonly OrcScans _orc = new(connection);
    private readonly ReadCount _read = new();
    private int _made;
    private int _scans;
    private long _bytes;

    /// <summary>Bytes that the scans planned so far read; of ORC those read by now, and of text that is not read whole.</summary>
    public long Bytes => _bytes + _orc.Bytes + _read.Bytes;

    public CallContext Call => call;

    public DuckConnection Connection => connection;

    /// <summary>A folder of this query's own for what the engine must read from files while it runs; null where nothing can be made.</summary>
    public string? WorkDirectory { get; init; }

    /// <summary>Bytes of a scan that was planned elsewhere.</summary>
    public void Count(long bytes) => _bytes += bytes;

    /// <summary>The partitions that the catalog has of a table.</summary>
    public IEnumerable<CatalogPartition> PartitionsOf(CatalogTable table) => catalog.ListPartitions(call, table.Database, table.Name, null);

    /// <summary>A temporary table of this query.</summary>
    public string NewTable(string prefix, string columns)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}_{_scans++}");
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {name} ({columns})", CancellationToken.None);
        return name;
    }

    /// <summary>Rows of a reader of ours, until the query is over; gives the relation's name.</summary>
    public string Add(Engines.DuckDb.Tables.ITableSource source)
    {
        var name = connection.Scans.Add(source);
        _sources.Add(name);
        return name.ToString();
    }

    /// <summary>Holds objects while the query runs; gives their local files in the same order.</summary>
    /// <param name="isParquet">Which of them are Parquet files: the one an error comes from is looked for among these.</param>
    public async ValueTask<IReadOnlyList<string>> HoldAsync(IReadOnlyList<S3Address> addresses, Func<int, bool> isParquet, CancellationToken cancellationToken)
    {
        var paths = new string[addresses.Count];
        foreach (var bucket in addresses.Index().GroupBy(entry => entry.Item.Bucket, StringComparer.Ordinal))
        {
            var members = bucket.ToArray();
            var lease = await objects.LeaseAsync(call, bucket.Key, [.. members.Select(member => member.Item.Key)], cancellationToken);
            _leases.Add(lease);
            for (var at = 0; at < members.Length; at++)
            {
                paths[members[at].Index] = lease.Paths[at];
                _paths.Add((lease.Paths[at], members[at].Item.ToString(), lease.Objects[at].Size));
                _objects[lease.Paths[at]] = lease.Objects[at];
                BytesHeld += lease.Objects[at].Size;
                if (isParquet(members[at].Index))
                {
                    _parquet.Add(lease.Paths[at]);
                    FooterOf(lease.Paths[at], members[at].Item.ToString());
                }
            }
        }

        return paths;
    }

    /// <summary>Bytes of the objects held so far.</summary>
    public long BytesHeld { get; private set; }

    /// <param name="partitions">Which partitions can hold wanted rows.</param>
    /// <param name="rowsMax">No more rows are looked at, where the partitions are known to be right.</param>
    public ValueTask<string> PlanAsync(
        CatalogTable table, IReadOnlyList<ScanColumn> wanted, PartitionPredicate partitions, ColumnFilter filter, long? rowsMax,
        CancellationToken cancellationToken)
    {
        var choice = new PartitionQuestions(this, partitions);
        var (keep, few) = table.PartitionKeys.Count == 0 ? default : choice.Kept(keep => ListPartitions(table, filter, keep), cancellationToken);
        var found = table.PartitionKeys.Count == 0 ? null
            : few is null || ProjectedPartitions.AreEnabled(table) ? ListPartitions(table, filter, keep)
            : catalog.FindPartitions(call, table.Database, table.Name, few);
        return PlanAsync(table, wanted, found, filter, () => choice.AreSure ? rowsMax : null, cancellationToken);
    }

    /// <param name="wanted">Columns the query needs, partition columns included; may be empty (a count).</param>
    /// <param name="keep">Which partitions can hold wanted rows, by their values; null for all.</param>
    /// <param name="filter">What all wanted rows meet: row groups that cannot are not read.</param>
    public ValueTask<string> PlanAsync(
        CatalogTable table, IReadOnlyList<ScanColumn> wanted, Func<IReadOnlyList<string>, bool>? keep, ColumnFilter filter,
        CancellationToken cancellationToken) =>
        PlanAsync(table, wanted, table.PartitionKeys.Count == 0 ? null : ListPartitions(table, filter, keep), filter, null, cancellationToken);

    /// <param name="rowsMax">No more rows are looked at; asked when the partitions are known.</param>
    private async ValueTask<string> PlanAsync(
        CatalogTable table, IReadOnlyList<ScanColumn> wanted, IEnumerable<CatalogPartition>? partitions, ColumnFilter filter, Func<long?>? rowsMax,
        CancellationToken cancellationToken)
    {
        if (HudiTable.IsHudi(table.Storage))
        {
            return await HudiAsync(table, wanted, partitions, filter, cancellationToken);
        }

        var files = await new FileLister(objects).ListAsync(call, table, partitions, cancellationToken);
        files = await SymlinkFiles.FollowAsync(call, objects, table, files, cancellationToken);
        files = FileColumns.AreIn(filter) ? files.FindAll(file => FileColumns.CanMeet(filter, FileFacts.Of(file, table))) : files;
        return await RelationAsync(table, wanted, files, filter, cancellationToken, rowsMax?.Invoke());
    }

    private IEnumerable<CatalogPartition> ListPartitions(CatalogTable table, ColumnFilter filter, Func<IReadOnlyList<string>, bool>? keep) =>
        ProjectedPartitions.AreEnabled(table) ? new ProjectedPartitions(table, clock).List(filter, keep)
        : catalog.ListPartitions(call, table.Database, table.Name, KnownKeys.Of(table, filter), keep);

    private async ValueTask<string> RelationAsync(
        CatalogTable table, IReadOnlyList<ScanColumn> wanted, List<ScanFile> files, ColumnFilter filter, CancellationToken cancellationToken,
        long? rowsMax = null)
    {
        var formats = new Dictionary<CatalogStorage, TableFormat>(ReferenceEqualityComparer.Instance);
        var isParquet = rowsMax is > 0 && files.TrueForAll(file => FormatOf(table, file.Partition?.Storage ?? table.Storage, formats).Kind == FormatKind.Parquet);
        files = rowsMax == 0 ? [] : isParquet ? await LeaseFirstAsync(files, rowsMax!.Value, cancellationToken) : await LeaseAsync(files, cancellationToken);
        if (files.Count == 0)
        {
            return Empty(wanted);
        }

        var dataColumns = table.Storage.Columns.Select(column => new ScanColumn(column.Name.ToLowerInvariant(), column.Type)).ToArray();
        var isPartition = table.PartitionKeys.Select(key => key.Name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var wantedData = wanted.Where(column => !isPartition.Contains(column.Name) && !FileColumns.Has(column.Name)).ToArray();
        foreach (var storage in files.Select(file => file.Partition?.Storage ?? table.Storage).Distinct<CatalogStorage>(ReferenceEqualityComparer.Instance))
        {
            var format = FormatOf(table, storage, formats);
            formats[storage] = format.AvroSchemaAddress is { } address ? format.WithAvroSchema(await TextAsync(address, cancellationToken)) : format;
        }

        var schemas = new PartitionSchemas(table);
        // Of Parquet the engine knows how many rows there are, and what conditions keep of them.
        var kept = new Lazy<double>(() =>
        {
            var tested = KeptRows.Columns(filter).Where(column => !isPartition.Contains(column)).ToHashSet(StringComparer.Ordinal);
            return tested.Count == 0 ? 1
                : KeptRows.Factor(filter, catalog.ColumnStatistics(call, table.Database, table.Name, tested), RowEstimates.Of(table, files));
        });
        var groups = files.GroupBy(file => (
            Format: FormatOf(table, file.Partition?.Storage ?? table.Storage, formats), Differences: schemas.Differences(file.Partition)));
        var parts = new List<string>();
        foreach (var group in groups)
        {
            var members = group.ToArray();
            var (format, differences) = group.Key;
            if (format.Kind == FormatKind.Parquet)
            {
                _parquet.UnionWith(members.Select(file => file.Path));
            }

            var (all, read) = differences.Length == 0
                ? (dataColumns, wantedData)
                : (PartitionSchemas.Apply(differences, dataColumns), PartitionSchemas.Apply(differences, wantedData));
            var relation = format.Kind switch
            {
                FormatKind.Orc => _orc.Relation(format, members, all, read, filter, rowsMax, kept.Value),
                FormatKind.Parquet => new ParquetScans(connection, footers, format, all, _sources) { RowsMax = rowsMax }.Relation(members, read, filter, cancellationToken),
                _ => new FileReader(connection, format, all, _sources)
                {
                    RowsEstimate = (long)Math.Ceiling(RowEstimates.Of(table, members) * kept.Value),
                    First = rowsMax is { } rows ? (rows, _read) : null,
                }.Relation(members, read),
            };
            relation = differences.Length == 0 ? relation : PartitionSchemas.Coerce(relation, wantedData, read);
            if (format.Kind is not (FormatKind.Parquet or FormatKind.Orc))
            {
                relation = CharLimits.Apply(relation, wantedData);
            }

            CountBytes(format, members, read, filter, cancellationToken, rowsMax);
            parts.Add(WithPartitions(relation, table, members, wanted, isPartition, cancellationToken));
        }

        return parts.Count == 1 ? $"({parts[0]})" : $"({string.Join(" UNION ALL ", parts)})";
    }

    /// <summary>An error's text with the addresses people know instead of our files' paths.</summary>
    public string Readable(string message)
    {
        foreach (var (path, address, _) in _paths)
        {
            message = message.Replace(path, address, StringComparison.Ordinal);
        }

        return message;
    }

    public bool HasFiles => _paths.Count > 0;

    /// <summary>Names the file an error comes from when it does not say so itself; those it may come from, where that cannot be found out.</summary>
    public string Suspects(DuckException error, string message)
    {
        if (_paths.Count == 0 || message.Contains("s3://", StringComparison.Ordinal))
        {
            return "";
        }

        if (_paths.Count > 1 && !error.IsFatal && Broken() is { } address)
        {
            return $" (in {address})";
        }

        var more = _paths.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" or {_paths.Count - 1} more") : "";
        return $" (in {_paths[0].Address}{more})";
    }

    /// <summary>Reads the Parquet files one by one until one fails.</summary>
    private string? Broken()
    {
        var bytes = 0L;
        foreach (var (path, address, size) in _paths.Where(file => _parquet.Contains(file.Path)))
        {
            bytes += size;
            if (bytes > AthenaLimits.BlameBytesMax)
            {
                return null;
            }

            try
            {
                // Hashing needs every value; a mere count would be answered from the footer.
                connection.Query($"SELECT bit_xor(hash(COLUMNS(*))) FROM read_parquet({DuckSql.Text(path)})", CancellationToken.None).Dispose();
            }
            catch (DuckException)
            {
                return address;
            }
        }

        return null;
    }

    public void Dispose()
    {
        if (_made > 0)
        {
            LocalDisk.Instance.DeleteDirectory(WorkDirectory!);
        }

        _sources.ForEach(source => source.Dispose());
        _orc.Dispose();
        _leases.ForEach(lease => lease.Dispose());
    }

    private static TableFormat FormatOf(CatalogTable table, CatalogStorage storage, Dictionary<CatalogStorage, TableFormat> known)
    {
        if (!known.TryGetValue(storage, out var format))
        {
            known[storage] = format = TableFormat.Of(table, storage);
        }

        return format;
    }

    /// <summary>A small object as text.</summary>
    private async ValueTask<string> TextAsync(S3Address address, CancellationToken cancellationToken)
    {
        using var lease = await objects.LeaseAsync(call, address.Bucket, [address.Key], cancellationToken);
        if (lease.Objects[0].Size > AthenaLimits.SchemaBytesMax)
        {
            throw QueryFailure.User($"HIVE_INVALID_METADATA: the Avro schema {address} has more than {AthenaLimits.SchemaBytesMax} bytes");
        }

        using var file = new Engines.Formats.DiskBytes(lease.Paths[0]);
        var bytes = new byte[file.Length];
        file.Read(0, bytes);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    private async ValueTask<List<ScanFile>> LeaseAsync(List<ScanFile> files, CancellationToken cancellationToken)
    {
        var held = new List<ScanFile>(files.Count);
        foreach (var bucket in files.GroupBy(file => file.Object.Bucket, StringComparer.Ordinal))
        {
            var members = bucket.ToArray();
            var lease = await objects.LeaseAsync(call, bucket.Key, [.. members.Select(file => file.Object.Key)], cancellationToken);
            _leases.Add(lease);
            for (var at = 0; at < members.Length; at++)
            {
                held.Add(members[at] with { Path = lease.Paths[at], Object = lease.Objects[at] });
                _paths.Add((lease.Paths[at], members[at].Address, members[at].Object.Size));
                BytesHeld += lease.Objects[at].Size;
            }
        }

        return held;
    }

    /// <summary>Of a Hudi table only the newest files count; where logs are to be seen, they change what those hold.</summary>
    private async ValueTask<string> HudiAsync(
        CatalogTable table, IReadOnlyList<ScanColumn> wanted, IEnumerable<CatalogPartition>? partitions, ColumnFilter filter, CancellationToken cancellationToken)
    {
        var hudi = await HudiTable.LoadAsync(call, objects, table, cancellationToken);
        var isRealtime = HudiTable.IsRealtime(table.Storage);
        var files = await new FileLister(objects).ListAsync(
            call, table, partitions, cancellationToken, isRealtime ? name => Engines.Hudi.LogFileName.TryParse(name) is not null : null);
        var slices = hudi.Slices(files);
        var plain = slices.Where(slice => slice.Base is not null && (slice.Logs.Count == 0 || !isRealtime)).Select(slice => slice.Base!).ToList();
        var changed = isRealtime ? slices.Where(slice => slice.Logs.Count > 0).OrderBy(slice => slice.Base is null).ToArray() : [];
        if (changed.Length == 0)
        {
            return await RelationAsync(table, wanted, plain, filter, cancellationToken);
        }

        var held = new HudiSlice[changed.Length];
        for (var at = 0; at < held.Length; at++)
        {
            var slice = await LeaseAsync([.. changed[at].Logs, .. changed[at].Base is { } file ? new[] { file } : []], cancellationToken);
            held[at] = changed[at].Base is null ? new(null, slice) : new(slice[^1], slice[..^1]);
        }

        var declared = table.Storage.Columns.Select(column => new ScanColumn(column.Name.ToLowerInvariant(), column.Type)).ToArray();
        var isPartition = table.PartitionKeys.Select(key => key.Name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var data = wanted.Where(column => !isPartition.Contains(column.Name) && !FileColumns.Has(column.Name)).ToArray();
        var format = TableFormat.Of(table, table.Storage);
        _parquet.UnionWith(held.Where(slice => slice.Base is not null).Select(slice => slice.Base!.Path));
        var merge = new HudiMerge(hudi, connection, _sources, WorkFile, cancellationToken);
        var merged = merge.Relation(
            held, data, declared, (files, read) => new ParquetScans(connection, footers, format, declared, _sources).Relation([.. files], read, ColumnFilter.All, cancellationToken));
        _bytes += held.Sum(slice => slice.Logs.Sum(log => log.Object.Size));
        CountBytes(format, [.. held.Where(slice => slice.Base is not null).Select(slice => slice.Base!)], data, ColumnFilter.All, cancellationToken);
        var text = WithPartitions(merged, table, [.. held.Select(slice => slice.Any)], wanted, isPartition, cancellationToken);
        return plain.Count == 0 ? $"({text})" : $"({text} UNION ALL SELECT * FROM {await RelationAsync(table, wanted, plain, filter, cancellationToken)})";
    }

    private string WorkFile()
    {
        var directory = WorkDirectory ?? throw QueryFailure.User("NOT_SUPPORTED: there is no place for files of this query");
        if (_made++ == 0)
        {
            LocalDisk.Instance.CreateDirectory(directory);
        }

        return Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{_made}.parquet"));
    }

    private static string Empty(IReadOnlyList<ScanColumn> wanted)
    {
        var items = wanted.Select(column => FileColumns.Has(column.Name)
            ? FileColumns.Nothing(column.Name)
            : $"CAST(NULL AS {DeclaredTypes.Of(column)}) AS {DuckSql.Name(column.Name)}").DefaultIfEmpty("NULL");
        return $"(SELECT {string.Join(", ", items)} WHERE false)";
    }

    /// <summary>Text is read whole; of Parquet, the chunks of the wanted columns in row groups that can hold wanted rows.</summary>
    private void CountBytes(
        TableFormat format, ScanFile[] files, ScanColumn[] wanted, ColumnFilter filter, CancellationToken cancellationToken, long? rowsMax = null)
    {
        if (format.Kind == FormatKind.Orc || (format.Kind != FormatKind.Parquet && rowsMax is not null))
        {
            // What is read is counted as it is read.
            return;
        }

        if (format.Kind != FormatKind.Parquet)
        {
            _bytes += files.Sum(file => file.Object.Size);
            return;
        }

        if (wanted.Length == 0)
        {
            return;
        }

        var names = wanted.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rowsMax -= CountParquet(file.Path, file.Address, names, filter, rowsMax);
        }
    }

    /// <summary>A held Parquet file, for our own reader.</summary>
    public ParquetFile Parquet(string path, string address) => ParquetChecks.Guarded(address, () => footers.Open(path));

    /// <summary>The object that a held file is.</summary>
    public ObjectInfo ObjectOf(string path) => _objects[path];

    /// <summary>Finds damage that the engine would not notice in held Parquet files.</summary>
    /// <param name="columns">The columns that will be read, by their names in the files; null for all, none where rows are only counted.</param>
    /// <param name="filter">What all wanted rows meet, by names in the files.</param>
    public void CheckParquet(IReadOnlyList<string> paths, IReadOnlyCollection<string>? columns, ColumnFilter filter, CancellationToken cancellationToken)
    {
        var held = paths.ToHashSet(StringComparer.Ordinal);
        var files = _paths.Where(file => held.Contains(file.Path)).DistinctBy(file => file.Path).ToArray();
        if (columns is { Count: 0 })
        {
            ParquetChecks.LookAtCounted(footers, files, cancellationToken);
            return;
        }

        ParquetChecks.Look(
            footers,
            [.. files.Select(file =>
            {
                var parquet = ParquetChecks.Guarded(file.Address, () => footers.Open(file.Path));
                int[] places = [.. columns is null ? Enumerable.Range(0, parquet.ColumnCount) : columns.Select(parquet.Find).Where(at => at >= 0).Distinct()];
                return new ParquetLook(file.Path, file.Address, places, group => ParquetPruning.CanMeet(filter, group));
            })],
            cancellationToken);
    }

    /// <summary>Counts the chunks of columns, by their names in lower case, in those row groups of a held file that can hold wanted rows.</summary>
    /// <param name="rowsMax">No more rows are read, all of them from the first row groups.</param>
    /// <returns>The rows of these row groups.</returns>
    public long CountParquet(string path, string address, HashSet<string> columns, ColumnFilter filter, long? rowsMax = null)
    {
        var rows = 0L;
        foreach (var group in FooterOf(path, address).RowGroups.Where(group => ParquetPruning.CanMeet(filter, group)).TakeWhile(_ => rowsMax is null || rows < rowsMax))
        {
            rows += group.Rows;
            _bytes += group.Chunks.Where(chunk => columns.Contains(chunk.Root)).Sum(chunk => chunk.Bytes);
        }

        return rows;
    }

    /// <summary>The rows of a held file.</summary>
    public long ParquetRows(string path, string address) => FooterOf(path, address).Rows;

    /// <summary>Which part of a held file's data its first row groups are that have so many rows.</summary>
    public double ParquetShare(string path, string address, long rows)
    {
        var (read, all) = (0.0, 0.0);
        foreach (var group in FooterOf(path, address).RowGroups)
        {
            var bytes = group.Chunks.Sum(chunk => chunk.Bytes);
            all += bytes;
            read += rows > 0 ? bytes : 0;
            rows -= group.Rows;
        }

        return all == 0 ? 1 : read / all;
    }

    /// <summary>Holds no more of some Parquet files than it takes to have so many rows, by their footers.</summary>
    private async ValueTask<List<ScanFile>> LeaseFirstAsync(List<ScanFile> files, long rowsMax, CancellationToken cancellationToken)
    {
        var held = new List<ScanFile>();
        var rows = 0L;
        for (var count = 1; held.Count < files.Count; count *= 2)
        {
            foreach (var file in await LeaseAsync(files.GetRange(held.Count, Math.Min(count, files.Count - held.Count)), cancellationToken))
            {
                held.Add(file);
                rows += FooterOf(file.Path, file.Address).Rows;
                if (rows >= rowsMax)
                {
                    return held;
                }
            }
        }

        return held;
    }

    private ParquetFooter FooterOf(string path, string address) => ParquetChecks.Guarded(address, () => footers.Read(path));

    private string WithPartitions(
        string relation, CatalogTable table, ScanFile[] files, IReadOnlyList<ScanColumn> wanted, HashSet<string> isPartition,
        CancellationToken cancellationToken)
    {
        var keys = table.PartitionKeys
            .Select((key, at) => (Column: new ScanColumn(key.Name.ToLowerInvariant(), key.Type), At: at))
            .Where(key => wanted.Any(column => column.Name == key.Column.Name))
            .ToArray();
        var first = files[0].Partition;
        var ofFiles = wanted.Select(column => column.Name).Where(FileColumns.Has).ToArray();
        var isOne = files.Length == 1
            || (ofFiles.Length == 0 && (keys.Length == 0 || files.All(file => keys.All(key => file.Partition!.Values[key.At] == first!.Values[key.At]))));
        var items = wanted.Select(column =>
        {
            if (Array.IndexOf(ofFiles, column.Name) is >= 0 and var number)
            {
                var value = !isOne ? string.Create(CultureInfo.InvariantCulture, $"f{number}")
                    : FileColumns.Value(column.Name, FileFacts.Of(files[0], table)) is { } known ? DuckSql.Text(known) : "NULL";
                return $"{FileColumns.Typed(column.Name, value)} AS {DuckSql.Name(column.Name)}";
            }

            if (!isPartition.Contains(column.Name))
            {
                return DuckSql.Name(column.Name);
            }

            var key = Array.Find(keys, key => key.Column.Name == column.Name);
            var text = isOne ? Constant(first!.Values[key.At]) : string.Create(CultureInfo.InvariantCulture, $"p{key.At}");
            return $"CAST({text} AS {DeclaredTypes.Of(column)}) AS {DuckSql.Name(column.Name)}";
        }).DefaultIfEmpty("1 AS weir_row");
        var select = $"SELECT {string.Join(", ", items)} FROM {relation}";
        return isOne ? select : $"{select} JOIN {Map(table, files, ofFiles, cancellationToken)} USING ({FileReader.FileIndex})";
    }

    /// <summary>A temporary table from file index to partition values, and what else of the files is wanted: one join instead of a scan for every partition.</summary>
    private string Map(CatalogTable table, ScanFile[] files, string[] ofFiles, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"weir_partitions_{_scans++}");
        var columns = Enumerable.Range(0, table.PartitionKeys.Count)
            .Select(at => string.Create(CultureInfo.InvariantCulture, $", p{at} VARCHAR"))
            .Concat(ofFiles.Select((_, at) => string.Create(CultureInfo.InvariantCulture, $", f{at} VARCHAR")));
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {name} ({FileReader.FileIndex} UBIGINT{string.Concat(columns)})", cancellationToken);
        using var rows = connection.Append(name);
        var row = new object?[table.PartitionKeys.Count + 1 + ofFiles.Length];
        for (var at = 0; at < files.Length; at++)
        {
            row[0] = (ulong)at;
            for (var key = 0; key < table.PartitionKeys.Count; key++)
            {
                var value = files[at].Partition!.Values[key];
                row[key + 1] = value == DefaultPartition ? null : value;
            }

            for (var column = 0; column < ofFiles.Length; column++)
            {
                row[table.PartitionKeys.Count + 1 + column] = FileColumns.Value(ofFiles[column], FileFacts.Of(files[at], table));
            }

            rows.Append(row);
        }

        rows.Complete();
        return name;
    }

    private static string Constant(string value) => value == DefaultPartition ? "NULL" : DuckSql.Text(value);
}
