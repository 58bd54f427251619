using Weir.Tests.Support;

namespace Weir.Protocol.Tests.Athena;

/// <summary>ORC through boto3: written by the service, and the ORC project's own files.</summary>
public sealed class AthenaOrcTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.formats")]
    public async Task Orc_is_written_in_every_compression_and_read_back()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket = "athena-orc"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE orc_written", bucket)
            for codec in ("ZLIB", "SNAPPY", "ZSTD", "LZ4", "NONE"):
                table = f"t_{codec.lower()}"
                run(f'''CREATE TABLE {table} WITH (format = 'ORC', write_compression = '{codec}', external_location = 's3://{bucket}/{table}/') AS
                    SELECT n, 'name ' || CAST(n % 10 AS varchar) AS name, ARRAY[n, n + 1] AS pair, CAST(n AS decimal(10, 2)) / 4 AS price
                    FROM UNNEST(sequence(1, 5000)) AS t(n)''', bucket, "orc_written")
                run(f"INSERT INTO {table} VALUES (0, NULL, NULL, DECIMAL '1.25')", bucket, "orc_written")
                got = rows(f"SELECT count(*), sum(n), count(name), count(DISTINCT name), sum(pair[2]), max(price) FROM {table}", bucket, "orc_written")
                assert got[1][:5] == ["5001", "12502500", "5000", "10", "12507500"] and float(got[1][5]) == 1250, got
            one = run("SELECT sum(n) FROM t_none", bucket, "orc_written")["Statistics"]["DataScannedInBytes"]
            all = run("SELECT count(n), count(name), count(pair), count(price) FROM t_none", bucket, "orc_written")["Statistics"]["DataScannedInBytes"]
            assert 0 < one < all, (one, all)
            key = s3.list_objects_v2(Bucket=bucket, Prefix="t_zlib/")["Contents"][0]["Key"]
            s3.put_object(Bucket=bucket, Key=key, Body=b"no longer what it was")
            broken = over(start("SELECT * FROM t_zlib", bucket, "orc_written"))
            reason = broken["Status"]["StateChangeReason"]
            assert reason.startswith("HIVE_BAD_DATA: Malformed ORC file.") and f"s3://{bucket}/{key}" in reason, reason
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.formats")]
    public async Task The_format_s_own_files_read_as_a_table()
    {
        const string Script = AthenaScripts.Helpers + """
            folder, bucket = sys.argv[1], "athena-orc-corpus"
            s3.create_bucket(Bucket=bucket)
            run("CREATE DATABASE orc_corpus", bucket)
            def table(name, file, columns):
                s3.upload_file(f"{folder}/{file}", bucket, f"{name}/{file}")
                run(f"CREATE EXTERNAL TABLE {name} ({columns}) STORED AS ORC LOCATION 's3://{bucket}/{name}/'", bucket, "orc_corpus")
            table("nested", "TestOrcFile.test1.orc", "boolean1 boolean, byte1 tinyint, short1 smallint, int1 int, long1 bigint, float1 float, double1 double, "
                "bytes1 binary, string1 string, middle struct<list:array<struct<int1:int,string1:string>>>, list array<struct<int1:int,string1:string>>, "
                "map map<string,struct<int1:int,string1:string>>")
            got = rows("SELECT byte1, string1, middle.list[2].string1, cardinality(list), element_at(map, 'chani').int1 FROM nested ORDER BY byte1", bucket, "orc_corpus")
            assert got[1:] == [["1", "hi", "sigh", "2", None], ["100", "bye", "sigh", "3", "5"]], got
            table("demo", "demo-12-zlib.orc", "id bigint, gender string, marital string, education string, spent int, credit string, dep int, emp int, college int")
            got = rows("SELECT count(*), sum(id), count(DISTINCT education) FROM demo", bucket, "orc_corpus")
            assert got[1][:2] == ["1920800", "1844737280400"], got
            few = run("SELECT max(gender) FROM demo", bucket, "orc_corpus")["Statistics"]["DataScannedInBytes"]
            all = run("SELECT max(gender), max(id) FROM demo", bucket, "orc_corpus")["Statistics"]["DataScannedInBytes"]
            assert 0 < few < all, (few, all)
            table("old", "over1k_bloom.orc", "a tinyint, b smallint, c int, d bigint, e float, f double, g boolean, h string, i timestamp, j decimal(4,2), k binary")
            got = rows("SELECT h, i, j FROM old WHERE d = 4294967435 AND a = 124", bucket, "orc_corpus")
            assert got[1:] == [["bob davidson", "2013-03-01 09:11:58.703", "45.40"]], got
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script, Repository.SharedData("formats", "orc"))).Ok().Trim());
    }
}
