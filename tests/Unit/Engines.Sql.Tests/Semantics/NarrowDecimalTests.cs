using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Tests.Semantics;

/// <summary>Decimals computed with 18 digits where their types have more: the same numbers, or a failure that says so.</summary>
public sealed class NarrowDecimalTests(SemanticsTests.Duck duck) : IClassFixture<SemanticsTests.Duck>
{
    private const string Money = "(VALUES (DECIMAL '9999999999999.99', DECIMAL '0.07'), (DECIMAL '-12.50', DECIMAL '0.10'), (NULL, DECIMAL '1.00')) AS m (price, part)";

    [Theory]
    [InlineData("SELECT CAST(price AS decimal(15, 2)) * (1 - CAST(part AS decimal(15, 2))) FROM " + Money + " WHERE price < 100")]
    [InlineData("SELECT sum(CAST(price AS decimal(15, 2)) * (1 - CAST(part AS decimal(15, 2))) * (1 + CAST(part AS decimal(15, 2)))) FROM " + Money + " WHERE price < 100")]
    [InlineData("SELECT avg(CAST(price AS decimal(15, 2)) * CAST(part AS decimal(15, 2))) FROM " + Money + " WHERE price < 100")]
    [InlineData("SELECT sum(CASE WHEN part > 0.05 THEN CAST(price AS decimal(15, 2)) * CAST(part AS decimal(15, 2)) ELSE 0 END) FROM " + Money)]
    [InlineData("SELECT sum(CASE part WHEN 1 THEN CAST(price AS decimal(15, 2)) * CAST(part AS decimal(15, 2)) END) FROM " + Money)]
    [InlineData("SELECT CAST(price AS decimal(18, 2)) + CAST(part AS decimal(18, 4)) - 1 FROM " + Money)]
    [InlineData("SELECT (CAST(price AS decimal(15, 2)) * CAST(part AS decimal(15, 2))) - (CAST(part AS decimal(15, 2)) * 3) FROM " + Money + " WHERE price < 100")]
    public void What_fits_is_the_same_number_of_the_same_type(string query)
    {
        var (narrow, wide) = (Lowered(query, narrow: true), Lowered(query, narrow: false));

        Assert.NotEqual(wide, narrow);
        Assert.Equal(duck.Run(wide), duck.Run(narrow));
        Assert.Equal(duck.Run($"SELECT any_value(typeof(COLUMNS(*))) FROM ({wide})"), duck.Run($"SELECT any_value(typeof(COLUMNS(*))) FROM ({narrow})"));
    }

    [Theory]
    [InlineData("SELECT CAST(price AS decimal(15, 2)) * CAST(price AS decimal(15, 2)) FROM " + Money)]
    [InlineData("SELECT sum(CAST(price AS decimal(15, 2)) * CAST(price AS decimal(15, 2))) FROM " + Money)]
    [InlineData("SELECT price * CAST(100000 AS decimal(18, 0)) + price FROM " + Money)]
    [InlineData("SELECT CAST(price AS decimal(18, 2)) + CAST(part AS decimal(18, 8)) FROM " + Money)]
    public void What_does_not_fit_says_so_and_is_right_with_all_digits(string query)
    {
        var problem = Assert.Throws<DuckException>(() => duck.Run(Lowered(query, narrow: true)));

        Assert.True(EngineErrors.IsNarrowDecimal(problem.Message), problem.Message);
        Assert.NotEmpty(duck.Run(Lowered(query, narrow: false)));
    }

    [Theory]
    [InlineData("SELECT TRY(1 / part), CAST(price AS decimal(15, 2)) * CAST(price AS decimal(15, 2)) FROM " + Money)]
    [InlineData("SELECT TRY(x + 1) FROM (SELECT CAST(price AS decimal(15, 2)) * CAST(price AS decimal(15, 2)) AS x FROM " + Money + ")")]
    [InlineData("SELECT TRY_CAST(CAST(price AS decimal(15, 2)) * CAST(price AS decimal(15, 2)) AS bigint) FROM " + Money)]
    [InlineData("SELECT json_value('1', 'lax $' RETURNING bigint) + CAST(price AS decimal(15, 2)) * CAST(price AS decimal(15, 2)) FROM " + Money)]
    public void Nothing_is_narrow_where_a_failure_might_be_swallowed(string query) =>
        Assert.Equal(Lowered(query, narrow: false), Lowered(query, narrow: true));

    [Theory]
    [InlineData("price * (2 - ", ")")]
    [InlineData("(1.5 + ", ") * price")]
    [InlineData("1 / (2.5 + ", ")")]
    [InlineData("price % (7.5 - ", ")")]
    public void Deep_expressions_do_not_double_at_each_level(string before, string after)
    {
        var query = $"SELECT CAST({string.Concat(Enumerable.Repeat("CAST(" + before, 30))}price{string.Concat(Enumerable.Repeat(after + " AS decimal(9, 2))", 30))} AS double) FROM {Money}";

        Assert.InRange(Lowered(query, narrow: false).Length, 0, 2_000_000);
        Assert.InRange(Lowered(query, narrow: true).Length, 0, 2_000_000);
    }

    [Theory]
    [InlineData("CAST(0 + ", " AS decimal(9, 2))", "1.50")]
    [InlineData("CAST(0 + max(price) + ", " - 1 AS decimal(9, 2))", "-403.50")]
    [InlineData("element_at(ARRAY[0, 2 + ", " - 2], 2)", "1.50")]
    public void Deep_expressions_answer(string before, string after, string answer)
    {
        var query = $"SELECT {string.Concat(Enumerable.Repeat(before, 30))}CAST(min(part) AS decimal(9, 2)) + 1.43{string.Concat(Enumerable.Repeat(after, 30))} FROM {Money} WHERE price < 100 OR part = 0.07";

        Assert.Equal(answer, duck.Run(Lowered(query.Replace("max(price)", "min(price)", StringComparison.Ordinal), narrow: true)));
    }

    private static string Lowered(string query, bool narrow)
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement(query));
        return SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance)
            .Lower(new TestCatalog(), new LoweringOptions(NarrowDecimals: narrow));
    }
}
