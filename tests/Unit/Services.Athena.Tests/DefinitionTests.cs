using System.Text;
using Weir.Contracts;

namespace Weir.Services.Athena.Tests;

public sealed class DefinitionTests
{
    private const string Create = """
        CREATE EXTERNAL TABLE IF NOT EXISTS readings (
          device string COMMENT 'who',
          value decimal(10,2),
          parts struct<a:int,b:array<string>>)
        PARTITIONED BY (dt string, hour int)
        ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ESCAPED BY '\\' LINES TERMINATED BY '\n'
        LOCATION 's3://lake/readings/'
        TBLPROPERTIES ('skip.header.line.count'='1')
        """;

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task Databases_come_and_go()
    {
        await using var host = await AthenaHost.StartedAsync();

        var created = await host.EndOfAsync("CREATE DATABASE shop COMMENT 'goods' LOCATION 's3://lake/shop/'");
        await host.EndOfAsync("CREATE SCHEMA IF NOT EXISTS shop");

        Assert.Equal("SUCCEEDED", created.Status!.State);
        Assert.Equal("DDL", created.StatementType);
        Assert.EndsWith(".txt", created.ResultConfiguration!.OutputLocation);
        Assert.Equal(["default", "shop"], (await host.RowsAsync("SHOW DATABASES")).Select(row => row[0]));
        Assert.Equal(["shop"], (await host.RowsAsync("SHOW SCHEMAS LIKE 's*'")).Select(row => row[0]));
        Assert.Contains("already exists", await host.FailureOfAsync("CREATE DATABASE shop"));
        Assert.Equal("SUCCEEDED", (await host.EndOfAsync("DROP DATABASE shop CASCADE")).Status!.State);
        Assert.Contains("Database does not exist: shop", await host.FailureOfAsync("DROP DATABASE shop"));
        Assert.Equal("SUCCEEDED", (await host.EndOfAsync("DROP DATABASE IF EXISTS shop")).Status!.State);
    }

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task A_table_is_described_as_it_was_made()
    {
        await using var host = await WithTableAsync();
        var table = host.Catalog.FindTable(host.Call, "db", "readings")!;

        Assert.Equal("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", table.Storage.SerializationLibrary);
        Assert.Equal(",", table.Storage.SerdeParameters["field.delim"]);
        Assert.Equal("\\", table.Storage.SerdeParameters["escape.delim"]);
        Assert.Equal("struct<a:int,b:array<string>>", table.Storage.Columns[2].Type);
        Assert.Equal("EXTERNAL_TABLE", table.TableType);
        var lines = (await host.RowsAsync("DESCRIBE readings")).Select(row => row[0]!).ToArray();
        Assert.Equal("device              \tstring              \twho                 ", lines[0]);
        Assert.Equal("# Partition Information\t \t ", lines[6]);
        Assert.Equal("hour                \tint                 \t                    ", lines[^1]);
        Assert.Equal(["device", "value", "parts", "dt", "hour"], (await host.RowsAsync("SHOW COLUMNS IN readings")).Select(row => row[0]!.Trim()));
        Assert.Contains(["skip.header.line.count\t1"], await host.RowsAsync("SHOW TBLPROPERTIES readings"));
        Assert.Equal(["readings"], (await host.RowsAsync("SHOW TABLES IN db '*read*'")).Select(row => row[0]));
    }

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task What_SHOW_CREATE_TABLE_says_makes_the_same_table_again()
    {
        await using var host = await WithTableAsync();
        var before = host.Catalog.FindTable(host.Call, "db", "readings")!;
        var text = string.Join('\n', (await host.RowsAsync("SHOW CREATE TABLE readings")).Select(row => row[0]));

        await host.EndOfAsync("DROP TABLE readings");
        Assert.Null(host.Catalog.FindTable(host.Call, "db", "readings"));
        var again = await host.EndOfAsync(text.Replace("`db.readings`", "`db`.`readings`"));

        Assert.True(again.Status!.State == "SUCCEEDED", again.Status.StateChangeReason + text);
        var after = host.Catalog.FindTable(host.Call, "db", "readings")!;
        Assert.Equal(before.Storage.Columns, after.Storage.Columns);
        Assert.Equal(before.PartitionKeys, after.PartitionKeys);
        Assert.Equal(before.Storage.SerdeParameters["field.delim"], after.Storage.SerdeParameters["field.delim"]);
        Assert.Equal(before.Storage.Location, after.Storage.Location);
        Assert.Equal("1", after.Parameters["skip.header.line.count"]);
    }

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task Partitions_are_added_found_moved_and_dropped()
    {
        await using var host = await WithTableAsync();
        host.Objects.Put(AthenaHost.Bucket, "readings/dt=2026-01-02/hour=7/part-0", Encoding.UTF8.GetBytes("x"));
        host.Objects.Put(AthenaHost.Bucket, "readings/dt=a%20b%3A/hour=8/part-0", Encoding.UTF8.GetBytes("x"));
        host.Objects.Put(AthenaHost.Bucket, "readings/other/part-0", Encoding.UTF8.GetBytes("x"));

        await host.EndOfAsync("ALTER TABLE readings ADD PARTITION (dt='2026-01-01', hour=3) PARTITION (dt='2026-01-01', hour=11) LOCATION 's3://lake/else/'");
        var repaired = await host.RowsAsync("MSCK REPAIR TABLE readings");

        Assert.Equal("Partitions not in metastore:\treadings:dt=2026-01-02/hour=7\treadings:dt=a b%3A/hour=8", repaired[0][0]);
        Assert.Equal("Repair: Added partition to metastore readings:dt=2026-01-02/hour=7", repaired[1][0]);
        Assert.Empty(await host.RowsAsync("MSCK REPAIR TABLE readings"));
        Assert.Equal(
            ["dt=2026-01-01/hour=11", "dt=2026-01-01/hour=3", "dt=2026-01-02/hour=7", "dt=a b%3A/hour=8"],
            (await host.RowsAsync("SHOW PARTITIONS readings")).Select(row => row[0]));
        Assert.Contains("Partition already exists", await host.FailureOfAsync("ALTER TABLE readings ADD PARTITION (dt='2026-01-01', hour=3)"));
        Assert.Equal("SUCCEEDED", (await host.EndOfAsync("ALTER TABLE readings ADD IF NOT EXISTS PARTITION (dt='2026-01-01', hour=3)")).Status!.State);
        await host.EndOfAsync("ALTER TABLE readings PARTITION (dt='2026-01-01', hour=3) SET LOCATION 's3://lake/moved/'");
        Assert.Contains(Partitions(host), partition => partition.Storage.Location == "s3://lake/moved/");
        Assert.Equal("SUCCEEDED", (await host.EndOfAsync("ALTER TABLE readings DROP PARTITION (dt='2026-01-01', hour > 3)")).Status!.State);
        Assert.Equal(3, Partitions(host).Length);
        Assert.Contains("Partition not found", await host.FailureOfAsync("ALTER TABLE readings DROP PARTITION (dt='1999-01-01', hour=1)"));
    }

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task A_table_can_be_changed()
    {
        await using var host = await WithTableAsync();

        await host.EndOfAsync("ALTER TABLE readings SET TBLPROPERTIES ('a'='b')");
        await host.EndOfAsync("ALTER TABLE readings ADD COLUMNS (extra double)");
        await host.EndOfAsync("ALTER TABLE readings SET LOCATION 's3://lake/new/'");
        await host.EndOfAsync("ALTER TABLE readings CHANGE COLUMN value amount double AFTER device");

        var table = host.Catalog.FindTable(host.Call, "db", "readings")!;
        Assert.Equal("b", table.Parameters["a"]);
        Assert.Equal(["device", "amount", "parts", "extra"], table.Storage.Columns.Select(column => column.Name));
        Assert.Equal("s3://lake/new/", table.Storage.Location);
        Assert.Contains("Duplicate column name: device", await host.FailureOfAsync("ALTER TABLE readings ADD COLUMNS (device int)"));
    }

    [Theory]
    [InlineData("DROP TABLE nothing", "Table not found nothing")]
    [InlineData("DESCRIBE nothing", "Table not found nothing")]
    [InlineData("SHOW TABLES IN nowhere", "Database does not exist: nowhere")]
    [InlineData("CREATE EXTERNAL TABLE nowhere.t (a int) LOCATION 's3://lake/x/'", "Database does not exist: nowhere")]
    [InlineData("CREATE EXTERNAL TABLE t (a int, A string) LOCATION 's3://lake/x/'", "Duplicate column name: a")]
    [InlineData("CREATE EXTERNAL TABLE t (a nonsense) LOCATION 's3://lake/x/'", "TYPE_NOT_FOUND")]
    [InlineData("SHOW PARTITIONS plain", "is not a partitioned table")]
    [Trait("feature", "athena.ddl")]
    public async Task What_cannot_be_done_fails_with_its_reason(string sql, string reason)
    {
        await using var host = await WithTableAsync();
        await host.EndOfAsync("CREATE EXTERNAL TABLE plain (a int) LOCATION 's3://lake/plain/'");

        Assert.Contains(reason, await host.FailureOfAsync(sql));
    }

    private static CatalogPartition[] Partitions(AthenaHost host) => [.. host.Catalog.ListPartitions(host.Call, "db", "readings", null)];

    private static async Task<AthenaHost> WithTableAsync()
    {
        var host = await AthenaHost.StartedAsync();
        await host.EndOfAsync("CREATE DATABASE db");
        var created = await host.EndOfAsync(Create);
        Assert.True(created.Status!.State == "SUCCEEDED", created.Status.StateChangeReason);
        return host;
    }
}
