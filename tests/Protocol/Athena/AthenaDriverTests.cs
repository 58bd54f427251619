namespace Weir.Protocol.Tests.Athena;

/// <summary>What drivers and provisioning tools ask of Athena, in their order and their words.</summary>
public sealed class AthenaDriverTests(WeirFixture weir)
{
    private const string Setup = AthenaScripts.Helpers + AthenaScripts.Refusals + """
        def lines(sql, bucket, database=None):
            return ["\t".join(cell or "" for cell in row) for row in rows(sql, bucket, database)]
        def shop(bucket):
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE shop COMMENT 'what is sold' LOCATION 's3://" + bucket + "/shop/'", bucket)
            s3.put_object(Bucket=bucket, Key="shop/sales/day=2024-05-01/a.csv", Body=b"1,tea,2.50\n2,milk,\n")
            run(f"CREATE EXTERNAL TABLE shop.sales (id int COMMENT 'the key', item string, price decimal(10,2)) PARTITIONED BY (day string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://{bucket}/shop/sales/' TBLPROPERTIES ('team'='retail')", bucket)
            run("MSCK REPAIR TABLE shop.sales", bucket)
            run(f"CREATE EXTERNAL TABLE shop.sales_old (id bigint) LOCATION 's3://{bucket}/shop/old/'", bucket)
            run("CREATE OR REPLACE VIEW shop.cheap AS SELECT id, item FROM shop.sales WHERE price < 3", bucket)

        """;

    [Fact, Trait("feature", "athena.sql"), Trait("feature", "athena.results")]
    public async Task A_python_database_driver_connects_looks_around_and_reads()
    {
        const string Script = Setup + """
            import csv, io
            b = "driver-python"
            shop(b)
            # Looking around, as SQLAlchemy's dialect does it.
            pages = athena.get_paginator("list_databases").paginate(CatalogName="awsdatacatalog", PaginationConfig={"PageSize": 1})
            assert {"default", "shop"} <= {d["Name"] for page in pages for d in page["DatabaseList"]}
            found = [t for page in athena.get_paginator("list_table_metadata").paginate(CatalogName="awsdatacatalog", DatabaseName="shop", PaginationConfig={"PageSize": 2}) for t in page["TableMetadataList"]]
            assert [(t["Name"], t["TableType"]) for t in found] == [("cheap", "VIRTUAL_VIEW"), ("sales", "EXTERNAL_TABLE"), ("sales_old", "EXTERNAL_TABLE")], found
            table = athena.get_table_metadata(CatalogName="awsdatacatalog", DatabaseName="shop", TableName="sales")["TableMetadata"]
            assert [(c["Name"], c["Type"], c.get("Comment")) for c in table["Columns"]] == [("id", "int", "the key"), ("item", "string", None), ("price", "decimal(10,2)", None)], table
            assert [(c["Name"], c["Type"]) for c in table["PartitionKeys"]] == [("day", "string")], table
            assert table["Parameters"]["team"] == "retail" and table["Parameters"]["location"].startswith(f"s3://{b}/shop/sales") and "LazySimpleSerDe" in table["Parameters"]["serde.serialization.lib"], table
            refused(athena.get_table_metadata, "Table nope not found", "MetadataException", CatalogName="awsdatacatalog", DatabaseName="shop", TableName="nope")
            refused(athena.list_table_metadata, "Database nope not found", "MetadataException", CatalogName="awsdatacatalog", DatabaseName="nope")
            view = "\n".join(lines('SHOW CREATE VIEW "shop"."cheap"', b))
            assert view.upper().startswith("CREATE VIEW SHOP.CHEAP AS") and "price < 3" in view, view
            assert lines("SELECT 1", b) == ["_col0", "1"]

            # A cursor: values given by the driver as literals, or by Athena as parameters; pages of rows with the metadata's types.
            id = start('SELECT id, item, price, day FROM "shop"."sales" WHERE item = ? ORDER BY id', b, "shop", ExecutionParameters=["'tea'"])
            over(id)
            page = athena.get_query_results(QueryExecutionId=id, MaxResults=1000)
            assert [c["Type"] for c in page["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]] == ["integer", "varchar", "decimal", "varchar"], page
            assert [[v.get("VarCharValue") for v in r["Data"]] for r in page["ResultSet"]["Rows"][1:]] == [["1", "tea", "2.50", "2024-05-01"]], page
            assert page["UpdateCount"] == 0 and "NextToken" not in page

            # A data frame from the CSV itself: NULL is nothing, an empty string is quoted.
            done = run("SELECT id, item, price, '' AS note FROM shop.sales ORDER BY id", b, "shop")
            body = s3.get_object(Bucket=b, Key=done["ResultConfiguration"]["OutputLocation"].split(b + "/")[1])["Body"].read().decode()
            assert body == '"id","item","price","note"\n"1","tea","2.50",""\n"2","milk",,""\n', body

            # Its UNLOAD mode: tabs and line breaks around the statement; files named by the manifest, none when there are no rows.
            location = f"s3://{b}/unload/20240501/x/"
            done = run(f"UNLOAD (\n\tSELECT id, item FROM shop.sales\n)\nTO '{location}'\nWITH (\n\tformat = 'PARQUET',\n\tcompression = 'SNAPPY'\n)", b, "shop")
            manifest = s3.get_object(Bucket=b, Key=done["Statistics"]["DataManifestLocation"].split(b + "/")[1])["Body"].read().decode().split()
            assert manifest and all(m.startswith(location) for m in manifest), manifest
            # Its cache: the newest successful execution of the same text.
            newest = athena.batch_get_query_execution(QueryExecutionIds=athena.list_query_executions(MaxResults=50, WorkGroup="primary")["QueryExecutionIds"])["QueryExecutions"]
            assert next(q for q in sorted(newest, key=lambda q: q["Status"]["CompletionDateTime"], reverse=True) if q["Query"] == done["Query"] and q["Status"]["State"] == "SUCCEEDED")["QueryExecutionId"] == done["QueryExecutionId"]
            # Cancelling what is over does nothing.
            athena.stop_query_execution(QueryExecutionId=id)
            assert over(id)["Status"]["State"] == "SUCCEEDED"
            refused(athena.get_query_execution, "QueryExecution nothing was not found", QueryExecutionId="nothing")
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000021").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.sql"), Trait("feature", "athena.ddl")]
    public async Task The_metadata_that_jdbc_and_odbc_tools_ask_for_is_there()
    {
        const string Script = Setup + """
            b = "driver-jdbc"
            shop(b)
            # By operations: catalogs, schemas, tables whose names match a pattern (LIKE made a regular expression), columns.
            assert athena.list_data_catalogs()["DataCatalogsSummary"][0]["CatalogName"] == "AwsDataCatalog"
            tables = lambda expression, **more: [t["Name"] for t in athena.list_table_metadata(CatalogName="AwsDataCatalog", DatabaseName="shop", Expression=expression, **more)["TableMetadataList"]]
            assert (tables("sales.*"), tables("sales"), tables(".*old"), tables("SALES"), tables("s.les|cheap"), tables("none")) == (
                ["sales", "sales_old"], ["sales"], ["sales_old"], ["sales"], ["cheap", "sales"], [])
            assert tables(".*", MaxResults=2) == ["cheap", "sales"]
            refused(athena.list_table_metadata, "Invalid expression: (", CatalogName="AwsDataCatalog", DatabaseName="shop", Expression="(")
            refused(unchecked.list_table_metadata, "Value '51' at 'maxResults'", CatalogName="AwsDataCatalog", DatabaseName="shop", MaxResults=51)
            database = athena.get_database(CatalogName="AwsDataCatalog", DatabaseName="SHOP")["Database"]
            assert (database["Name"], database["Description"]) == ("shop", "what is sold"), database

            # By queries of the information schema, with names in both cases and patterns.
            q = lambda sql: rows(sql, b, "shop")[1:]
            assert q("SELECT table_schema FROM information_schema.tables WHERE LOWER(table_schema) LIKE 'sh%' GROUP BY 1") == [["shop"]]
            assert q('''SELECT table_catalog AS TABLE_CAT, table_schema AS TABLE_SCHEM, table_name AS TABLE_NAME, CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END AS TABLE_TYPE
                FROM awsdatacatalog.information_schema.tables WHERE table_schema = 'shop' AND table_name LIKE 'sales%' ESCAPE '\\' ORDER BY 4, 1, 2, 3''') == [
                ["awsdatacatalog", "shop", "sales", "TABLE"], ["awsdatacatalog", "shop", "sales_old", "TABLE"]]
            assert q('''SELECT column_name, data_type, is_nullable, ordinal_position, comment, extra_info FROM information_schema.columns
                WHERE table_schema = 'shop' AND table_name = 'sales' ORDER BY ordinal_position''') == [
                ["id", "integer", "YES", "1", "the key", None], ["item", "varchar", "YES", "2", None, None], ["price", "decimal(10,2)", "YES", "3", None, None], ["day", "varchar", "YES", "4", None, "partition key"]]
            assert q("SELECT table_name FROM information_schema.views WHERE table_schema = 'shop'") == [["cheap"]]

            # By SHOW and DESCRIBE, as query tools complete names.
            assert "shop" in lines("SHOW DATABASES", b) and lines("SHOW SCHEMAS LIKE 'sho*'", b) == ["shop"]
            assert lines("SHOW TABLES IN shop", b) == ["cheap", "sales", "sales_old"] and lines("SHOW TABLES IN `shop` 'sales*'", b) == ["sales", "sales_old"]
            assert lines("SHOW VIEWS IN shop", b) == ["cheap"]
            assert [l.strip() for l in lines("SHOW COLUMNS FROM sales IN shop", b)] == ["id", "item", "price", "day"]
            assert [l.split("\t")[0].strip() for l in lines("DESCRIBE `shop`.`sales`", b)][:4] == ["id", "item", "price", "day"]
            assert lines("SHOW PARTITIONS shop.sales", b) == ["day=2024-05-01"]
            assert any("'team'='retail'" in l for l in lines("SHOW CREATE TABLE shop.sales", b))
            # What a connection asks to know that it works.
            for probe in ("SELECT 1", "select 'a' as a limit 0", "SELECT * FROM (VALUES (1)) AS t(x) WHERE 1 = 0"):
                run(probe, b)
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000022").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.workgroups"), Trait("feature", "athena.named-queries"), Trait("feature", "athena.prepared")]
    public async Task Resources_are_provisioned_read_back_changed_and_destroyed_as_terraform_does()
    {
        const string Script = Setup + """
            b = "driver-terraform"
            s3.create_bucket(Bucket=b)
            arn = lambda kind, name: f"arn:aws:athena:us-east-1:200000000023:{kind}/{name}"
            # A workgroup: made with all its settings, read, its tags asked for apart, changed by what is to be removed, destroyed with force.
            athena.create_work_group(Name="etl", Description="nightly", Tags=[{"Key": "env", "Value": "test"}], Configuration={
                "BytesScannedCutoffPerQuery": 12582912, "EnforceWorkGroupConfiguration": True, "PublishCloudWatchMetricsEnabled": True, "RequesterPaysEnabled": False,
                "EngineVersion": {"SelectedEngineVersion": "AUTO"}, "ResultConfiguration": {"OutputLocation": f"s3://{b}/etl/", "EncryptionConfiguration": {"EncryptionOption": "SSE_S3"}}})
            read = athena.get_work_group(WorkGroup="etl")["WorkGroup"]
            assert read["Configuration"]["BytesScannedCutoffPerQuery"] == 12582912 and read["Configuration"]["ResultConfiguration"]["EncryptionConfiguration"] == {"EncryptionOption": "SSE_S3"}, read
            assert athena.list_tags_for_resource(ResourceARN=arn("workgroup", "etl"))["Tags"] == [{"Key": "env", "Value": "test"}]
            athena.update_work_group(WorkGroup="etl", Description="", State="ENABLED", ConfigurationUpdates={
                "RemoveBytesScannedCutoffPerQuery": True, "EnforceWorkGroupConfiguration": False, "PublishCloudWatchMetricsEnabled": False, "RequesterPaysEnabled": True,
                "ResultConfigurationUpdates": {"RemoveOutputLocation": True, "RemoveEncryptionConfiguration": True, "RemoveExpectedBucketOwner": True, "RemoveAclConfiguration": True}})
            changed = athena.get_work_group(WorkGroup="etl")["WorkGroup"]
            assert changed["Configuration"]["ResultConfiguration"] == {} and "BytesScannedCutoffPerQuery" not in changed["Configuration"] and changed["Configuration"]["RequesterPaysEnabled"], changed
            assert not changed.get("Description") and not changed["Configuration"]["EnforceWorkGroupConfiguration"], changed
            athena.update_work_group(WorkGroup="etl", ConfigurationUpdates={"ResultConfigurationUpdates": {"OutputLocation": f"s3://{b}/etl/"}})

            # A database: by statements, in the workgroup, read by the catalog's operation.
            wait = lambda sql: over(athena.start_query_execution(QueryString=sql, WorkGroup="etl")["QueryExecutionId"])["Status"]
            assert wait(f"create database `made_by_tool` comment 'it''s here' location 's3://{b}/db/' with dbproperties ('owner'='tools');")["State"] == "SUCCEEDED"
            read = athena.get_database(CatalogName="AwsDataCatalog", DatabaseName="made_by_tool")["Database"]
            assert read["Description"] == "it's here" and read["Parameters"]["owner"] == "tools", read
            again = wait("create database `made_by_tool`;")
            assert again["State"] == "FAILED" and "already exists" in again["StateChangeReason"], again
            wait(f"create external table made_by_tool.t (a int) location 's3://{b}/db/t/'")
            full = wait("drop database `made_by_tool`;")
            assert full["State"] == "FAILED" and "is not empty" in full["StateChangeReason"], full
            assert wait("drop database `made_by_tool` cascade;")["State"] == "SUCCEEDED"
            refused(athena.get_database, "made_by_tool not found", "MetadataException", CatalogName="AwsDataCatalog", DatabaseName="made_by_tool")

            # A named query, a prepared statement, a data catalog: read back until they are gone.
            query = athena.create_named_query(Name="top", Database="default", QueryString="SELECT 1", WorkGroup="etl")["NamedQueryId"]
            assert athena.get_named_query(NamedQueryId=query)["NamedQuery"]["NamedQueryId"] == query
            athena.delete_named_query(NamedQueryId=query)
            refused(athena.get_named_query, "was not found", NamedQueryId=query)
            athena.create_prepared_statement(StatementName="by_day", WorkGroup="etl", QueryStatement="SELECT ? AS day", Description="d")
            athena.update_prepared_statement(StatementName="by_day", WorkGroup="etl", QueryStatement="SELECT ? AS day, 2 AS v")
            assert athena.get_prepared_statement(StatementName="by_day", WorkGroup="etl")["PreparedStatement"]["Description"] == "d"
            athena.delete_prepared_statement(StatementName="by_day", WorkGroup="etl")
            refused(athena.get_prepared_statement, "was not found", "ResourceNotFoundException", StatementName="by_day", WorkGroup="etl")
            athena.create_data_catalog(Name="mine", Type="GLUE", Description="the same one", Parameters={"catalog-id": "200000000023"}, Tags=[{"Key": "env", "Value": "test"}])
            assert athena.get_data_catalog(Name="mine")["DataCatalog"]["Parameters"] == {"catalog-id": "200000000023"}
            assert rows("SELECT count(*) FROM mine.information_schema.schemata WHERE schema_name = 'default'", b)[1:] == [["1"]]
            athena.create_data_catalog(Name="far", Type="LAMBDA", Parameters={"function": "arn:aws:lambda:us-east-1:200000000023:function:f"})
            names, token = [], {}
            while True:
                page = athena.list_data_catalogs(MaxResults=2, **token)
                names += [c["CatalogName"] for c in page["DataCatalogsSummary"]]
                if "NextToken" not in page:
                    break
                token = {"NextToken": page["NextToken"]}
            assert names == ["AwsDataCatalog", "far", "mine"], names
            refused(athena.list_databases, "NOT_SUPPORTED: data catalog far of type LAMBDA", CatalogName="far")
            refused(athena.create_data_catalog, "needs catalog-id among its parameters", Name="wrong", Type="GLUE")
            athena.update_data_catalog(Name="mine", Type="GLUE", Description="changed", Parameters={"catalog-id": "200000000023"})
            assert athena.list_tags_for_resource(ResourceARN=arn("datacatalog", "mine"))["Tags"] == [{"Key": "env", "Value": "test"}]
            for name in ("mine", "far"):
                athena.delete_data_catalog(Name=name)
                refused(athena.get_data_catalog, f"DataCatalog {name} was not found", Name=name)
            athena.delete_work_group(WorkGroup="etl", RecursiveDeleteOption=True)
            refused(athena.get_work_group, "is not found", WorkGroup="etl")
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000023").PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.results")]
    public async Task An_earlier_answer_stands_while_it_is_young_enough_and_every_query_tells_its_statistics()
    {
        const string Script = Setup + """
            b = "driver-reuse"
            shop(b)
            reuse = lambda minutes=60: {"ResultReuseConfiguration": {"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": minutes}}}
            reused = lambda q: q["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"]
            sql = "SELECT item, price FROM shop.sales ORDER BY id"
            first = run(sql, b, "shop", **reuse())
            assert not reused(first) and first["Statistics"]["DataScannedInBytes"] > 0
            assert first["ResultReuseConfiguration"]["ResultReuseByAgeConfiguration"] == {"Enabled": True, "MaxAgeInMinutes": 60}, first
            again = run(sql, b, "shop", **reuse())
            assert reused(again) and again["Statistics"]["DataScannedInBytes"] == 0 and again["QueryExecutionId"] != first["QueryExecutionId"]
            assert again["ResultConfiguration"]["OutputLocation"] == first["ResultConfiguration"]["OutputLocation"]
            assert athena.get_query_results(QueryExecutionId=again["QueryExecutionId"])["ResultSet"]["Rows"] == athena.get_query_results(QueryExecutionId=first["QueryExecutionId"])["ResultSet"]["Rows"]

            # Not without being asked, not of another question, not when too old, not in another workgroup, not what changes by itself.
            assert not reused(run(sql, b, "shop"))
            for other in (sql + " ", sql.lower(), "SELECT random() FROM shop.sales", "SELECT current_timestamp"):
                assert not reused(run(other, b, "shop", **reuse())) and (other == sql + " " or other == sql.lower() or not reused(run(other, b, "shop", **reuse()))), other
            assert not reused(run(sql, b, "default", **reuse()))
            assert not reused(run(sql, b, "shop", **reuse(0)))
            athena.create_work_group(Name="apart", Configuration={"EnforceWorkGroupConfiguration": False})
            assert not reused(run(sql, b, "shop", WorkGroup="apart", **reuse()))
            by = lambda value: run("SELECT item FROM shop.sales WHERE id = ?", b, "shop", ExecutionParameters=[value], **reuse())
            assert [reused(by("1")), reused(by("2")), reused(by("1"))] == [False, False, True]
            refused(unchecked.start_query_execution, "MaxAgeInMinutes must be from 0 to 10080", QueryString=sql, ResultConfiguration={"OutputLocation": f"s3://{b}/r/"}, **reuse(10081))
            # An answer that was deleted is none.
            key = run("SELECT 'gone' AS g", b, **reuse())["ResultConfiguration"]["OutputLocation"].split(b + "/")[1]
            s3.delete_object(Bucket=b, Key=key)
            assert not reused(run("SELECT 'gone' AS g", b, **reuse()))

            # Statistics: of the query, and of its run.
            stats = athena.get_query_runtime_statistics(QueryExecutionId=first["QueryExecutionId"])["QueryRuntimeStatistics"]
            assert stats["Rows"]["OutputRows"] == 2 and stats["Rows"]["InputBytes"] == first["Statistics"]["DataScannedInBytes"] and stats["Rows"]["OutputBytes"] > 0, stats
            line, whole = stats["Timeline"], first["Statistics"]
            assert line["TotalExecutionTimeInMillis"] == whole["TotalExecutionTimeInMillis"] >= line["EngineExecutionTimeInMillis"] >= 0 and line["QueryQueueTimeInMillis"] >= 0, (line, whole)
            assert stats["OutputStage"]["State"] == "FINISHED" and stats["OutputStage"]["OutputRows"] == 2, stats
            failed = over(start("SELECT 1 / 0", b))
            assert failed["Status"]["AthenaError"]["ErrorCategory"] == 2 and failed["Status"]["AthenaError"]["Retryable"] is False, failed["Status"]
            assert failed["Status"]["StateChangeReason"].startswith("DIVISION_BY_ZERO") and failed["Status"]["CompletionDateTime"] >= failed["Status"]["SubmissionDateTime"], failed["Status"]
            refused(athena.get_query_runtime_statistics, "QueryExecution none was not found", QueryExecutionId="none")
            print("done")
            """;

        Assert.Equal("done", (await weir.ClientsOf("200000000024").PythonAsync(Script)).Ok().Trim());
    }
}
