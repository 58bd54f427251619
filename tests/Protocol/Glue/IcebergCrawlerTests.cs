namespace Weir.Protocol.Tests.Glue;

/// <summary>Crawlers find Iceberg tables by their metadata, and never take back a commit.</summary>
public sealed class IcebergCrawlerTests(WeirFixture weir)
{
    [Fact, Trait("feature", "glue.crawlers")]
    public async Task Iceberg_tables_are_found_by_their_metadata_and_follow_other_writers()
    {
        const string Script = """
            import time
            glue, s3, iam, athena = client("glue"), client("s3"), client("iam"), client("athena")
            bucket = "crawled-ice"
            s3.create_bucket(Bucket=bucket)
            for name in ("maker", "found"):
                glue.create_database(DatabaseInput={"Name": name})
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            role = iam.create_role(RoleName="ice-crawler", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
            iam.put_role_policy(RoleName="ice-crawler", PolicyName="p", PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:*", "glue:*"], "Resource": "*"}]}))
            def ask(operation, **body):
                # The client's own model may be older than the service: its signer is enough.
                from botocore.awsrequest import AWSRequest
                from botocore.auth import SigV4Auth
                import urllib.request, urllib.error
                request = AWSRequest("POST", os.environ["WEIR_ENDPOINT"] + "/", data=json.dumps(body), headers={"X-Amz-Target": f"AWSGlue.{operation}", "Content-Type": "application/x-amz-json-1.1"})
                SigV4Auth(boto3.Session().get_credentials(), "glue", "us-east-1").add_auth(request)
                try:
                    with urllib.request.urlopen(urllib.request.Request(request.url, request.data.encode(), dict(request.headers.items()))) as answer:
                        return json.load(answer)
                except urllib.error.HTTPError as error:
                    return json.load(error)["__type"]
            def query(sql, database):
                id = athena.start_query_execution(QueryString=sql, QueryExecutionContext={"Database": database}, ResultConfiguration={"OutputLocation": f"s3://{bucket}/results/"})["QueryExecutionId"]
                while True:
                    status = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
                    if status["State"] in ("SUCCEEDED", "FAILED"): break
                    time.sleep(0.02)
                assert status["State"] == "SUCCEEDED", (sql, status)
                return [[value.get("VarCharValue") for value in row["Data"]] for row in athena.get_query_results(QueryExecutionId=id)["ResultSet"]["Rows"][1:]]
            def crawl():
                glue.start_crawler(Name="ice")
                while True:
                    crawler = glue.get_crawler(Name="ice")["Crawler"]
                    if crawler["State"] == "READY": break
                    time.sleep(0.02)
                assert crawler["LastCrawl"]["Status"] == "SUCCEEDED", crawler["LastCrawl"]
                return {table["Name"]: table for table in glue.get_tables(DatabaseName="found")["TableList"]}
            for place in ("lake/orders", "lake/deep/er/lines", "lake/skipped/secret", "elsewhere/other"):
                query(f"CREATE TABLE {place.split('/')[-1]} (id bigint, day date) PARTITIONED BY (month(day)) LOCATION 's3://{bucket}/{place}' TBLPROPERTIES ('table_type'='ICEBERG')", "maker")
                query(f"INSERT INTO {place.split('/')[-1]} VALUES (1, DATE '2024-01-01'), (2, DATE '2024-02-01')", "maker")
            s3.put_object(Bucket=bucket, Key="lake/broken/metadata/v9.metadata.json", Body=b"{")
            target = {"Paths": [f"s3://{bucket}/lake"], "Exclusions": ["skipped/**"], "MaximumTraversalDepth": 2}
            for wrong, code in (({"Paths": []}, "InvalidInputException"), ({"Paths": ["lake"]}, "InvalidInputException"),
                (dict(target, ConnectionName="c"), "NotImplemented"), (dict(target, MaximumTraversalDepth=21), "InvalidInputException")):
                answer = ask("CreateCrawler", Name="ice", Role=role, DatabaseName="found", Targets={"IcebergTargets": [wrong]})
                assert answer == code, (wrong, answer)
            ask("CreateCrawler", Name="ice", Role=role, DatabaseName="found", Targets={"IcebergTargets": [target]})
            assert ask("GetCrawler", Name="ice")["Crawler"]["Targets"]["IcebergTargets"] == [target]
            found = crawl()
            assert list(found) == ["orders"], list(found)
            orders = found["orders"]
            assert orders["Parameters"]["table_type"] == "ICEBERG" and orders["Parameters"]["metadata_location"].startswith(f"s3://{bucket}/lake/orders/metadata/00001-"), orders
            assert [(column["Name"], column["Type"]) for column in orders["StorageDescriptor"]["Columns"]] == [("id", "bigint"), ("day", "date")], orders
            assert query("SELECT count(*), sum(id) FROM orders", "found") == [["2", "3"]]

            # What another catalog's writer commits is followed; what this catalog knows is not taken back.
            query("ALTER TABLE orders ADD COLUMNS (note string)", "maker")
            query("INSERT INTO orders VALUES (3, NULL, 'n')", "maker")
            moved = crawl()["orders"]
            assert moved["Parameters"]["previous_metadata_location"] == orders["Parameters"]["metadata_location"], moved
            assert len(moved["StorageDescriptor"]["Columns"]) == 3
            assert query("SELECT count(*), max(note) FROM orders", "found") == [["3", "n"]]
            query("INSERT INTO orders VALUES (4, NULL, 'm')", "found")
            query("INSERT INTO orders VALUES (5, NULL, 'o'), (6, NULL, 'o')", "maker")
            query("INSERT INTO orders VALUES (7, NULL, 'o')", "maker")
            assert query("SELECT count(*), max(id) FROM orders", "found") == [["4", "4"]]
            crawl()
            assert query("SELECT count(*), max(id) FROM orders", "found") == [["4", "4"]]

            for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="lake/orders/"):
                for entry in page["Contents"]:
                    s3.delete_object(Bucket=bucket, Key=entry["Key"])
            assert "DEPRECATED_BY_CRAWLER" in crawl()["orders"]["Parameters"]
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }
}
