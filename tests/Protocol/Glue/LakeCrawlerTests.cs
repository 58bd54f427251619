namespace Weir.Protocol.Tests.Glue;

/// <summary>Crawlers of Delta and Hudi tables, which Athena reads right after the crawl.</summary>
public sealed class LakeCrawlerTests(WeirFixture weir)
{
    private const string Prelude = CrawlerTests.Prelude + """
        def parquet(key, select):
            query(f"CREATE TABLE made WITH (format = 'PARQUET', external_location = 's3://{bucket}/made/') AS {select}")
            made = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix="made/")["Contents"]]
            assert len(made) == 1, made
            s3.copy_object(Bucket=bucket, Key=key, CopySource={"Bucket": bucket, "Key": made[0]})
            s3.delete_object(Bucket=bucket, Key=made[0])
            glue.delete_table(DatabaseName="lake", Name="made")
        def lines(*actions): return "\n".join(json.dumps(action) for action in actions)
        def column(name, type): return {"name": name, "type": type, "nullable": True, "metadata": {}}
        def schema(*columns): return json.dumps({"type": "struct", "fields": list(columns)})
        def metadata(*columns): return {"metaData": {"id": "x", "format": {"provider": "parquet"}, "schemaString": schema(*columns), "partitionColumns": ["p"], "configuration": {}}}
        def add(path, p): return {"add": {"path": path, "partitionValues": {"p": p}, "size": 1, "modificationTime": 1, "dataChange": True}}
        protocol = {"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}}
        import urllib.error
        def said(crawler): return [e["message"] for e in logs.get_log_events(logGroupName="/aws-glue/crawlers", logStreamName=crawler)["events"]]

        """;

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public Task Delta_tables_are_crawled_natively_and_as_manifests() => CrawlAsync("100000000661", """
        parquet("orders/p=a/1.parquet", "SELECT 1 AS id, 'x' AS name")
        parquet("orders/p=b/2.parquet", "SELECT 2 AS id, 'y' AS name")
        put("orders/_delta_log/00000000000000000000.json", lines(protocol, metadata(column("id", "integer"), column("Name", "string"), column("p", "string")), add("p%3Da/1.parquet", "a"), add("p%3Db/2.parquet", "b")))
        put("nothing/readme.txt", "no table")
        ask("CreateCrawler", Name="native", Role=role, DatabaseName="lake", TablePrefix="n_", Targets={"DeltaTargets": [{"DeltaTables": [f"s3://{bucket}/orders/", f"s3://{bucket}/nothing/"], "WriteManifest": False, "CreateNativeDeltaTable": True}]})
        assert ask("GetCrawler", Name="native")["Crawler"]["Targets"]["DeltaTargets"][0]["CreateNativeDeltaTable"] is True
        crawled("native")
        assert tables() == ["n_orders"], tables()
        assert columns("n_orders") == {"id": "int", "name": "string"} and keys("n_orders") == [("p", "string")]
        assert table("n_orders")["Parameters"]["spark.sql.sources.provider"] == "delta"
        assert query("SELECT id, name, p FROM n_orders ORDER BY id") == [["1", "x", "a"], ["2", "y", "b"]]
        assert not s3.list_objects_v2(Bucket=bucket, Prefix="orders/_symlink").get("Contents")

        ask("CreateCrawler", Name="linked", Role=role, DatabaseName="lake", Targets={"DeltaTargets": [{"DeltaTables": [f"s3://{bucket}/orders"], "WriteManifest": True, "CreateNativeDeltaTable": False}]})
        crawled("linked")
        assert table("orders")["StorageDescriptor"]["InputFormat"].endswith("SymlinkTextInputFormat")
        assert partitions("orders") == [["a"], ["b"]], partitions("orders")
        assert s3.get_object(Bucket=bucket, Key="orders/_symlink_format_manifest/p=a/manifest")["Body"].read().decode() == f"s3://{bucket}/orders/p=a/1.parquet\n"
        assert query("SELECT id, p FROM orders WHERE p = 'b'") == [["2", "b"]]

        # A file goes, a column comes: the next crawl brings manifests, partitions and columns in line.
        parquet("orders/p=c/3.parquet", "SELECT 3 AS id, 'z' AS name, 1.5E0 AS price")
        put("orders/_delta_log/00000000000000000001.json", lines(metadata(column("id", "integer"), column("Name", "string"), column("p", "string"), column("price", "double")), {"remove": {"path": "p%3Da/1.parquet", "dataChange": True}}, add("p%3Dc/3.parquet", "c")))
        crawled("linked")
        assert columns("orders")["price"] == "double"
        assert query("SELECT id, price, p FROM orders ORDER BY id") == [["2", None, "b"], ["3", "1.5", "c"]]
        assert query("SELECT id, price, p FROM n_orders ORDER BY id") == [["2", None, "b"], ["3", "1.5", "c"]]
        text = "\n".join(said("native"))
        assert "Why n_orders: a Delta table: its log, at version 0, lists 2 files" in text and "nothing/ is left out: there is no transaction log" in text, text
        """);

    [Fact]
    [Trait("feature", "glue.crawlers")]
    public Task Hudi_tables_are_found_down_to_a_depth() => CrawlAsync("100000000662", """
        def hudi(folder, kind, partitions=""):
            put(f"{folder}/.hoodie/hoodie.properties", f"hoodie.table.name=t\nhoodie.table.version=6\nhoodie.table.type={kind}\nhoodie.table.partition.fields={partitions}\n")
            put(f"{folder}/.hoodie/100.commit" if kind == "COPY_ON_WRITE" else f"{folder}/.hoodie/100.deltacommit", "{}")
        hudi("lake/cow", "COPY_ON_WRITE", "region")
        for n, region in enumerate(["eu", "us"]):
            parquet(f"lake/cow/{region}/f{n}_0_100.parquet", f"SELECT 'k{n}' AS _hoodie_record_key, {n} AS id, '{region}' AS region")
            put(f"lake/cow/{region}/.hoodie_partition_metadata", "depth=1")
        parquet("lake/cow/us/f1_0_200.parquet", "SELECT 'k1' AS _hoodie_record_key, 99 AS id, 'us' AS region")
        hudi("lake/deep/mor", "MERGE_ON_READ")
        parquet("lake/deep/mor/a_0_100.parquet", "SELECT 'k' AS _hoodie_record_key, 7 AS id")
        hudi("lake/deep/er/than/that", "COPY_ON_WRITE")
        hudi("lake/left/out", "COPY_ON_WRITE")
        ask("CreateCrawler", Name="h", Role=role, DatabaseName="lake", Targets={"HudiTargets": [{"Paths": [f"s3://{bucket}/lake/"], "Exclusions": ["left/**"], "MaximumTraversalDepth": 3}]})
        crawled("h")
        assert tables() == ["cow", "mor_ro", "mor_rt"], tables()
        assert columns("cow") == {"_hoodie_record_key": "string", "id": "int"} and keys("cow") == [("region", "string")], (columns("cow"), keys("cow"))
        assert partitions("cow") == [["eu"], ["us"]], partitions("cow")
        assert query("SELECT id, region FROM cow ORDER BY id") == [["0", "eu"], ["1", "us"]]
        assert query("SELECT id FROM mor_ro") == [["7"]] and query("SELECT id FROM mor_rt") == [["7"]]
        text = "\n".join(said("h"))
        assert "Why mor_rt: shows what logs changed (_rt)" in text and "than/that/ is left out: it lies deeper than 3 folders" in text, text
        for wrong in ({"HudiTargets": [{"Paths": ["nowhere"]}]}, {"DeltaTargets": [{"DeltaTables": []}]}, {"DeltaTargets": [{"DeltaTables": [f"s3://{bucket}/x"], "ConnectionName": "c"}]}):
            try:
                ask("CreateCrawler", Name="w", Role=role, DatabaseName="lake", Targets=wrong)
                refused = None
            except urllib.error.HTTPError as error: refused = error.read().decode()
            assert refused and ("InvalidInputException" in refused or "NotImplemented" in refused), (wrong, refused)
        """);

    private async Task CrawlAsync(string account, string script) => (await weir.ClientsOf(account).PythonAsync(Prelude + script)).Ok();
}
