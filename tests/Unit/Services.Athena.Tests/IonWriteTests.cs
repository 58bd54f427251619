using System.Text;

namespace Weir.Services.Athena.Tests;

/// <summary>CREATE TABLE AS and INSERT of Ion, read back by the same service.</summary>
[Trait("feature", "athena.formats")]
public sealed class IonWriteTests
{
    private const string Rows = """
        SELECT n, CAST(n AS varchar) || '"\' AS text, n * 1.5e0 AS half, CAST(n - 40 AS decimal(20, 3)) AS price, n % 2 = 0 AS even,
            date_add('day', n, DATE '1969-12-01') AS day, date_add('millisecond', n, TIMESTAMP '1969-12-31 23:59:59.990') AS moment,
            ARRAY[n, NULL] AS list, map_from_entries(ARRAY[ROW('k', -n)]) AS pairs, CAST(ROW(n, 'x') AS ROW(a integer, b varchar)) AS item,
            CAST(NULL AS varchar) AS nothing, CAST('é' AS varbinary) AS bytes, CAST(n % 3 AS varchar) AS part
        FROM UNNEST(sequence(1, 5000)) AS t(n)
        """;

    private static readonly string[] Expected =
    [
        "n|text|half|price|even|day|moment|list|pairs|item|nothing|bytes|part",
        "3|3\"\\|4.5|-37.000|false|1969-12-04|1969-12-31 23:59:59.993|[3, null]|{k=-3}|{a=3, b=x}||c3 a9|0",
        "4999|4999\"\\|7498.5|4959.000|false|1983-08-09|1970-01-01 00:00:04.989|[4999, null]|{k=-4999}|{a=4999, b=x}||c3 a9|1",
    ];

    [Fact]
    public async Task A_table_made_of_a_query_has_its_rows_in_binary()
    {
        await using var host = await AthenaHost.StartedAsync();
        await host.RowsAsync("CREATE DATABASE db");
        await host.RowsAsync($"CREATE TABLE made WITH (format = 'ION', partitioned_by = ARRAY['part']) AS {Rows}");

        var read = await host.RowsAsync("SELECT * FROM made WHERE n IN (3, 4999) ORDER BY n");
        Assert.Equal(Expected, read.Select(row => string.Join('|', row)));
        var keys = host.Objects.Keys("results").Where(key => key.Contains("part=", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, keys.Length);
        Assert.All(keys, key => Assert.Equal("E00100EA", Convert.ToHexString(host.Objects.Get("results", key).AsSpan(0, 4))));
    }

    [Fact]
    public async Task A_table_that_asks_for_text_gets_it()
    {
        await using var host = await AthenaHost.StartedAsync();
        await host.RowsAsync("CREATE DATABASE db");
        await host.RowsAsync($"CREATE TABLE made WITH (format = 'ION', partitioned_by = ARRAY['part']) AS {Rows}");
        await host.RowsAsync($"""
            CREATE EXTERNAL TABLE texts (n bigint, text string, half double, price decimal(20,3), even boolean, day date, moment timestamp, list array<bigint>,
                pairs map<string,bigint>, item struct<a:int,b:string>, nothing string, bytes binary, part string)
            ROW FORMAT SERDE 'com.amazon.ionhiveserde.IonHiveSerDe'
            WITH SERDEPROPERTIES ('ion.encoding' = 'TEXT', 'ion.serialize_null' = 'TYPED', 'ion.timestamp.serialization_offset' = '+09:00')
            STORED AS ION LOCATION 's3://{AthenaHost.Bucket}/texts/'
            """);
        await host.RowsAsync("INSERT INTO texts SELECT * FROM made WHERE n IN (3, 4999)");

        Assert.Equal(Expected, (await host.RowsAsync("SELECT * FROM texts ORDER BY n")).Select(row => string.Join('|', row)));
        var key = host.Objects.Keys(AthenaHost.Bucket).Single(key => key.StartsWith("texts/", StringComparison.Ordinal));
        var text = Encoding.UTF8.GetString(host.Objects.Get(AthenaHost.Bucket, key));
        Assert.Contains(
            "{n:3,text:\"3\\\"\\\\\",half:4.5e0,price:-37000d-3,even:false,day:1969-12-04,moment:1970-01-01T08:59:59.993+09:00,list:[3,null.int],"
            + "pairs:{k:-3},item:{a:3,b:\"x\"},nothing:null.string,bytes:{{w6k=}},part:\"0\"}\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_do_not_fit_are_what_the_table_says()
    {
        using var host = new ScanHost();
        host.Put("t/a", "{a: 300, b: 5000000000} {a: 1, b: \"x\"}");
        Task<object?[][]> Read(params (string, string)[] properties) =>
            host.RowsAsync(ScanHost.Table("com.amazon.ionhiveserde.IonHiveSerDe", "a tinyint; b int", "", properties), "a::BIGINT, b::BIGINT FROM t");

        var failure = await Assert.ThrowsAsync<Queries.QueryFailure>(() => Read());
        Assert.Contains("HIVE_BAD_DATA", failure.Message, StringComparison.Ordinal);
        Assert.Contains("s3://lake/t/a", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Queries.QueryFailure>(() => Read(("ion.fail_on_overflow", "false")));
        Assert.Equal([[44L, 705032704L], [null, null]], await Read(("ion.fail_on_overflow", "false"), ("ion.ignore_malformed", "true")));
        Assert.Equal([[null, null], [null, null]], await Read(("ion.a.fail_on_overflow", "false"), ("ion.ignore_malformed", "true")));
    }

    [Fact]
    public async Task An_avro_schema_may_lie_in_an_object()
    {
        using var host = new ScanHost();
        host.Put("schemas/s.avsc", """{"type":"record","name":"r","fields":[{"name":"id","type":"int"},{"name":"none","type":"string","default":"?"}]}""");
        host.Objects.Put("lake", "t/a", File.ReadAllBytes(Weir.Tests.Support.Repository.SharedData("formats", "avro", "alltypes_plain.xz.avro")));
        var table = ScanHost.Table("org.apache.hadoop.hive.serde2.avro.AvroSerDe", "id int; none string", "", ("avro.schema.url", "s3://lake/schemas/s.avsc"));
        Assert.Equal([[8L, 28L, "?"]], await host.RowsAsync(table, "count(*), sum(id)::BIGINT, max(none) FROM t"));
    }

    [Theory]
    [InlineData("TEXT")]
    [InlineData("BINARY")]
    public async Task Columns_may_be_written_as_the_type_that_holds_the_same(string encoding)
    {
        await using var host = await AthenaHost.StartedAsync();
        await host.RowsAsync("CREATE DATABASE db");
        string Table(string name, string more) => $"""
            CREATE EXTERNAL TABLE {name} (a string, b binary, c array<int>, d string)
            ROW FORMAT SERDE 'com.amazon.ionhiveserde.IonHiveSerDe'
            WITH SERDEPROPERTIES ('ion.encoding' = '{encoding}', 'ion.serialize_null' = 'TYPED', {more})
            STORED AS ION LOCATION 's3://{AthenaHost.Bucket}/{name}/'
            """;
        await host.RowsAsync(Table("forms", "'ion.a.serialize_as' = 'symbol', 'ion.b.serialize_as' = 'clob', 'ion.c.serialize_as' = 'sexp', 'ion.d.serialize_as' = 'string'"));
        await host.RowsAsync("INSERT INTO forms VALUES ('x y', CAST('é\"' AS varbinary), ARRAY[1, 2], 'z'), (NULL, NULL, NULL, NULL)");

        Assert.Equal(["a|b|c|d", "x y|c3 a9 22|[1, 2]|z", "|||"], (await host.RowsAsync("SELECT * FROM forms ORDER BY d")).Select(row => string.Join('|', row)));
        if (encoding == "TEXT")
        {
            var key = host.Objects.Keys(AthenaHost.Bucket).Single(key => key.StartsWith("forms/", StringComparison.Ordinal));
            Assert.Equal(
                "{a:'x y',b:{{\"\\xc3\\xa9\\x22\"}},c:(1 2),d:\"z\"}\n{a:null.symbol,b:null.clob,c:null.sexp,d:null.string}\n",
                Encoding.UTF8.GetString(host.Objects.Get(AthenaHost.Bucket, key)));
        }

        await host.RowsAsync(Table("odd", "'ion.c.serialize_as' = 'clob'"));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.RowsAsync("INSERT INTO odd SELECT * FROM forms"));
        Assert.Contains("cannot be serialized as clob", failure.Message);
    }
}
