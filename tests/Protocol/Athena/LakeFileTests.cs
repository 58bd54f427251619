using System.Text.Json;
using Weir.Tests.Support;

namespace Weir.Protocol.Tests.Athena;

/// <summary>Files of lake tables through boto3: which file a row is from, and files as only old writers made them.</summary>
public sealed class LakeFileTests(WeirFixture weir)
{
    [Fact, Trait("feature", "athena.iceberg")]
    public async Task Rows_of_an_Iceberg_table_are_found_by_their_file()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket, db = "athena-lake-files", "lake_files_db"
            s3.create_bucket(Bucket=bucket)
            run(f"CREATE DATABASE {db}", bucket)
            run(f"CREATE TABLE t (id bigint, day date) PARTITIONED BY (day) LOCATION 's3://{bucket}/t/' TBLPROPERTIES ('table_type'='ICEBERG')", bucket, db)
            run("INSERT INTO t VALUES (1, DATE '2024-01-01'), (2, DATE '2024-01-02')", bucket, db)
            (one, path, part, size, now), _ = rows('SELECT id, "$path", "$partition", "$file_size", "$file_modified_time" > current_timestamp - INTERVAL \'1\' HOUR FROM t ORDER BY id', bucket, db)[1:]
            assert (one, part, now) == ("1", "day=2024-01-01", "true") and path.startswith(f"s3://{bucket}/t/data/day=2024-01-01/"), (one, path, part, now)
            assert s3.head_object(Bucket=bucket, Key=path.split("/", 3)[3])["ContentLength"] == int(size)
            whole = run("SELECT sum(id) FROM t", bucket, db)["Statistics"]["DataScannedInBytes"]
            assert 0 < run('SELECT sum(id) FROM t WHERE "$path" = ' + repr(path), bucket, db)["Statistics"]["DataScannedInBytes"] < whole
            assert rows("SELECT * FROM t ORDER BY 1", bucket, db)[0] == ["id", "day"]
            print("done")
            """;

        Assert.Equal("done", (await weir.Clients.PythonAsync(Script)).Ok().Trim());
    }

    [Fact, Trait("feature", "athena.formats")]
    public async Task A_Delta_table_of_old_files_is_read_as_any_other()
    {
        const string Script = AthenaScripts.Helpers + """
            bucket, db = "athena-lake-old", "lake_old_db"
            s3.create_bucket(Bucket=bucket)
            run(f"CREATE DATABASE {db}", bucket)
            s3.upload_file(FILE, bucket, "d/a.parquet")
            schema = json.dumps({"type": "struct", "fields": [{"name": "a", "type": "timestamp", "nullable": True, "metadata": {}}]})
            log = [{"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}},
                   {"metaData": {"id": "x", "format": {"provider": "parquet", "options": {}}, "schemaString": schema, "partitionColumns": [], "configuration": {}}},
                   {"add": {"path": "a.parquet", "partitionValues": {}, "size": 1, "modificationTime": 1, "dataChange": True}}]
            s3.put_object(Bucket=bucket, Key="d/_delta_log/00000000000000000000.json", Body="\n".join(map(json.dumps, log)))
            run(f"CREATE EXTERNAL TABLE t LOCATION 's3://{bucket}/d/' TBLPROPERTIES ('table_type'='DELTA')", bucket, db)
            found = rows('SELECT count(a), count(*), min(a), "$path" FROM t GROUP BY 4', bucket, db)[1:]
            assert found == [["5", "6", "2024-01-01 01:00:00.000 UTC", f"s3://{bucket}/d/a.parquet"]], found
            print("done")
            """;

        var file = JsonSerializer.Serialize(Repository.SharedData("formats", "parquet", "data", "int96_from_spark.parquet"));
        Assert.Equal("done", (await weir.Clients.PythonAsync(Script.Replace("FILE", file, StringComparison.Ordinal))).Ok().Trim());
    }
}
