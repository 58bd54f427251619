using Weir.Services.Glue.Model;
using Weir.Services.Glue.Operations;
using static Weir.Services.Glue.Tests.GlueBench;

namespace Weir.Services.Glue.Tests;

public sealed class TableTests : IDisposable
{
    private readonly GlueBench _glue = new();

    public void Dispose() => _glue.Dispose();

    private async Task<IReadOnlyList<string>> VersionsAsync(int? size = null)
    {
        var versions = new List<string>();
        string? token = null;
        do
        {
            var page = await _glue.AskAsync<GetTableVersions, GetTableVersionsRequest, GetTableVersionsResponse>(
                new() { DatabaseName = "lake", TableName = "t", MaxResults = size, NextToken = token });
            versions.AddRange(page.TableVersions!.Select(version => version.VersionId!));
            token = page.NextToken;
        }
        while (token is not null);

        return versions;
    }

    [Fact]
    public async Task Names_are_kept_in_lower_case_and_found_in_any()
    {
        await _glue.CreateDatabaseAsync("Lake");
        await _glue.CreateTableAsync("LAKE", Table("Sensors"));

        var table = await _glue.GetTableAsync("lAKE", "sENSORS");

        Assert.Equal(("lake", "sensors", "0"), (table.DatabaseName, table.Name, table.VersionId));
        var exists = await RefusedAsync(_glue.CreateTableAsync("lake", Table("SENSORS")), "AlreadyExistsException");
        Assert.Equal("Table already exists.", exists.Message);
        await RefusedAsync(_glue.CreateDatabaseAsync("LAKE"), "AlreadyExistsException");
        await RefusedAsync(_glue.CreateTableAsync("nowhere", Table("t")), "EntityNotFoundException");
        await RefusedAsync(_glue.CreateTableAsync("lake", Table("a/b")), "ValidationException");
        await _glue.CreateTableAsync("lake", Table("t", ("VALUE", "int")));
    }

    [Fact]
    public async Task Each_update_makes_a_version_and_an_old_one_is_no_ground_for_an_update()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateTableAsync("lake", Table("t"));
        var created = (await _glue.GetTableAsync("lake", "t")).CreateTime;
        _glue.Clock.Advance(TimeSpan.FromMinutes(1));

        await _glue.UpdateTableAsync("lake", Table("t") with { Description = "one" }, version: "0");
        await RefusedAsync(_glue.UpdateTableAsync("lake", Table("t") with { Description = "lost" }, version: "0"), "ConcurrentModificationException");
        await _glue.UpdateTableAsync("lake", Table("t") with { Description = "two" }, version: "1", skip: true);
        await _glue.UpdateTableAsync("lake", Table("t") with { Description = "three" });

        var table = await _glue.GetTableAsync("lake", "t");
        Assert.Equal(("three", "3", created), (table.Description, table.VersionId, table.CreateTime));
        Assert.True(table.UpdateTime > created);
        Assert.Equal(["3", "2", "0"], await VersionsAsync());
        Assert.Equal(["3", "2", "0"], await VersionsAsync(size: 1));

        var old = await _glue.AskAsync<GetTableVersion, GetTableVersionRequest, GetTableVersionResponse>(
            new() { DatabaseName = "lake", TableName = "t", VersionId = "2" });
        Assert.Equal("two", old.TableVersion!.Table!.Description);
    }

    [Fact]
    public async Task Archived_versions_are_deleted_and_the_current_one_is_not()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateTableAsync("lake", Table("t"));
        await _glue.UpdateTableAsync("lake", Table("t"));
        await _glue.UpdateTableAsync("lake", Table("t"));
        await _glue.AskAsync<DeleteTableVersion, DeleteTableVersionRequest, DeleteTableVersionResponse>(
            new() { DatabaseName = "lake", TableName = "t", VersionId = "0" });

        var answer = await _glue.AskAsync<BatchDeleteTableVersion, BatchDeleteTableVersionRequest, BatchDeleteTableVersionResponse>(
            new() { DatabaseName = "lake", TableName = "t", VersionIds = ["0", "1", "2", "x"] });

        Assert.Equal(["0", "2", "x"], answer.Errors!.Select(error => error.VersionId));
        Assert.Equal(
            ["EntityNotFoundException", "InvalidInputException", "InvalidInputException"],
            answer.Errors!.Select(error => error.ErrorDetail!.ErrorCode));
        Assert.Equal(["2"], await VersionsAsync());
    }

    [Fact]
    public async Task Nothing_is_left_of_what_was_deleted()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateDatabaseAsync("lake2");
        foreach (var database in new[] { "lake", "lake2" })
        {
            await _glue.CreateTableAsync(database, Table("t", ("day", "string")));
            await _glue.UpdateTableAsync(database, Table("t", ("day", "string")));
            await _glue.AddPartitionsAsync(database, "t", [["1"], ["2"]]);
        }

        await _glue.AskAsync<DeleteTable, DeleteTableRequest, DeleteTableResponse>(new() { DatabaseName = "lake", Name = "t" });
        await _glue.CreateTableAsync("lake", Table("t", ("day", "string")));
        Assert.Empty(await _glue.GetPartitionsAsync("lake", "t"));
        Assert.Equal(["0"], await VersionsAsync());

        await _glue.AskAsync<DeleteDatabase, DeleteDatabaseRequest, DeleteDatabaseResponse>(new() { Name = "lake" });
        await RefusedAsync(_glue.GetTableAsync("lake", "t"), "EntityNotFoundException");
        Assert.Equal(["1", "2"], await _glue.GetPartitionsAsync("lake2", "t"));
    }

    [Theory]
    [InlineData(null, "sales_2025,sales_2026,sensors,stock")]
    [InlineData("sales*", "sales_2025,sales_2026")]
    [InlineData("sales_*", "sales_2025,sales_2026")]
    [InlineData("s.*", "sales_2025,sales_2026,sensors,stock")]
    [InlineData("sensors|stock", "sensors,stock")]
    [InlineData("sales_202[56]", "sales_2025,sales_2026")]
    [InlineData("sales", "")]
    public async Task Tables_are_listed_by_a_pattern_of_their_names_in_pages(string? expression, string expected)
    {
        await _glue.CreateDatabaseAsync("lake");
        foreach (var name in new[] { "stock", "sensors", "sales_2026", "sales_2025" })
        {
            await _glue.CreateTableAsync("lake", Table(name));
        }

        var names = new List<string>();
        string? token = null;
        do
        {
            var page = await _glue.AskAsync<GetTables, GetTablesRequest, GetTablesResponse>(
                new() { DatabaseName = "lake", Expression = expression, MaxResults = 2, NextToken = token });
            names.AddRange(page.TableList!.Select(table => table.Name));
            token = page.NextToken;
        }
        while (token is not null);

        Assert.Equal(expected, string.Join(',', names));
    }

    [Fact]
    public async Task A_batch_of_deletions_names_those_that_failed()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateTableAsync("lake", Table("t"));
        var answer = await _glue.AskAsync<BatchDeleteTable, BatchDeleteTableRequest, BatchDeleteTableResponse>(
            new() { DatabaseName = "lake", TablesToDelete = ["t", "missing"] });
        Assert.Equal("missing", Assert.Single(answer.Errors!).TableName);
        await RefusedAsync(_glue.GetTableAsync("lake", "t"), "EntityNotFoundException");
    }

    [Fact]
    public async Task An_action_on_a_table_is_authorized_on_its_database_and_the_catalog_too()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateTableAsync("lake", Table("t"));
        _glue.Authorizer.Asked.Clear();
        await _glue.GetTableAsync("lake", "t");
        Assert.Equal(
            ["arn:aws:glue:us-east-1:000000000000:database/lake", "arn:aws:glue:us-east-1:000000000000:catalog"],
            _glue.Authorizer.Asked.Select(asked => asked.Resource));

        _glue.Authorizer.Allows = asked => !asked.Resource.EndsWith("catalog", StringComparison.Ordinal);
        await RefusedAsync(_glue.GetTableAsync("lake", "t"), "AccessDenied");
    }

    [Fact]
    public async Task What_is_not_built_is_refused_by_name()
    {
        await _glue.CreateDatabaseAsync("lake");
        await RefusedAsync(
            _glue.CreateTableAsync("lake", Table("t") with { StorageDescriptor = new() { SchemaReference = new() } }), "NotImplemented");
        await RefusedAsync(
            _glue.AskAsync<CreateTable, CreateTableRequest, CreateTableResponse>(new()
            {
                DatabaseName = "lake",
                TableInput = Table("t"),
                OpenTableFormatInput = new(),
            }),
            "InvalidInputException");
        await RefusedAsync(
            _glue.AskAsync<GetDatabase, GetDatabaseRequest, GetDatabaseResponse>(new() { Name = "lake", CatalogId = "999999999999" }),
            "AccessDeniedException");
    }

    [Fact]
    public async Task A_search_finds_tables_by_text_and_properties()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateTableAsync("lake", Table("orders") with { Description = "What was Sold" });
        await _glue.CreateTableAsync("lake", Table("sensors") with { Parameters = new Dictionary<string, string> { ["classification"] = "parquet" } });
        async Task<IEnumerable<string>> SearchAsync(string? text, params PropertyPredicate[] filters) =>
            (await _glue.AskAsync<SearchTables, SearchTablesRequest, SearchTablesResponse>(
                new() { SearchText = text, Filters = filters })).TableList!.Select(table => table.Name);
        Assert.Equal(["orders"], await SearchAsync("sold"));
        Assert.Equal(["orders", "sensors"], await SearchAsync(null));
        Assert.Equal(["orders", "sensors"], await SearchAsync("value"));
        Assert.Equal(["sensors"], await SearchAsync(null, new PropertyPredicate { Key = "classification", Value = "parquet" }));
        Assert.Empty(await SearchAsync("\"order\""));
        await _glue.CreateTableAsync("lake", Table("customer-link"));
        Assert.Equal(["customer-link"], await SearchAsync(null, new PropertyPredicate { Key = "Name", Value = "Link" }));
        Assert.Equal(["customer-link"], await SearchAsync(null, new PropertyPredicate { Key = "Name", Value = "customer-link" }));
        Assert.Empty(await SearchAsync(null, new PropertyPredicate { Key = "Name", Value = "lin" }));
        Assert.Equal(3, (await SearchAsync(null, new PropertyPredicate { Key = "CreateTime", Value = _glue.Clock.GetUtcNow().ToString("O"), Comparator = "EQUALS" })).Count());
        Assert.Empty(await SearchAsync(null, new PropertyPredicate { Key = "CreateTime", Value = _glue.Clock.GetUtcNow().ToString("O"), Comparator = "LESS_THAN" }));
        await _glue.AskAsync<DeleteTable, DeleteTableRequest, DeleteTableResponse>(new() { DatabaseName = "lake", Name = "customer-link" });
        _glue.Authorizer.Allows = asked => !asked.Resource.EndsWith("/sensors", StringComparison.Ordinal);
        Assert.Equal(["orders"], await SearchAsync(null));
    }

    [Fact]
    public async Task Lists_give_the_attributes_asked_for_and_refuse_pages_that_are_too_long()
    {
        await _glue.CreateDatabaseAsync("lake");
        await _glue.CreateTableAsync("lake", Table("t"));
        Task<GetTablesResponse> TablesAsync(int? most, params string[]? attributes) => _glue.AskAsync<GetTables, GetTablesRequest, GetTablesResponse>(
            new() { DatabaseName = "lake", MaxResults = most, AttributesToGet = attributes });
        var named = Assert.Single((await TablesAsync(100, "NAME")).TableList!);
        Assert.Equal(("t", null, null), (named.Name, named.TableType, named.StorageDescriptor));
        Assert.Equal("EXTERNAL_TABLE", Assert.Single((await TablesAsync(null, "NAME", "TABLE_TYPE")).TableList!).TableType);
        Assert.NotNull(Assert.Single((await TablesAsync(null, null)).TableList!).StorageDescriptor);
        await RefusedAsync(TablesAsync(null, "TABLE_TYPE"), "InvalidInputException");
        await RefusedAsync(TablesAsync(101, null), "ValidationException");
        await RefusedAsync(TablesAsync(0, null), "ValidationException");
        Assert.Empty((await _glue.AskAsync<GetDatabases, GetDatabasesRequest, GetDatabasesResponse>(new() { ResourceShareType = "FOREIGN" })).DatabaseList);
        await RefusedAsync(
            _glue.AskAsync<CreateTable, CreateTableRequest, CreateTableResponse>(new() { DatabaseName = "lake", TableInput = Table("u"), TransactionId = "x" }), "NotImplemented");
    }

    [Fact]
    public async Task Tags_hang_on_what_exists()
    {
        const string Arn = "arn:aws:glue:us-east-1:000000000000:table/lake/t";
        await _glue.CreateDatabaseAsync("lake");
        await RefusedAsync(TagAsync(), "EntityNotFoundException");
        await _glue.CreateTableAsync("lake", Table("t"));
        await TagAsync();
        await _glue.AskAsync<UntagResource, UntagResourceRequest, UntagResourceResponse>(new() { ResourceArn = Arn, TagsToRemove = ["a"] });
        var tags = await _glue.AskAsync<GetTags, GetTagsRequest, GetTagsResponse>(new() { ResourceArn = Arn });
        Assert.Equal("2", Assert.Single(tags.Tags!).Value);

        async Task TagAsync() => await _glue.AskAsync<TagResource, TagResourceRequest, TagResourceResponse>(
            new() { ResourceArn = Arn, TagsToAdd = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } });
    }
}
