namespace Weir.Protocol.Tests.Glue;

/// <summary>Crawlers and statistics tasks whose database or table is a resource link, through boto3.</summary>
public sealed class LinkedCrawlerTests(WeirFixture weir)
{
    private const string Linked = CrawlerTests.Prelude + """
        def database_link(name, target, catalog=account): glue.create_database(DatabaseInput={"Name": name, "TargetDatabase": {"CatalogId": catalog, "DatabaseName": target}})
        def shown(database): return sorted(t["Name"] for t in glue.get_tables(DatabaseName=database)["TableList"])
        def messages(name):
            # The log is written beside the crawl: its last line may come a moment later.
            for _ in range(600):
                try:
                    said = "\n".join(e["message"] for e in logs.get_log_events(logGroupName="/aws-glue/crawlers", logStreamName=name, startFromHead=True)["events"])
                    if "state READY" in said: return said
                except logs.exceptions.ResourceNotFoundException:
                    pass
                time.sleep(0.02)
            raise AssertionError("the log does not come")

        """;

    /// <summary>Source: AWS Lake Formation Developer Guide, "How resource links work": a database link stands for the database it leads to.</summary>
    [Fact, Trait("feature", "glue.crawlers")]
    public async Task A_crawler_of_a_linked_database_keeps_the_tables_of_the_database_it_leads_to()
    {
        const string Script = Linked + """
            database_link("alias", "lake")
            put("data/sales/day=2026-01-01/a.csv", "id,amount\n1,2.5\n2,3.5\n")
            put("data/people/a.json", '{"name": "ann", "age": 5}\n{"name": "bo", "age": 6}\n')
            glue.create_crawler(
                Name="one", Role=role, DatabaseName="alias", Targets={"S3Targets": [{"Path": f"s3://{bucket}/data/"}]}, SchemaChangePolicy={"DeleteBehavior": "DELETE_FROM_DATABASE"})
            crawled("one")
            assert tables() == ["people", "sales"] == shown("alias"), tables()
            assert partitions("sales") == [["2026-01-01"]] and glue.get_crawler(Name="one")["Crawler"]["DatabaseName"] == "alias"
            assert "Database alias is a resource link: tables are those of database lake" in messages("one")

            # The second crawl knows its tables again, adds to them, and forgets what is gone.
            put("data/sales/day=2026-01-02/a.csv", "id,amount\n3,4.5\n")
            s3.delete_object(Bucket=bucket, Key="data/people/a.json")
            crawled("one")
            assert tables() == ["sales"] and partitions("sales") == [["2026-01-01"], ["2026-01-02"]], (tables(), partitions("sales"))
            assert query("SELECT sum(id) FROM sales") == [["6"]]

            # A link that leads nowhere fails the crawl and says so; so does one to a link.
            database_link("broken", "gone")
            database_link("chain", "alias")
            for name, part in (("broken", "database gone"), ("chain", "resource link itself")):
                glue.create_crawler(Name=name, Role=role, DatabaseName=name, Targets={"S3Targets": [{"Path": f"s3://{bucket}/data/"}]})
                last = crawl(name)
                assert last["Status"] == "FAILED" and part in last["ErrorMessage"], last

            # The role needs its permission on both ends.
            iam.put_role_policy(RoleName="crawler", PolicyName="no", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "glue:CreateTable", "Resource": f"arn:aws:glue:us-east-1:{account}:database/alias"}]}))
            put("data/fresh/a.csv", "k,v\n1,2\n3,4\n")
            last = crawl("one")
            assert last["Status"] == "FAILED" and "glue:CreateTable" in last["ErrorMessage"] and tables() == ["sales"], (last, tables())
            """;

        (await weir.ClientsOf("100000000171").PythonAsync(Script)).Ok();
    }

    [Fact, Trait("feature", "glue.crawlers")]
    public async Task Catalog_targets_follow_links_of_tables_and_databases()
    {
        const string Script = Linked + """
            glue.create_database(DatabaseInput={"Name": "away"})
            database_link("alias", "lake")
            csv = {"InputFormat": "org.apache.hadoop.mapred.TextInputFormat", "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"}}
            for name in ("first", "second"):
                put(f"{name}/a.csv", "id,city\n1,Oslo\n2,Bergen\n")
                glue.create_table(DatabaseName="lake", TableInput={"Name": name, "StorageDescriptor": {**csv, "Location": f"s3://{bucket}/{name}/", "Columns": [{"Name": "old", "Type": "string"}]}})
            glue.create_table(DatabaseName="away", TableInput={"Name": "renamed", "TargetTable": {"CatalogId": account, "DatabaseName": "lake", "Name": "first"}})
            glue.create_crawler(Name="known", Role=role, SchemaChangePolicy={"DeleteBehavior": "LOG"}, Targets={"CatalogTargets": [
                {"DatabaseName": "away", "Tables": ["Renamed"]}, {"DatabaseName": "alias", "Tables": ["second"]}]})
            crawled("known")
            for name in ("first", "second"):
                assert columns(name) == {"id": "bigint", "city": "string"}, columns(name)
            assert shown("away") == ["renamed"] and tables() == ["first", "second"]
            assert "away.Renamed is a resource link: the table is lake.first" in messages("known")

            glue.create_table(DatabaseName="away", TableInput={"Name": "nowhere", "TargetTable": {"CatalogId": account, "DatabaseName": "lake", "Name": "gone"}})
            glue.create_crawler(Name="lost", Role=role, SchemaChangePolicy={"DeleteBehavior": "LOG"}, Targets={"CatalogTargets": [{"DatabaseName": "away", "Tables": ["nowhere"]}]})
            last = crawl("lost")
            assert last["Status"] == "FAILED" and "table lake.gone" in last["ErrorMessage"], last
            """;

        (await weir.ClientsOf("100000000172").PythonAsync(Script)).Ok();
    }

    /// <summary>Source: AWS Glue Developer Guide, "Creating a cross-account crawler that writes to another account's catalog through a resource link".</summary>
    [Fact, Trait("feature", "glue.crawlers")]
    public async Task A_crawler_fills_a_database_of_another_account_that_allows_it()
    {
        const string Owner = CrawlerTests.Prelude + """
            glue.create_database(DatabaseInput={"Name": "shared"})
            who = {"AWS": ["arn:aws:iam::100000000174:root", "arn:aws:iam::100000000174:role/crawler"]}
            glue.put_resource_policy(PolicyInJson=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": who, "Action": "glue:*",
                "Resource": [f"arn:aws:glue:us-east-1:{account}:{part}" for part in ("catalog", "database/shared", "table/shared/*")]}]}))
            """;
        const string Other = Linked + """
            database_link("theirs", "shared", "100000000173")
            put("data/sales/year=2026/a.csv", "id,amount\n1,2.5\n2,3.5\n")
            glue.create_crawler(Name="far", Role=role, DatabaseName="theirs", Targets={"S3Targets": [{"Path": f"s3://{bucket}/data/sales/"}]})
            crawled("far")
            assert glue.get_tables(DatabaseName="lake")["TableList"] == [] and shown("theirs") == ["sales"]
            found = glue.get_table(DatabaseName="theirs", Name="sales")["Table"]
            assert (found["CatalogId"], found["DatabaseName"]) == ("100000000173", "shared"), found
            """;
        const string After = """
            found = client("glue").get_table(DatabaseName="shared", Name="sales")["Table"]
            assert [c["Name"] for c in found["StorageDescriptor"]["Columns"]] == ["id", "amount"] and found["PartitionKeys"][0]["Name"] == "year", found
            assert client("glue").get_partitions(DatabaseName="shared", TableName="sales")["Partitions"][0]["Values"] == ["2026"]
            """;

        (await weir.ClientsOf("100000000173").PythonAsync(Owner)).Ok();
        (await weir.ClientsOf("100000000174").PythonAsync(Other)).Ok();
        (await weir.ClientsOf("100000000173").PythonAsync(After)).Ok();
    }

    [Fact, Trait("feature", "glue.catalog")]
    public async Task Statistics_of_a_link_are_those_of_the_table_it_leads_to()
    {
        const string Script = Linked + """
            glue.create_database(DatabaseInput={"Name": "away"})
            database_link("alias", "lake")
            put("sales/a.csv", "1,Oslo\n2,Bergen\n2,Oslo\n")
            glue.create_table(DatabaseName="lake", TableInput={"Name": "sales", "TableType": "EXTERNAL_TABLE", "StorageDescriptor": {
                "Columns": [{"Name": "id", "Type": "bigint"}, {"Name": "city", "Type": "string"}], "Location": f"s3://{bucket}/sales/", "InputFormat": "org.apache.hadoop.mapred.TextInputFormat",
                "OutputFormat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat", "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", "Parameters": {"field.delim": ","}}}})
            glue.create_table(DatabaseName="away", TableInput={"Name": "renamed", "TargetTable": {"CatalogId": account, "DatabaseName": "lake", "Name": "sales"}})
            for database, name, column in (("away", "renamed", "id"), ("alias", "sales", "city")):
                id = ask("StartColumnStatisticsTaskRun", DatabaseName=database, TableName=name, Role=role, ColumnNameList=[column])["ColumnStatisticsTaskRunId"]
                for _ in range(600):
                    run = ask("GetColumnStatisticsTaskRun", ColumnStatisticsTaskRunId=id)["ColumnStatisticsTaskRun"]
                    if run["Status"] not in ("STARTING", "RUNNING"): break
                    time.sleep(0.05)
                assert run["Status"] == "SUCCEEDED" and (run["DatabaseName"], run["TableName"]) == (database, name), run
            found = glue.get_column_statistics_for_table(DatabaseName="lake", TableName="sales", ColumnNames=["id", "city"])
            data = {s["ColumnName"]: s["StatisticsData"] for s in found["ColumnStatisticsList"]}
            assert data["id"]["LongColumnStatisticsData"]["MaximumValue"] == 2 and data["city"]["StringColumnStatisticsData"]["NumberOfDistinctValues"] == 2, found
            """;

        (await weir.ClientsOf("100000000175").PythonAsync(Script)).Ok();
    }
}
