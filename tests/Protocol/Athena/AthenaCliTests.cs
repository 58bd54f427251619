using System.Text.Json;

namespace Weir.Protocol.Tests.Athena;

/// <summary>Athena through the AWS CLI.</summary>
public sealed class AthenaCliTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.results")]
    public async Task A_query_is_started_awaited_and_read()
    {
        await OkAsync("s3", "mb", "s3://athena-cli");

        var started = await JsonAsync(
            "athena", "start-query-execution", "--query-string", "SELECT 1 AS one, 'x' AS letter",
            "--result-configuration", "OutputLocation=s3://athena-cli/out");
        var id = started.GetProperty("QueryExecutionId").GetString()!;
        JsonElement execution;
        do
        {
            execution = (await JsonAsync("athena", "get-query-execution", "--query-execution-id", id)).GetProperty("QueryExecution");
        }
        while (execution.GetProperty("Status").GetProperty("State").GetString() is "QUEUED" or "RUNNING");

        Assert.Equal("SUCCEEDED", execution.GetProperty("Status").GetProperty("State").GetString());
        Assert.Equal($"s3://athena-cli/out/{id}.csv", execution.GetProperty("ResultConfiguration").GetProperty("OutputLocation").GetString());
        Assert.Equal("\"one\",\"letter\"\n\"1\",\"x\"\n", await OkAsync("s3", "cp", $"s3://athena-cli/out/{id}.csv", "-"));
        var results = (await JsonAsync("athena", "get-query-results", "--query-execution-id", id)).GetProperty("ResultSet");
        Assert.Equal("x", results.GetProperty("Rows")[1].GetProperty("Data")[1].GetProperty("VarCharValue").GetString());
        Assert.Equal("integer", results.GetProperty("ResultSetMetadata").GetProperty("ColumnInfo")[0].GetProperty("Type").GetString());
    }

    private async Task<string> OkAsync(params string[] arguments) => (await weir.Clients.AwsAsync(arguments)).Ok();

    private async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse(await OkAsync(arguments)).RootElement;
}
