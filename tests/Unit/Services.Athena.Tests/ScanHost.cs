using System.IO.Compression;
using System.Text;
using Weir.Contracts;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc;
using Weir.Engines.Sql.Binding;
using Weir.Services.Athena.Scans;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>One table's objects in memory, and a session that scans them.</summary>
public sealed class ScanHost : IDisposable
{
    public const string Lazy = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
    public const string OpenCsv = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    public const string OpenX = "org.openx.data.jsonserde.JsonSerDe";
    public const string Parquet = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

    public const string Orc = "org.apache.hadoop.hive.ql.io.orc.OrcSerde";

    private readonly DuckDatabase _database;

    public ScanHost()
    {
        _database = DuckDatabase.Open(new() { Threads = 2, MemoryBytesMax = 512L << 20, Directories = [Objects.Directory] });
        Connection = _database.Connect();
        Objects.CreateBucket("lake");
    }

    public MemoryObjectStore Objects { get; } = new();

    public MemoryTableCatalog Catalog { get; } = new();

    public DuckConnection Connection { get; }

    public long Bytes { get; private set; }

    public ManualClock Clock { get; } = new();

    public void Put(string key, string content) => Objects.Put("lake", key, Encoding.UTF8.GetBytes(content));

    public void PutGzip(string key, string content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }

        Objects.Put("lake", key, buffer.ToArray());
    }

    /// <summary>The result of a DuckDB query as a Parquet object.</summary>
    public void PutParquet(string key, string sql, string options = "")
    {
        var path = Path.Combine(Objects.Directory, "new.parquet");
        Connection.Execute($"COPY ({sql}) TO {DuckSql.Text(path)} (FORMAT parquet{options})");
        Objects.Put("lake", key, File.ReadAllBytes(path));
    }

    /// <summary>The result of a DuckDB query as an ORC object.</summary>
    public void PutOrc(string key, string sql, OrcWriteOptions? options = null)
    {
        using var result = Connection.Query(sql);
        var file = new MemoryStream();
        var writer = new OrcFileWriter(file, result.Columns, options ?? new());
        while (result.NextChunk() is { } chunk)
        {
            writer.Write(chunk);
        }

        writer.Finish();
        Objects.Put("lake", key, file.ToArray());
    }

    public static CatalogTable Table(string serde, string columns, string partitions = "", params (string Key, string Value)[] parameters) => new()
    {
        Database = "db",
        Name = "t",
        TableType = "EXTERNAL_TABLE",
        PartitionKeys = Columns(partitions),
        Parameters = parameters.Where(pair => pair.Key.StartsWith("skip.", StringComparison.Ordinal) || pair.Key.StartsWith("projection", StringComparison.Ordinal) || pair.Key.Contains("index.access")).ToDictionary(pair => pair.Key, pair => pair.Value),
        Storage = new()
        {
            Columns = Columns(columns),
            Location = "s3://lake/t/",
            SerializationLibrary = serde,
            SerdeParameters = parameters.ToDictionary(pair => pair.Key, pair => pair.Value),
        },
    };

    public Task AddPartitionAsync(CatalogTable table, params string[] values) => AddPartitionAsync(table, table.Storage.Columns, values);

    public async Task AddPartitionAsync(CatalogTable table, IReadOnlyList<CatalogColumn> columns, params string[] values)
    {
        var path = string.Join('/', table.PartitionKeys.Zip(values, (key, value) => $"{key.Name}={value}"));
        await Catalog.AddPartitionsAsync(
            TestCalls.Root(), "db", "t", [new() { Values = values, Storage = table.Storage with { Columns = columns, Location = $"s3://lake/t/{path}/" } }], default);
    }

    /// <summary>The rows of a query over the scanned table, which it calls <c>t</c>.</summary>
    internal async Task<object?[][]> RowsAsync(
        CatalogTable table, string sql, string? columns = null, Func<IReadOnlyList<string>, bool>? keep = null, ColumnFilter? filter = null)
    {
        var all = table.Storage.Columns.Concat(table.PartitionKeys);
        var wanted = columns is null ? all : all.Where(column => columns.Split(' ').Contains(column.Name));
        using var scanner = new TableScanner(TestCalls.Root(), Objects, Catalog, new ParquetFooters(), Connection, Clock);
        try
        {
            var relation = await scanner.PlanAsync(table, [.. wanted.Select(column => new ScanColumn(column.Name, column.Type))], keep, filter ?? ColumnFilter.All, default);
            using var result = Connection.Query($"SELECT {sql.Replace(" FROM t", $" FROM {relation} AS t", StringComparison.Ordinal)}");
            var rows = new List<object?[]>();
            while (result.NextChunk() is { } chunk)
            {
                for (var row = 0; row < chunk.RowCount; row++)
                {
                    rows.Add([.. Enumerable.Range(0, chunk.ColumnCount).Select(column => chunk[column].Read(row))]);
                }
            }

            Bytes = scanner.Bytes;
            return [.. rows];
        }
        catch (DuckException error)
        {
            throw Queries.EngineFailures.Of(error, scanner);
        }
    }

    /// <summary>All rows of a table as text.</summary>
    internal async Task<string[]> ShownAsync(string serde, string columns, string separator, params (string, string)[] parameters)
    {
        var rows = await RowsAsync(Table(serde, columns, "", parameters), "* FROM t");
        return [.. rows.Select(row => string.Join(separator, row.Select(Show)))];
    }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
        Assert.Equal(0, Objects.OpenLeases);
        Objects.Dispose();
    }

    private static CatalogColumn[] Columns(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim().Split(' ', 2)).Select(part => new CatalogColumn(part[0], part[1]))];

    private static string Show(object? value) => value switch
    {
        null => "NULL",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", System.Globalization.CultureInfo.InvariantCulture),
        System.Collections.IEnumerable entries and not string and not byte[] => Nested(entries),
        _ => string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0}", value),
    };

    private static string Nested(System.Collections.IEnumerable items)
    {
        var shown = new List<string>();
        var isMap = items is IReadOnlyCollection<KeyValuePair<object, object?>>;
        foreach (var item in items)
        {
            shown.Add(item is KeyValuePair<object, object?> pair ? $"{Show(pair.Key)}: {Show(pair.Value)}" : Show(item));
        }

        return isMap || (shown.Count == 0 && items is not object?[]) ? $"{{{string.Join(", ", shown)}}}" : $"[{string.Join(", ", shown)}]";
    }
}
