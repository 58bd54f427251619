using System.Text;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>What of Delta and Hudi tables is read, each feature tried on a small table, for docs/formats.md.</summary>
internal static class LakeTrials
{
    private const string Schema = "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"_hoodie_record_key\",\"type\":[\"null\",\"string\"]},{\"name\":\"a\",\"type\":[\"null\",\"long\"]}]}";

    public static IReadOnlyList<(string Format, string Feature, Action<MemoryObjectStore> Make, string Expected, string Notes)> All { get; } =
    [
        ("Delta Lake", "commits and checkpoints", Delta(table =>
        {
            table.Put("1.parquet", "SELECT 1 AS a");
            table.Put("2.parquet", "SELECT 2 AS a");
            table.Commit(DeltaWriter.Protocol(), DeltaWriter.Metadata("a integer"), DeltaWriter.Add("1.parquet"));
            table.Commit(DeltaWriter.Remove("1.parquet"), DeltaWriter.Add("2.parquet"));
        }), "2", "one file, parts, version 2 with sidecars; statistics and partition values leave out files"),
        ("Delta Lake", "partitions", Delta(table =>
        {
            table.Put("1.parquet", "SELECT 1 AS a");
            table.Commit(DeltaWriter.Protocol(), DeltaWriter.Metadata("a integer; p date", "p"), DeltaWriter.Add("1.parquet", """{"p":"2026-01-02"}"""));
        }), "1|2026-01-02", "values have the column's type; the empty text is NULL"),
        ("Delta Lake", "column mapping", Delta(table =>
        {
            table.Put("1.parquet", "SELECT 1 AS c1", ", FIELD_IDS {c1: 1}");
            table.Commit(DeltaWriter.Protocol(2), DeltaWriter.Metadata("renamed integer", "", "id"), DeltaWriter.Add("1.parquet"));
        }), "1", "by name and by id"),
        ("Delta Lake", "deletion vectors", Delta(table =>
        {
            table.Put("1.parquet", "SELECT i AS a FROM range(3) r(i)");
            table.Commit(DeltaWriter.Protocol(3, "deletionVectors"), DeltaWriter.Metadata("a long"), DeltaWriter.Add("1.parquet", "{}", null, DeltaWriter.Inline(0, 2)));
        }), "1", "inline, by UUID, at a path"),
        ("Delta Lake", "type widening, timestamps without zone", Delta(table =>
        {
            table.Put("1.parquet", "SELECT 1::TINYINT AS a, DATE '2026-01-02' AS b");
            table.Commit(DeltaWriter.Protocol(3, "typeWidening", "timestampNtz"), DeltaWriter.Metadata("a long; b timestamp_ntz"), DeltaWriter.Add("1.parquet"));
        }), "1|2026-01-02 00:00:00.000000", ""),
        ("Hudi", "copy on write", Hudi("HoodieParquetInputFormat", "COPY_ON_WRITE", store =>
        {
            Base(store, "f_0_100.parquet", "('k', 1)");
            Base(store, "f_0_200.parquet", "('k', 2)");
            Base(store, "f_0_300.parquet", "('k', 3)");
            store.Put("lake", "t/.hoodie/200.commit", "{}"u8.ToArray());
        }), "k|2", "uncommitted and replaced files do not count; timeline layouts 1 and 2"),
        ("Hudi", "merge on read, read optimized", Hudi("HoodieParquetInputFormat", "MERGE_ON_READ", Merged), "k|1\nl|1", "base files alone"),
        ("Hudi", "merge on read, real time", Hudi("realtime.HoodieParquetRealtimeInputFormat", "MERGE_ON_READ", Merged), "k|7", "Avro and Parquet blocks, deletes, rollbacks; ordering values"),
    ];

    /// <summary>The statement that makes the table known; Delta's asks its log.</summary>
    public static string Statement(string format, MemoryObjectStore store) => format == "Hudi"
        ? $"CREATE EXTERNAL TABLE t (`_hoodie_record_key` string, `a` bigint) ROW FORMAT SERDE '{ScanHost.Parquet}' STORED AS INPUTFORMAT 'org.apache.hudi.hadoop.{Encoding.UTF8.GetString(store.Get("lake", "input"))}' OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat' LOCATION 's3://lake/t/'"
        : "CREATE EXTERNAL TABLE t LOCATION 's3://lake/t/' TBLPROPERTIES ('table_type'='DELTA')";

    private static Action<MemoryObjectStore> Delta(Action<DeltaWriter> make) => store =>
    {
        using var table = new DeltaWriter(store, "lake", "t/");
        make(table);
    };

    private static Action<MemoryObjectStore> Hudi(string input, string kind, Action<MemoryObjectStore> make) => store =>
    {
        store.Put("lake", "input", Encoding.UTF8.GetBytes(input));
        store.Put("lake", "t/.hoodie/hoodie.properties", Encoding.UTF8.GetBytes($"hoodie.table.version=6\nhoodie.table.type={kind}\n"));
        store.Put("lake", "t/.hoodie/100.commit", "{}"u8.ToArray());
        make(store);
    };

    private static void Merged(MemoryObjectStore store)
    {
        Base(store, "f_0_100.parquet", "('k', 1), ('l', 1)");
        store.Put("lake", "t/.f_100.log.1_0", new HudiLogBytes().Records("100", Schema, ["k", 7L]).Deletes("100", ("l", null)).ToArray());
    }

    private static void Base(MemoryObjectStore store, string name, string rows)
    {
        using var table = new DeltaWriter(store, "lake", "t/");
        table.Put(name, $"SELECT k AS _hoodie_record_key, CAST(a AS BIGINT) AS a FROM (VALUES {rows}) AS r(k, a)");
    }
}
