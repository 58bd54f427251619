using System.Text;
using System.Text.RegularExpressions;
using Weir.Contracts;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Operations;
using Weir.Services.Athena.State;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>Statements that write: all of one happens, or nothing.</summary>
public sealed partial class WriteTests
{
    [Fact]
    public async Task What_an_interrupted_statement_left_is_taken_back_at_the_next_start()
    {
        await using var host = new AthenaHost();
        var table = LinesTable();
        await host.Catalog.CreateDatabaseAsync(host.Call, new() { Name = "db" }, default);
        await host.Catalog.CreateTableAsync(host.Call, table, default);
        await host.Catalog.AddPartitionsAsync(host.Call, "db", "lines", [Partition(table, "old"), Partition(table, "new")], default);
        host.Objects.Put(AthenaHost.Bucket, "lines/day=old/kept", "1\n"u8.ToArray());
        host.Objects.Put(AthenaHost.Bucket, "lines/day=old/half", "2\n"u8.ToArray());
        host.Objects.Put(AthenaHost.Bucket, "lines/day=new/half", "3\n"u8.ToArray());
        var intent = new WriteIntent
        {
            Id = "some-id",
            Account = TestCalls.Account,
            Region = TestCalls.Region,
            Bucket = AthenaHost.Bucket,
            Keys = ["lines/day=old/half", "lines/day=new/half", "lines/day=new/never-came"],
            Database = "db",
            Table = "lines",
            NewPartitions = [["new"]],
        };
        await host.State.WriteAsync(
            state =>
            {
                AthenaTables.Writes.Put(state, AthenaTables.Key(host.Call, intent.Id), intent);
                return true;
            },
            default);

        await host.StartAsync();

        Assert.Equal([["n", "day"], ["1", "old"]], await host.RowsAsync("SELECT * FROM lines"));
        Assert.Equal([["day=old"]], await host.RowsAsync("SHOW PARTITIONS lines"));
        Assert.Empty(host.State.Read(state => AthenaTables.Writes.Scan(state, default).ToList()));
    }

    [Fact]
    public async Task A_table_that_somebody_else_made_meanwhile_is_not_taken_back()
    {
        await using var host = new AthenaHost();
        await host.Catalog.CreateDatabaseAsync(host.Call, new() { Name = "db" }, default);
        await host.Catalog.CreateTableAsync(host.Call, LinesTable(), default);
        var intent = new WriteIntent
        {
            Id = "some-id",
            Account = TestCalls.Account,
            Region = TestCalls.Region,
            Bucket = AthenaHost.Bucket,
            Database = "db",
            Table = "lines",
            NewTableLocation = "s3://results/out/tables/some-id/",
        };
        await host.State.WriteAsync(
            state =>
            {
                AthenaTables.Writes.Put(state, AthenaTables.Key(host.Call, intent.Id), intent);
                return true;
            },
            default);

        await host.StartAsync();

        Assert.NotNull(host.Catalog.FindTable(host.Call, "db", "lines"));
    }

    [Fact]
    public async Task A_write_that_succeeded_leaves_no_intent_and_names_its_files_as_athena_does()
    {
        await using var host = await DatabaseAsync();

        var execution = await host.EndOfAsync("CREATE TABLE made AS SELECT 1 AS n, 'a' AS part");

        Assert.Equal("SUCCEEDED", execution.Status!.State);
        Assert.Empty(host.State.Read(state => AthenaTables.Writes.Scan(state, default).ToList()));
        var key = Assert.Single(await KeysAsync(host, "results", $"out/tables/{execution.QueryExecutionId}/"));
        Assert.Matches(FileName(), key);
        var manifest = Encoding.UTF8.GetString(host.Objects.Get("results", $"out/{execution.QueryExecutionId}-manifest.csv"));
        Assert.Equal($"s3://results/{key}\n", manifest);
        Assert.Equal($"s3://results/out/{execution.QueryExecutionId}-manifest.csv", execution.Statistics!.DataManifestLocation);
    }

    [Fact]
    public async Task More_than_a_hundred_partitions_fail_and_leave_nothing()
    {
        await using var host = await DatabaseAsync();

        var failure = await host.FailureOfAsync(
            "CREATE TABLE made WITH (partitioned_by = ARRAY['p'], external_location = 's3://lake/made/') AS SELECT n, n AS p FROM unnest(sequence(1, 101)) AS t(n)");

        Assert.Equal("HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions/buckets", failure);
        Assert.Empty(await KeysAsync(host, AthenaHost.Bucket, "made/"));
        Assert.Null(host.Catalog.FindTable(host.Call, "db", "made"));
        await host.RowsAsync(
            "CREATE TABLE made WITH (partitioned_by = ARRAY['p'], external_location = 's3://lake/made/') AS SELECT n, n AS p FROM unnest(sequence(1, 100)) AS t(n)");
        Assert.Equal(100, host.Catalog.ListPartitions(host.Call, "db", "made", null).Count());
    }

    [Fact]
    public async Task A_write_that_fails_half_way_leaves_nothing()
    {
        await using var host = await DatabaseAsync();
        await host.Catalog.CreateTableAsync(host.Call, LinesTable(), default);
        host.Objects.Writing = (_, key) =>
        {
            if (key.EndsWith("-manifest.csv", StringComparison.Ordinal))
            {
                throw new IOException("no space");
            }
        };

        var failure = await host.FailureOfAsync("INSERT INTO lines VALUES (1, 'a'), (2, 'b')");

        Assert.Equal("GENERIC_INTERNAL_ERROR: no space", failure);
        Assert.Empty(await KeysAsync(host, AthenaHost.Bucket, ""));
        Assert.Empty(host.Catalog.ListPartitions(host.Call, "db", "lines", null));
        Assert.Empty(host.State.Read(state => AthenaTables.Writes.Scan(state, default).ToList()));
    }

    [Theory]
    [InlineData("PARQUET")]
    [InlineData("ORC")]
    [InlineData("JSON")]
    public async Task Decimals_too_long_for_the_short_way_are_computed_again_and_written_once(string format)
    {
        await using var host = await AthenaHost.StartedAsync();
        await host.Catalog.CreateDatabaseAsync(host.Call, new() { Name = "db" }, default);
        const string Rows = "SELECT n, CAST(n AS decimal(18, 1)) * CAST(n AS decimal(18, 2)) AS square FROM UNNEST(sequence(1, 10000)) AS a(i), UNNEST(ARRAY[i * 2000000]) AS b(n)";

        var made = await host.EndOfAsync($"CREATE TABLE made WITH (format = '{format}') AS {Rows}");
        var inserted = await host.EndOfAsync($"INSERT INTO made {Rows}");

        Assert.True(made.Status!.State == "SUCCEEDED", made.Status.StateChangeReason);
        Assert.True(inserted.Status!.State == "SUCCEEDED", inserted.Status.StateChangeReason);
        Assert.Equal(
            [["_col0", "_col1", "_col2"], ["20000", "400000000000000000000.000", "2667066680000000000000000.000"]],
            await host.RowsAsync("SELECT count(*), max(square), sum(square) FROM made"));
        Assert.Equal("400000000000000000000.000", (await host.RowsAsync(Rows + " ORDER BY 1 DESC LIMIT 1"))[1][1]);
    }

    [Fact]
    public async Task Rows_of_a_known_partition_go_where_it_lies()
    {
        await using var host = await DatabaseAsync();
        var table = LinesTable();
        await host.Catalog.CreateTableAsync(host.Call, table, default);
        await host.Catalog.AddPartitionsAsync(
            host.Call, "db", "lines", [Partition(table, "far") with { Storage = table.Storage with { Location = "s3://lake/elsewhere/" } }], default);

        await host.RowsAsync("INSERT INTO lines VALUES (1, 'far'), (2, 'near'), (3, 'a/b c')");

        Assert.Single(await KeysAsync(host, AthenaHost.Bucket, "elsewhere/"));
        Assert.Single(await KeysAsync(host, AthenaHost.Bucket, "lines/day=a%2Fb c/"));
        Assert.Equal([["n", "day"], ["1", "far"], ["2", "near"], ["3", "a/b c"]], await host.RowsAsync("SELECT * FROM lines ORDER BY n"));
    }

    [Fact]
    public async Task A_bucket_is_a_file_and_its_table_cannot_be_inserted_into()
    {
        await using var host = await DatabaseAsync();

        var execution = await host.EndOfAsync(
            "CREATE TABLE made WITH (format = 'TEXTFILE', write_compression = 'NONE', bucketed_by = ARRAY['n'], bucket_count = 4) AS SELECT CAST(n AS integer) AS n FROM unnest(sequence(0, 99)) AS t(n)");

        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        var keys = await KeysAsync(host, "results", $"out/tables/{execution.QueryExecutionId}/");
        Assert.Equal(["000000_0", "000001_0", "000002_0", "000003_0"], keys.Select(key => key.Split('/')[^1][..8]));
        var numbers = Encoding.UTF8.GetString(host.Objects.Get("results", keys[1])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 25).Select(n => $"{(4 * n) + 1}"), numbers.OrderBy(int.Parse));
        var storage = host.Catalog.FindTable(host.Call, "db", "made")!.Storage;
        Assert.Equal(["n"], storage.BucketColumns);
        Assert.Equal(4, storage.BucketCount);
        Assert.Equal("NOT_SUPPORTED: INSERT INTO a bucketed table is not supported", await host.FailureOfAsync("INSERT INTO made VALUES 1"));
    }

    [Fact]
    public async Task A_place_that_holds_data_or_that_the_workgroup_does_not_want_is_refused()
    {
        await using var host = await DatabaseAsync();
        host.Objects.Put(AthenaHost.Bucket, "taken/file", "x"u8.ToArray());

        var taken = await host.FailureOfAsync("CREATE TABLE made WITH (external_location = 's3://lake/taken/') AS SELECT 1 AS n");
        await host.SendAsync<CreateWorkGroup, CreateWorkGroupRequest, CreateWorkGroupResponse>(new()
        {
            Name = "strict",
            Configuration = new() { EnforceWorkGroupConfiguration = true, ResultConfiguration = new() { OutputLocation = "s3://results/strict/" } },
        });
        var started = await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(new()
        {
            QueryString = "CREATE TABLE db.made WITH (external_location = 's3://lake/free/') AS SELECT 1 AS n",
            WorkGroup = "strict",
        });
        var enforced = (await host.OverAsync(started.QueryExecutionId!)).Status!.StateChangeReason!;

        Assert.Equal(
            "HIVE_PATH_ALREADY_EXISTS: Target directory for table 'db.made' already exists: s3://lake/taken. You may need to manually clean the data at location 's3://lake/taken' before retrying. Athena will not delete data in your account.",
            taken);
        Assert.Contains("an Athena Workgroup that enforces a centralized output location", enforced, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UNLOAD (SELECT 1 AS n) TO 's3://lake/u/' WITH (compression = 'gzip')", "INVALID_TABLE_PROPERTY: UNLOAD needs the property format")]
    [InlineData("UNLOAD (SELECT 1 AS n) TO 's3://lake/u/' WITH (format = 'PARQUET', external_location = 's3://lake/x/')", "INVALID_TABLE_PROPERTY: UNLOAD knows no property external_location")]
    [InlineData("CREATE TABLE t WITH (bucketed_by = ARRAY['n']) AS SELECT 1 AS n", "INVALID_TABLE_PROPERTY: bucketed_by and bucket_count must be given together")]
    [InlineData("CREATE TABLE t WITH (bucketed_by = ARRAY['x'], bucket_count = 2) AS SELECT 1 AS n", "INVALID_TABLE_PROPERTY: Bucketing columns [x] not present in schema")]
    [InlineData("CREATE TABLE t AS SELECT 1 AS n, 2 AS N", "DUPLICATE_COLUMN_NAME: line 1:1: Column name 'n' specified more than once")]
    [InlineData("CREATE TABLE t WITH (format = 'JSON', write_compression = 'DEFLATE') AS SELECT 1 AS n", "NOT_SUPPORTED: writing JSON with DEFLATE compression is not supported")]
    [InlineData("CREATE TABLE t WITH (compression_level = 3) AS SELECT 1 AS n", "INVALID_TABLE_PROPERTY: compression_level is for ZSTD, not for GZIP")]
    public async Task A_wrong_option_is_named(string sql, string reason)
    {
        await using var host = await DatabaseAsync();

        Assert.Equal(reason, await host.FailureOfAsync(sql));
    }

    private static async Task<AthenaHost> DatabaseAsync()
    {
        var host = await AthenaHost.StartedAsync();
        await host.Catalog.CreateDatabaseAsync(host.Call, new() { Name = "db" }, default);
        return host;
    }

    private static CatalogTable LinesTable() => new()
    {
        Database = "db",
        Name = "lines",
        TableType = "EXTERNAL_TABLE",
        PartitionKeys = [new("day", "string")],
        Storage = new()
        {
            Columns = [new("n", "int")],
            Location = "s3://lake/lines/",
            SerializationLibrary = ScanHost.Lazy,
        },
    };

    private static CatalogPartition Partition(CatalogTable table, string day) =>
        new() { Values = [day], Storage = table.Storage with { Location = $"s3://lake/lines/day={day}/" } };

    private static async Task<List<string>> KeysAsync(AthenaHost host, string bucket, string prefix)
    {
        var keys = new List<string>();
        await foreach (var found in host.Objects.ListAsync(host.Call, bucket, prefix, null, default))
        {
            keys.Add(found.Key);
        }

        return keys;
    }

    [GeneratedRegex(@"^out/tables/[0-9a-f-]{36}/\d{8}_\d{6}_\d{5}_[a-z]{5}_[0-9a-f-]{36}$")]
    private static partial Regex FileName();
}
