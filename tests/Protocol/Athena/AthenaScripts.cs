namespace Weir.Protocol.Tests.Athena;

/// <summary>What the Python stories share: a bucket, and queries awaited to their end.</summary>
internal static class AthenaScripts
{
    public const string Helpers = """
        import time
        s3, athena = client("s3"), client("athena")
        def start(sql, bucket, database=None, **more):
            context = {"QueryExecutionContext": {"Database": database}} if database else {}
            return athena.start_query_execution(
                QueryString=sql, ResultConfiguration={"OutputLocation": f"s3://{bucket}/results/"}, **context, **more)["QueryExecutionId"]
        def over(id):
            while True:
                execution = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]
                if execution["Status"]["State"] not in ("QUEUED", "RUNNING"):
                    return execution
                time.sleep(0.01)
        def run(sql, bucket, database=None, **more):
            execution = over(start(sql, bucket, database, **more))
            assert execution["Status"]["State"] == "SUCCEEDED", (sql, execution["Status"])
            return execution
        def rows(sql, bucket, database=None, **more):
            execution = run(sql, bucket, database, **more)
            pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=execution["QueryExecutionId"])
            return [[value.get("VarCharValue") for value in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]]

        """;

    /// <summary>Calls that are to be refused, also those that the client itself would not send.</summary>
    public const string Refusals = """
        from botocore.exceptions import ClientError
        unchecked = client("athena", config=Config(parameter_validation=False, retries={"max_attempts": 1}))
        def refused(call, part, code="InvalidRequestException", **request):
            try:
                call(**request)
            except ClientError as error:
                assert error.response["Error"]["Code"] == code and part in error.response["Error"]["Message"], error
                return error.response
            raise AssertionError(f"not refused: {request}")

        """;
}
