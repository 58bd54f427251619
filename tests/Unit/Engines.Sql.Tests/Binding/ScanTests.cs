using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Tests.Semantics;

namespace Weir.Engines.Sql.Tests.Binding;

/// <summary>What the scan planner is asked for: columns, partitions, and only what the permission hook lets through.</summary>
public sealed class ScanTests
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
    [InlineData("SELECT a FROM t WHERE regexp_like(dt, '^2023')", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE coalesce(NULL, dt) = '2023'", "2024-01-02", true)]
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
    [InlineData("SELECT x.a FROM (VALUES 1) AS y (k) LEFT JOIN t x ON x.a = y.k AND x.dt = 'q'", "2024-01-02", true)]
    [InlineData("SELECT dt FROM (SELECT dt FROM t LIMIT 5) WHERE dt = 'q'", "2024-01-02", true)]
    [InlineData("SELECT a FROM t WHERE dt = '2024-01-01' AND false IS NULL", "2024-01-01", true)]
    public void Partitions_that_cannot_match_are_left_out(string query, string value, bool kept)
    {
        var catalog = Lowered(query, FullAccess.Instance, out _);

        Assert.Equal(kept, catalog.Scans.Single().Partitions.Keeps([value]));
    }

    [Fact]
    public void Values_named_one_by_one_are_known()
    {
        var catalog = Lowered("SELECT a FROM t WHERE dt IN ('p', 'q')", FullAccess.Instance, out _);

        Assert.Equal(["p", "q"], catalog.Scans[0].Partitions.ValuesOf(0)!);
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
