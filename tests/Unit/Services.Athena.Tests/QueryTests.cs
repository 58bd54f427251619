using System.Text;
using Weir.Kernel.Core;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Operations;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

public sealed class QueryTests
{
    private const string Endless = "SELECT count(*) FROM UNNEST(sequence(1, 10000)) a(x), UNNEST(sequence(1, 10000)) b(y), UNNEST(sequence(1, 10000)) c(z) WHERE x * y + z = -1";

    [Fact]
    [Trait("feature", "athena.results")]
    public async Task A_select_leaves_its_rows_and_their_description_in_the_output_folder()
    {
        await using var host = await AthenaHost.StartedAsync();

        var execution = await host.EndOfAsync("SELECT 1 AS one, 'a\"b' AS text, CAST(NULL AS varchar) AS nothing, DECIMAL '1.50' AS money");
        var results = await host.ResultsAsync(execution.QueryExecutionId!);

        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        Assert.Equal("DML", execution.StatementType);
        Assert.Equal("SELECT", execution.SubstatementType);
        Assert.Equal($"s3://results/out/{execution.QueryExecutionId}.csv", execution.ResultConfiguration!.OutputLocation);
        Assert.Equal(0, execution.Statistics!.DataScannedInBytes);
        Assert.NotNull(execution.Status.CompletionDateTime);
        var csv = Encoding.UTF8.GetString(host.Objects.Get("results", $"out/{execution.QueryExecutionId}.csv"));
        Assert.Equal("\"one\",\"text\",\"nothing\",\"money\"\n\"1\",\"a\"\"b\",,\"1.50\"\n", csv);
        Assert.NotEmpty(host.Objects.Get("results", $"out/{execution.QueryExecutionId}.csv.metadata"));
        var rows = results.ResultSet!.Rows!.Select(row => row.Data!.Select(value => value.VarCharValue));
        Assert.Equal([["one", "text", "nothing", "money"], ["1", "a\"b", null, "1.50"]], rows);
        var columns = results.ResultSet.ResultSetMetadata!.ColumnInfo!;
        Assert.Equal(["integer", "varchar", "varchar", "decimal"], columns.Select(column => column.Type));
        Assert.Equal((3, 2), (columns[3].Precision, columns[3].Scale));
    }

    [Fact]
    [Trait("feature", "athena.results")]
    public async Task Results_come_in_pages_that_join_without_gap_or_overlap()
    {
        await using var host = await AthenaHost.StartedAsync();
        var execution = await host.EndOfAsync("SELECT x, 'row ' || CAST(x AS varchar) FROM UNNEST(sequence(1, 2500)) t(x) ORDER BY x");
        var rows = new List<string?>();
        string? token = null;
        var pages = 0;
        do
        {
            var page = await host.ResultsAsync(execution.QueryExecutionId!, token, pages == 0 ? 7 : null);
            rows.AddRange(page.ResultSet!.Rows!.Select(row => row.Data![0].VarCharValue));
            token = page.NextToken;
            pages++;
        }
        while (token is not null);

        Assert.Equal(4, pages);
        Assert.Equal(Enumerable.Range(1, 2500).Select(number => $"{number}").Prepend("x"), rows);
    }

    [Theory]
    [InlineData("SELEC 1")]
    [InlineData("SELECT 1 FROM")]
    [InlineData("SELECT 1; SELECT 2")]
    public async Task What_is_no_statement_is_refused_when_started(string sql)
    {
        await using var host = await AthenaHost.StartedAsync();

        var error = await Assert.ThrowsAsync<ServiceException>(() => host.StartQueryAsync(sql));

        Assert.Equal("InvalidRequestException", error.Code);
        Assert.Equal("MALFORMED_QUERY", error.Members["AthenaErrorCode"]);
        Assert.StartsWith("line 1:", error.Message);
    }

    [Theory]
    [InlineData("SELECT nothing", "COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved")]
    [InlineData("SELECT * FROM nowhere.t", "SCHEMA_NOT_FOUND")]
    [InlineData("SELECT 1/0", "DIVISION_BY_ZERO")]
    [InlineData("SELECT CAST('x' AS integer)", "INVALID_CAST_ARGUMENT")]
    [InlineData("SELECT no_such_function(1)", "FUNCTION_NOT_FOUND")]
    public async Task A_query_that_means_nothing_fails_with_the_reason(string sql, string reason)
    {
        await using var host = await AthenaHost.StartedAsync();

        Assert.Contains(reason, await host.FailureOfAsync(sql));
        Assert.Empty(host.Objects.Keys("results"));
    }

    [Fact]
    public async Task A_running_query_stops_at_once_and_says_so()
    {
        await using var host = await AthenaHost.StartedAsync();
        var id = await host.StartQueryAsync(Endless);
        while ((await host.FindAsync(id)).Status!.State == "QUEUED")
        {
            await Task.Delay(1);
        }

        await host.SendAsync<StopQueryExecution, StopQueryExecutionRequest, StopQueryExecutionResponse>(new() { QueryExecutionId = id });

        var execution = await host.FindAsync(id);
        Assert.Equal("CANCELLED", execution.Status!.State);
        var error = await Assert.ThrowsAsync<ServiceException>(async () => await host.ResultsAsync(id));
        Assert.Contains("CANCELLED", error.Message);
        Assert.Empty(host.Objects.Keys("results"));
        Assert.Equal("1", (await host.RowsAsync("SELECT 1"))[1][0]);
    }

    [Fact]
    public async Task A_query_ten_times_larger_than_its_memory_finishes()
    {
        await using var host = new AthenaHost(memoryBytes: 128L << 20);
        await host.StartAsync();

        // Five million distinct texts of 250 letters, grouped: 1,350 MB of text alone.
        var filler = new string('x', 245);
        var rows = await host.RowsAsync($"""
            SELECT count(*), sum(c) FROM (
                SELECT k, count(*) AS c
                FROM (SELECT '{filler}' || CAST(a * 10000 + b AS varchar) AS k
                    FROM unnest(sequence(0, 539)) AS t(a) CROSS JOIN unnest(sequence(0, 9999)) AS u(b))
                GROUP BY k)
            """);

        Assert.Equal([["_col0", "_col1"], ["5400000", "5400000"]], rows);
    }

    [Fact]
    public async Task A_short_query_does_not_wait_for_long_ones()
    {
        await using var host = await AthenaHost.StartedAsync();
        var busy = new List<string>();
        for (var at = 0; at < AthenaLimits.DataQueriesAtOnce - 1; at++)
        {
            busy.Add(await host.StartQueryAsync(Endless));
        }

        Assert.Equal([["_col0"], ["1"]], await host.RowsAsync("SELECT 1"));
        foreach (var id in busy)
        {
            await host.SendAsync<StopQueryExecution, StopQueryExecutionRequest, StopQueryExecutionResponse>(new() { QueryExecutionId = id });
            var status = (await host.FindAsync(id)).Status!;
            Assert.True(status.State == "CANCELLED", status.StateChangeReason);
        }
    }

    [Fact]
    public async Task A_waiting_query_can_be_stopped_and_never_runs()
    {
        await using var host = await AthenaHost.StartedAsync();
        var busy = new List<string>();
        for (var at = 0; at < AthenaLimits.DataQueriesAtOnce; at++)
        {
            busy.Add(await host.StartQueryAsync(Endless));
        }

        var waiting = await host.StartQueryAsync("SELECT 1");
        var queued = await host.FindAsync(waiting);
        await host.SendAsync<StopQueryExecution, StopQueryExecutionRequest, StopQueryExecutionResponse>(new() { QueryExecutionId = waiting });

        Assert.Equal("QUEUED", queued.Status!.State);
        Assert.Equal("CANCELLED", (await host.FindAsync(waiting)).Status!.State);
        foreach (var id in busy)
        {
            await host.SendAsync<StopQueryExecution, StopQueryExecutionRequest, StopQueryExecutionResponse>(new() { QueryExecutionId = id });
        }
    }

    [Fact]
    public async Task What_a_restart_cut_off_is_failed_with_that_reason()
    {
        var state = new MemoryStateStore();
        string id;
        await using (var never = new AthenaHost(state))
        {
            // Accepted, but nobody ran it: as after a kill.
            id = await never.StartQueryAsync("SELECT 1");
        }

        await using var host = await AthenaHost.StartedAsync(state);

        var execution = await host.FindAsync(id);
        Assert.Equal("FAILED", execution.Status!.State);
        Assert.Contains("restart", execution.Status.StateChangeReason);
        Assert.True(execution.Status.AthenaError!.Retryable);
    }

    [Fact]
    public async Task A_client_token_starts_one_query_only()
    {
        await using var host = await AthenaHost.StartedAsync();
        var request = new StartQueryExecutionRequest
        {
            QueryString = "SELECT 1",
            ClientRequestToken = new string('t', 32),
            ResultConfiguration = new() { OutputLocation = AthenaHost.Results },
        };

        var first = await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(request);
        var again = await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(request);
        var error = await Assert.ThrowsAsync<ServiceException>(async () =>
            await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(request with { QueryString = "SELECT 2" }));

        Assert.Equal(first.QueryExecutionId, again.QueryExecutionId);
        Assert.Equal("IDEMPOTENT_PARAMETER_MISMATCH", error.Members["AthenaErrorCode"]);
    }

    [Fact]
    public async Task Results_need_a_place_to_go()
    {
        await using var host = await AthenaHost.StartedAsync();

        var none = await Assert.ThrowsAsync<ServiceException>(async () =>
            await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(new() { QueryString = "SELECT 1" }));
        var missing = await Assert.ThrowsAsync<ServiceException>(async () =>
            await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(
                new() { QueryString = "SELECT 1", ResultConfiguration = new() { OutputLocation = "s3://no-such-bucket/" } }));

        Assert.StartsWith("No output location provided", none.Message);
        Assert.Equal("Unable to verify/create output bucket no-such-bucket", missing.Message);
    }

    [Fact]
    [Trait("feature", "athena.sql")]
    public async Task Tables_are_joined_filtered_by_partition_and_counted_for_what_they_read()
    {
        await using var host = await WithTablesAsync();

        var rows = await host.RowsAsync("""
            SELECT n.label, count(*) AS c, sum(e.amount) AS total
            FROM events e JOIN names n ON n.id = e.id
            WHERE e.dt = '2026-01-02'
            GROUP BY n.label ORDER BY n.label
            """);
        var execution = await host.EndOfAsync("SELECT amount FROM events WHERE dt >= '2026-01-02'");

        Assert.Equal([["label", "c", "total"], ["one", "1", "10.5"], ["two", "1", "20.0"]], rows);
        Assert.Equal(host.Objects.Get(AthenaHost.Bucket, "events/dt=2026-01-02/a.csv").Length, execution.Statistics!.DataScannedInBytes);
        Assert.Equal(0, host.Objects.OpenLeases);
    }

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task A_view_is_kept_as_athena_keeps_it_and_reads_through()
    {
        await using var host = await WithTablesAsync();

        await host.EndOfAsync("CREATE VIEW big AS SELECT id, amount FROM events WHERE amount > 15");
        var again = await host.FailureOfAsync("CREATE VIEW big AS SELECT 1 x");
        await host.EndOfAsync("CREATE OR REPLACE VIEW big AS SELECT id, amount FROM events WHERE amount > 5");

        var view = host.Catalog.FindTable(host.Call, "db", "big")!;
        Assert.StartsWith("/* Presto View: ", view.ViewOriginalText);
        Assert.Equal("VIRTUAL_VIEW", view.TableType);
        Assert.Contains("already exists", again);
        Assert.Equal([["id"], ["1"], ["2"]], await host.RowsAsync("SELECT id FROM big ORDER BY id"));
        Assert.Equal(["big"], (await host.RowsAsync("SHOW VIEWS")).Select(row => row[0]));
        Assert.Equal("SUCCEEDED", (await host.EndOfAsync("DROP VIEW big")).Status!.State);
    }

    [Theory]
    [InlineData("format = 'PARQUET', write_compression = 'SNAPPY'")]
    [InlineData("format = 'TEXTFILE', field_delimiter = ','")]
    [InlineData("format = 'JSON'")]
    [InlineData("format = 'PARQUET', partitioned_by = ARRAY['dt']")]
    [InlineData("format = 'JSON', partitioned_by = ARRAY['dt']")]
    [Trait("feature", "athena.ddl")]
    public async Task A_table_made_of_a_query_holds_its_rows(string properties)
    {
        await using var host = await WithTablesAsync();

        var execution = await host.EndOfAsync($"CREATE TABLE copy WITH ({properties}) AS SELECT id, amount, dt FROM events");

        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        Assert.Equal("CREATE_TABLE_AS_SELECT", execution.SubstatementType);
        Assert.Equal(
            await host.RowsAsync("SELECT id, amount, dt FROM events ORDER BY 1, 3"), await host.RowsAsync("SELECT id, amount, dt FROM copy ORDER BY 1, 3"));
        Assert.StartsWith($"s3://results/out/tables/{execution.QueryExecutionId}/", host.Catalog.FindTable(host.Call, "db", "copy")!.Storage.Location);
        var manifest = Encoding.UTF8.GetString(host.Objects.Get("results", $"out/{execution.QueryExecutionId}-manifest.csv"));
        Assert.All(manifest.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("s3://results/out/tables/", line));
        Assert.Equal(3, (await host.ResultsAsync(execution.QueryExecutionId!)).UpdateCount);

        var inserted = await host.EndOfAsync("INSERT INTO copy SELECT id + 100, amount, '2027-01-01' FROM events WHERE id = 1");
        Assert.True(inserted.Status!.State == "SUCCEEDED", inserted.Status.StateChangeReason);
        Assert.Equal([["c"], ["2"]], await host.RowsAsync("SELECT count(*) AS c FROM copy WHERE dt = '2027-01-01'"));
    }

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task A_table_that_could_not_be_written_is_not_there()
    {
        await using var host = await WithTablesAsync();
        host.Objects.Writing = (_, key) =>
        {
            if (key.Contains("/dt=2026-01-02/", StringComparison.Ordinal))
            {
                throw new ServiceException("AccessDenied", "Access Denied", 403);
            }
        };

        var reason = await host.FailureOfAsync("CREATE TABLE copy WITH (partitioned_by = ARRAY['dt']) AS SELECT id, dt FROM events");

        Assert.StartsWith("PERMISSION_DENIED", reason);
        Assert.Null(host.Catalog.FindTable(host.Call, "db", "copy"));
        Assert.DoesNotContain(host.Objects.Keys("results"), key => key.StartsWith("out/tables/", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("feature", "athena.ddl")]
    public async Task Rows_are_unloaded_to_an_empty_place_only()
    {
        await using var host = await WithTablesAsync();

        var first = await host.EndOfAsync("UNLOAD (SELECT id, amount FROM events) TO 's3://lake/unloaded/' WITH (format = 'JSON', compression = 'GZIP')");
        var second = await host.FailureOfAsync("UNLOAD (SELECT id FROM events) TO 's3://lake/unloaded/' WITH (format = 'PARQUET')");

        Assert.True(first.Status!.State == "SUCCEEDED", first.Status.StateChangeReason);
        Assert.EndsWith(".gz", Assert.Single(host.Objects.Keys(AthenaHost.Bucket), key => key.StartsWith("unloaded/", StringComparison.Ordinal)));
        Assert.StartsWith("HIVE_PATH_ALREADY_EXISTS", second);
    }

    [Fact]
    [Trait("feature", "athena.prepared")]
    public async Task Prepared_statements_take_their_values_as_values()
    {
        await using var host = await WithTablesAsync();

        await host.EndOfAsync("PREPARE by_id FROM SELECT amount FROM events WHERE id = ? AND dt = ?");

        Assert.Equal([["amount"], ["20.0"]], await host.RowsAsync("EXECUTE by_id USING 2, '2026-01-02'"));
        Assert.Equal([["amount"], ["10.5"]], await host.RowsAsync("EXECUTE by_id", null, "1", "'2026-01-02'"));
        Assert.Equal([["_col0"], ["it's; --"]], await host.RowsAsync("SELECT ?", null, "'it''s; --'"));
        await host.EndOfAsync("DEALLOCATE PREPARE by_id");
        Assert.Contains("Prepared statement not found", await host.FailureOfAsync("EXECUTE by_id USING 1, 'x'"));
    }

    [Fact]
    public async Task A_caller_who_may_not_read_an_object_gets_nothing_of_it()
    {
        await using var host = await WithTablesAsync();
        host.Objects.Reading = (_, _, key) =>
        {
            if (key.StartsWith("events/", StringComparison.Ordinal))
            {
                throw new ServiceException("AccessDenied", "Access Denied", 403);
            }
        };

        Assert.StartsWith("PERMISSION_DENIED", await host.FailureOfAsync("SELECT * FROM events"));
    }

    [Fact]
    public async Task A_plan_is_explained_without_our_paths()
    {
        await using var host = await WithTablesAsync();

        var lines = await host.RowsAsync("EXPLAIN SELECT count(*) FROM events WHERE dt = '2026-01-02'");

        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line[0]!.Contains(host.Objects.Directory, StringComparison.Ordinal));
    }

    private static async Task<AthenaHost> WithTablesAsync()
    {
        var host = await AthenaHost.StartedAsync();
        host.Objects.Put(AthenaHost.Bucket, "events/dt=2026-01-01/a.csv", "1,1.5\n"u8.ToArray());
        host.Objects.Put(AthenaHost.Bucket, "events/dt=2026-01-02/a.csv", "1,10.5\n2,20\n"u8.ToArray());
        host.Objects.Put(AthenaHost.Bucket, "names/a.json", "{\"id\":1,\"label\":\"one\"}\n{\"id\":2,\"label\":\"two\"}\n"u8.ToArray());
        string[] statements =
        [
            "CREATE DATABASE db",
            "CREATE EXTERNAL TABLE events (id int, amount double) PARTITIONED BY (dt string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/events/'",
            "MSCK REPAIR TABLE events",
            "CREATE EXTERNAL TABLE names (id int, label string) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://lake/names/'",
        ];
        foreach (var statement in statements)
        {
            var execution = await host.EndOfAsync(statement);
            Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        }

        return host;
    }
}
