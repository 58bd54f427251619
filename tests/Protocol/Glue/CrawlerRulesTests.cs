namespace Weir.Protocol.Tests.Glue;

/// <summary>Rules of crawlers as the service's developer guide states them, through boto3.</summary>
public sealed class CrawlerRulesTests(WeirFixture weir)
{
    /// <summary>Source: AWS Glue Developer Guide, "Include and exclude patterns" (its example of two folders, with other names) and "How crawlers work".</summary>
    [Fact, Trait("feature", "glue.crawlers")]
    public async Task Exclusions_leave_out_what_the_guide_says_and_stay_with_the_table()
    {
        const string Script = CrawlerTests.Prelude + """
            files = ["shops/oslo.csv", "shops/north/bodo.csv", "shops/north/list.txt", "staff/ann.csv", "staff/notes.txt"]
            for key in files:
                put(f"in/{key}", "id,amount\n1,2.5\n2,3.5\n")
            def seen(*exclusions):
                for name in tables(): glue.delete_table(DatabaseName="lake", Name=name)
                make("c", "in/", {"Exclusions": list(exclusions)}, Configuration=json.dumps({"Version": 1.0, "Grouping": {"TableGroupingPolicy": "CombineCompatibleSchemas"}}))
                crawled("c")
                glue.delete_crawler(Name="c")
                return sum(int(table(name)["Parameters"]["objectCount"]) for name in tables())
            assert seen() == 5
            for pattern, left in (("shops/**", 2), ("shops/*", 4), ("shops/*/*", 3), ("shops**", 2), ("**.csv", 2), ("*.csv", 5), ("staff/*.csv", 4), ("**/[!a]*.csv", 3), ("{shops,staff}/*.txt", 4), ("shops/north", 3)):
                assert seen(pattern) == left, (pattern, left)
            assert seen("staff/**", "**.txt") == 2
            assert json.loads(table(tables()[0])["Parameters"]["exclusions"]) == [f"s3://{bucket}/in/staff/**", f"s3://{bucket}/in/**.txt"], table(tables()[0])["Parameters"]
            """;

        (await weir.ClientsOf("100000000191").PythonAsync(Script)).Ok();
    }

    /// <summary>Source: AWS Glue Developer Guide, "How crawlers work" (names, the default database) and "Setting crawler configuration options".</summary>
    [Fact, Trait("feature", "glue.crawlers")]
    public async Task Names_the_default_database_and_new_columns_follow_the_guide()
    {
        const string Script = CrawlerTests.Prelude + """
            long = "n" * 200
            put(f"in/{long}/a.csv", "id,amount\n1,2.5\n2,3.5\n")
            glue.create_crawler(Name="nowhere", Role=role, Targets={"S3Targets": [{"Path": f"s3://{bucket}/in/{long}/"}]}, TablePrefix="p_")
            assert "DatabaseName" not in glue.get_crawler(Name="nowhere")["Crawler"]
            crawled("nowhere")
            assert [t["Name"] for t in glue.get_tables(DatabaseName="default")["TableList"]] == ["p_" + "n" * 126]

            # New columns come although the policy is to log, and the old ones stay as they are.
            merge = json.dumps({"Version": 1.0, "CrawlerOutput": {"Tables": {"AddOrUpdateBehavior": "MergeNewColumns"}}})
            put("grow/a.csv", "id,amount\n1,2\n2,3\n")
            make("m", "grow/", Configuration=merge, SchemaChangePolicy={"UpdateBehavior": "LOG", "DeleteBehavior": "LOG"})
            crawled("m")
            put("grow/a.csv", "id,amount,note\n1,2.5,x\n2,3.5,y\n")
            crawled("m")
            assert columns("grow") == {"id": "bigint", "amount": "bigint", "note": "string"}, columns("grow")
            # Another delimiter under the same columns is for a person to resolve: the table is marked.
            put("grow/a.csv", "id|amount|note\n1|2.5|x\n2|3.5|y\n")
            crawled("m")
            marked = table("grow")
            assert "DEPRECATED_BY_CRAWLER" in marked["Parameters"] and marked["StorageDescriptor"]["SerdeInfo"]["Parameters"]["field.delim"] == ",", marked
            put("grow/a.csv", "id,amount,note\n1,2.5,x\n2,3.5,y\n")
            crawled("m")
            assert "DEPRECATED_BY_CRAWLER" not in table("grow")["Parameters"], table("grow")["Parameters"]

            try:
                make("n", "grow/", RecrawlPolicy={"RecrawlBehavior": "CRAWL_NEW_FOLDERS_ONLY"})
                raise AssertionError("not refused")
            except glue.exceptions.InvalidInputException as error:
                assert "can have only LOG DeleteBehavior value and LOG UpdateBehavior value" in error.response["Error"]["Message"], error
            """;

        (await weir.ClientsOf("100000000192").PythonAsync(Script)).Ok();
    }

    /// <summary>Source: AWS Glue Developer Guide, "Built-in classifiers": the compressions that are opened.</summary>
    [Fact, Trait("feature", "glue.crawlers")]
    public async Task Compressed_text_is_opened_by_its_mark_or_its_name()
    {
        const string Script = CrawlerTests.Prelude + """
            import bz2, struct
            text = b"id,amount\n1,2.5\n2,3.5\n"
            def literal(data): return bytes([len(data) << 0, (len(data) - 1) << 2]) + data
            hadoop = struct.pack(">II", len(text), len(literal(text))) + literal(text)
            put("zip/gz/a.csv.gz", gzip.compress(text))
            put("zip/bz/a.csv.bz2", bz2.compress(text))
            put("zip/sn/a.csv.snappy", hadoop)
            for name in ("gz", "bz", "sn"):
                make(name, f"zip/{name}/")
                crawled(name)
                assert columns(name) == {"id": "bigint", "amount": "double"}, (name, columns(name))
            assert [table(n)["Parameters"]["compressionType"] for n in ("gz", "bz", "sn")] == ["gzip", "bzip2", "snappy"]
            assert query("SELECT sum(amount) FROM sn") == [["6.0"]]
            """;

        (await weir.ClientsOf("100000000193").PythonAsync(Script)).Ok();
    }
}
