using Weir.Tests.Support;

namespace Weir.EndToEnd.Tests;

/// <summary>A query that cannot succeed says why and where; the ones after it are not disturbed.</summary>
[Collection(BadInputCollection.Name)]
public sealed class BadInputQueryTests(BadInputPlatform weir)
{
    private const string Queries = """
        athena, s3 = client("athena"), client("s3")
        def start(sql):
            return athena.start_query_execution(QueryString=sql, ResultConfiguration={"OutputLocation": f"s3://{bucket}/results/"},
                QueryExecutionContext={"Database": database})["QueryExecutionId"]
        def over(id):
            status = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
            return status if status["State"] not in ("QUEUED", "RUNNING") else None
        def failed(sql):
            id = start(sql)
            status = until(lambda: over(id), sql)
            assert status["State"] == "FAILED" and status["AthenaError"]["ErrorMessage"] == status["StateChangeReason"], (sql, status)
            return status["StateChangeReason"]
        def rows(sql):
            id = start(sql)
            status = until(lambda: over(id), sql)
            assert status["State"] == "SUCCEEDED", (sql, status)
            return [[cell.get("VarCharValue") for cell in row["Data"]] for row in athena.get_query_results(QueryExecutionId=id)["ResultSet"]["Rows"]][1:]
        def made(name):
            global bucket, database
            bucket, database = name, name.replace("-", "_")
            s3.create_bucket(Bucket=bucket)
            client("glue").create_database(DatabaseInput={"Name": database})

        """;

    [Fact, Trait("feature", "athena.results")]
    public Task Bad_sql_is_refused_and_what_does_not_exist_fails_with_its_place() => weir.Clients.RunBadInputAsync(Queries + """
        made("bad-sql")
        for sql in ["SELEC 1", "SELECT FROM WHERE", "SELECT 'open", "SELECT 1; SELECT 2"]:
            assert fails(lambda: start(sql), "InvalidRequestException", 400).startswith("line 1:"), sql
        for sql, reason in {
            "SELECT * FROM nothing": "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.bad_sql.nothing' does not exist",
            "SELECT * FROM nowhere.t": "SCHEMA_NOT_FOUND: line 1:15: Schema 'nowhere' does not exist",
            "SELECT b FROM (SELECT 1 a)": "COLUMN_NOT_FOUND: line 1:8: Column 'b' cannot be resolved",
            "SELECT nonsense(1)": "FUNCTION_NOT_FOUND: line 1:8: Function 'nonsense' not registered",
            "SELECT 1 / 0": "DIVISION_BY_ZERO",
            "SELECT CAST('x' AS integer)": "INVALID_CAST_ARGUMENT"}.items():
            assert failed(sql).startswith(reason), (sql, failed(sql))
        assert rows("SELECT 1") == [["1"]]
        """);

    [Fact, Trait("feature", "athena.formats")]
    public Task A_corrupt_object_among_good_ones_is_named_by_its_address() => weir.Clients.RunBadInputAsync(Queries + """
        made("bad-data")
        rows("CREATE TABLE source WITH (format = 'PARQUET', external_location = 's3://bad-data/source/') AS SELECT x, x * 2 AS y FROM UNNEST(sequence(1, 1000)) t(x)")
        good = next(iter(objects("bad-data", "source/").values()))
        rows("CREATE EXTERNAL TABLE numbers (x int, y int) STORED AS PARQUET LOCATION 's3://bad-data/numbers/'")
        s3.put_object(Bucket="bad-data", Key="numbers/a", Body=good)
        s3.put_object(Bucket="bad-data", Key="numbers/z", Body=good)
        half = len(good) // 2
        for name, body in {"truncated": good[:half], "flipped": good[:half - 20] + bytes(40) + good[half + 20:], "garbage": b"hello",
                "footer": good[:-60] + b"\xff" * 52 + good[-8:], "length": good[:-8] + b"\xff\xff\xff\x7f" + good[-4:]}.items():
            s3.put_object(Bucket="bad-data", Key=f"numbers/b-{name}", Body=body)
            reason = failed("SELECT sum(x + y) FROM numbers")
            assert reason.startswith("HIVE_BAD_DATA: ") and f"s3://bad-data/numbers/b-{name}" in reason and "more)" not in reason, (name, reason)
            s3.delete_object(Bucket="bad-data", Key=f"numbers/b-{name}")
            assert rows("SELECT count(*), sum(x + y) FROM numbers") == [["2000", "3003000"]], name
        rows("CREATE EXTERNAL TABLE lines (a int) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://bad-data/lines/'")
        s3.put_object(Bucket="bad-data", Key="lines/a", Body=b'{"a":1}\n')
        s3.put_object(Bucket="bad-data", Key="lines/b", Body=b'{"a":2}\n{"a":\n{"a":3}\n')
        assert "s3://bad-data/lines/b" in failed("SELECT * FROM lines")
        rows("CREATE EXTERNAL TABLE texts (a int, b string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://bad-data/texts/'")
        s3.put_object(Bucket="bad-data", Key="texts/a", Body=b"1,one\nx,two\n3\n4,four,more\n")
        assert rows("SELECT * FROM texts") == [["1", "one"], [None, "two"], ["3", None], ["4", "four"]]
        s3.put_object(Bucket="bad-data", Key="texts/b", Body=b"5,\xff\xfe\n")
        assert rows("SELECT * FROM texts WHERE a = 5") == [["5", "\ufffd\ufffd"]]
        """);

    [Fact, Trait("feature", "athena.results")]
    public Task A_cancelled_query_ends_at_once_and_leaves_room_for_the_next() => weir.Clients.RunBadInputAsync(Queries + """
        made("cancelled")
        endless = "SELECT count(*) FROM UNNEST(sequence(1, 10000)) a(x) CROSS JOIN UNNEST(sequence(1, 10000)) b(y) CROSS JOIN UNNEST(sequence(1, 10000)) c(z) WHERE (x * y) % 7 = 3"
        for _ in range(3):
            id = start(endless)
            until(lambda: athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]["State"] == "RUNNING", "it runs")
            athena.stop_query_execution(QueryExecutionId=id)
            status = until(lambda: over(id), "cancelled")
            assert status["State"] == "CANCELLED", status
            assert "CANCELLED" in fails(lambda: athena.get_query_results(QueryExecutionId=id), "InvalidRequestException")
        assert rows("SELECT 1") == [["1"]]
        """);
}
