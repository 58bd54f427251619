using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Tests.Semantics;

namespace Weir.Engines.Sql.Tests.Binding;

/// <summary>What the scan planner is asked for: columns, partitions, and only what the permission hook lets through.</summary>
public sealed class ScanTests(SemanticsTests.Duck duck) : IClassFixture<SemanticsTests.Duck>
{
    [Theory]
    [InlineData("SELECT a FROM t", "a")]
    [InlineData("SELECT count(*) FROM t", "")]
    [InlineData("SELECT a FROM t WHERE b = 'x' ORDER BY d", "a,b,d")]
    [InlineData("SELECT a FROM (SELECT * FROM t)", "a")]
    [InlineData("WITH x AS (SELECT * FROM t) SELECT max(a) FROM x WHERE dt > 'a'", "a,dt")]
    [InlineData("SELECT n FROM v", "a")]
    [InlineData("SELECT x FROM t CROSS JOIN UNNEST(arr) AS u (x)", "arr")]
    [InlineData("SELECT r.x FROM t", "r")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT a FROM t WHERE b = 'q')", "a,b")]
    public void Only_needed_columns_are_read(string query, string columns)
    {
        var catalog = Lowered(query, FullAccess.Instance, out _);

        Assert.Equal(columns, string.Join(',', catalog.Scans.Single().Columns.Select(column => column.Name)));
    }

    [Theory]
    [InlineData("SELECT a FROM t", "2024-01-01", true)]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01'", "2024-01-01", true)]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01'", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE dt IN ('x', '2024-01-01') AND a > 1", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE dt BETWEEN '2024-01-01' AND '2024-01-31'", "2024-02-01", false)]
    [InlineData("SELECT a FROM t WHERE NOT (dt < '2024-02-01')", "2024-01-31", false)]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01' OR a = 1", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01' OR dt IS NULL", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE regexp_like(dt, '^2023')", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE coalesce(NULL, dt) = '2023'", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01' AND a = 1 OR dt = '2024-01-03' AND a = 2", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01' AND a = 1 OR dt = '2024-01-03' AND a = 2", "2024-01-03", true)]
    [InlineData("SELECT a FROM t WHERE NOT (dt <> '2024-01-01' OR a = 1)", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE NOT (dt <> '2024-01-01' AND a = 1)", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE CASE WHEN dt < '2024-02' THEN dt LIKE '%-02' ELSE true END", "2024-01-01", false)]
    [InlineData("SELECT a FROM t WHERE CASE WHEN dt < '2024-02' THEN dt LIKE '%-02' ELSE true END", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE date_format(CAST(dt AS timestamp), '%W') = 'Monday'", "2024-01-01", true)]
    [InlineData("SELECT a FROM t WHERE date_format(CAST(dt AS timestamp), '%W') = 'Monday'", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE split_part(dt, '-', 2) IN ('02', '03')", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE any_match(ARRAY['2024-01-01', '2024-01-05'], x -> x = dt)", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE any_match(ARRAY['2024-01-01', '2024-01-05'], x -> x = dt)", "2024-01-05", true)]
    [InlineData("SELECT a FROM t WHERE date_parse(dt, '%Y-%m-%d') >= CURRENT_DATE - INTERVAL '3' DAY", "2024-05-02", false)]
    [InlineData("SELECT a FROM t WHERE date_parse(dt, '%Y-%m-%d') >= CURRENT_DATE - INTERVAL '3' DAY", "2024-05-03", true)]
    [InlineData("SELECT a FROM t WHERE date_parse(dt, '%Y-%m-%d') >= CURRENT_DATE - INTERVAL '3' DAY", "no date", true)]
    [InlineData("SELECT a FROM t WHERE year(date(dt)) = 2024", "__HIVE_DEFAULT_PARTITION__", false)]
    [InlineData("SELECT a FROM t WHERE coalesce(dt, 'none') = 'none'", "__HIVE_DEFAULT_PARTITION__", true)]
    [InlineData("SELECT a FROM t WHERE dt LIKE '2024%' OR random() < 0.5", "2023-01-02", true)]
    [InlineData("SELECT dt, n FROM (SELECT dt, count(*) AS n FROM t GROUP BY dt) WHERE dt = '2024-01-01'", "2024-01-02", false)]
    [InlineData("SELECT dt, n FROM (SELECT dt, count(*) AS n FROM t GROUP BY dt) WHERE n = 1", "2024-01-02", true)]
    [InlineData("SELECT dt, n FROM (SELECT dt, a, count(*) AS n FROM t GROUP BY GROUPING SETS ((dt), (a))) WHERE dt = '2024-01-01'", "2024-01-02", true)]
    [InlineData("SELECT month, count(*) FROM (SELECT substr(dt, 1, 7) AS month FROM t) GROUP BY month HAVING month = '2024-02'", "2024-01-02", false)]
    [InlineData("SELECT dt FROM t GROUP BY dt HAVING count(*) > 1 OR dt = 'q'", "2024-01-02", true)]
    [InlineData("SELECT a FROM (SELECT a, dt, row_number() OVER (PARTITION BY dt ORDER BY a) AS n FROM t) WHERE n = 1 AND dt = 'q'", "2024-01-02", false)]
    [InlineData("SELECT a FROM (SELECT a, dt, row_number() OVER (PARTITION BY a ORDER BY dt) AS n FROM t) WHERE n = 1 AND dt = 'q'", "2024-01-02", true)]
    [InlineData("SELECT a FROM (SELECT dt, a FROM t EXCEPT SELECT '1', 2) WHERE dt = 'q'", "2024-01-02", false)]
    [InlineData("WITH x AS (SELECT * FROM t) SELECT a FROM x WHERE dt = 'q'", "2024-01-02", false)]
    [InlineData("WITH x AS (SELECT * FROM t), y AS (SELECT a, dt AS day FROM x) SELECT 1 FROM y p JOIN y q ON p.a = q.a WHERE p.day = 'q' AND q.day = 'r'", "2024-01-02", false)]
    [InlineData("WITH x AS (SELECT * FROM t), y AS (SELECT a, dt AS day FROM x) SELECT 1 FROM y p JOIN y q ON p.a = q.a WHERE p.day = 'q' AND q.day = 'r'", "r", true)]
    [InlineData("WITH x AS (SELECT * FROM t) SELECT a FROM x WHERE dt = 'q' UNION ALL SELECT a FROM x", "2024-01-02", true)]
    [InlineData("SELECT x.a FROM t x JOIN (VALUES ('a', 'q'), ('b', 'r')) AS y (k, day) ON x.dt = y.day WHERE y.day = 'q'", "r", true)]
    [InlineData("SELECT x.a FROM t x, (SELECT CAST('z' AS varchar) AS day) AS y WHERE x.dt = y.day AND y.day = 'q'", "r", false)]
    [InlineData("SELECT a FROM t WHERE substr(dt, 1, 4) = '2023'", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE substr(dt, 1, 4) = '2024' AND substr(dt, -2) = '02' AND substr(dt, 0) = '' AND substr(dt, 20) = ''", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE dt LIKE '2024-0_-%'", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE dt LIKE '%-0_-03'", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE dt LIKE '%1%2%'", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE dt LIKE '%1%3%'", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE dt NOT LIKE '2024%'", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE dt LIKE '_'", "😀", true)]
    [InlineData("SELECT a FROM t WHERE month(CAST(dt AS date)) * 2 = 4", "2024-01-02", false)]
    [InlineData("SELECT a FROM t WHERE day(CAST(dt AS date)) % 7 = 2 AND upper('q' || dt) = 'Q2024-01-02'", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE CAST(dt AS bigint) * 9223372036854775807 * 9223372036854775807 = 1", "9223372036854775807", true)]
    [InlineData("SELECT a FROM t WHERE CAST(dt AS date) >= DATE '2024-02-01'", "2024-01-02", false)]
    [InlineData("SELECT a FROM (SELECT a, dt AS day FROM t) WHERE day > '2025'", "2024-01-02", false)]
    [InlineData("SELECT x.a FROM t x JOIN (VALUES 1) AS y (k) ON x.a = y.k WHERE x.dt = 'q'", "2024-01-02", false)]
    [InlineData("SELECT x.a FROM (VALUES 1) AS y (k) LEFT JOIN t x ON x.a = y.k AND x.dt = 'q'", "2024-01-02", false)]
    [InlineData("SELECT x.a FROM t x LEFT JOIN (VALUES 1) AS y (k) ON x.a = y.k AND x.dt = 'q'", "2024-01-02", true)]
    [InlineData("SELECT x.a FROM t x FULL JOIN (VALUES 1) AS y (k) ON x.a = y.k AND x.dt = 'q'", "2024-01-02", true)]
    [InlineData("SELECT dt FROM (SELECT dt FROM t LIMIT 5) WHERE dt = 'q'", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01' AND false IS NULL", "2024-01-01", true)]
    public void Partitions_that_cannot_match_are_left_out(string query, string value, bool kept)
    {
        var catalog = Lowered(query, FullAccess.Instance, out _);

        Assert.Equal(kept, Keeps(catalog.Scans.Single().Partitions, value));
    }

    [Theory]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01' AND b = 'x'", false)]
    [InlineData("SELECT a FROM t WHERE dt BETWEEN '2024-01-01' AND '2024-01-03' OR dt IS NULL", false)]
    [InlineData("SELECT a FROM t WHERE substr(dt, 1, 4) = '2024'", true)]
    public void Comparisons_with_constants_need_no_engine(string query, bool asks)
    {
        var catalog = Lowered(query, FullAccess.Instance, out _);

        Assert.Equal(asks, catalog.Scans.Single().Partitions.HasQuestion);
    }

    [Fact]
    public void A_column_that_may_not_be_seen_does_not_exist()
    {
        var access = new Only(new(new HashSet<string> { "a" }, null));

        Assert.Equal("Column 'b' cannot be resolved", Assert.Throws<SqlException>(() => Lowered("SELECT b FROM t", access, out _)).Text);
        Assert.Equal("Column 'b' cannot be resolved", Assert.Throws<SqlException>(() => Lowered("SELECT a FROM t WHERE b = 'x'", access, out _)).Text);
        Lowered("SELECT * FROM t", access, out var columns);
        Assert.Equal(["a"], columns);
    }

    [Fact]
    public void A_row_filter_applies_before_anything_and_may_use_hidden_columns()
    {
        var access = new Only(new(new HashSet<string> { "a" }, "b = 'x' AND dt = '2024-01-01'"));

        var catalog = Lowered("SELECT count(a) FROM t", access, out _);

        Assert.Equal(["a", "b", "dt"], catalog.Scans[0].Columns.Select(column => column.Name));
        Assert.False(catalog.Scans[0].Partitions.Keeps(["2024-01-02"]));
    }

    private bool Keeps(PartitionPredicate predicate, string value)
    {
        if (!predicate.Keeps([value]))
        {
            return false;
        }

        if (!predicate.HasQuestion)
        {
            return true;
        }

        var table = $"(SELECT 0 AS place, {(value == "__HIVE_DEFAULT_PARTITION__" ? "CAST(NULL AS VARCHAR)" : DuckText.Literal(value))} AS p0)";
        try
        {
            return duck.Run(predicate.Question(table, isGuarded: false)) == "0";
        }
        catch (DuckException)
        {
            return duck.Run(predicate.Question(table, isGuarded: true)) == "0";
        }
    }

    private static TestCatalog Lowered(string query, ITableAccess access, out IEnumerable<string> columns)
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement(query));
        var catalog = new TestCatalog();
        var compiled = SqlCompiler.Bind(statement.Query, TestCatalog.Session, catalog, access);
        columns = compiled.Columns.Select(column => column.Name);
        compiled.Lower(catalog, new LoweringOptions());
        return catalog;
    }

    private sealed class Only(TableGrant grant) : ITableAccess
    {
        public TableGrant Read(SqlTable table) => grant;
    }
}
