using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

/// <summary>Fault points that the example pipeline does not pass: a function fed from a stream, and statements that write tables.</summary>
public sealed class OtherFaultTests : IAsyncLifetime
{
    private const int Records = 100;

    /// <summary>A function that leaves an object for each record; the stream holds all of them before the first batch is taken.</summary>
    private const string FeedFunction = """
        import io, zipfile
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("index.py", '''
        import base64, boto3, os
        s3 = boto3.client("s3", endpoint_url=os.environ["STORE"])
        def handler(event, context):
            for record in event["Records"]:
                s3.put_object(Bucket="seen", Key=base64.b64decode(record["kinesis"]["data"]).decode(), Body=b"")
        ''')
        anything = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
        trust = json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
        iam, kinesis, functions = client("iam"), client("kinesis"), client("lambda")
        role = iam.create_role(RoleName="all", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        iam.put_role_policy(RoleName="all", PolicyName="all", PolicyDocument=anything)
        client("s3").create_bucket(Bucket="seen")
        kinesis.create_stream(StreamName="feed", ShardCount=1)
        kinesis.get_waiter("stream_exists").wait(StreamName="feed", WaiterConfig={"Delay": 1})
        stream = kinesis.describe_stream_summary(StreamName="feed")["StreamDescriptionSummary"]["StreamARN"]
        kinesis.put_records(StreamName="feed", Records=[{"Data": b"%03d" % n, "PartitionKey": "k"} for n in range(int(sys.argv[1]))])
        functions.create_function(FunctionName="keep", Runtime="python3.11", Handler="index.handler", Role=role, Timeout=60,
            Code={"ZipFile": code.getvalue()}, Environment={"Variables": {"STORE": os.environ["WEIR_ENDPOINT"]}})
        functions.create_event_source_mapping(FunctionName="keep", EventSourceArn=stream, StartingPosition="TRIM_HORIZON", BatchSize=10)
        """;

    private const string CountSeen = """
        print(client("s3").list_objects_v2(Bucket="seen").get("KeyCount", 0))
        """;

    /// <summary>Arguments: the statement that the server is to die in. Prints its id.</summary>
    private const string WriteTable = """
        import time
        athena = client("athena", config=Config(retries={"max_attempts": 0}))
        output = {"OutputLocation": "s3://lake/athena/"}
        def run(text):
            id = athena.start_query_execution(QueryString=text, ResultConfiguration=output, QueryExecutionContext={"Database": "d"})["QueryExecutionId"]
            while True:
                end = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
                if end["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                    return end
                time.sleep(0.05)
        client("s3").create_bucket(Bucket="lake")
        client("glue").create_database(DatabaseInput={"Name": "d"})
        assert run("CREATE TABLE d.base WITH (format = 'PARQUET') AS SELECT CAST(1 AS bigint) AS n")["State"] == "SUCCEEDED"
        print(athena.start_query_execution(QueryString=sys.argv[1], ResultConfiguration=output, QueryExecutionContext={"Database": "d"})["QueryExecutionId"])
        """;

    /// <summary>Arguments: the id, the statement, a count. Prints how the query that died ended, the count then (null without a table), how it ends when run again, and the count after.</summary>
    private const string WriteAgain = """
        import time
        athena = client("athena")
        def run(text):
            id = athena.start_query_execution(QueryString=text, ResultConfiguration={"OutputLocation": "s3://lake/athena/"})["QueryExecutionId"]
            while True:
                end = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
                if end["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                    return id, end["State"]
                time.sleep(0.05)
        def count():
            id, state = run(sys.argv[3])
            return None if state == "FAILED" else int(athena.get_query_results(QueryExecutionId=id)["ResultSet"]["Rows"][1]["Data"][0]["VarCharValue"])
        died = athena.get_query_execution(QueryExecutionId=sys.argv[1])["QueryExecution"]["Status"]["State"]
        left = count()
        print(json.dumps({"died": died, "left": left, "again": run(sys.argv[2])[1], "rows": count()}))
        """;

    private const string Create = "CREATE TABLE d.made WITH (format = 'PARQUET') AS SELECT n FROM unnest(sequence(1, 1000)) AS t(n)";

    private const string Insert = "INSERT INTO d.base SELECT n FROM unnest(sequence(2, 1000)) AS t(n)";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("weir-other-fault-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [Trait("feature", "lambda.sources")]
    [InlineData("lambda.before-checkpoint")]
    [InlineData("lambda.before-checkpoint:3")]
    public async Task A_function_sees_every_record_of_its_stream_when_the_process_dies_at(string fault)
    {
        IReadOnlyDictionary<string, int> ports;
        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, fault: fault))
        {
            ports = doomed.PortFlags();
            _ = await doomed.Clients.PythonAsync(FeedFunction, $"{Records}"); // its last answer may die with the server
            Assert.True(await doomed.WaitForExitAsync(TimeSpan.FromSeconds(60)), $"the point was never reached\n{doomed.Log}");
        }

        await using var next = await ServerProcess.StartAsync(_directory.FullName, ports);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string seen;
        do
        {
            seen = (await next.Clients.PythonAsync(CountSeen)).Ok().Trim();
        }
        while (seen != $"{Records}" && !patience.IsCancellationRequested);
        Assert.Equal($"{Records}", seen);
    }

    // A statement that died has changed nothing: not even the files it had published are there after the next start.
    [Theory]
    [Trait("feature", "athena.sql")]
    [InlineData("athena.after-intent:2", Create, "SELECT count(*) FROM d.made", null)]
    [InlineData("athena.after-publish-file:2", Create, "SELECT count(*) FROM d.made", null)]
    [InlineData("athena.before-register:2", Create, "SELECT count(*) FROM d.made", null)]
    [InlineData("athena.after-register:2", Create, "SELECT count(*) FROM d.made", null)]
    [InlineData("athena.before-end:2", Create, "SELECT count(*) FROM d.made", null)]
    [InlineData("athena.after-publish-file:2", Insert, "SELECT count(*) FROM d.base", 1)]
    [InlineData("athena.after-register:2", Insert, "SELECT count(*) FROM d.base", 1)]
    [InlineData("athena.before-end:2", Insert, "SELECT count(*) FROM d.base", 1)]
    public async Task A_statement_that_died_has_changed_nothing_and_can_be_run_again_after(string fault, string statement, string count, int? left)
    {
        string id;
        IReadOnlyDictionary<string, int> ports;
        await using (var doomed = await ServerProcess.StartAsync(_directory.FullName, fault: fault))
        {
            ports = doomed.PortFlags();
            id = (await doomed.Clients.PythonAsync(WriteTable, statement)).Ok().Trim();
            Assert.True(await doomed.WaitForExitAsync(TimeSpan.FromSeconds(60)), $"the point was never reached\n{doomed.Log}");
        }

        await using var next = await ServerProcess.StartAsync(_directory.FullName, ports);
        var outcome = JsonDocument.Parse((await next.Clients.PythonAsync(WriteAgain, id, statement, count)).Ok()).RootElement;
        Assert.Equal("FAILED", outcome.GetProperty("died").GetString());
        Assert.Equal(left, outcome.GetProperty("left").Deserialize<int?>());
        Assert.Equal("SUCCEEDED", outcome.GetProperty("again").GetString());
        Assert.Equal(1000, outcome.GetProperty("rows").GetInt32());
    }
}
