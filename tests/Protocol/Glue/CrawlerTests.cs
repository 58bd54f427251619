namespace Weir.Protocol.Tests.Glue;

public sealed class CrawlerTests(WeirFixture weir)
{
    /// <summary>A bucket, a role for crawlers, and ways to crawl and to ask.</summary>
    internal const string Prelude = """
        import time, io, gzip
        glue, s3, iam, athena, logs = client("glue"), client("s3"), client("iam"), client("athena"), client("logs")
        account = os.environ["AWS_ACCESS_KEY_ID"]
        bucket = f"lake-{account}"
        s3.create_bucket(Bucket=bucket)
        glue.create_database(DatabaseInput={"Name": "lake"})
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        role = iam.create_role(RoleName="crawler", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        def allow(*actions): iam.put_role_policy(RoleName="crawler", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}))
        allow("s3:*", "glue:*", "sqs:*", "athena:*")
        def put(key, body): s3.put_object(Bucket=bucket, Key=key, Body=body)
        def make(name, path="", target={}, **more):
            glue.create_crawler(Name=name, Role=role, DatabaseName="lake", Targets={"S3Targets": [dict({"Path": f"s3://{bucket}/{path}"}, **target)]}, **more)
        def crawl(name):
            glue.start_crawler(Name=name)
            for _ in range(600):
                crawler = glue.get_crawler(Name=name)["Crawler"]
                if crawler["State"] == "READY": return crawler["LastCrawl"]
                time.sleep(0.05)
            raise AssertionError("the crawl does not end")
        def crawled(name):
            last = crawl(name)
            assert last["Status"] == "SUCCEEDED", last
        def table(name): return glue.get_table(DatabaseName="lake", Name=name)["Table"]
        def tables(): return sorted(t["Name"] for t in glue.get_tables(DatabaseName="lake")["TableList"])
        def ask(operation, **body):
            # The client's own model may be older than the service: its signer is enough.
            from botocore.awsrequest import AWSRequest
            from botocore.auth import SigV4Auth
            import urllib.request
            request = AWSRequest("POST", os.environ["WEIR_ENDPOINT"] + "/", data=json.dumps(body), headers={"X-Amz-Target": f"AWSGlue.{operation}", "Content-Type": "application/x-amz-json-1.1"})
            SigV4Auth(boto3.Session().get_credentials(), "glue", "us-east-1").add_auth(request)
            with urllib.request.urlopen(urllib.request.Request(request.url, request.data.encode(), dict(request.headers.items()))) as answer:
                return json.load(answer)
        def columns(name): return {c["Name"]: c["Type"] for c in table(name)["StorageDescriptor"]["Columns"]}
        def keys(name): return [(c["Name"], c["Type"]) for c in table(name)["PartitionKeys"]]
        def partitions(name): return [p["Values"] for p in glue.get_partitions(DatabaseName="lake", TableName=name)["Partitions"]]
        def query(sql):
            id = athena.start_query_execution(QueryString=sql, QueryExecutionContext={"Database": "lake"}, ResultConfiguration={"OutputLocation": f"s3://{bucket}-results/"})["QueryExecutionId"]
            for _ in range(600):
                status = athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]
                if status["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"): break
                time.sleep(0.05)
            assert status["State"] == "SUCCEEDED", status
            rows = athena.get_query_results(QueryExecutionId=id)["ResultSet"]["Rows"]
            return [[d.get("VarCharValue") for d in row["Data"]] for row in rows[1:]]
        s3.create_bucket(Bucket=f"{bucket}-results")

        """;

    private async Task CrawlAsync(string account, string script) => (await weir.ClientsOf(account).PythonAsync(Prelude + script)).Ok();

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public Task Files_are_put_crawled_and_queried() => CrawlAsync("100000000061", """
        for year in (2025, 2026):
            for month in (1, 12):
                put(f"sales/year={year}/month={month:02}/a.csv", "id,zip,price,day,note\n1,02134,1.5,2026-01-02,NA\n2,90210,NA,2026-01-03,x\n")
        put("events/2026/e.json.gz", gzip.compress(b'{"Id": 1, "tags": ["a"], "at": {"x": 1}}\n{"Id": 2, "tags": [], "at": {"x": 2.5}}\n'))
        put("quoted/q.csv", '"name","n"\n"a, b",1\n"c ""d"" e",NA\n')
        put("quoted/_SUCCESS", "x")
        make("all", Description="everything")
        crawled("all")
        assert tables() == ["events", "quoted", "sales"], tables()
        assert columns("sales") == {"id": "bigint", "zip": "string", "price": "double", "day": "date", "note": "string"}, columns("sales")
        assert keys("sales") == [("year", "int"), ("month", "string")], keys("sales")
        assert partitions("sales") == [["2025", "01"], ["2025", "12"], ["2026", "01"], ["2026", "12"]], partitions("sales")
        assert query("SELECT zip, price, day FROM sales WHERE year = 2026 AND month = '12' ORDER BY id") == [["02134", "1.5", "2026-01-02"], ["90210", None, "2026-01-03"]]
        assert columns("events") == {"id": "bigint", "tags": "array<string>", "at": "struct<x:double>"}, columns("events")
        assert query("SELECT id, at.x, partition_0 FROM events ORDER BY id") == [["1", "1.0", "2026"], ["2", "2.5", "2026"]]
        assert query("SELECT name, n FROM quoted ORDER BY name") == [["a, b", "1"], ['c "d" e', None]]
        parameters = table("sales")["Parameters"]
        assert parameters["UPDATED_BY_CRAWLER"] == "all" and parameters["classification"] == "csv" and parameters["skip.header.line.count"] == "1"
        assert "leading zeros" in parameters["weir.crawler.columns"] and "key=value" in parameters["weir.crawler.reason"], parameters
        last = glue.get_crawler(Name="all")["Crawler"]["LastCrawl"]
        lines = []
        for _ in range(100):
            try:
                lines = [e["message"] for e in logs.get_log_events(logGroupName=last["LogGroup"], logStreamName=last["LogStream"], startFromHead=True)["events"]]
            except logs.exceptions.ResourceNotFoundException:
                pass
            if any("state READY" in line for line in lines): break
            time.sleep(0.05)
        assert any("Why sales.zip is string: leading zeros" in line for line in lines) and all(line.startswith(f"[{last['MessagePrefix']}]") for line in lines), lines
        crawls = glue.list_crawls(CrawlerName="all", Filters=[{"FieldName": "STATE", "FilterOperator": "EQ", "FieldValue": "COMPLETED"}])["Crawls"]
        assert len(crawls) == 1 and json.loads(json.loads(crawls[0]["Summary"])["TABLE"])["ADD"]["Count"] == 3, crawls
        metrics = glue.get_crawler_metrics(CrawlerNameList=["all"])["CrawlerMetricsList"][0]
        assert metrics["TablesCreated"] == 3 and metrics["LastRuntimeSeconds"] >= 0, metrics
        run = ask("StartColumnStatisticsTaskRun", DatabaseName="lake", TableName="sales", Role=role)["ColumnStatisticsTaskRunId"]
        for _ in range(600):
            state = ask("GetColumnStatisticsTaskRun", ColumnStatisticsTaskRunId=run)["ColumnStatisticsTaskRun"]
            if state["Status"] not in ("STARTING", "RUNNING"): break
            time.sleep(0.05)
        assert state["Status"] == "SUCCEEDED", state
        data = {s["ColumnName"]: s["StatisticsData"] for s in glue.get_column_statistics_for_table(DatabaseName="lake", TableName="sales", ColumnNames=["id", "price", "zip", "day"])["ColumnStatisticsList"]}
        assert data["id"]["LongColumnStatisticsData"] == {"MinimumValue": 1, "MaximumValue": 2, "NumberOfNulls": 0, "NumberOfDistinctValues": 2}, data
        assert data["price"]["DoubleColumnStatisticsData"]["NumberOfNulls"] == 4 and data["zip"]["StringColumnStatisticsData"]["AverageLength"] == 5.0, data
        assert data["day"]["DateColumnStatisticsData"]["MaximumValue"].year == 2026, data
        """);

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public Task Columnar_files_have_their_own_types() => CrawlAsync("100000000062", """
        for format in ("PARQUET", "ORC", "AVRO"):
            try:
                query(f"UNLOAD (SELECT 1 AS id, DATE '2026-01-02' AS day, CAST(1.25 AS decimal(9,2)) AS price, 'x' AS name) TO 's3://{bucket}/{format.lower()}/' WITH (format = '{format}')")
            except AssertionError as error:
                assert format != "PARQUET", error
        made = sorted({o["Key"].split("/")[0] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]})
        make("typed", Configuration=json.dumps({"Version": 1.0, "Grouping": {"TableLevelConfiguration": 2}}))
        crawled("typed")
        assert tables() == made and "parquet" in made, (tables(), made)
        for name in made:
            assert columns(name) == {"id": "int", "day": "date", "price": "decimal(9,2)", "name": "string"}, (name, columns(name))
            assert query(f"SELECT id, day, price, name FROM {name}") == [["1", "2026-01-02", "1.25", "x"]], name
        """);

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public Task Changes_follow_the_policies() => CrawlAsync("100000000063", """
        put("t/dt=2026-01-01/a.csv", "id,v\n1,2\n")
        put("gone/g.json", '{"a": 1}\n')
        put("t/dt=2026-01-02/a.csv", "id,v\n1,2\n")
        make("update", SchemaChangePolicy={"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "DELETE_FROM_DATABASE"})
        make("careful", TablePrefix="c_", SchemaChangePolicy={"UpdateBehavior": "LOG", "DeleteBehavior": "DEPRECATE_IN_DATABASE"})
        make("merging", TablePrefix="m_", Configuration=json.dumps({"Version": 1.0, "CrawlerOutput": {"Tables": {"AddOrUpdateBehavior": "MergeNewColumns"}, "Partitions": {"AddOrUpdateBehavior": "InheritFromTable"}}}))
        for name in ("update", "careful", "merging"): crawled(name)
        assert tables() == ["c_gone", "c_t", "gone", "m_gone", "m_t", "t"], tables()
        put("t/dt=2026-01-02/a.csv", "id,v,more\n1,2.5,x\n")
        put("t/dt=2026-01-03/a.csv", "id,v,more\n1,2.5,x\n")
        s3.delete_object(Bucket=bucket, Key="t/dt=2026-01-01/a.csv")
        s3.delete_object(Bucket=bucket, Key="gone/g.json")
        for name in ("update", "careful", "merging"): crawled(name)
        assert columns("t") == {"id": "bigint", "v": "double", "more": "string"}, (columns("t"), partitions("t"), table("t"), crawl("update"), glue.list_crawls(CrawlerName="update"))
        assert table("t")["VersionId"] == "1" and len(glue.get_table_versions(DatabaseName="lake", TableName="t")["TableVersions"]) == 2
        assert partitions("t") == [["2026-01-02"], ["2026-01-03"]], partitions("t")
        assert columns("c_t") == {"id": "bigint", "v": "bigint"}, columns("c_t")
        assert partitions("c_t") == [["2026-01-01"], ["2026-01-02"], ["2026-01-03"]]
        assert columns("m_t") == {"id": "bigint", "v": "bigint", "more": "string"}, ("m_t", columns("m_t"), table("m_t"))
        inherited = glue.get_partition(DatabaseName="lake", TableName="m_t", PartitionValues=["2026-01-03"])["Partition"]["StorageDescriptor"]["Columns"]
        assert [c["Type"] for c in inherited] == ["bigint", "bigint", "string"], inherited
        assert "gone" not in tables() and "DEPRECATED_BY_CRAWLER" in table("c_gone")["Parameters"], tables()
        old = glue.get_partition(DatabaseName="lake", TableName="c_t", PartitionValues=["2026-01-01"])["Partition"]
        assert "DEPRECATED_BY_CRAWLER" in old["Parameters"], old
        """);

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public Task New_folders_and_events_are_crawled_alone() => CrawlAsync("100000000064", """
        sqs = client("sqs")
        put("t/dt=2026-01-01/a.csv", "id,v\n1,2\n")
        make("fresh", "t", SchemaChangePolicy={"UpdateBehavior": "LOG", "DeleteBehavior": "LOG"}, RecrawlPolicy={"RecrawlBehavior": "CRAWL_NEW_FOLDERS_ONLY"})
        crawled("fresh")
        put("t/dt=2026-01-01/b.json", '{"never": "seen"}\n')
        put("t/dt=2026-01-02/a.csv", "id,v\n1,2\n")
        crawled("fresh")
        assert tables() == ["t"] and partitions("t") == [["2026-01-01"], ["2026-01-02"]], (tables(), partitions("t"))
        try:
            make("wrong", "t", RecrawlPolicy={"RecrawlBehavior": "CRAWL_NEW_FOLDERS_ONLY"})
            raise AssertionError("its policies change tables")
        except glue.exceptions.InvalidInputException:
            pass

        url = sqs.create_queue(QueueName="news", Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"}]})})["QueueUrl"]
        queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [{"QueueArn": queue, "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]}]})
        put("e/dt=2026-01-01/a.csv", "id,v\n1,2\n")
        make("news", "e", {"EventQueueArn": queue}, SchemaChangePolicy={"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "DELETE_FROM_DATABASE"}, RecrawlPolicy={"RecrawlBehavior": "CRAWL_EVENT_MODE"})
        crawled("news")
        assert partitions("e") == [["2026-01-01"]]
        put("e/dt=2026-01-05/a.csv", "id,v\n3,4\n")
        s3.delete_object(Bucket=bucket, Key="e/dt=2026-01-01/a.csv")
        for _ in range(100):
            crawled("news")
            if partitions("e") == [["2026-01-05"]]: break
            time.sleep(0.05)
        assert partitions("e") == [["2026-01-05"]], partitions("e")
        assert query("SELECT v FROM e WHERE dt = DATE '2026-01-05'") == [["4"]]
        """);

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public Task A_crawler_acts_as_its_role_and_says_what_it_may_not() => CrawlAsync("100000000065", """
        put("t/a.csv", "id,v\n1,2\n")
        put("t/tmp/b.csv", "x;y\n1;2\n")
        for wrong, code in (({"Role": "nobody"}, "InvalidInputException"), ({"Targets": {}}, "InvalidInputException"), ({"Schedule": "cron(x)"}, "InvalidInputException"), ({"Classifiers": ["none"]}, "EntityNotFoundException"),
                            ({"Targets": {"MongoDBTargets": [{"ConnectionName": "c", "Path": "d"}]}}, "NotImplemented"), ({"CrawlerSecurityConfiguration": "kms"}, "NotImplemented"), ({"Configuration": '{"Version": 1.0, "Unknown": 1}'}, "InvalidInputException")):
            try:
                glue.create_crawler(**dict({"Name": "w", "Role": role, "DatabaseName": "lake", "Targets": {"S3Targets": [{"Path": f"s3://{bucket}/"}]}}, **wrong))
                raise AssertionError(wrong)
            except botocore.exceptions.ClientError as error:
                assert error.response["Error"]["Code"] == code, (wrong, error)
        make("c", "t", {"Exclusions": ["tmp/**"]}, Tags={"team": "data"}, Schedule="cron(15 12 ? * MON-FRI *)")
        allow("s3:*")
        last = crawl("c")
        assert last["Status"] == "FAILED" and "glue:CreateTable" in last["ErrorMessage"], last
        allow("glue:*", "s3:ListBucket")
        last = crawl("c")
        assert last["Status"] == "FAILED" and "may not read" in last["ErrorMessage"], last
        allow("glue:*", "s3:*")
        crawled("c")
        assert tables() == ["t"] and columns("t") == {"id": "bigint", "v": "bigint"}, tables()
        shown = glue.get_crawler(Name="c")["Crawler"]
        assert shown["Schedule"] == {"ScheduleExpression": "cron(15 12 ? * MON-FRI *)", "State": "SCHEDULED"}, shown
        glue.stop_crawler_schedule(CrawlerName="c")
        try:
            glue.stop_crawler_schedule(CrawlerName="c")
            raise AssertionError("stopped twice")
        except glue.exceptions.SchedulerNotRunningException:
            pass
        glue.start_crawler_schedule(CrawlerName="c")
        glue.update_crawler_schedule(CrawlerName="c", Schedule="cron(0 0 1 * ? *)")
        glue.update_crawler(Name="c", Description="changed")
        assert glue.get_crawler(Name="c")["Crawler"]["Version"] == 3
        assert glue.list_crawlers(Tags={"team": "data"})["CrawlerNames"] == ["c"] and glue.list_crawlers(Tags={"team": "x"})["CrawlerNames"] == []
        assert glue.batch_get_crawlers(CrawlerNames=["c", "d"])["CrawlersNotFound"] == ["d"]
        try:
            glue.stop_crawler(Name="c")
            raise AssertionError("it does not run")
        except glue.exceptions.CrawlerNotRunningException:
            pass
        assert [c["State"] for c in glue.list_crawls(CrawlerName="c")["Crawls"]] == ["COMPLETED", "FAILED", "FAILED"]
        glue.delete_crawler(Name="c")
        try:
            glue.get_crawler(Name="c")
            raise AssertionError("deleted")
        except glue.exceptions.EntityNotFoundException:
            pass
        """);

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public Task Custom_classifiers_and_catalog_targets_are_asked() => CrawlAsync("100000000066", """
        put("log/a.log", "LOW 5 all well\nHIGH 7 not so\n")
        put("rows/a.json", '[{"a": 1}, {"a": 2, "b": "x"}]')
        put("xml/a.xml", "<all><item><n>1</n></item><item><n>2</n></item></all>")
        put("caret/a.txt", "1^x\n2^y\n")
        glue.create_classifier(GrokClassifier={"Classification": "app", "Name": "log", "GrokPattern": "%{LEVELS:level} %{NUMBER:took:int} %{GREEDYDATA:text}", "CustomPatterns": "LEVELS (?:LOW|HIGH)"})
        glue.create_classifier(JsonClassifier={"Name": "rows", "JsonPath": "$[*]"})
        glue.create_classifier(XMLClassifier={"Name": "xml", "Classification": "items", "RowTag": "item"})
        glue.create_classifier(CsvClassifier={"Name": "caret", "Delimiter": "^", "ContainsHeader": "ABSENT", "Header": ["id", "word"]})
        make("own", Classifiers=["log", "rows", "xml", "caret"])
        crawled("own")
        assert tables() == ["caret", "log", "rows", "xml"], tables()
        assert columns("log") == {"level": "string", "took": "int", "text": "string"} and table("log")["Parameters"]["classification"] == "app"
        assert columns("rows") == {"a": "bigint", "b": "string"} and columns("xml") == {"n": "bigint"}
        assert columns("caret") == {"id": "bigint", "word": "string"} and query("SELECT word FROM caret ORDER BY id") == [["x"], ["y"]]
        put("caret/b.txt", "3^z\n4^2\n5^!\n")
        put("caret/c.txt", "x3^z\n")
        glue.create_crawler(Name="again", Role=role, Classifiers=["caret"], SchemaChangePolicy={"UpdateBehavior": "UPDATE_IN_DATABASE", "DeleteBehavior": "LOG"}, Targets={"CatalogTargets": [{"DatabaseName": "lake", "Tables": ["caret"]}]})
        crawled("again")
        assert columns("caret") == {"id": "string", "word": "string"}, columns("caret")
        """);
}
