using Weir.Engines.Formats;
using Weir.Engines.Formats.Orc;

namespace Weir.Services.Athena.Tests;

/// <summary>CREATE TABLE AS, INSERT and UNLOAD of ORC, read back by the same service.</summary>
[Trait("feature", "athena.formats")]
public sealed class OrcWriteTests
{
    private const string Rows = """
        SELECT n, CAST(n AS varchar) AS text, n * 1.5e0 AS half, CAST(n AS decimal(20, 3)) AS price, n % 2 = 0 AS even,
            date_add('day', n, DATE '2024-01-01') AS day, date_add('millisecond', n, TIMESTAMP '2024-01-01 00:00:00') AS moment,
            ARRAY[n, NULL] AS list, map_from_entries(ARRAY[ROW('k', n)]) AS pairs, CAST(ROW(n, 'x') AS ROW(a integer, b varchar)) AS item,
            CAST(NULL AS varchar) AS nothing, CAST(n % 3 AS varchar) AS part
        FROM UNNEST(sequence(1, 100)) AS t(n)
        """;

    [Theory]
    [InlineData("", OrcCodec.Zlib)]
    [InlineData(", write_compression = 'SNAPPY'", OrcCodec.Snappy)]
    [InlineData(", orc_compression = 'ZSTD'", OrcCodec.Zstd)]
    [InlineData(", write_compression = 'LZ4'", OrcCodec.Lz4)]
    [InlineData(", write_compression = 'NONE'", OrcCodec.None)]
    public async Task A_table_made_of_a_query_has_its_rows(string more, OrcCodec codec)
    {
        await using var host = await StartedAsync();
        await host.RowsAsync($"CREATE TABLE made WITH (format = 'ORC', partitioned_by = ARRAY['part']{more}) AS {Rows}");
        await host.RowsAsync("INSERT INTO made SELECT * FROM made WHERE n <= 3");

        var read = await host.RowsAsync("SELECT * FROM made WHERE n IN (3, 50) ORDER BY n");
        Assert.Equal(
            [
                "n|text|half|price|even|day|moment|list|pairs|item|nothing|part",
                "3|3|4.5|3.000|false|2024-01-04|2024-01-01 00:00:00.003|[3, null]|{k=3}|{a=3, b=x}||0",
                "3|3|4.5|3.000|false|2024-01-04|2024-01-01 00:00:00.003|[3, null]|{k=3}|{a=3, b=x}||0",
                "50|50|75.0|50.000|true|2024-02-20|2024-01-01 00:00:00.050|[50, null]|{k=50}|{a=50, b=x}||2",
            ],
            read.Select(row => string.Join('|', row)));
        Assert.Equal([["part", "_col1"], ["0", "34"], ["1", "35"], ["2", "34"]], await host.RowsAsync("SELECT part, count(*) FROM made GROUP BY part ORDER BY part"));
        var keys = host.Objects.Keys("results").Where(key => key.Contains("part=", StringComparison.Ordinal)).ToArray();
        Assert.Equal(6, keys.Length);
        Assert.All(keys, key =>
        {
            var bytes = host.Objects.Get("results", key);
            Assert.Equal(codec, OrcFile.Open(() => new MemoryBytes(bytes), new()).Codec);
        });
    }

    [Fact]
    public async Task Unloaded_rows_are_a_file_that_reads_by_itself()
    {
        await using var host = await StartedAsync();
        await host.RowsAsync($"UNLOAD ({Rows}) TO 's3://lake/unloaded/' WITH (format = 'ORC', compression = 'zstd')");

        var bytes = host.Objects.Get("lake", Assert.Single(host.Objects.Keys("lake")));
        var file = OrcFile.Open(() => new MemoryBytes(bytes), new());
        Assert.Equal(100, file.Rows);
        Assert.Equal(
            "n:BIGINT text:VARCHAR half:DOUBLE price:DECIMAL(20,3) even:BOOLEAN day:DATE moment:TIMESTAMP list:BIGINT[]",
            string.Join(' ', file.Fields.Take(8).Select(field => $"{field.Name}:{field.Type}")));
    }

    private static async Task<AthenaHost> StartedAsync()
    {
        var host = await AthenaHost.StartedAsync();
        await host.Catalog.CreateDatabaseAsync(host.Call, new() { Name = "db" }, default);
        return host;
    }
}
