using System.Text.Json;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Planning;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Tests.Semantics;

namespace Weir.Engines.Sql.Tests.Planning;

[Trait("feature", "athena.sql")]
public sealed class QueryPlanTests
{
    [Fact]
    public void A_logical_plan_has_Trinos_nodes_symbols_and_types()
    {
        const string Expected = """
            Output[columnNames = [x, c]]
            │   Layout: [expr:integer, count:bigint]
            │   Estimates: {rows: ? (?), cpu: ?, memory: ?, network: ?}
            └─ TopN[count = 5, orderBy = [count DESC NULLS LAST]]
               │   Layout: [expr:integer, count:bigint]
               │   Estimates: {rows: ? (?), cpu: ?, memory: ?, network: ?}
               └─ Aggregate[keys = [expr]]
                  │   Layout: [expr:integer, count:bigint]
                  │   Estimates: {rows: ? (?), cpu: ?, memory: ?, network: ?}
                  │   count := count(*)
                  └─ Project[]
                     │   Layout: [a:integer, dt:varchar, expr:integer]
                     │   Estimates: {rows: ? (?), cpu: ?, memory: ?, network: ?}
                     │   expr := (a + integer '1')
                     └─ Filter[filterPredicate = (dt > '2024-01-01')]
                        │   Layout: [a:integer, dt:varchar]
                        │   Estimates: {rows: ? (?), cpu: ?, memory: ?, network: ?}
                        └─ TableScan[table = awsdatacatalog:default:t]
                               Layout: [a:integer, dt:varchar]
                               Estimates: {rows: ? (?), cpu: ?, memory: ?, network: ?}
                               a := a:int:REGULAR
                               dt := dt:string:PARTITION_KEY

            """;

        Assert.Equal(
            Expected.ReplaceLineEndings("\n"),
            Plan("SELECT a + 1 AS x, count(*) c FROM t WHERE dt > '2024-01-01' GROUP BY a + 1 ORDER BY c DESC LIMIT 5").Write("LOGICAL", "TEXT"));
    }

    [Fact]
    public void A_distributed_plan_spreads_groups_and_gathers_at_the_end()
    {
        var text = Plan("SELECT t.dt, count(*) FROM t JOIN v ON t.a = v.a GROUP BY t.dt ORDER BY 1").Write("DISTRIBUTED", "TEXT");

        Assert.Contains("Fragment 0 [SINGLE]\n    Output layout: [dt, count_0]\n    Output partitioning: SINGLE []\n", text, StringComparison.Ordinal);
        Assert.Contains("Fragment 1 [HASH]\n", text, StringComparison.Ordinal);
        Assert.Contains("Output partitioning: HASH [dt]", text, StringComparison.Ordinal);
        Assert.Contains("Output partitioning: BROADCAST []", text, StringComparison.Ordinal);
        Assert.Matches(@"InnerJoin\[criteria = \((a = a_0|a_0 = a)\)\]", text);
    }

    [Fact]
    public void A_plan_of_what_is_read_names_tables_and_ranges()
    {
        var root = JsonDocument.Parse(Plan("SELECT * FROM t WHERE a BETWEEN 1 AND 5 AND b IN ('x', 'y') AND d > 0e0").Write("IO", "TEXT")).RootElement;

        var table = Assert.Single(root.GetProperty("inputTableColumnInfos").EnumerateArray().ToList());
        Assert.Equal("t", table.GetProperty("table").GetProperty("schemaTable").GetProperty("table").GetString());
        var columns = table.GetProperty("constraint").GetProperty("columnConstraints").EnumerateArray()
            .ToDictionary(column => column.GetProperty("columnName").GetString()!, column => column.GetProperty("domain").GetProperty("ranges"));
        Assert.Equal(["a", "b", "d"], columns.Keys.Order());
        Assert.Equal("5", columns["a"][0].GetProperty("high").GetProperty("value").GetString());
        Assert.Equal(2, columns["b"].GetArrayLength());
        Assert.Equal("ABOVE", columns["d"][0].GetProperty("low").GetProperty("bound").GetString());
    }

    [Theory]
    [InlineData("SELECT * FROM t")]
    [InlineData("SELECT DISTINCT a FROM t UNION SELECT 1 EXCEPT (VALUES 2)")]
    [InlineData("SELECT a, (SELECT max(x) FROM (VALUES t.a) v(x)), EXISTS (SELECT 1 FROM v) FROM t WHERE a IN (SELECT a FROM v)")]
    [InlineData("SELECT r.x, m['k'], transform(arr, e -> e + a), sum(d) OVER (PARTITION BY dt ORDER BY a ROWS 1 PRECEDING) FROM t TABLESAMPLE BERNOULLI (50)")]
    [InlineData("SELECT grouping(a), count(DISTINCT b) FILTER (WHERE a > 1) FROM t GROUP BY ROLLUP (a) HAVING sum(d) > 0 OFFSET 1 LIMIT 2")]
    [InlineData("WITH RECURSIVE q (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT * FROM q CROSS JOIN UNNEST(ARRAY[1]) WITH ORDINALITY")]
    [InlineData("SELECT TIMESTAMP '2024-01-01 00:00:00 UTC', INTERVAL '1' DAY, X'AB', CASE WHEN a > 1 THEN 'x''y' END FROM t FETCH FIRST 1 ROW ONLY")]
    public void Every_form_of_plan_is_written_without_words_of_the_engine(string query)
    {
        foreach (var type in (string[])["LOGICAL", "DISTRIBUTED", "IO"])
        {
            foreach (var format in (string[])["TEXT", "JSON", "GRAPHVIZ"])
            {
                var text = Plan(query).Write(type, format);

                Assert.DoesNotContain("weir_", text, StringComparison.Ordinal);
                Assert.DoesNotContain("struct_extract", text, StringComparison.Ordinal);
                if (format == "JSON")
                {
                    JsonDocument.Parse(text).Dispose();
                }
            }
        }
    }

    private static QueryPlan Plan(string query)
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement(query));
        return SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance).Plan(null);
    }
}
