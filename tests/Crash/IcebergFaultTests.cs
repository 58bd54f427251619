using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>The server dies while it changes an Iceberg table: the table is as before the statement or as after it, and goes on working.</summary>
public sealed class IcebergFaultTests : IAsyncLifetime
{
    private const string Helpers = """
        import time
        athena = client("athena", config=Config(retries={"max_attempts": 0}))
        def start(text):
            return athena.start_query_execution(
                QueryString=text, ResultConfiguration={"OutputLocation": "s3://lake/athena/"}, QueryExecutionContext={"Database": "d"})["QueryExecutionId"]
        def over(id):
            while True:
                end = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
                if end["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                    return end["State"]
                time.sleep(0.02)
        def count():
            id = start("SELECT count(*) FROM d.base")
            assert over(id) == "SUCCEEDED"
            return int(athena.get_query_results(QueryExecutionId=id)["ResultSet"]["Rows"][1]["Data"][0]["VarCharValue"])

        """;

    private const string Die = Helpers + """
        client("s3").create_bucket(Bucket="lake")
        client("glue").create_database(DatabaseInput={"Name": "d"})
        assert over(start("CREATE TABLE d.base (n bigint) LOCATION 's3://lake/base/' TBLPROPERTIES ('table_type'='ICEBERG')")) == "SUCCEEDED"
        assert over(start("INSERT INTO d.base VALUES 1, 2")) == "SUCCEEDED"
        print(start(sys.argv[1]))
        """;

    private const string Look = Helpers + """
        died = athena.get_query_execution(QueryExecutionId=sys.argv[1])["QueryExecution"]["Status"]["State"]
        found = count() if "-drop" not in sys.argv[3] else 0
        print(json.dumps({"died": died, "found": found, "again": over(start(sys.argv[2])), "then": count()}))
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-iceberg-fault-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [Trait("feature", "athena.iceberg")]
    [InlineData("iceberg.after-data-file:2", "INSERT INTO d.base SELECT n FROM unnest(sequence(3, 1000)) AS t(n)", 2, 1000)]
    [InlineData("iceberg.before-swap:2", "INSERT INTO d.base SELECT n FROM unnest(sequence(3, 1000)) AS t(n)", 2, 1000)]
    [InlineData("iceberg.after-swap:2", "INSERT INTO d.base SELECT n FROM unnest(sequence(3, 1000)) AS t(n)", 1000, 1998)]
    [InlineData("iceberg.before-swap:2", "DELETE FROM d.base WHERE n = 1", 2, 1)]
    [InlineData("iceberg.after-swap:2", "UPDATE d.base SET n = 7", 2, 2)]
    public async Task A_table_is_as_before_or_as_after_a_statement_that_died_at(string fault, string statement, int found, int then)
    {
        var outcome = await RunAsync(fault, statement, statement);

        Assert.Equal("FAILED", outcome.GetProperty("died").GetString());
        Assert.Equal(found, outcome.GetProperty("found").GetInt32());
        Assert.Equal("SUCCEEDED", outcome.GetProperty("again").GetString());
        Assert.Equal(then, outcome.GetProperty("then").GetInt32());
    }

    [Theory]
    [Trait("feature", "athena.iceberg")]
    [InlineData("iceberg.before-create:2", "CREATE TABLE d.made WITH (table_type = 'ICEBERG', is_external = false, location = 's3://lake/made/') AS SELECT 1 AS n", "CREATE TABLE d.made (n int) LOCATION 's3://lake/made/' TBLPROPERTIES ('table_type'='ICEBERG')")]
    [InlineData("iceberg.after-drop", "DROP TABLE d.base", "CREATE TABLE d.base (n int) LOCATION 's3://lake/base/' TBLPROPERTIES ('table_type'='ICEBERG')")]
    public async Task A_table_that_was_being_made_or_dropped_is_not_there_after_a_death_at(string fault, string statement, string again)
    {
        var outcome = await RunAsync(fault, statement, again);

        Assert.Equal("FAILED", outcome.GetProperty("died").GetString());
        Assert.Equal("SUCCEEDED", outcome.GetProperty("again").GetString());
    }

    private async Task<JsonElement> RunAsync(string fault, string statement, string again)
    {
        string id;
        IReadOnlyDictionary<string, int> ports;
        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, fault: fault))
        {
            ports = doomed.PortFlags();
            id = (await doomed.Clients.PythonAsync(Die, statement)).Ok().Trim();
            Assert.True(await doomed.WaitForExitAsync(TimeSpan.FromSeconds(60)), $"the point was never reached\n{doomed.Log}");
        }

        await using var next = await ServerProcess.StartAsync(_directory.FullName, ports);
        return JsonDocument.Parse((await next.Clients.PythonAsync(Look, id, again, fault)).Ok()).RootElement;
    }
}
