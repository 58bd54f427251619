using Weir.Tests.Support;

namespace Weir.Protocol.Tests.Athena;

/// <summary>Formats, logs, partitions and what they cost to scan, through boto3.</summary>
public sealed class AthenaFormatsTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.formats")]
    public async Task Parquet_that_few_readers_know_is_read_and_damage_is_named()
    {
        const string Script = AthenaScripts.Helpers + """
            folder, bucket = sys.argv[1], "athena-parquet-rare"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE parquet_rare", bucket)
            def table(name, file, columns):
                s3.upload_file(f"{folder}/{file}", bucket, f"{name}/{file}")
                run(f"CREATE EXTERNAL TABLE {name} ({columns}) STORED AS PARQUET LOCATION 's3://{bucket}/{name}/'", bucket, "parquet_rare")
            table("lz4", "data/hadoop_lz4_compressed.parquet", "c0 bigint, c1 string, v11 double")
            got = rows("SELECT c1, v11 FROM lz4 ORDER BY c0, c1", bucket, "parquet_rare")
            assert got[1:] == [["abc", "42.0"], ["def", "7.7"], ["abc", "42.125"], ["def", "7.7"]], got
            table("split", "data/byte_stream_split_extended.gzip.parquet", "int64_plain bigint, int64_byte_stream_split bigint")
            assert rows("SELECT count(*) FROM split WHERE int64_plain = int64_byte_stream_split", bucket, "parquet_rare")[1] == ["200"]
            table("spark", "data/int96_from_spark.parquet", "a timestamp")
            assert rows("SELECT a FROM spark ORDER BY a LIMIT 1", bucket, "parquet_rare")[1] == ["2024-01-01 01:00:00.000"]
            table("keys", "data/map_no_value.parquet", "my_map_no_v array<int>")
            assert rows("SELECT sum(k) FROM keys CROSS JOIN UNNEST(my_map_no_v) AS u(k)", bucket, "parquet_rare")[1] == ["45"]
            for name, file in (("sum1", "data/datapage_v1-corrupt-checksum.parquet"), ("sum2", "bad_data/ARROW-GH-45185.parquet")):
                table(name, file, "a int" if name == "sum1" else "x array<int>")
                broken = over(start(f"SELECT * FROM {name}", bucket, "parquet_rare"))
                reason = broken["Status"]["StateChangeReason"]
                assert broken["Status"]["State"] == "FAILED" and reason.startswith("HIVE_BAD_DATA: Malformed Parquet file."), reason
                assert f"s3://{bucket}/{name}/{file}" in reason, reason
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script, Repository.SharedData("formats", "parquet"))).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.formats")]
    public async Task Ion_is_written_in_both_encodings_and_read_back()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket = "athena-ion"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE ions", bucket)
            run(f'''CREATE TABLE made WITH (format = 'ION', external_location = 's3://{bucket}/made/') AS
                SELECT n, 'name ' || CAST(n AS varchar) AS name, CAST(n AS decimal(10, 2)) / 4 AS price, ARRAY[n, -n] AS pair FROM UNNEST(sequence(1, 2000)) AS t(n)''', bucket, "ions")
            run(f'''CREATE EXTERNAL TABLE texts (n bigint, name string, price decimal(12,2), pair array<bigint>)
                ROW FORMAT SERDE 'com.amazon.ionhiveserde.IonHiveSerDe' WITH SERDEPROPERTIES ('ion.encoding' = 'TEXT')
                STORED AS ION LOCATION 's3://{bucket}/texts/' ''', bucket, "ions")
            run("INSERT INTO texts SELECT n, name, CAST(price AS decimal(12,2)), pair FROM made WHERE n % 2 = 0", bucket, "ions")
            for table, count, total in (("made", "2000", "2001000"), ("texts", "1000", "1001000")):
                got = rows(f"SELECT count(*), sum(n), max(name), sum(pair[2]) FROM {table}", bucket, "ions")
                assert got[1] == [count, total, "name 998" if table == "texts" else "name 999", "-" + total], got
            def first(prefix):
                return s3.get_object(Bucket=bucket, Key=s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"][0]["Key"])["Body"].read()
            assert first("made/").startswith(b"\xe0\x01\x00\xea")
            assert b'{n:2,name:"name 2",price:50d-2,pair:[2,-2]}' in first("texts/"), first("texts/")[:100]
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.logs")]
    public async Task Flow_logs_and_access_logs_are_asked_as_the_guide_asks_them()
    {
        const string Script = AthenaScripts.Helpers + """"
            folder, bucket = sys.argv[1], "athena-logs"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE logs", bucket)
            s3.upload_file(f"{folder}/vpcflow/ktranslate_examples.log", bucket, "AWSLogs/1/vpcflowlogs/us-east-1/2018/08/09/a.log")
            run(f'''CREATE EXTERNAL TABLE IF NOT EXISTS vpc_flow_logs (version int, account_id string, interface_id string, srcaddr string, dstaddr string, srcport int,
                    dstport int, protocol bigint, packets bigint, bytes bigint, start bigint, `end` bigint, action string, log_status string)
                PARTITIONED BY (`date` date) ROW FORMAT DELIMITED FIELDS TERMINATED BY ' '
                LOCATION 's3://{bucket}/AWSLogs/1/vpcflowlogs/us-east-1/' TBLPROPERTIES ("skip.header.line.count"="1")''', bucket, "logs")
            run(f"ALTER TABLE vpc_flow_logs ADD PARTITION (`date`='2018-08-09') LOCATION 's3://{bucket}/AWSLogs/1/vpcflowlogs/us-east-1/2018/08/09'", bucket, "logs")
            lines = [line.split(" ") for line in open(f"{folder}/vpcflow/ktranslate_examples.log").read().splitlines()[1:]]
            got = rows('SELECT day_of_week("date") AS day, "date", interface_id, srcaddr, action, protocol FROM vpc_flow_logs WHERE action = \'ACCEPT\' AND protocol = 6 LIMIT 100', bucket, "logs")
            assert len(got) - 1 == sum(line[12] == "ACCEPT" and line[7] == "6" for line in lines) > 0, got
            assert got[1][:2] == ["4", "2018-08-09"], got
            top = rows("SELECT SUM(packets) AS packetcount, dstaddr FROM vpc_flow_logs WHERE dstport = 41536 GROUP BY dstaddr ORDER BY packetcount DESC LIMIT 10", bucket, "logs")
            assert top[1] == [str(sum(int(line[8]) for line in lines if line[6] == "41536")), "10.0.0.53"], top

            s3.upload_file(f"{folder}/cloudfront/hub_aws-cloudfront-logs.log", bucket, "cloudfront/a.log")
            names = ["time string", "x_edge_location string", "sc_bytes bigint", "c_ip string", "cs_method string", "cs_host string", "cs_uri_stem string", "sc_status int"]
            run(f"CREATE EXTERNAL TABLE cloudfront (`date` date, {', '.join(names)}) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' LOCATION 's3://{bucket}/cloudfront/'", bucket, "logs")
            got = rows("""SELECT SUM(sc_bytes) AS total, min("date"), count(*) FILTER (WHERE sc_status = 400) FROM cloudfront WHERE "date" BETWEEN DATE '2024-03-01' AND DATE '2024-03-31'""", bucket, "logs")
            assert got[1][1:] == ["2024-03-12", "2"] and int(got[1][0]) == 1406, got
            print("done")
            """";

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script, Repository.SharedData("awslogs"))).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.partitions"), Trait("feature", "athena.scan-cost")]
    public async Task Partitions_that_cannot_have_wanted_rows_cost_nothing()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket = "athena-projected"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE projected", bucket)
            for day in range(1, 11):
                for region in ("eu", "us"):
                    body = "".join(f"{n},{day * n}\n" for n in range(100 + day))
                    s3.put_object(Bucket=bucket, Key=f"t/{region}/2026-01-{day:02}/a.csv", Body=body)
            run(f'''CREATE EXTERNAL TABLE t (n int, v int) PARTITIONED BY (region string, day string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ','
                LOCATION 's3://{bucket}/t/' TBLPROPERTIES ('projection.enabled' = 'true', 'projection.region.type' = 'enum', 'projection.region.values' = 'eu,us',
                    'projection.day.type' = 'date', 'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2026-01-01,2026-01-31',
                    'storage.location.template' = 's3://{bucket}/t/${{region}}/${{day}}/')''', bucket, "projected")
            def size(prefix):
                return sum(item["Size"] for item in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"])
            def scanned(where, count):
                execution = run(f"SELECT count(*) FROM t WHERE {where}", bucket, "projected")
                got = athena.get_query_results(QueryExecutionId=execution["QueryExecutionId"])["ResultSet"]["Rows"][1]["Data"][0]["VarCharValue"]
                assert got == str(count), (where, got)
                return execution["Statistics"]["DataScannedInBytes"]
            def costs(where, count, prefixes):
                bytes, stored = scanned(where, count), sum(size(prefix) for prefix in prefixes)
                assert bytes == stored, (where, bytes, stored)
            costs("region = 'eu' AND day = '2026-01-03'", 103, ["t/eu/2026-01-03/"])
            costs("day BETWEEN '2026-01-02' AND '2026-01-03' AND region IN ('us', 'xx')", 205, ["t/us/2026-01-02/", "t/us/2026-01-03/"])
            costs("CAST(substr(day, 9) AS integer) * 2 = 8", 208, ["t/eu/2026-01-04/", "t/us/2026-01-04/"])
            costs("day LIKE '2026-01-0_' AND day NOT LIKE '%-0%'", 0, [])
            costs("region LIKE 'e%' AND upper(region) || day = 'EU2026-01-10'", 110, ["t/eu/2026-01-10/"])
            costs("month(CAST(day AS date)) = 1 AND day(CAST(day AS date)) % 7 = 0", 214, ["t/eu/2026-01-07/", "t/us/2026-01-07/"])
            costs("region = 'xx'", 0, [])
            costs("n >= 0", sum(100 + day for day in range(1, 11)) * 2, ["t/"])

            run(f'''CREATE TABLE cols WITH (format = 'PARQUET', external_location = 's3://{bucket}/cols/', partitioned_by = ARRAY['region']) AS
                SELECT n, v, to_hex(sha256(to_utf8(CAST(n AS varchar)))) AS wide, region FROM t''', bucket, "projected")
            def bytes_of(sql):
                return run(sql, bucket, "projected")["Statistics"]["DataScannedInBytes"]
            narrow, wide = bytes_of("SELECT sum(n) FROM cols"), bytes_of("SELECT sum(n), max(wide) FROM cols")
            assert 0 < narrow < wide, (narrow, wide)
            assert 0 < bytes_of("SELECT max(wide) FROM cols WHERE region = 'eu'") < bytes_of("SELECT max(wide) FROM cols")
            assert bytes_of("SELECT sum(n) FROM cols WHERE n > 100000") == 0

            athena.create_work_group(Name="tight", Configuration={"BytesScannedCutoffPerQuery": 10_000_000, "ResultConfiguration": {"OutputLocation": f"s3://{bucket}/results/"}})
            s3.put_object(Bucket=bucket, Key="t/eu/2026-01-20/big.csv", Body=b"1,2\n" * 3_000_000)
            stopped = over(start("SELECT count(*), sum(v) FROM t WHERE day = '2026-01-20'", bucket, "projected", WorkGroup="tight"))
            assert stopped["Status"]["State"] == "CANCELLED" and "Bytes scanned limit was exceeded" in stopped["Status"]["StateChangeReason"], stopped["Status"]
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }
}
