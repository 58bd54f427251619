using System.Text.Json;

namespace Weir.Protocol.Tests.Athena;

/// <summary>Queries kept for later: named ones, and prepared ones with parameters.</summary>
public sealed class AthenaSavedQueryTests(WeirFixture weir)
{
    private const string Setup = AthenaScripts.Helpers + AthenaScripts.Refusals + """
        def failed(sql, bucket, **more):
            status = over(start(sql, bucket, **more))["Status"]
            assert status["State"] == "FAILED", status
            return status["StateChangeReason"]

        """;

    [Fact, Trait("feature", "athena.named-queries")]
    public async Task Named_queries_are_made_listed_changed_run_and_forgotten_with_the_CLI()
    {
        var clients = weir.ClientsOf("200000000011");
        async Task<string> OkAsync(params string[] arguments) => (await clients.AwsAsync(arguments)).Ok();
        async Task<JsonElement> JsonAsync(params string[] arguments) => JsonDocument.Parse(await OkAsync(arguments)).RootElement;
        await OkAsync("s3", "mb", "s3://named-cli");

        var id = (await JsonAsync(
            "athena", "create-named-query", "--name", "three", "--database", "default", "--description", "counts to three",
            "--query-string", "SELECT n FROM unnest(sequence(1, 3)) AS t(n)")).GetProperty("NamedQueryId").GetString()!;
        var listed = await JsonAsync("athena", "list-named-queries");
        var made = (await JsonAsync("athena", "get-named-query", "--named-query-id", id)).GetProperty("NamedQuery");
        await OkAsync(
            "athena", "update-named-query", "--named-query-id", id, "--name", "four", "--query-string", "SELECT n FROM unnest(sequence(1, 4)) AS t(n)");
        var batch = await JsonAsync("athena", "batch-get-named-query", "--named-query-ids", id, "no-such-query");

        Assert.Equal([id], listed.GetProperty("NamedQueryIds").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal("primary", made.GetProperty("WorkGroup").GetString());
        Assert.Equal("counts to three", made.GetProperty("Description").GetString());
        var changed = Assert.Single(batch.GetProperty("NamedQueries").EnumerateArray());
        Assert.Equal("four", changed.GetProperty("Name").GetString());
        Assert.Equal("counts to three", changed.GetProperty("Description").GetString());
        var missing = Assert.Single(batch.GetProperty("UnprocessedNamedQueryIds").EnumerateArray());
        Assert.Equal("no-such-query", missing.GetProperty("NamedQueryId").GetString());
        Assert.Equal("INVALID_INPUT", missing.GetProperty("ErrorCode").GetString());

        var execution = (await JsonAsync(
            "athena", "start-query-execution", "--query-string", changed.GetProperty("QueryString").GetString()!,
            "--result-configuration", "OutputLocation=s3://named-cli/out/")).GetProperty("QueryExecutionId").GetString()!;
        string? state;
        do
        {
            state = (await JsonAsync("athena", "get-query-execution", "--query-execution-id", execution))
                .GetProperty("QueryExecution").GetProperty("Status").GetProperty("State").GetString();
        }
        while (state is "QUEUED" or "RUNNING");
        var rows = (await JsonAsync("athena", "get-query-results", "--query-execution-id", execution)).GetProperty("ResultSet").GetProperty("Rows");
        Assert.Equal(5, rows.GetArrayLength());

        await OkAsync("athena", "delete-named-query", "--named-query-id", id);
        var gone = await clients.AwsAsync("athena", "get-named-query", "--named-query-id", id);
        Assert.Contains("InvalidRequestException", gone.Error, StringComparison.Ordinal);
        Assert.Contains($"NamedQuery {id} was not found", gone.Error, StringComparison.Ordinal);
    }

    [Fact, Trait("feature", "athena.named-queries")]
    public async Task Named_queries_belong_to_workgroups_come_in_pages_and_are_made_once_for_a_token()
    {
        const string Script = Setup + """
            athena.create_work_group(Name="team")
            ids = {athena.create_named_query(Name=f"q{n}", Database="default", QueryString=f"SELECT {n}", WorkGroup="team")["NamedQueryId"] for n in range(7)}
            other = athena.create_named_query(Name="q0", Database="default", QueryString="SELECT 0")["NamedQueryId"]
            assert len(ids) == 7 and other not in ids, "names need not differ"
            pages = [page["NamedQueryIds"] for page in athena.get_paginator("list_named_queries").paginate(WorkGroup="team", PaginationConfig={"PageSize": 3})]
            assert [len(page) for page in pages] == [3, 3, 1] and {id for page in pages for id in page} == ids, pages
            assert athena.list_named_queries()["NamedQueryIds"] == [other]
            assert athena.list_named_queries(WorkGroup="team", MaxResults=50).get("NextToken") is None
            found = athena.batch_get_named_query(NamedQueryIds=sorted(ids))
            assert {q["QueryString"] for q in found["NamedQueries"]} == {f"SELECT {n}" for n in range(7)} and {q["WorkGroup"] for q in found["NamedQueries"]} == {"team"}, found
            assert found["UnprocessedNamedQueryIds"] == []

            # The same request with its token again is the same query; another request with it is refused.
            token = "0123456789abcdef0123456789abcdef"
            request = dict(Name="once", Database="default", QueryString="SELECT 'once'", WorkGroup="team", ClientRequestToken=token)
            first = athena.create_named_query(**request)["NamedQueryId"]
            assert athena.create_named_query(**request)["NamedQueryId"] == first
            refused(athena.create_named_query, "Idempotent parameters do not match", **{**request, "QueryString": "SELECT 'twice'"})
            refused(unchecked.create_named_query, "Member must have length greater than or equal to 32", **{**request, "ClientRequestToken": "short"})
            assert len([id for page in athena.get_paginator("list_named_queries").paginate(WorkGroup="team") for id in page["NamedQueryIds"]]) == 8

            # A description can be emptied, and stays when it is not spoken of.
            athena.update_named_query(NamedQueryId=first, Name="again", Description="said", QueryString="SELECT 2")
            athena.update_named_query(NamedQueryId=first, Name="again", QueryString="SELECT 3")
            now = athena.get_named_query(NamedQueryId=first)["NamedQuery"]
            assert (now["Name"], now["Description"], now["QueryString"], now["Database"], now["WorkGroup"]) == ("again", "said", "SELECT 3", "default", "team"), now
            athena.update_named_query(NamedQueryId=first, Name="again", Description="", QueryString="SELECT 3")
            assert not athena.get_named_query(NamedQueryId=first)["NamedQuery"].get("Description")

            # Mistakes.
            refused(athena.create_named_query, "WorkGroup nobody is not found.", Name="n", Database="default", QueryString="SELECT 1", WorkGroup="nobody")
            refused(unchecked.create_named_query, "Query string must have 1 to 262144 bytes", Name="n", Database="default", QueryString="")
            refused(unchecked.create_named_query, "Query string must have 1 to 262144 bytes", Name="n", Database="default", QueryString="x" * 262145)
            refused(unchecked.create_named_query, "at 'name' failed to satisfy constraint: Member must have length less than or equal to 128", Name="n" * 129, Database="default", QueryString="SELECT 1")
            refused(unchecked.create_named_query, "at 'description' failed to satisfy constraint", Name="n", Description="d" * 1025, Database="default", QueryString="SELECT 1")
            refused(unchecked.create_named_query, "Value null at 'database' failed to satisfy constraint: Member must not be null", Name="n", QueryString="SELECT 1")
            refused(athena.update_named_query, "NamedQuery none was not found", NamedQueryId="none", Name="n", QueryString="SELECT 1")
            refused(athena.delete_named_query, "NamedQuery none was not found", NamedQueryId="none")
            refused(unchecked.batch_get_named_query, "at 'namedQueryIds' failed to satisfy constraint: Member must have length less than or equal to 50", NamedQueryIds=["x"] * 51)
            refused(unchecked.list_named_queries, "Value '51' at 'maxResults'", MaxResults=51)
            refused(athena.list_named_queries, "WorkGroup nobody is not found.", WorkGroup="nobody")
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000012").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.prepared")]
    public async Task Prepared_statements_are_kept_for_a_workgroup_and_executed_with_values()
    {
        const string Script = Setup + """
            b = "prepared-run"
            s3.create_bucket(Bucket=b)
            s3.put_object(Bucket=b, Key="people/a.csv", Body=b"1,Ann,2020-02-29,1.5\n2,O'Hara,2021-01-01,2.5\n3,Bob,2022-12-31,\n")
            run(f"CREATE EXTERNAL TABLE default.people (id int, name string, born date, score double) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://{b}/people/'", b)
            for group in ("readers", "writers"):
                athena.create_work_group(Name=group, Configuration={"EnforceWorkGroupConfiguration": False})
            make = lambda name, sql, group="readers", **more: athena.create_prepared_statement(StatementName=name, WorkGroup=group, QueryStatement=sql, **more)
            make("by_id", "SELECT name FROM people WHERE id = ?", Description="one person")
            make("between_dates", "SELECT id FROM people WHERE born BETWEEN ? AND ? ORDER BY id")
            make("no_values", "SELECT count(*) FROM people")
            ask = lambda sql, group="readers", **more: rows(sql, b, "default", WorkGroup=group, **more)

            # By USING, or by values beside the statement; every kind of value, as an expression.
            assert ask("EXECUTE by_id USING 1")[1:] == [["Ann"]]
            assert ask("EXECUTE by_id", ExecutionParameters=["2"])[1:] == [["O'Hara"]]
            assert ask("EXECUTE between_dates USING DATE '2020-01-01', DATE '2021-12-31'")[1:] == [["1"], ["2"]]
            assert ask("EXECUTE between_dates", ExecutionParameters=["date '2021-01-01'", "date '2022-12-31'"])[1:] == [["2"], ["3"]]
            assert ask("EXECUTE no_values")[1:] == [["3"]]
            make("values_of", "SELECT ? AS a, ? + 1 AS b, upper(?) AS c, ? IS NULL AS d, cardinality(?) AS e, cast(? AS decimal(10,2)) AS f")
            assert ask("EXECUTE values_of USING 'it''s', 41, 'x', NULL, ARRAY[1,2,3], 7.5")[1:] == [["it's", "42", "X", "true", "3", "7.50"]]
            assert ask("SELECT name FROM people WHERE name = ? AND id IN (?, ?)", ExecutionParameters=["'O''Hara'", "1", "2"])[1:] == [["O'Hara"]]
            # A value is a value: nothing in it is read as SQL.
            make("by_name", "SELECT id FROM people WHERE name = ?")
            assert ask("EXECUTE by_name USING '1'' OR ''1''=''1'")[1:] == []

            # Wrong counts, unknown names, values that are no expressions.
            for wrong in ("EXECUTE by_id", "EXECUTE by_id USING 1, 2"):
                assert "Incorrect number of parameters: expected 1 but found " in failed(wrong, b, database="default", WorkGroup="readers"), wrong
            assert "Incorrect number of parameters: expected 2 but found 1" in failed("SELECT ?, ?", b, ExecutionParameters=["1"])
            assert "Incorrect number of parameters: expected 0 but found 1" in failed("SELECT 1", b, ExecutionParameters=["1"])
            assert failed("EXECUTE nobody USING 1", b, WorkGroup="readers").startswith("NOT_FOUND: Prepared statement not found: nobody")
            assert failed("EXECUTE by_id USING 1", b, WorkGroup="writers").startswith("NOT_FOUND: Prepared statement not found: by_id"), "another workgroup's"
            assert failed("EXECUTE by_id USING 'x'", b, database="default", WorkGroup="readers").startswith("TYPE_MISMATCH"), "the type is the value's"

            # Statements that write take values too.
            make("put", "INSERT INTO default.made SELECT ? AS id, ? AS name", "writers")
            make("make", f"CREATE TABLE default.made WITH (format = 'PARQUET', external_location = 's3://{b}/made/') AS SELECT 0 AS id, cast(? AS varchar) AS name", "writers")
            make("out", f"UNLOAD (SELECT * FROM default.made WHERE id > ?) TO 's3://{b}/unloaded/' WITH (format = 'JSON', compression = 'NONE')", "writers")
            for sql in ("EXECUTE make USING 'zero'", "EXECUTE put USING 1, 'one'", "EXECUTE put USING 2, 'two'", "EXECUTE out USING 1"):
                done = run(sql, b, "default", WorkGroup="writers")
                assert done["StatementType"] == "DML", done
            assert ask("SELECT id, name FROM made ORDER BY id", "primary")[1:] == [["0", "zero"], ["1", "one"], ["2", "two"]]
            body = "".join(s3.get_object(Bucket=b, Key=o["Key"])["Body"].read().decode() for o in s3.list_objects_v2(Bucket=b, Prefix="unloaded/")["Contents"])
            assert json.loads(body) == {"id": 2, "name": "two"}, body

            # Kept by SQL: PREPARE, EXECUTE, DEALLOCATE; the API sees them.
            done = run("PREPARE said FROM SELECT id FROM people WHERE score > ? ORDER BY id", b, "default", WorkGroup="writers")
            assert done["StatementType"] == "DDL", done
            assert ask("EXECUTE said USING 1.0", "writers")[1:] == [["1"], ["2"]]
            assert "score > ?" in athena.get_prepared_statement(StatementName="said", WorkGroup="writers")["PreparedStatement"]["QueryStatement"]
            run("DEALLOCATE PREPARE said", b, WorkGroup="writers")
            assert failed("DEALLOCATE PREPARE said", b, WorkGroup="writers").startswith("NOT_FOUND: Prepared statement not found: said")
            refused(athena.get_prepared_statement, "PreparedStatement said was not found in workGroup writers", "ResourceNotFoundException", StatementName="said", WorkGroup="writers")
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000013").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.prepared")]
    public async Task Prepared_statements_are_described_listed_changed_and_deleted()
    {
        const string Script = Setup + """
            b = "prepared-life"
            s3.create_bucket(Bucket=b)
            athena.create_work_group(Name="lab", Configuration={"ResultConfiguration": {"OutputLocation": f"s3://{b}/out/"}})
            for n in range(5):
                athena.create_prepared_statement(StatementName=f"step_{n}", WorkGroup="lab", QueryStatement=f"SELECT {n} + ?", Description=f"number {n}")
            refused(athena.create_prepared_statement, "already exists", StatementName="step_0", WorkGroup="lab", QueryStatement="SELECT 1")
            names, token = [], {}
            while True:
                page = athena.list_prepared_statements(WorkGroup="lab", MaxResults=2, **token)
                names += [s["StatementName"] for s in page["PreparedStatements"]]
                if "NextToken" not in page:
                    break
                token = {"NextToken": page["NextToken"]}
            assert names == [f"step_{n}" for n in range(5)], names
            assert athena.list_prepared_statements(WorkGroup="primary")["PreparedStatements"] == []

            one = athena.get_prepared_statement(StatementName="step_1", WorkGroup="lab")["PreparedStatement"]
            assert (one["QueryStatement"], one["WorkGroupName"], one["Description"]) == ("SELECT 1 + ?", "lab", "number 1"), one
            athena.update_prepared_statement(StatementName="step_1", WorkGroup="lab", QueryStatement="SELECT 10 * ?")
            changed = athena.get_prepared_statement(StatementName="step_1", WorkGroup="lab")["PreparedStatement"]
            assert changed["QueryStatement"] == "SELECT 10 * ?" and changed["LastModifiedTime"] >= one["LastModifiedTime"] and changed["Description"] == "number 1", changed
            done = over(athena.start_query_execution(QueryString="EXECUTE step_1 USING 4", WorkGroup="lab")["QueryExecutionId"])
            assert athena.get_query_results(QueryExecutionId=done["QueryExecutionId"])["ResultSet"]["Rows"][1]["Data"] == [{"VarCharValue": "40"}]

            batch = athena.batch_get_prepared_statement(PreparedStatementNames=["step_2", "nope"], WorkGroup="lab")
            assert [s["StatementName"] for s in batch["PreparedStatements"]] == ["step_2"], batch
            assert [(u["StatementName"], u["ErrorCode"]) for u in batch["UnprocessedPreparedStatementNames"]] == [("nope", "STATEMENT_NOT_FOUND")], batch

            # Names, groups and lengths.
            for name in ("1st", "a-b", "", "x" * 258):
                refused(unchecked.create_prepared_statement, "Invalid prepared statement name", StatementName=name, WorkGroup="lab", QueryStatement="SELECT 1")
            refused(athena.create_prepared_statement, "WorkGroup nobody is not found.", StatementName="good", WorkGroup="nobody", QueryStatement="SELECT 1")
            refused(unchecked.create_prepared_statement, "Query string must have 1 to 262144 bytes", StatementName="good", WorkGroup="lab", QueryStatement="")
            refused(athena.update_prepared_statement, "PreparedStatement nope was not found in workGroup lab", "ResourceNotFoundException", StatementName="nope", WorkGroup="lab", QueryStatement="SELECT 1")
            refused(athena.delete_prepared_statement, "PreparedStatement nope was not found", "ResourceNotFoundException", StatementName="nope", WorkGroup="lab")
            refused(unchecked.list_prepared_statements, "Value '0' at 'maxResults'", WorkGroup="lab", MaxResults=0)
            athena.delete_prepared_statement(StatementName="step_1", WorkGroup="lab")
            refused(athena.get_prepared_statement, "PreparedStatement step_1 was not found in workGroup lab", "ResourceNotFoundException", StatementName="step_1", WorkGroup="lab")
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000014").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.prepared")]
    public async Task The_javascript_sdk_prepares_and_executes()
    {
        const string Script = """
            import * as athena from "@aws-sdk/client-athena";
            import { S3Client, CreateBucketCommand } from "@aws-sdk/client-s3";
            import assert from "node:assert";
            const config = { endpoint: process.env.WEIR_ENDPOINT, region: "us-east-1", credentials: { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY } };
            const client = new athena.AthenaClient(config);
            const call = (name, request = {}) => client.send(new athena[name + "Command"](request));
            await new S3Client({ ...config, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "prepared-js" }));
            await call("CreatePreparedStatement", { StatementName: "range_of", WorkGroup: "primary", QueryStatement: "SELECT n, n % ? = 0 AS even FROM unnest(sequence(1, ?)) AS t(n) ORDER BY n" });
            const run = async (QueryString, ExecutionParameters) => {
              const { QueryExecutionId } = await call("StartQueryExecution", { QueryString, ExecutionParameters, ResultConfiguration: { OutputLocation: "s3://prepared-js/" } });
              for (;;) {
                const { QueryExecution } = await call("GetQueryExecution", { QueryExecutionId });
                if (QueryExecution.Status.State === "FAILED") return QueryExecution.Status;
                if (QueryExecution.Status.State === "SUCCEEDED") {
                  assert.deepEqual(QueryExecution.ExecutionParameters, ExecutionParameters);
                  return (await call("GetQueryResults", { QueryExecutionId })).ResultSet.Rows.map((row) => row.Data.map((cell) => cell.VarCharValue));
                }
              }
            };
            assert.deepEqual(await run("EXECUTE range_of", ["2", "3"]), [["n", "even"], ["1", "false"], ["2", "true"], ["3", "false"]]);
            assert.deepEqual(await run("EXECUTE range_of USING 3, 3"), [["n", "even"], ["1", "false"], ["2", "false"], ["3", "true"]]);
            const status = await run("EXECUTE range_of", ["2"]);
            assert.match(status.StateChangeReason, /^INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 2 but found 1$/);
            assert.equal(status.AthenaError.ErrorCategory, 2);
            const names = [];
            for await (const page of athena.paginateListPreparedStatements({ client, pageSize: 1 }, { WorkGroup: "primary" })) names.push(...page.PreparedStatements.map((s) => s.StatementName));
            assert.deepEqual(names, ["range_of"]);
            await call("DeletePreparedStatement", { StatementName: "range_of", WorkGroup: "primary" });
            await assert.rejects(call("GetPreparedStatement", { StatementName: "range_of", WorkGroup: "primary" }), (error) => error instanceof athena.ResourceNotFoundException && error.ResourceName === "range_of");
            console.log("done");
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000015").NodeAsync(Script)).Ok().Trim());
    }
}
