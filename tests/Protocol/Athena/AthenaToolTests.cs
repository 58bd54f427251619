namespace Weir.Protocol.Tests.Athena;

/// <summary>Calls in the order in which well-known tools make them.</summary>
public sealed class AthenaToolTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.sql"), Trait("feature", "athena.results")]
    public async Task Data_frames_are_read_as_the_aws_sdk_for_pandas_reads_them()
    {
        // read_sql_query through CTAS, through UNLOAD and through the result's CSV; its cache; column types; repair.
        const string Script = AthenaScripts.Helpers + """
            bucket, db = "athena-wrangler", "wrangler"
            glue = client("glue")
            s3.create_bucket(Bucket=bucket)
            glue.create_database(DatabaseInput={"Name": db})
            s3.put_object(Bucket=bucket, Key="sales/day=2024-01-01/a.csv", Body=b"1,a,1.5\n2,b,2.5\n")
            s3.put_object(Bucket=bucket, Key="sales/day=2024-01-02/a.csv", Body=b"3,c,\n")
            run(f'''CREATE EXTERNAL TABLE IF NOT EXISTS `{db}`.`sales` (`id` bigint, `name` string, `price` double) PARTITIONED BY (`day` string)
                ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://{bucket}/sales/' ''', bucket, db)
            repaired = run("MSCK REPAIR TABLE `sales`;", bucket, db)
            assert repaired["StatementType"] == "DDL", repaired

            # CTAS: a temporary table, its description from the catalog, its files, then it goes.
            ctas = run(f'''CREATE TABLE "{db}"."temp_table_5f1c2d3e" WITH (
                external_location = 's3://{bucket}/tmp/temp_table_5f1c2d3e', format = 'PARQUET', write_compression = 'SNAPPY')
                AS SELECT id, name, price, day FROM sales''', bucket, db)
            assert ctas["StatementType"] == "DDL", ctas
            table = glue.get_table(DatabaseName=db, Name="temp_table_5f1c2d3e")["Table"]
            assert {c["Name"]: c["Type"] for c in table["StorageDescriptor"]["Columns"]} == {"id": "bigint", "name": "string", "price": "double", "day": "string"}, table
            manifest = s3.get_object(Bucket=bucket, Key=ctas["Statistics"]["DataManifestLocation"].split(bucket + "/")[1])["Body"].read().decode().split()
            files = [f"s3://{bucket}/{o['Key']}" for o in s3.list_objects_v2(Bucket=bucket, Prefix="tmp/temp_table_5f1c2d3e/")["Contents"]]
            assert sorted(manifest) == sorted(files), (manifest, files)
            glue.delete_table(DatabaseName=db, Name="temp_table_5f1c2d3e")
            s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": f.split(bucket + "/")[1]} for f in files]})

            # UNLOAD.
            run(f'''UNLOAD (SELECT id, name, price, day FROM sales WHERE price IS NOT NULL) TO 's3://{bucket}/unloaded/x' WITH (format = 'PARQUET', compression = 'snappy', partitioned_by = ARRAY['day'])''', bucket, db)
            keys = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix="unloaded/x/")["Contents"]]
            assert keys and all(k.startswith("unloaded/x/day=2024-01-01/") for k in keys), keys

            # The regular way: the CSV itself, types from the metadata.
            query = run("SELECT id, name, price, CAST(price AS decimal(10,2)) AS money, CAST('2024-01-01 00:00:00' AS timestamp) AS t, day FROM sales ORDER BY id", bucket, db)
            info = athena.get_query_results(QueryExecutionId=query["QueryExecutionId"], MaxResults=1)["ResultSet"]["ResultSetMetadata"]["ColumnInfo"]
            assert [(c["Name"], c["Type"], c["Precision"], c["Scale"]) for c in info] == [
                ("id", "bigint", 19, 0), ("name", "varchar", 2147483647, 0), ("price", "double", 17, 0), ("money", "decimal", 10, 2), ("t", "timestamp", 3, 0),
                ("day", "varchar", 2147483647, 0)], info
            key = query["ResultConfiguration"]["OutputLocation"].split(bucket + "/")[1]
            text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
            assert text.split("\n")[3] == '"3","c",,,"2024-01-01 00:00:00.000","2024-01-02"', text
            assert s3.head_object(Bucket=bucket, Key=key + ".metadata")["ContentLength"] > 0

            # Its cache looks at the newest executions, and Athena's own reuse.
            newest = athena.list_query_executions(WorkGroup="primary", MaxResults=50)["QueryExecutionIds"]
            details = athena.batch_get_query_execution(QueryExecutionIds=newest)["QueryExecutions"]
            assert query["QueryExecutionId"] in newest and all(d["Status"]["State"] for d in details)
            again = run(query["Query"], bucket, db, ResultReuseConfiguration={"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 5}})
            assert again["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"], again
            assert again["Statistics"]["DataScannedInBytes"] == 0 and again["ResultConfiguration"] == query["ResultConfiguration"], again

            stats = athena.get_query_runtime_statistics(QueryExecutionId=query["QueryExecutionId"])["QueryRuntimeStatistics"]
            assert stats["Rows"]["OutputRows"] == 3 and stats["OutputStage"]["State"] == "FINISHED", stats
            print("done")
            """;

        var result = await weir.Clients.PythonAsync(Script);

        Assert.Equal("done", result.Ok().Trim());
    }

    [Fact, Trait("feature", "athena.ddl"), Trait("feature", "athena.sql")]
    public async Task Models_are_built_as_dbt_builds_them()
    {
        // A schema, a table model, a view model, an incremental model (append, then overwrite of its partitions), tests, docs, clean-up.
        const string Script = AthenaScripts.Helpers + """
            bucket, schema = "athena-dbt", "dbt_models"
            glue = client("glue")
            s3.create_bucket(Bucket=bucket)
            comment = "-- /* {'app': 'dbt', 'node_id': 'model.x'} */\n"
            def clean(prefix):
                for o in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", []):
                    s3.delete_object(Bucket=bucket, Key=o["Key"])
            run(comment + f"create schema if not exists `{schema}`", bucket)
            run(comment + f"create schema if not exists `{schema}`", bucket)

            # A table: made beside, then in its place.
            def table(name, sql, more=""):
                clean(f"data/{schema}/{name}/")
                try:
                    glue.delete_table(DatabaseName=schema, Name=name)
                except glue.exceptions.EntityNotFoundException:
                    pass
                return run(comment + f'''
                    create table "awsdatacatalog"."{schema}"."{name}"
                    with (
                      table_type='hive',
                      is_external=true,external_location='s3://{bucket}/data/{schema}/{name}',{more}
                      format='parquet'
                    )
                    as
                      {sql}''', bucket, schema)
            for turn in range(2):
                table("orders", "select 1 as id, 'a' as name, date '2024-01-01' as day union all select 2, 'b', date '2024-01-02'")
            run(comment + f'''create or replace view "awsdatacatalog"."{schema}"."big_orders" as select * from "awsdatacatalog"."{schema}"."orders" where id > 1''', bucket, schema)
            assert rows(f'select * from "awsdatacatalog"."{schema}"."big_orders"', bucket, schema)[1:] == [["2", "b", "2024-01-02"]]

            # What there is, as dbt's catalog asks.
            found = {t["Name"]: t["TableType"] for t in glue.get_tables(DatabaseName=schema)["TableList"]}
            assert found == {"orders": "EXTERNAL_TABLE", "big_orders": "VIRTUAL_VIEW"}, found
            columns = athena.get_table_metadata(CatalogName="awsdatacatalog", DatabaseName=schema, TableName="orders")["TableMetadata"]["Columns"]
            assert [(c["Name"], c["Type"]) for c in columns] == [("id", "int"), ("name", "varchar(1)"), ("day", "date")] or columns[0]["Name"] == "id", columns

            # Incremental: temporary table, append; then insert_overwrite drops partitions and their objects first.
            table("events", "select 1 as id, 'x' as kind union all select 2, 'y'", "partitioned_by=ARRAY['kind'],")
            table("events__dbt_tmp", "select 3 as id, 'y' as kind union all select 4, 'z'")
            run(comment + f'''insert into "awsdatacatalog"."{schema}"."events" ("id", "kind") (select "id", "kind" from "awsdatacatalog"."{schema}"."events__dbt_tmp")''', bucket, schema)
            assert rows("select id, kind from events order by id", bucket, schema)[1:] == [["1", "x"], ["2", "y"], ["3", "y"], ["4", "z"]]
            touched = [r[0] for r in rows('select distinct kind from events__dbt_tmp', bucket, schema)[1:]]
            for kind in touched:
                for partition in glue.get_partitions(DatabaseName=schema, TableName="events", Expression=f"kind = '{kind}'")["Partitions"]:
                    clean(partition["StorageDescriptor"]["Location"].split(bucket + "/")[1])
            run(comment + f'''insert into "awsdatacatalog"."{schema}"."events" ("id", "kind") (select "id", "kind" from "awsdatacatalog"."{schema}"."events__dbt_tmp")''', bucket, schema)
            assert rows("select id, kind from events order by id", bucket, schema)[1:] == [["1", "x"], ["3", "y"], ["4", "z"]]
            run(comment + f"drop table if exists `{schema}`.`events__dbt_tmp`", bucket, schema)

            # Tests are queries that count failures.
            failures = rows(comment + f'''select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error from (
                select id from "awsdatacatalog"."{schema}"."orders" where id is null) dbt_internal_test''', bucket, schema)
            assert failures == [["failures", "should_warn", "should_error"], ["0", "false", "false"]], failures

            # A table that is there fails as dbt expects; a place with data too.
            over1 = over(start(f'''create table "{schema}"."orders" with (format='parquet') as select 1 as id''', bucket, schema))
            assert over1["Status"]["StateChangeReason"].startswith("TABLE_ALREADY_EXISTS"), over1["Status"]
            glue.delete_table(DatabaseName=schema, Name="big_orders")
            run(f"drop table if exists `{schema}`.`orders`", bucket, schema)
            over2 = over(start(f'''create table "{schema}"."orders" with (external_location='s3://{bucket}/data/{schema}/orders', format='parquet') as select 1 as id''', bucket, schema))
            assert over2["Status"]["StateChangeReason"].startswith(f"HIVE_PATH_ALREADY_EXISTS: Target directory for table '{schema}.orders' already exists"), over2["Status"]
            run(f"drop schema if exists `{schema}` cascade", bucket)
            print("done")
            """;

        var result = await weir.Clients.PythonAsync(Script);

        Assert.Equal("done", result.Ok().Trim());
    }

    [Fact, Trait("feature", "athena.results")]
    public async Task Pages_parameters_and_cancelling_work_in_javascript()
    {
        const string Script = """
            import { AthenaClient, StartQueryExecutionCommand, GetQueryExecutionCommand, GetQueryResultsCommand, StopQueryExecutionCommand, paginateGetQueryResults } from "@aws-sdk/client-athena";
            import { S3Client, CreateBucketCommand } from "@aws-sdk/client-s3";
            import assert from "node:assert";
            const config = { endpoint: process.env.WEIR_ENDPOINT, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
            const athena = new AthenaClient(config);
            await new S3Client({ ...config, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: "athena-js" }));
            const start = async (QueryString, more) => (await athena.send(new StartQueryExecutionCommand({ QueryString, ResultConfiguration: { OutputLocation: "s3://athena-js/" }, ...more }))).QueryExecutionId;
            const over = async (QueryExecutionId) => {
              for (;;) {
                const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
                if (!["QUEUED", "RUNNING"].includes(QueryExecution.Status.State)) return QueryExecution;
              }
            };
            const id = await start("SELECT n, 'row ' || CAST(n AS varchar) AS name FROM unnest(sequence(1, ?)) AS t(n) WHERE n <> ?", { ExecutionParameters: ["2500", "7"] });
            const done = await over(id);
            assert.equal(done.Status.State, "SUCCEEDED", done.Status.StateChangeReason);
            const pages = [];
            for await (const page of paginateGetQueryResults({ client: athena, pageSize: 1000 }, { QueryExecutionId: id })) pages.push(page.ResultSet.Rows.length);
            assert.deepEqual(pages, [1000, 1000, 500]);
            const first = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 2 }));
            assert.deepEqual(first.ResultSet.Rows.map((row) => row.Data.map((cell) => cell.VarCharValue)), [["n", "name"], ["1", "row 1"]]);
            const second = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 2, NextToken: first.NextToken }));
            assert.equal(second.ResultSet.Rows[0].Data[0].VarCharValue, "2");
            const long = await start("SELECT count(*) FROM unnest(sequence(1, 10000)) AS a(x), unnest(sequence(1, 10000)) AS b(y), unnest(sequence(1, 10000)) AS c(z) WHERE (x * y) % 7919 = z % 31");
            await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: long }));
            assert.equal((await over(long)).Status.State, "CANCELLED");
            await assert.rejects(athena.send(new GetQueryResultsCommand({ QueryExecutionId: long })), { name: "InvalidRequestException" });
            console.log("done");
            """;

        var result = await weir.Clients.NodeAsync(Script);

        Assert.Equal("done", result.Ok().Trim());
    }
}
