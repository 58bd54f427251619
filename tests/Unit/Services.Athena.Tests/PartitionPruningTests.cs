using System.Globalization;
using System.Text;

namespace Weir.Services.Athena.Tests;

/// <summary>Which partitions a query reads: each one's file has a size of its own, and what is charged tells them apart.</summary>
[Trait("feature", "athena.partitions")]
public sealed class PartitionPruningTests : IAsyncLifetime
{
    private const int Days = 8;
    private const int Unit = 1024;

    private readonly AthenaHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await _host.Catalog.CreateDatabaseAsync(_host.Call, new() { Name = "db" }, default);
        for (var day = 0; day < Days; day++)
        {
            Put($"t/dt=2024-01-0{day + 1}/n={day}/a", $"{day}," + new string('x', (Unit << day) - 2));
        }

        await _host.RowsAsync("CREATE EXTERNAL TABLE t (id int, filler string) PARTITIONED BY (dt string, n int) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/t/'");
        await _host.RowsAsync("MSCK REPAIR TABLE t");

        // Smaller than the smallest partition altogether.
        Put("small/a", "2024-01-02,2024-01-02,1,odd\n2024-01-04,2024-01-04,3,odd\n2024-01-05,2024-01-05,4,even\n,,,none\n");
        await _host.RowsAsync("CREATE EXTERNAL TABLE small (day string, d date, num int, kind string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/small/' TBLPROPERTIES ('serialization.null.format'='')");
        await _host.RowsAsync("CREATE VIEW days AS SELECT dt, count(*) AS rows FROM t GROUP BY dt");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("t", "01234567", "8")]
    [InlineData("t WHERE regexp_like(dt, '-0[357]$')", "246", "3")]
    [InlineData("t WHERE day_of_week(date(dt)) IN (6, 7)", "56", "2")]
    [InlineData("t WHERE date_diff('day', date '2024-01-01', CAST(dt AS date)) % 3 = 1 AND n < 5", "14", "2")]
    [InlineData("t WHERE TRY(CAST(split_part(dt, '-', 3) AS integer)) >= 7", "67", "2")]
    [InlineData("t WHERE dt = '2024-01-01' AND id = 0 OR n = 7 AND id = 6", "07", "1")]
    [InlineData("t WHERE 10 / (n - 3) > 4", "345", "error: Division by zero")]
    [InlineData("t WHERE n <> 3 AND if(n = 3, false, 10 / (n - 3) > 4)", "45", "2")]
    [InlineData("t WHERE (dt, n) IN (('2024-01-01', 0), ('2024-01-02', 7))", "0", "1")]
    [InlineData("t WHERE dt || '!' < '2024-01-03'", "01", "2")]
    [InlineData("t WHERE dt >= date_format(date_add('day', 6, date '2024-01-01'), '%Y-%m-%d')", "67", "2")]
    [InlineData("days WHERE dt LIKE '%8'", "7", "1")]
    [InlineData("t WHERE dt IN (SELECT day FROM small)", "134s", "3")]
    [InlineData("t WHERE dt IN (SELECT day FROM small WHERE kind = 'even')", "4s", "1")]
    [InlineData("t WHERE dt NOT IN (SELECT day FROM small WHERE day IS NOT NULL)", "02567s", "5")]
    [InlineData("t WHERE dt NOT IN (SELECT day FROM small)", "s", "0")]
    [InlineData("t WHERE dt = (SELECT max(day) FROM small)", "4s", "1")]
    [InlineData("t WHERE dt > (SELECT max(day) FROM small WHERE kind = 'odd') AND n <> 6", "457s", "3")]
    [InlineData("t WHERE dt = (SELECT day FROM small WHERE kind = 'nobody')", "s", "0")]
    [InlineData("t WHERE dt = (SELECT day FROM small WHERE kind = 'odd')", "01234567s", "error: Scalar sub-query has returned multiple rows")]
    [InlineData("t WHERE n >= ALL (SELECT num FROM small WHERE num IS NOT NULL)", "4567s", "4")]
    [InlineData("t WHERE n = ANY (SELECT num + 1 FROM small)", "245s", "3")]
    [InlineData("t WHERE EXISTS (SELECT 1 FROM small WHERE kind = 'odd') AND n > 6", "7s", "1")]
    [InlineData("t JOIN small ON t.dt = small.day", "134s", "3")]
    [InlineData("small JOIN t ON t.n = small.num AND small.kind = 'odd'", "13s", "2")]
    [InlineData("t, small WHERE CAST(t.dt AS date) = small.d AND small.kind <> 'odd'", "4s", "1")]
    [InlineData("t JOIN (SELECT DISTINCT day FROM small WHERE num > 1) s ON s.day = t.dt", "34s", "2")]
    [InlineData("t JOIN small a ON t.dt = a.day JOIN small b ON b.num = t.n WHERE b.kind = 'even'", "4ss", "1")]
    [InlineData("t LEFT JOIN small ON t.dt = small.day", "01234567s", "8")]
    [InlineData("small JOIN t ON t.n > small.num", "01234567s", "13")]
    [InlineData("t CROSS JOIN UNNEST(ARRAY[1, 2]) AS u (x) JOIN small ON small.num + x = t.n", "01234567s", "6")]
    public async Task Partitions_that_cannot_meet_a_condition_are_not_read(string from, string read, string answer)
    {
        var execution = await _host.EndOfAsync($"SELECT count(*) FROM {from}");

        var ended = execution.Status!.State == "SUCCEEDED"
            ? (await _host.ResultsAsync(execution.QueryExecutionId!)).ResultSet!.Rows![1].Data![0].VarCharValue!
            : execution.Status.StateChangeReason!;
        if (answer.StartsWith("error: ", StringComparison.Ordinal))
        {
            Assert.Contains(answer[7..], ended, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(answer, ended);
        Assert.Equal(read, Read(execution.Statistics!.DataScannedInBytes ?? 0));
    }

    [Theory]
    [InlineData("WITH wanted AS (SELECT day FROM small WHERE kind = 'even') SELECT count(*) FROM t WHERE dt IN (SELECT day FROM wanted)", "4s", "1")]
    [InlineData("WITH wanted AS (SELECT day FROM small WHERE kind = 'even') SELECT count(*) FROM t JOIN wanted ON t.dt = wanted.day", "4s", "1")]
    [InlineData("WITH rows AS (SELECT * FROM t) SELECT count(*) FROM rows WHERE dt IN (SELECT day FROM small WHERE num = 1)", "1s", "1")]
    [InlineData("SELECT sum(n) FROM (SELECT id, n, row_number() OVER (PARTITION BY n ORDER BY id) AS place FROM t) WHERE place = 1 AND n IN (2, 3)", "23", "5")]
    [InlineData("SELECT count(*) FROM t WHERE dt IN (SELECT max(dt) FROM t WHERE n < 3)", "2012", "1")]
    public async Task Also_through_named_queries_groups_and_windows(string query, string read, string answer)
    {
        var execution = await _host.EndOfAsync(query);

        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        Assert.Equal(answer, (await _host.ResultsAsync(execution.QueryExecutionId!)).ResultSet!.Rows![1].Data![0].VarCharValue);
        var expected = read.Where(char.IsAsciiDigit).Sum(day => (long)Unit << (day - '0'));
        Assert.Equal(expected, execution.Statistics!.DataScannedInBytes!.Value / Unit * Unit);
    }

    [Fact]
    public async Task A_projected_table_has_the_partitions_that_a_small_table_names()
    {
        Put("p/2024-01-04/a", "4");
        await _host.RowsAsync("""
            CREATE EXTERNAL TABLE p (id int) PARTITIONED BY (dt string) LOCATION 's3://lake/p/'
            TBLPROPERTIES ('projection.enabled'='true', 'projection.dt.type'='date', 'projection.dt.format'='yyyy-MM-dd', 'projection.dt.range'='0001-01-01,9999-01-01',
                'storage.location.template'='s3://lake/p/${dt}/')
            """);

        Assert.Equal("4", (await _host.RowsAsync("SELECT sum(id) FROM p JOIN small ON p.dt = small.day"))[1][0]);
        Assert.Equal("4", (await _host.RowsAsync("SELECT sum(id) FROM p WHERE dt BETWEEN date_format(date_add('day', -2, timestamp '2024-01-05 00:00'), '%Y-%m-%d') AND '2024-01-05'"))[1][0]);
    }

    [Fact]
    public async Task An_Iceberg_table_is_pruned_by_what_a_small_table_holds()
    {
        await _host.RowsAsync("CREATE TABLE ice (id int, day date) PARTITIONED BY (month(day)) LOCATION 's3://lake/ice/' TBLPROPERTIES ('table_type'='ICEBERG')");
        foreach (var month in new[] { 1, 2, 3, 4 })
        {
            await _host.RowsAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO ice SELECT CAST(x AS integer), date_add('day', x % 10, date '2024-0{month}-01') FROM UNNEST(sequence(1, 5000)) AS u (x)"));
        }

        var one = await BytesAsync("SELECT count(id) FROM ice WHERE day BETWEEN date '2024-01-01' AND date '2024-01-31'");
        var small = await BytesAsync("SELECT count(d) FROM small");

        Assert.InRange(await BytesAsync("SELECT count(id) FROM ice WHERE day IN (SELECT d FROM small)"), one, one + one / 10 + small * 2);
        Assert.InRange(await BytesAsync("SELECT count(id) FROM ice JOIN small ON ice.day = small.d"), one, one + one / 10 + small * 2);
    }

    private void Put(string key, string text) => _host.Objects.Put(AthenaHost.Bucket, key, Encoding.UTF8.GetBytes(text));

    private async Task<long> BytesAsync(string query)
    {
        var execution = await _host.EndOfAsync(query);
        Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        return execution.Statistics!.DataScannedInBytes ?? 0;
    }

    /// <summary>The partitions by their numbers, and an s for each time the small table was read.</summary>
    private string Read(long bytes)
    {
        var small = _host.Objects.Get(AthenaHost.Bucket, "small/a").Length;
        var rest = bytes % Unit;
        Assert.Equal(0, rest % small);
        return string.Concat(Enumerable.Range(0, Days).Where(day => (bytes & ((long)Unit << day)) != 0)) + new string('s', (int)(rest / small));
    }
}
