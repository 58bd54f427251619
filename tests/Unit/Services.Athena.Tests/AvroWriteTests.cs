using System.Text;
using Weir.Engines.Formats.Avro;

namespace Weir.Services.Athena.Tests;

/// <summary>CREATE TABLE AS, INSERT and UNLOAD of Avro, read back by the same service.</summary>
[Trait("feature", "athena.formats")]
public sealed class AvroWriteTests
{
    private const string Rows = """
        SELECT n, CAST(n AS varchar) AS text, n * 1.5e0 AS half, CAST(n - 40 AS decimal(20, 3)) AS price, n % 2 = 0 AS even,
            date_add('day', n, DATE '1969-12-01') AS day, date_add('millisecond', n, TIMESTAMP '1969-12-31 23:59:59.990') AS moment,
            ARRAY[n, NULL] AS list, map_from_entries(ARRAY[ROW('k', n)]) AS pairs, CAST(ROW(n, 'x') AS ROW(a integer, b varchar)) AS item,
            CAST(NULL AS varchar) AS nothing, CAST(n % 3 AS varchar) AS part
        FROM UNNEST(sequence(1, 100)) AS t(n)
        """;

    [Theory]
    [InlineData("", AvroCodec.Deflate)]
    [InlineData(", write_compression = 'SNAPPY'", AvroCodec.Snappy)]
    [InlineData(", write_compression = 'ZSTD'", AvroCodec.Zstandard)]
    [InlineData(", write_compression = 'NONE'", AvroCodec.Null)]
    public async Task A_table_made_of_a_query_has_its_rows(string more, AvroCodec codec)
    {
        await using var host = await AthenaHost.StartedAsync();
        await host.RowsAsync("CREATE DATABASE db");
        await host.RowsAsync($"CREATE TABLE made WITH (format = 'AVRO', partitioned_by = ARRAY['part']{more}) AS {Rows}");
        await host.RowsAsync("INSERT INTO made SELECT * FROM made WHERE n <= 3");

        var read = await host.RowsAsync("SELECT * FROM made WHERE n IN (3, 50) ORDER BY n");
        Assert.Equal(
            [
                "n|text|half|price|even|day|moment|list|pairs|item|nothing|part",
                "3|3|4.5|-37.000|false|1969-12-04|1969-12-31 23:59:59.993|[3, null]|{k=3}|{a=3, b=x}||0",
                "3|3|4.5|-37.000|false|1969-12-04|1969-12-31 23:59:59.993|[3, null]|{k=3}|{a=3, b=x}||0",
                "50|50|75.0|10.000|true|1970-01-20|1970-01-01 00:00:00.040|[50, null]|{k=50}|{a=50, b=x}||2",
            ],
            read.Select(row => string.Join('|', row)));
        var keys = host.Objects.Keys("results").Where(key => key.Contains("part=", StringComparison.Ordinal)).ToArray();
        Assert.Equal(6, keys.Length);
        Assert.All(keys, key =>
        {
            using var file = AvroFileReader.Open(new MemoryStream(host.Objects.Get("results", key)));
            Assert.Equal(codec, file.Codec);
        });
    }

    [Fact]
    public async Task A_table_has_a_schema_of_its_own_with_defaults_and_former_names()
    {
        await using var host = await AthenaHost.StartedAsync();
        await host.RowsAsync("CREATE DATABASE db");
        var target = new MemoryStream();
        using (var writer = new AvroFileWriter(
            target, AvroSchema.Parse("""{"type":"record","name":"r","fields":[{"name":"old","type":"int"},{"name":"gone","type":"string"}]}"""), AvroCodec.Null))
        {
            writer.Append(new object?[] { 7, "x" });
        }

        host.Objects.Put(AthenaHost.Bucket, "t/a.avro", target.ToArray());
        await host.RowsAsync("""
            CREATE EXTERNAL TABLE t (id bigint, note string, more int)
            ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.avro.AvroSerDe'
            WITH SERDEPROPERTIES ('avro.schema.literal'='{"type":"record","name":"r","fields":[
              {"name":"id","type":"long","aliases":["old"]},{"name":"note","type":"string","default":"none"},{"name":"more","type":["null","int"],"default":null}]}')
            STORED AS AVRO LOCATION 's3://lake/t/'
            """);
        Assert.Equal([["id", "note", "more"], ["7", "none", null]], await host.RowsAsync("SELECT * FROM t"));

        host.Objects.Put(AthenaHost.Bucket, "t/b.avro", Encoding.ASCII.GetBytes("Obj\u0001 and no more"));
        Assert.Contains("s3://lake/t/b.avro", await host.FailureOfAsync("SELECT * FROM t"));
    }
}
