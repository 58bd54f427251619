using System.Text.Json;

namespace Weir.Services.Athena.Tests;

/// <summary>What EXPLAIN ANALYZE says of each node: the rows that came out of it, counted in that run.</summary>
[Trait("feature", "athena.sql")]
public sealed class ExplainAnalyzeTests : IAsyncLifetime
{
    private readonly AthenaHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        _host.Objects.Put(AthenaHost.Bucket, "orders/dt=1/a.csv", "1,ann,10\n2,bob,20\n3,ann,30\n"u8.ToArray());
        _host.Objects.Put(AthenaHost.Bucket, "orders/dt=2/a.csv", "4,cid,40\n5,,50\n"u8.ToArray());
        _host.Objects.Put(AthenaHost.Bucket, "people/a.csv", "ann,1\nbob,2\ndan,3\n"u8.ToArray());
        string[] statements =
        [
            "CREATE DATABASE db",
            "CREATE EXTERNAL TABLE orders (id int, who string, amount int) PARTITIONED BY (dt string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' NULL DEFINED AS '' LOCATION 's3://lake/orders/'",
            "MSCK REPAIR TABLE orders",
            "CREATE EXTERNAL TABLE people (name string, age int) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/people/'",
            "CREATE TABLE numbers WITH (format = 'PARQUET') AS SELECT n, n % 3 AS rest, ARRAY[n, n] AS twice FROM UNNEST(sequence(1, 5000)) AS t (n)",
        ];
        foreach (var statement in statements)
        {
            var execution = await _host.EndOfAsync(statement);
            Assert.True(execution.Status!.State == "SUCCEEDED", execution.Status.StateChangeReason);
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("SELECT * FROM orders", "Output 5 (TableScan 5)")]
    [InlineData("SELECT id + 1 FROM orders WHERE amount > 15", "Output 4 (Project 4 (Filter 4 (TableScan 5)))")]
    [InlineData("SELECT * FROM numbers WHERE n > 4990", "Output 10 (Filter 10 (TableScan 5000))")]
    [InlineData("SELECT * FROM orders WHERE dt = '2'", "Output 2 (Filter 2 (TableScan 2))")]
    [InlineData("SELECT * FROM orders WHERE amount > 100", "Output 0 (Filter 0 (TableScan 5))")]
    [InlineData("SELECT * FROM orders WHERE dt = '9'", "Output 0 (Filter 0 (TableScan ?))")]
    [InlineData("SELECT who, sum(amount) FROM orders GROUP BY who", "Output 4 (Aggregate 4 (TableScan 5))")]
    [InlineData("SELECT who FROM orders GROUP BY who HAVING count(*) > 1", "Output 1 (Filter 1 (Aggregate 4 (TableScan 5)))")]
    [InlineData("SELECT count(*) FROM orders WHERE amount > 100", "Output 1 (Aggregate 1 (Filter 0 (TableScan 5)))")]
    [InlineData("SELECT who, dt, count(*) FROM orders GROUP BY ROLLUP (who, dt)", "Output 9 (Aggregate 9 (GroupId ? (TableScan 5)))")]
    [InlineData("SELECT grouping(who), max(amount) + 1 FROM orders GROUP BY CUBE (who) HAVING max(amount) > 20 ORDER BY 2 LIMIT 2", "Output 2 (TopN 2 (Project 4 (Filter 4 (Aggregate 5 (GroupId ? (TableScan 5))))))")]
    [InlineData("SELECT DISTINCT who FROM orders", "Output 4 (Aggregate 4 (TableScan 5))")]
    [InlineData("SELECT DISTINCT who FROM orders ORDER BY who LIMIT 3", "Output 3 (TopN 3 (Aggregate 4 (TableScan 5)))")]
    [InlineData("SELECT * FROM orders ORDER BY amount DESC LIMIT 2", "Output 2 (TopN 2 (TableScan 5))")]
    [InlineData("SELECT * FROM orders ORDER BY amount OFFSET 1 LIMIT 2", "Output 2 (Limit 2 (Offset ? (Sort ? (TableScan 5))))")]
    [InlineData("SELECT * FROM (VALUES 1, 2, 3) AS t (x) ORDER BY x", "Output 3 (Sort 3 (Values 3))")]
    [InlineData("SELECT 1", "Output 1 (Project 1 (Values 1))")]
    [InlineData("SELECT 1 WHERE false", "Output 0 (Project 0 (Filter 0 (Values ?)))")]
    [InlineData("SELECT id, age FROM orders JOIN people ON who = name", "Output 3 (InnerJoin 3 (TableScan 5, TableScan 3))")]
    [InlineData("SELECT id, age FROM orders, people WHERE who = name AND amount > 15 AND age < 10", "Output 2 (InnerJoin 2 (Filter 4 (TableScan 5), Filter 3 (TableScan 3)))")]
    [InlineData("SELECT count(*) FROM orders a, people b, numbers c WHERE a.id = c.n AND b.name = a.who AND a.amount + b.age > 12", "Output 1 (Aggregate 1 (InnerJoin 2 (InnerJoin 2 (TableScan 5, TableScan 3), TableScan 5000)))")]
    [InlineData("SELECT * FROM orders LEFT JOIN people ON who = name", "Output 5 (LeftJoin 5 (TableScan 5, TableScan 3))")]
    [InlineData("SELECT * FROM orders LEFT JOIN people ON who = name WHERE amount > 15 AND age IS NULL", "Output 2 (Filter 2 (LeftJoin 4 (Filter 4 (TableScan 5), TableScan 3)))")]
    [InlineData("SELECT * FROM orders RIGHT JOIN people ON who = name", "Output 4 (RightJoin 4 (TableScan 5, TableScan 3))")]
    [InlineData("SELECT * FROM orders FULL JOIN people ON who = name", "Output 6 (FullJoin 6 (TableScan 5, TableScan 3))")]
    [InlineData("SELECT * FROM orders CROSS JOIN people", "Output 15 (CrossJoin 15 (TableScan 5, TableScan 3))")]
    [InlineData("SELECT n FROM numbers JOIN people ON n = age", "Output 3 (InnerJoin 3 (TableScan 5000, TableScan 3))")]
    [InlineData("SELECT id FROM orders WHERE who IN (SELECT name FROM people WHERE age < 2)", "Output 2 (Filter 2 (SemiJoin 5 (TableScan 5, Filter 1 (TableScan 3))))")]
    [InlineData("SELECT id FROM orders WHERE EXISTS (SELECT 1 FROM people WHERE name = who)", "Output 3 (Filter 3 (CorrelatedJoin 5 (TableScan 5, Project 2 (Filter 2 (TableScan 3)))))")]
    [InlineData("SELECT id, (SELECT max(age) FROM people) FROM orders", "Output 5 (Project 5 (CorrelatedJoin 5 (TableScan 5, EnforceSingleRow ? (Aggregate 1 (TableScan 3)))))")]
    [InlineData("SELECT who FROM orders UNION ALL SELECT name FROM people", "Output 8 (Union 8 (TableScan 5, TableScan 3))")]
    [InlineData("SELECT who FROM orders UNION SELECT name FROM people", "Output 5 (Aggregate 5 (Union ? (TableScan 5, TableScan 3)))")]
    [InlineData("SELECT who FROM orders INTERSECT SELECT name FROM people", "Output 2 (Intersect 2 (TableScan 5, TableScan 3))")]
    [InlineData("SELECT name FROM people EXCEPT SELECT who FROM orders", "Output 1 (Except 1 (TableScan 3, TableScan 5))")]
    [InlineData("WITH big AS (SELECT * FROM orders WHERE amount > 25) SELECT count(*) FROM big a JOIN big b ON a.dt = b.dt", "Output 1 (Aggregate 1 (InnerJoin 5 (Project 3 (Filter 3 (TableScan 5)), Project 3 (Filter 3 (TableScan 5)))))")]
    [InlineData("WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 4) SELECT * FROM c", "Output 4 (Project 4 (Union 4 (Project 1 (Values 1), Project 3 (Filter 3 (RecursiveReference 4)))))")]
    [InlineData("SELECT id, rank() OVER (ORDER BY amount) FROM orders", "Output 5 (Window 5 (TableScan 5))")]
    [InlineData("SELECT id, 1 + rank() OVER (PARTITION BY who ORDER BY amount) AS r FROM orders ORDER BY r, amount LIMIT 2", "Output 2 (TopN 2 (Project 5 (Window 5 (TableScan 5))))")]
    [InlineData("SELECT n, x FROM numbers CROSS JOIN UNNEST(twice) AS u (x) WHERE n <= 10", "Output 20 (CrossJoin Unnest 20 (Filter 10 (TableScan 5000)))")]
    [InlineData("SELECT id, x FROM orders LEFT JOIN UNNEST(IF(id < 3, ARRAY[7, 8])) AS u (x) ON true", "Output 7 (LeftJoin Unnest 7 (TableScan 5))")]
    [InlineData("SELECT * FROM UNNEST(ARRAY[1, 2, 3]) AS u (x)", "Output 3 (Unnest 3 (Values ?))")]
    [InlineData("SELECT * FROM (SELECT who, sum(amount) s FROM orders GROUP BY who) WHERE s > 35", "Output 3 (Filter 3 (Aggregate 4 (TableScan 5)))")]
    [InlineData("SELECT upper(who), count(*) FROM orders WHERE who IS NOT NULL GROUP BY upper(who)", "Output 3 (Aggregate 3 (Project 4 (Filter 4 (TableScan 5))))")]
    public async Task Each_node_has_the_rows_that_came_out_of_it(string query, string expected)
    {
        Assert.Equal(expected, await NodesAsync(query));
    }

    [Fact]
    public async Task A_limit_stops_what_is_beneath_it_and_its_own_rows_are_exact()
    {
        var nodes = await NodesAsync("SELECT n FROM numbers LIMIT 7");

        Assert.StartsWith("Output 7 (Limit 7 (TableScan ", nodes, StringComparison.Ordinal);
        Assert.InRange(int.Parse(nodes["Output 7 (Limit 7 (TableScan ".Length..^2], System.Globalization.CultureInfo.InvariantCulture), 7, 5000);
    }

    [Fact]
    public async Task The_text_has_what_was_measured_by_node_and_by_fragment()
    {
        var lines = (await _host.RowsAsync("EXPLAIN ANALYZE VERBOSE SELECT who, count(*) FROM orders WHERE amount > 15 GROUP BY who")).Select(row => row[0]!.Trim(' ', '│')).ToList();

        Assert.Matches(@"^Queued: \S+, Analysis: \S+, Execution: \S+, Physical input: 4\dB$", lines[0]);
        Assert.Matches(@"^Scheduled: \S+, Input: 4 rows, Output: 4 rows$", lines[2]);
        Assert.Contains(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^Scheduled: \S+ \([0-9.]+%\), Output: 5 rows$"));
        Assert.Contains("Input: 5 rows, Filtered: 20.00%", lines);
        Assert.Contains(lines, line => line.StartsWith("Physical input: 4", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("mark", StringComparison.Ordinal) || line.Contains("Estimates", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CREATE TABLE copy WITH (format = 'ORC') AS SELECT id, amount * 2 AS twice FROM orders WHERE amount > 15", "Output ? (TableCommit ? (TableWriter ? (Project 4 (Filter 4 (TableScan 5)))))")]
    [InlineData("CREATE TABLE copy WITH (table_type = 'ICEBERG', is_external = false, location = 's3://lake/copy/') AS SELECT id, amount * 2 AS twice FROM orders WHERE amount > 15", "Output ? (TableCommit ? (TableWriter ? (Project 4 (Filter 4 (TableScan 5)))))")]
    public async Task A_statement_that_writes_is_run_and_has_the_rows_of_its_query(string create, string expected)
    {
        Assert.Equal(expected, await NodesAsync(create));
        Assert.Equal("Output ? (TableCommit ? (TableWriter ? (Values 1)))", await NodesAsync("INSERT INTO copy VALUES (9, 1)"));

        Assert.Equal([["id", "twice"], ["2", "40"], ["3", "60"], ["4", "80"], ["5", "100"], ["9", "1"]], await _host.RowsAsync("SELECT * FROM copy ORDER BY id"));
    }

    [Fact]
    public async Task UNLOAD_is_run_too()
    {
        Assert.Equal("Output 3 (TableScan 3)", await NodesAsync("UNLOAD (SELECT * FROM people) TO 's3://lake/out/' WITH (format = 'JSON')"));

        Assert.Contains(_host.Objects.Keys(AthenaHost.Bucket), key => key.StartsWith("out/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_fails_as_the_query_does()
    {
        var execution = await _host.EndOfAsync("EXPLAIN ANALYZE SELECT 1 / (id - 1) FROM orders WHERE amount > 1");

        Assert.Equal("FAILED", execution.Status!.State);
        Assert.StartsWith("DIVISION_BY_ZERO: Division by zero", execution.Status.StateChangeReason, StringComparison.Ordinal);
    }

    /// <summary>The nodes as <c>Name rows (children)</c>, fragments put together; <c>?</c> where rows are not known.</summary>
    private async Task<string> NodesAsync(string query)
    {
        var text = string.Join("\n", (await _host.RowsAsync("EXPLAIN ANALYZE (FORMAT JSON) " + query)).Select(row => row[0]));
        using var document = JsonDocument.Parse(text);
        var fragments = document.RootElement.GetProperty("fragments").EnumerateArray()
            .ToDictionary(fragment => fragment.GetProperty("id").GetString()!, fragment => fragment.GetProperty("logicalPlan").GetProperty("1")[0]);
        return Shown(fragments["0"]);

        string Shown(JsonElement node)
        {
            var rows = node.GetProperty("distributedNodeStats").TryGetProperty("nodeOutputRows", out var count) ? count.GetRawText() : "?";
            if (node.GetProperty("name").GetString() == "RemoteSource")
            {
                var source = Shown(fragments[node.GetProperty("identifier").GetString()!.Split('[', ']')[2]]);
                Assert.Equal(rows, source.Split(' ').First(word => word == "?" || int.TryParse(word, out _)));
                return source;
            }

            var children = node.GetProperty("children").EnumerateArray().Select(Shown).ToList();
            return $"{node.GetProperty("name").GetString()} {rows}{(children.Count == 0 ? "" : $" ({string.Join(", ", children)})")}";
        }
    }
}
