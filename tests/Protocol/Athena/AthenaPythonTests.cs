using Weir.Tests.Support;

namespace Weir.Protocol.Tests.Athena;

/// <summary>Athena through boto3, over real data.</summary>
public sealed class AthenaPythonTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.results"), Trait("feature", "s3.encryption")]
    public async Task Results_are_encrypted_when_asked_and_encrypted_tables_are_read()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket, folder = "athena-encrypted", sys.argv[1] + "/objects"
            def bytes_of(path):
                try:
                    return open(path, "rb").read()
                except FileNotFoundError:
                    return b"" # removed meanwhile
            def on_disk(content):
                return any(content in bytes_of(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)
            def sealed(sql, database=None):
                output = {"OutputLocation": f"s3://{bucket}/results/", "EncryptionConfiguration": {"EncryptionOption": "SSE_S3"}}
                context = {"QueryExecutionContext": {"Database": database}} if database else {}
                execution = over(athena.start_query_execution(QueryString=sql, ResultConfiguration=output, **context)["QueryExecutionId"])
                assert execution["Status"]["State"] == "SUCCEEDED", execution["Status"]
                return execution
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE sealed", bucket)
            one = sealed("SELECT 'never-on-the-disk' AS word")
            assert one["ResultConfiguration"]["EncryptionConfiguration"] == {"EncryptionOption": "SSE_S3"}, one
            key = one["ResultConfiguration"]["OutputLocation"].split(bucket + "/")[1]
            for name in (key, key + ".metadata"):
                assert s3.head_object(Bucket=bucket, Key=name)["ServerSideEncryption"] == "AES256", name
            assert not on_disk(b"never-on-the-disk")
            results = athena.get_query_results(QueryExecutionId=one["QueryExecutionId"])["ResultSet"]["Rows"]
            assert results[1]["Data"][0]["VarCharValue"] == "never-on-the-disk", results
            for format in ("PARQUET", "ORC", "TEXTFILE", "JSON"):
                sealed(f"CREATE TABLE t_{format} WITH (format = '{format}', external_location = 's3://{bucket}/{format}/') AS SELECT n, 'hidden-' || CAST(n AS varchar) AS word FROM UNNEST(sequence(1, 2000)) AS t (n)", "sealed")
                files = s3.list_objects_v2(Bucket=bucket, Prefix=f"{format}/")["Contents"]
                assert files and all(s3.head_object(Bucket=bucket, Key=f["Key"])["ServerSideEncryption"] == "AES256" for f in files)
                read = rows(f"SELECT count(*), max(n), min(word) FROM t_{format}", bucket, "sealed")
                assert read[1] == ["2000", "2000", "hidden-1"], read
            print("done")
            """;

        var result = await weir.Clients.PythonAsync(Script, weir.Server.Settings.DataDirectory);

        Assert.Equal("done", result.Ok().Trim());
    }

    [Fact, Trait("feature", "athena.formats"), Trait("feature", "athena.partitions")]
    public async Task Taxi_trips_are_queried_as_csv_and_copied_to_partitioned_parquet()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket = "athena-taxi"
            s3.create_bucket(Bucket=bucket)
            s3.upload_file(sys.argv[1], bucket, "taxi/trips.csv")
            lines = open(sys.argv[1]).read().splitlines()[1:]
            run("CREATE DATABASE taxi", bucket)
            run(f'''CREATE EXTERNAL TABLE trips (vendor_id int, pickup_datetime timestamp, dropoff_datetime timestamp, passenger_count int, fare_amount double)
                ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://{bucket}/taxi/' TBLPROPERTIES ('skip.header.line.count'='1')''', bucket, "taxi")
            count = run("SELECT count(*) FROM trips", bucket, "taxi")
            assert count["Statistics"]["DataScannedInBytes"] == os.path.getsize(sys.argv[1]), count
            by = rows("SELECT passenger_count, count(*) c FROM trips GROUP BY passenger_count ORDER BY passenger_count", bucket, "taxi")
            truth = {}
            for line in lines:
                truth[line.split(",")[3]] = truth.get(line.split(",")[3], 0) + 1
            assert by[1:] == [[key, str(truth[key])] for key in sorted(truth, key=int)], by
            run('''CREATE TABLE by_day WITH (format = 'PARQUET', partitioned_by = ARRAY['day']) AS
                SELECT *, CAST(date(pickup_datetime) AS varchar) AS day FROM trips''', bucket, "taxi")
            days = rows("SELECT day, count(*) FROM by_day WHERE day BETWEEN '2019-01-03' AND '2019-01-04' GROUP BY day ORDER BY day", bucket, "taxi")
            assert days[1:] == [[d, str(sum(1 for line in lines if line.split(",")[1].startswith(d)))] for d in ("2019-01-03", "2019-01-04")], days
            one = run("SELECT sum(fare_amount) FROM by_day WHERE day = '2019-01-03'", bucket, "taxi")["Statistics"]["DataScannedInBytes"]
            all = run("SELECT sum(fare_amount) FROM by_day", bucket, "taxi")["Statistics"]["DataScannedInBytes"]
            assert 0 < one < all / 10, (one, all)
            table = athena.get_table_metadata(CatalogName="AwsDataCatalog", DatabaseName="taxi", TableName="by_day")["TableMetadata"]
            assert [key["Name"] for key in table["PartitionKeys"]] == ["day"], table
            print("done")
            """;

        var result = await weir.Clients.PythonAsync(Script, Repository.SharedData("taxi", "yellow_tripdata_sample_2019-01.csv"));

        Assert.Equal("done", result.Ok().Trim());
    }

    [Fact, Trait("feature", "athena.sql")]
    public async Task The_queries_of_TPC_H_give_the_published_answers()
    {
        const string Script = AthenaScripts.Helpers + """
            import csv, re
            from concurrent.futures import ThreadPoolExecutor
            folder, bucket = sys.argv[1], "athena-tpch"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE tpch", bucket)
            tables = {
                "part": "p_partkey bigint, p_name string, p_mfgr string, p_brand string, p_type string, p_size int, p_container string, p_retailprice double, p_comment string",
                "supplier": "s_suppkey bigint, s_name string, s_address string, s_nationkey bigint, s_phone string, s_acctbal double, s_comment string",
                "partsupp": "ps_partkey bigint, ps_suppkey bigint, ps_availqty int, ps_supplycost double, ps_comment string",
                "customer": "c_custkey bigint, c_name string, c_address string, c_nationkey bigint, c_phone string, c_acctbal double, c_mktsegment string, c_comment string",
                "orders": "o_orderkey bigint, o_custkey bigint, o_orderstatus string, o_totalprice double, o_orderdate date, o_orderpriority string, o_clerk string, o_shippriority int, o_comment string",
                "lineitem": "l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber int, l_quantity double, l_extendedprice double, l_discount double, l_tax double, l_returnflag string, l_linestatus string, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct string, l_shipmode string, l_comment string",
                "nation": "n_nationkey bigint, n_name string, n_regionkey bigint, n_comment string",
                "region": "r_regionkey bigint, r_name string, r_comment string",
            }
            for name, columns in tables.items():
                file = next(f for f in os.listdir(f"{folder}/tpch_sf0.01") if f.startswith(name + ".tbl"))
                s3.upload_file(f"{folder}/tpch_sf0.01/{file}", bucket, f"{name}/{file}")
                run(f"CREATE EXTERNAL TABLE {name} ({columns}) ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' LOCATION 's3://{bucket}/{name}/'", bucket, "tpch")
            def same(left, right):
                try:
                    return abs(float(left) - float(right)) <= 1e-6 * max(1, abs(float(right)))
                except ValueError:
                    return left == right
            wrong = []
            def check(name):
                try:
                    # Trino knows no aliases in GROUP BY; the query of the benchmark does not need one.
                    sql = re.sub(r"GROUP BY\s+supplier_no", "GROUP BY l_suppkey", open(f"{folder}/tpch_queries/{name}.sql").read())
                    got = rows(sql, bucket, "tpch")
                    answers = f"{folder}/tpch_sf0.01_expected/{name}.csv"
                    if not os.path.exists(answers):
                        return
                    expected = list(csv.reader(open(answers), delimiter="|"))
                    if len(got) != len(expected) or not all(len(a) == len(b) and all(map(same, a, b)) for a, b in zip(got[1:], expected[1:])):
                        wrong.append((name, len(got), len(expected), got[1:3], expected[1:3]))
                except AssertionError as error:
                    wrong.append((name, str(error)[-400:]))
            with ThreadPoolExecutor(4) as pool:
                list(pool.map(check, sorted(f[:3] for f in os.listdir(f"{folder}/tpch_queries"))))
            assert not wrong, wrong
            print("done")
            """;

        var result = await weir.Clients.PythonAsync(Script, Repository.SharedData("warehouse"));

        Assert.Equal("done", result.Ok().Trim());
    }

    [Fact, Trait("feature", "athena.formats")]
    public async Task Json_flights_and_parquet_of_others_are_read_in_place()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket = "athena-formats"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE formats", bucket)
            flights = json.load(open(sys.argv[1]))
            s3.put_object(Bucket=bucket, Key="flights/a.json", Body="\n".join(json.dumps(f) for f in flights))
            run(f'''CREATE EXTERNAL TABLE flights (`date` string, delay int, distance int, origin string, destination string)
                ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe' LOCATION 's3://{bucket}/flights/' ''', bucket, "formats")
            worst = rows('SELECT origin, count(*) c, max(delay) d FROM flights GROUP BY origin ORDER BY c DESC, origin LIMIT 1', bucket, "formats")[1]
            origins = [f["origin"] for f in flights]
            top = min(set(origins), key=lambda o: (-origins.count(o), o))
            assert worst == [top, str(origins.count(top)), str(max(f["delay"] for f in flights if f["origin"] == top))], worst
            s3.upload_file(sys.argv[2] + "/alltypes_plain.parquet", bucket, "alltypes/a")
            run(f'''CREATE EXTERNAL TABLE alltypes (id int, bool_col boolean, bigint_col bigint, double_col double, string_col string, timestamp_col timestamp, missing map<string,int>)
                STORED AS PARQUET LOCATION 's3://{bucket}/alltypes/' ''', bucket, "formats")
            got = rows("SELECT id, bool_col, bigint_col, double_col, string_col, timestamp_col, missing FROM alltypes ORDER BY id LIMIT 2", bucket, "formats")
            assert got[1:] == [["0", "true", "0", "0.0", "0", "2009-01-01 00:00:00.000", None], ["1", "false", "10", "10.1", "1", "2009-01-01 00:01:00.000", None]], got
            s3.put_object(Bucket=bucket, Key="alltypes/b", Body=b"PAR1 this is not parquet PAR1")
            failed = over(start("SELECT * FROM alltypes", bucket, "formats"))
            assert failed["Status"]["State"] == "FAILED" and f"s3://{bucket}/alltypes/b" in failed["Status"]["StateChangeReason"], failed
            assert rows("SELECT 1", bucket) == [["_col0"], ["1"]]
            print("done")
            """;

        var result = await weir.Clients.PythonAsync(
            Script, Repository.SharedData("warehouse", "flights", "flights-2k.json"), Repository.SharedData("formats", "parquet", "data"));

        Assert.Equal("done", result.Ok().Trim());
    }

    [Fact, Trait("feature", "athena.results")]
    public async Task Mistakes_are_answered_as_athena_answers_them()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket = "athena-errors"
            s3.create_bucket(Bucket=bucket)
            def error(call):
                try:
                    call()
                except athena.exceptions.InvalidRequestException as failure:
                    return failure.response["AthenaErrorCode"], failure.response["Error"]["Message"]
                raise AssertionError("no error")
            assert error(lambda: athena.start_query_execution(QueryString="SELECT 1"))[1].startswith("No output location provided")
            assert error(lambda: start("SELEC 1", bucket))[0] == "MALFORMED_QUERY"
            assert error(lambda: start("SELECT 1", "athena-no-such-bucket"))[1] == "Unable to verify/create output bucket athena-no-such-bucket"
            assert error(lambda: athena.get_query_execution(QueryExecutionId="nope"))[1] == "QueryExecution nope was not found"
            assert error(lambda: athena.get_work_group(WorkGroup="nope"))[1] == "WorkGroup nope is not found."
            failed = over(start("SELECT nothing FROM nowhere.t", bucket))
            assert error(lambda: athena.get_query_results(QueryExecutionId=failed["QueryExecutionId"]))[1].endswith("FAILED")
            athena.create_work_group(Name="strict", Configuration={"ResultConfiguration": {"OutputLocation": f"s3://{bucket}/strict/"}, "EnforceWorkGroupConfiguration": True})
            own = run("SELECT 1", bucket, WorkGroup="strict")
            assert own["ResultConfiguration"]["OutputLocation"].startswith(f"s3://{bucket}/strict/"), own
            assert athena.list_query_executions(WorkGroup="strict")["QueryExecutionIds"] == [own["QueryExecutionId"]]
            assert error(lambda: athena.delete_work_group(WorkGroup="strict"))[1] == "WorkGroup strict is not empty"
            athena.delete_work_group(WorkGroup="strict", RecursiveDeleteOption=True)
            athena.create_prepared_statement(StatementName="add_one", WorkGroup="primary", QueryStatement="SELECT ? + 1 AS n")
            assert rows("EXECUTE add_one USING 41", bucket) == [["n"], ["42"]]
            assert rows("SELECT ?, ?", bucket, ExecutionParameters=["'it''s'", "5"])[1] == ["it's", "5"]
            print("done")
            """;

        var result = await weir.Clients.PythonAsync(Script);

        Assert.Equal("done", result.Ok().Trim());
    }
}
