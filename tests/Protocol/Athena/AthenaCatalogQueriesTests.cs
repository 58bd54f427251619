namespace Weir.Protocol.Tests.Athena;

/// <summary>What a query can learn of the catalog and of other queries, through boto3.</summary>
public sealed class AthenaCatalogQueriesTests(WeirFixture weir)
{
    private const string Setup = AthenaScripts.Helpers + """
        def prepare(bucket, database):
            s3.create_bucket(Bucket=bucket)
            run(f"CREATE DATABASE {database}", bucket)
            run(f'''CREATE EXTERNAL TABLE trips (id bigint COMMENT 'the key', city string, stops array<struct<name:string,at:timestamp>>)
                PARTITIONED BY (dt string) ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://{bucket}/trips/' TBLPROPERTIES ('owner_team'='maps')''', bucket, database)
            s3.put_object(Bucket=bucket, Key="trips/dt=2024-01-01/a.json", Body='{"id":1,"city":"Oslo"}\n{"id":2,"city":"Bergen"}\n')
            run("MSCK REPAIR TABLE trips", bucket, database)
            run("CREATE VIEW cities (name, n) AS SELECT city, count(*) FROM trips GROUP BY city", bucket, database)
        def text(sql, bucket, database):
            return [row[0] if len(row) == 1 else "\t".join(cell or "" for cell in row) for row in rows(sql, bucket, database)]

        """;

    [Fact, Trait("feature", "athena.sql")]
    public async Task The_information_schema_lists_what_the_catalog_holds()
    {
        const string Script = Setup + """
            bucket, db = "athena-information", "information_db"
            prepare(bucket, db)
            assert [db] in rows(f"SELECT schema_name FROM information_schema.schemata", bucket, db)
            assert rows(f"SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = '{db}' ORDER BY 1", bucket, db)[1:] == [["cities", "VIEW"], ["trips", "BASE TABLE"]]
            columns = rows(f"SELECT column_name, ordinal_position, data_type, is_nullable FROM awsdatacatalog.information_schema.columns WHERE table_schema = '{db}' AND table_name = 'trips' ORDER BY 2", bucket, db)[1:]
            assert columns == [["id", "1", "bigint", "YES"], ["city", "2", "varchar", "YES"], ["stops", "3", "array(row(name varchar, at timestamp(3)))", "YES"], ["dt", "4", "varchar", "YES"]], columns
            assert rows(f"SELECT view_definition FROM information_schema.views WHERE table_schema = '{db}'", bucket, db)[1:] == [["SELECT city, count(*) FROM trips GROUP BY city"]]
            assert rows(f"SELECT count(*) FROM information_schema.columns WHERE table_schema = '{db}' AND table_name = 'nope'", bucket, db)[1:] == [["0"]]
            failed = over(start("SELECT * FROM nowhere.information_schema.tables", bucket))["Status"]
            assert failed["StateChangeReason"] == "CATALOG_NOT_FOUND: line 1:15: Catalog 'nowhere' not found", failed
            # A view's names mean the database it was made in, wherever it is read from; its columns have the names given to them.
            assert rows(f"SELECT name, n FROM {db}.cities ORDER BY name", bucket, "default") == [["name", "n"], ["Bergen", "1"], ["Oslo", "1"]]
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.ddl")]
    public async Task Show_and_describe_answer_as_Hive_lays_them_out()
    {
        const string Script = Setup + """
            bucket, db = "athena-describe", "describe_db"
            prepare(bucket, db)
            assert text("SHOW TABLES", bucket, db) == ["cities", "trips"]
            assert text("SHOW TABLES 'c*|x'", bucket, db) == ["cities"]
            assert text("SHOW VIEWS", bucket, db) == ["cities"]
            assert text("SHOW PARTITIONS trips", bucket, db) == ["dt=2024-01-01"]
            assert [line.strip() for line in text("SHOW COLUMNS IN trips", bucket, db)] == ["id", "city", "stops", "dt"]
            assert text("SHOW TBLPROPERTIES trips('owner_team')", bucket, db) == ["maps"]
            assert text("DESCRIBE cities", bucket, db) == ["name\tvarchar", "n\tbigint"]
            plain = text("DESCRIBE trips", bucket, db)
            assert plain[0].split("\t")[0].strip() == "id" and plain[0].split("\t")[2].strip() == "the key", plain
            assert "# Partition Information" in plain[5], plain
            full = "\n".join(text("DESCRIBE FORMATTED trips", bucket, db))
            for part in ("# Detailed Table Information", f"{'Database:':20}\t{db:20}", f"s3://{bucket}/trips", "# Storage Information", "org.openx.data.jsonserde.JsonSerDe", "owner_team"):
                assert part in full, (part, full)
            one = "\n".join(text("DESCRIBE FORMATTED trips PARTITION (dt = '2024-01-01')", bucket, db))
            assert "[2024-01-01]" in one and f"s3://{bucket}/trips/dt=2024-01-01" in one, one
            assert "Detailed Table Information\tTable(tableName:trips, dbName:" + db in "\n".join(text("DESCRIBE EXTENDED trips", bucket, db))
            missing = over(start("DESCRIBE trips PARTITION (dt = 'x')", bucket, db))["Status"]
            assert missing["StateChangeReason"].startswith("FAILED: SemanticException [Error 10006]: Partition not found"), missing
            functions = rows("SHOW FUNCTIONS LIKE 'json_ext%'", bucket, db)
            assert functions[0][:3] == ["function", "return type", "argument types"], functions[0]
            assert {f[0] for f in functions[1:]} == {"json_extract", "json_extract_scalar"}, functions
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.sql")]
    public async Task A_query_is_explained_in_every_form()
    {
        const string Script = Setup + """
            bucket, db = "athena-explain", "explain_db"
            prepare(bucket, db)
            plan = text("EXPLAIN SELECT city, count(*) FROM trips WHERE dt = '2024-01-01' GROUP BY city", bucket, db)
            assert plan[0] == "Output[columnNames = [city, _col1]]", plan
            assert any("TableScan[table = awsdatacatalog:explain_db:trips]" in line for line in plan), plan
            assert not any("s3://" in line or "read_" in line for line in plan), plan
            assert text("EXPLAIN (TYPE DISTRIBUTED) SELECT * FROM trips", bucket, db)[0] == "Fragment 0 [SINGLE]"
            assert json.loads("\n".join(text("EXPLAIN (FORMAT JSON) SELECT * FROM trips", bucket, db)))["name"] == "Output"
            assert text("EXPLAIN (FORMAT GRAPHVIZ) SELECT 1", bucket, db)[0] == "digraph logical_plan {"
            io = json.loads("\n".join(text("EXPLAIN (TYPE IO, FORMAT JSON) SELECT id FROM trips WHERE dt = '2024-01-01'", bucket, db)))
            constraint, = io["inputTableColumnInfos"][0]["constraint"]["columnConstraints"]
            assert constraint["columnName"] == "dt" and constraint["domain"]["ranges"][0]["low"]["value"] == "2024-01-01", io
            assert text("EXPLAIN (TYPE VALIDATE) SELECT 1", bucket, db) == ["true"]
            wrong = over(start("EXPLAIN (TYPE VALIDATE) SELECT nope FROM trips", bucket, db))["Status"]
            assert wrong["StateChangeReason"] == "COLUMN_NOT_FOUND: line 1:32: Column 'nope' cannot be resolved", wrong
            run_ = text("EXPLAIN ANALYZE SELECT id FROM trips", bucket, db)
            assert run_[0].startswith("Queued: ") and any("Output: 2 rows" in line for line in run_), run_
            assert any(line.strip().startswith("Physical input: ") and not line.strip().endswith(" 0B") for line in run_[1:]), run_
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.sql"), Trait("feature", "athena.partitions")]
    public async Task A_row_tells_its_file_and_a_table_its_partitions()
    {
        const string Script = Setup + """"
            bucket, db = "athena-paths", "paths_db"
            prepare(bucket, db)
            s3.put_object(Bucket=bucket, Key="trips/dt=2024-01-02/b.json", Body='{"id":3,"city":"Oslo"}\n')
            run("ALTER TABLE trips ADD PARTITION (dt = '2024-01-02')", bucket, db)
            assert rows('SELECT city, "$path" FROM trips ORDER BY id', bucket, db) == [["city", "$path"],
                ["Oslo", f"s3://{bucket}/trips/dt=2024-01-01/a.json"], ["Bergen", f"s3://{bucket}/trips/dt=2024-01-01/a.json"], ["Oslo", f"s3://{bucket}/trips/dt=2024-01-02/b.json"]]
            assert rows("""SELECT DISTINCT regexp_extract("$path", '[^/]+$') AS file FROM trips WHERE dt > '2024-01-01'""", bucket, db) == [["file"], ["b.json"]]
            assert rows(f"""SELECT id FROM trips WHERE "$path" = 's3://{bucket}/trips/dt=2024-01-02/b.json'""", bucket, db)[1:] == [["3"]]
            size = s3.head_object(Bucket=bucket, Key="trips/dt=2024-01-01/a.json")["ContentLength"]
            assert rows('SELECT "$file_size", "$partition", count(*) FROM trips GROUP BY 1, 2 ORDER BY 2 LIMIT 1', bucket, db)[1:] == [[str(size), "dt=2024-01-01", "2"]]
            assert rows("SELECT * FROM trips WHERE id = 3", bucket, db)[0] == ["id", "city", "stops", "dt"], "all columns are the table's own"
            newest = run('SELECT id FROM trips WHERE dt = (SELECT max(dt) FROM "trips$partitions")', bucket, db)
            assert newest["Statistics"]["DataScannedInBytes"] <= 30, newest["Statistics"]
            assert rows(f'SELECT * FROM {db}."trips$partitions" ORDER BY 1', bucket, db) == [["dt"], ["2024-01-01"], ["2024-01-02"]]
            print("done")
            """";

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }
}
