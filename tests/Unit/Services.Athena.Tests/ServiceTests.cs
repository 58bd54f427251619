using Weir.Kernel.Core;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Operations;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>What the service does around a query: earlier answers, catalogs, limits, where results may go.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task An_earlier_answer_stands_for_the_same_question_while_it_is_young()
    {
        await using var host = await DatabaseAsync();
        host.Objects.Put(AthenaHost.Bucket, "t/a", "1\n2\n"u8.ToArray());
        await host.EndOfAsync("CREATE EXTERNAL TABLE t (n int) LOCATION 's3://lake/t/'");
        var first = await ReuseAsync(host, "SELECT sum(n) FROM t", 60);
        host.Objects.Put(AthenaHost.Bucket, "t/b", "3\n"u8.ToArray());

        var second = await ReuseAsync(host, "SELECT sum(n) FROM t", 60);
        var third = await ReuseAsync(host, "SELECT sum(n) FROM t", 60);
        var old = await ReuseAsync(host, "SELECT sum(n) FROM t", 0);
        var other = await ReuseAsync(host, "SELECT  sum(n) FROM t", 60);

        Assert.False(first.Statistics!.ResultReuseInformation!.ReusedPreviousResult);
        Assert.True(second.Statistics!.ResultReuseInformation!.ReusedPreviousResult);
        Assert.Equal(0, second.Statistics.DataScannedInBytes);
        Assert.Equal(first.ResultConfiguration!.OutputLocation, second.ResultConfiguration!.OutputLocation);
        Assert.Equal(first.ResultConfiguration.OutputLocation, third.ResultConfiguration!.OutputLocation);
        Assert.Equal("3", await ValueAsync(host, second));
        Assert.False(old.Statistics!.ResultReuseInformation!.ReusedPreviousResult);
        Assert.Equal("6", await ValueAsync(host, old));
        Assert.False(other.Statistics!.ResultReuseInformation!.ReusedPreviousResult);
    }

    [Fact]
    public async Task What_changes_by_itself_or_whose_result_is_gone_is_asked_again()
    {
        await using var host = await DatabaseAsync();
        await ReuseAsync(host, "SELECT random()", 60);
        var first = await ReuseAsync(host, "SELECT 1", 60);
        await host.Objects.DeleteAsync(host.Call, "results", $"out/{first.QueryExecutionId}.csv", default);

        Assert.False((await ReuseAsync(host, "SELECT random()", 60)).Statistics!.ResultReuseInformation!.ReusedPreviousResult);
        Assert.False((await ReuseAsync(host, "SELECT 1", 60)).Statistics!.ResultReuseInformation!.ReusedPreviousResult);
    }

    [Fact]
    public async Task A_catalog_of_the_accounts_own_glue_is_another_name_for_it()
    {
        await using var host = await DatabaseAsync();
        await CreateCatalogAsync(host, "mine", "GLUE", ("catalog-id", TestCalls.Account));
        await CreateCatalogAsync(host, "theirs", "GLUE", ("catalog-id", "111122223333"));
        await CreateCatalogAsync(host, "far", "LAMBDA", ("function", "arn:aws:lambda:us-east-1:000000000000:function:f"));
        host.Objects.Put(AthenaHost.Bucket, "t/a", "7\n"u8.ToArray());
        await host.EndOfAsync("CREATE EXTERNAL TABLE t (n int) LOCATION 's3://lake/t/'");

        Assert.Equal([["n"], ["7"]], await host.RowsAsync("SELECT n FROM mine.db.t"));
        Assert.StartsWith("CATALOG_NOT_FOUND", await host.FailureOfAsync("CREATE VIEW none.db.v AS SELECT 1 AS n"), StringComparison.Ordinal);
        var listed = await host.SendAsync<ListDataCatalogs, ListDataCatalogsRequest, ListDataCatalogsResponse>(new());
        Assert.Equal(["AwsDataCatalog", "far", "mine", "theirs"], listed.DataCatalogsSummary!.Select(found => found.CatalogName));
        foreach (var name in new[] { "far", "theirs" })
        {
            var error = await Assert.ThrowsAsync<ServiceException>(async () =>
                await host.SendAsync<ListDatabases, ListDatabasesRequest, ListDatabasesResponse>(new() { CatalogName = name }));
            Assert.StartsWith($"NOT_SUPPORTED: data catalog {name}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_catalog_is_changed_tagged_and_deleted()
    {
        await using var host = await DatabaseAsync();
        await CreateCatalogAsync(host, "far", "LAMBDA", ("function", "f"));
        const string Arn = "arn:aws:athena:us-east-1:000000000000:datacatalog/far";

        await host.SendAsync<TagResource, TagResourceRequest, TagResourceResponse>(
            new() { ResourceARN = Arn, Tags = [new() { Key = "team", Value = "lake" }] });
        await host.SendAsync<UpdateDataCatalog, UpdateDataCatalogRequest, UpdateDataCatalogResponse>(
            new() { Name = "far", Type = "HIVE", Description = "new", Parameters = new Dictionary<string, string> { ["metadata-function"] = "m" } });

        var found = (await host.SendAsync<GetDataCatalog, GetDataCatalogRequest, GetDataCatalogResponse>(new() { Name = "far" })).DataCatalog!;
        Assert.Equal(("HIVE", "new"), (found.Type, found.Description));
        var tags = await host.SendAsync<ListTagsForResource, ListTagsForResourceRequest, ListTagsForResourceResponse>(new() { ResourceARN = Arn });
        Assert.Equal("lake", Assert.Single(tags.Tags!).Value);
        await host.SendAsync<DeleteDataCatalog, DeleteDataCatalogRequest, DeleteDataCatalogResponse>(new() { Name = "far" });
        await Assert.ThrowsAsync<ServiceException>(async () =>
            await host.SendAsync<GetDataCatalog, GetDataCatalogRequest, GetDataCatalogResponse>(new() { Name = "far" }));
    }

    [Theory]
    [InlineData("SSE_KMS")]
    [InlineData("CSE_KMS")]
    public async Task Encryption_that_nobody_would_do_is_refused_and_not_passed_over(string option)
    {
        await using var host = await DatabaseAsync();

        var error = await Assert.ThrowsAsync<ServiceException>(async () => await StartAsync(host, new()
        {
            OutputLocation = AthenaHost.Results,
            EncryptionConfiguration = new() { EncryptionOption = option, KmsKey = "arn:aws:kms:us-east-1:000000000000:key/k" },
        }));

        Assert.StartsWith($"NOT_SUPPORTED: EncryptionOption {option}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_go_to_a_bucket_of_the_expected_owner_only()
    {
        await using var host = await DatabaseAsync();

        var error = await Assert.ThrowsAsync<ServiceException>(async () =>
            await StartAsync(host, new() { OutputLocation = AthenaHost.Results, ExpectedBucketOwner = "111122223333" }));
        await StartAsync(host, new() { OutputLocation = AthenaHost.Results, ExpectedBucketOwner = TestCalls.Account });

        Assert.Equal("Unable to verify/create output bucket results", error.Message);
    }

    [Fact]
    public async Task A_query_that_reads_more_than_its_workgroup_lets_it_is_cancelled()
    {
        await using var host = await DatabaseAsync();
        host.Objects.Put(AthenaHost.Bucket, "t/a", System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0123456789abcdef\n", 650_000))));
        await host.EndOfAsync("CREATE EXTERNAL TABLE t (s string) LOCATION 's3://lake/t/'");
        await host.SendAsync<CreateWorkGroup, CreateWorkGroupRequest, CreateWorkGroupResponse>(new()
        {
            Name = "small",
            Configuration = new() { BytesScannedCutoffPerQuery = 10_000_000, ResultConfiguration = new() { OutputLocation = AthenaHost.Results } },
        });

        var started = await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(
            new() { QueryString = "SELECT count(s) FROM db.t", WorkGroup = "small" });
        var execution = await host.OverAsync(started.QueryExecutionId!);

        Assert.Equal("CANCELLED", execution.Status!.State);
        Assert.Equal("Bytes scanned limit was exceeded", execution.Status.StateChangeReason);
    }

    [Fact]
    public async Task A_statement_that_writes_answers_with_how_many_rows()
    {
        await using var host = await DatabaseAsync();

        var execution = await host.EndOfAsync("CREATE TABLE made AS SELECT n FROM unnest(sequence(1, 5)) AS t(n)");
        var results = await host.ResultsAsync(execution.QueryExecutionId!);

        Assert.Equal(5, results.UpdateCount);
        Assert.Empty(results.ResultSet!.Rows!);
        var column = Assert.Single(results.ResultSet.ResultSetMetadata!.ColumnInfo!);
        Assert.Equal(("rows", "bigint"), (column.Name, column.Type));
    }

    private static async Task<AthenaHost> DatabaseAsync()
    {
        var host = await AthenaHost.StartedAsync();
        await host.Catalog.CreateDatabaseAsync(host.Call, new() { Name = "db" }, default);
        return host;
    }

    private static async Task<QueryExecution> ReuseAsync(AthenaHost host, string sql, int minutes)
    {
        var started = await host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(new()
        {
            QueryString = sql,
            QueryExecutionContext = new() { Database = "db" },
            ResultConfiguration = new() { OutputLocation = AthenaHost.Results },
            ResultReuseConfiguration = new() { ResultReuseByAgeConfiguration = new() { Enabled = true, MaxAgeInMinutes = minutes } },
        });
        var execution = await host.OverAsync(started.QueryExecutionId!);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        return execution;
    }

    private static async Task<string?> ValueAsync(AthenaHost host, QueryExecution execution) =>
        (await host.ResultsAsync(execution.QueryExecutionId!)).ResultSet!.Rows![1].Data![0].VarCharValue;

    private static ValueTask<StartQueryExecutionResponse> StartAsync(AthenaHost host, ResultConfiguration results) =>
        host.SendAsync<StartQueryExecution, StartQueryExecutionRequest, StartQueryExecutionResponse>(
            new() { QueryString = "SELECT 1", ResultConfiguration = results });

    private static async Task CreateCatalogAsync(AthenaHost host, string name, string type, params (string Key, string Value)[] parameters) =>
        await host.SendAsync<CreateDataCatalog, CreateDataCatalogRequest, CreateDataCatalogResponse>(
            new() { Name = name, Type = type, Parameters = parameters.ToDictionary(pair => pair.Key, pair => pair.Value) });
}
