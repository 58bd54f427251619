namespace Weir.Engines.DuckDb.Tests;

public sealed class ParquetTests(DuckFixture duck) : IClassFixture<DuckFixture>
{
    [Theory]
    [InlineData(ParquetCodec.Snappy, "SNAPPY")]
    [InlineData(ParquetCodec.Zstd, "ZSTD")]
    [InlineData(ParquetCodec.Gzip, "GZIP")]
    [InlineData(ParquetCodec.Uncompressed, "UNCOMPRESSED")]
    public void Rows_become_a_parquet_file_of_the_codec(ParquetCodec codec, string name)
    {
        var path = Path.Combine(duck.Folder, $"rows-{name}.parquet");
        DuckField[] columns =
        [
            new("device", HiveTypes.Parse("string")!),
            new("value", HiveTypes.Parse("decimal(10,3)")!),
            new("tags", HiveTypes.Parse("map<string,array<int>>")!),
            new("ts", HiveTypes.Parse("timestamp")!),
        ];
        using (var writer = new GatheredRows(duck.Connection, columns))
        {
            for (var at = 0; at < 5000; at++)
            {
                var tags = new Dictionary<string, object?> { ["n"] = new object?[] { at, null } };
                writer.Append([$"device-{at % 10}", (decimal)at / 8, tags, new DateTime(2026, 1, 1).AddSeconds(at)]);
            }

            Assert.Equal(5000, writer.WriteParquet(path, codec));
        }

        var read = duck.Rows($"SELECT count(*), sum(value), max(tags['n'][1]), max(ts) FROM read_parquet({DuckSql.Text(path)})")[0];
        var codecs = duck.Rows($"SELECT DISTINCT compression FROM parquet_metadata({DuckSql.Text(path)})");

        Assert.Equal(5000L, read[0]);
        Assert.Equal("1562187.500", read[1]!.ToString());
        Assert.Equal(4999, read[2]);
        Assert.Equal(new DateTime(2026, 1, 1).AddSeconds(4999), read[3]);
        Assert.Equal(name, Assert.Single(codecs)[0]);
    }

    [Fact]
    public void A_writer_given_up_leaves_nothing_behind()
    {
        using (var writer = new GatheredRows(duck.Connection, [new("a", new DuckType(DuckKind.Integer))]))
        {
            writer.Append([1]);
        }

        Assert.Equal(0L, duck.Scalar("SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE 'weir_parquet%'"));
    }

    [Theory]
    [InlineData("array<struct<a:int,b:string>>", "STRUCT(\"a\" INTEGER, \"b\" VARCHAR)[]")]
    [InlineData("MAP<STRING, DECIMAL(12, 4)>", "MAP(VARCHAR, DECIMAL(12,4))")]
    [InlineData("decimal", "DECIMAL(10,0)")]
    [InlineData("varchar(20)", "VARCHAR")]
    [InlineData(" struct< x : array<binary> > ", "STRUCT(\"x\" BLOB[])")]
    [InlineData("nonsense", null)]
    [InlineData("array<int", null)]
    [InlineData("struct<:int>", null)]
    [InlineData("decimal(39,0)", null)]
    [InlineData("int int", null)]
    public void Hive_types_have_their_duckdb_type(string hive, string? expected)
    {
        Assert.Equal(expected, HiveTypes.Parse(hive)?.ToString());
    }
}
