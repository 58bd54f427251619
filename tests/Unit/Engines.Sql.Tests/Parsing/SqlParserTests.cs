using System.Text;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Tests.Parsing;

public sealed class SqlParserTests
{
    public static TheoryData<string> Expressions() => [.. QueryCases.Expressions];

    public static TheoryData<string> Statements() => [.. QueryCases.Queries, .. QueryCases.Statements];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_prints_to_a_fixed_point(string text)
    {
        var once = SqlPrinter.Print(SqlParser.ParseExpression(text));

        Assert.Equal(once, SqlPrinter.Print(SqlParser.ParseExpression(once)));
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_prints_to_a_fixed_point(string text)
    {
        var once = SqlPrinter.Print(SqlParser.ParseStatement(text));

        Assert.Equal(once, SqlPrinter.Print(SqlParser.ParseStatement(once)));
    }

    [Theory]
    [InlineData("a + b * c", "(a + (b * c))")]
    [InlineData("a || b + c", "(a || (b + c))")]
    [InlineData("NOT a = b AND c OR d", "(((NOT (a = b)) AND c) OR d)")]
    [InlineData("-a[1] AT TIME ZONE 'x'", "(- (a[1] AT TIME ZONE 'x'))")]
    [InlineData("a NOT LIKE b ESCAPE '!'", "(a NOT LIKE b ESCAPE '!')")]
    [InlineData("position('a' IN b)", "strpos(b, 'a')")]
    public void Precedence_is_as_in_Trino(string text, string printed) =>
        Assert.Equal(printed, SqlPrinter.Print(SqlParser.ParseExpression(text)));

    [Theory]
    [InlineData("SELECT FROM t", "line 1:8: mismatched input 'FROM'. Expecting: ")]
    [InlineData("", "line 1:1: mismatched input '<EOF>'. Expecting: ")]
    [InlineData("SELECT 1 FROM", "line 1:14: mismatched input '<EOF>'. Expecting: ")]
    [InlineData("SELECT 1\n  FROM t WHERE", "line 2:15: mismatched input '<EOF>'. Expecting: <expression>")]
    [InlineData("SELECT 'open", "line 1:8: mismatched input '''. Expecting: ")]
    [InlineData("SELECT `a`", "line 1:8: backquoted identifiers are not supported; use double quotes to quote identifiers")]
    [InlineData("SELECT 1a", "line 1:8: identifiers must not start with a digit; surround the identifier with double quotes")]
    [InlineData("SELECT \"\"", "line 1:8: Zero-length delimited identifier not allowed")]
    [InlineData("SELECT X'0'", "line 1:8: Binary literal must contain an even number of digits")]
    [InlineData("SELECT 1 SELECT 2", "line 1:10: mismatched input 'SELECT'. Expecting: ")]
    [InlineData("GRANT x", "line 1:1: GRANT is not supported")]
    [InlineData("DELETE t", "line 1:8: mismatched input 't'. Expecting: 'FROM'")]
    [InlineData("MERGE INTO t USING u ON a = b", "line 1:30: mismatched input '<EOF>'. Expecting: ")]
    [InlineData("SELECT 99999999999999999999", "line 1:8: Invalid numeric literal: 99999999999999999999")]
    public void A_wrong_statement_gets_Trinos_error(string text, string message)
    {
        var problem = Assert.Throws<SqlException>(() => SqlParser.ParseStatement(text));

        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", ")", "1")]
    [InlineData("- ", "", "1")]
    [InlineData("NOT ", "", "true")]
    [InlineData("ARRAY[", "]", "1")]
    [InlineData("f(", ")", "1")]
    [InlineData("CASE WHEN true THEN ", " END", "1")]
    [InlineData("(SELECT ", ")", "1")]
    [InlineData("x -> ", "", "1")]
    [InlineData("CAST(", " AS bigint)", "1")]
    [InlineData("1 + ", "", "1")]
    [InlineData("a.", "", "b")]
    [InlineData("TRIM(", ")", "a")]
    [InlineData("'' || ", "", "a")]
    [InlineData("json_value(", ", '$')", "a")]
    public void Deep_nesting_is_an_error_and_no_overflow(string open, string close, string middle)
    {
        var text = new StringBuilder("SELECT ").Insert(7, open, 20_000).Append(middle).Insert(7 + (20_000 * open.Length) + middle.Length, close, 20_000);

        var problem = Assert.Throws<SqlException>(() => SqlParser.ParseStatement(text.ToString()));

        Assert.Equal(SqlErrorCode.StackOverflow, problem.Code);
    }

    [Theory]
    [InlineData("SELECT 1 FROM ", "(", "t", ")")]
    [InlineData("SELECT 1 FROM t", " JOIN t", "", " ON true")]
    [InlineData("SELECT 1 FROM t", " CROSS JOIN t", "", "")]
    [InlineData("SELECT 1", " UNION SELECT 1", "", "")]
    [InlineData("SELECT CAST(1 AS ", "array(", "int", ")")]
    [InlineData("CREATE EXTERNAL TABLE t (a ", "array<", "int", ">")]
    [InlineData("", "EXPLAIN ", "SELECT 1", "")]
    public void Deep_statements_are_an_error_and_no_overflow(string start, string open, string middle, string close)
    {
        var text = start + string.Concat(Enumerable.Repeat(open, 20_000)) + middle + string.Concat(Enumerable.Repeat(close, 20_000));

        Assert.Throws<SqlException>(() => SqlParser.ParseStatement(text));
    }

    [Fact]
    public void Mutilated_statements_neither_crash_nor_lose_the_fixed_point()
    {
        var random = new Random(20_240_101);
        string[] seeds = [.. QueryCases.Queries, .. QueryCases.Statements, .. QueryCases.Expressions.Select(text => "SELECT " + text)];
        var words = seeds.SelectMany(seed => seed.Split(' ')).Distinct().ToArray();
        var parsed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var parts = seeds[random.Next(seeds.Length)].Split(' ').ToList();
            for (var change = random.Next(3); change >= 0; change--)
            {
                var at = random.Next(parts.Count);
                switch (random.Next(4))
                {
                    case 0:
                        parts[at] = words[random.Next(words.Length)];
                        break;
                    case 1:
                        parts.Insert(at, words[random.Next(words.Length)]);
                        break;
                    case 2 when parts.Count > 1:
                        parts.RemoveAt(at);
                        break;
                    default:
                        parts[at] = parts[at].Insert(random.Next(parts[at].Length + 1), ((char)random.Next(32, 127)).ToString());
                        break;
                }
            }

            parsed += SqlFuzz.Parse(Encoding.UTF8.GetBytes(string.Join(' ', parts))) ? 1 : 0;
        }

        Assert.True(parsed > 1_000);
    }

    [Fact]
    public void Hive_strings_and_types_keep_their_meaning()
    {
        var table = Assert.IsType<CreateTable>(SqlParser.ParseStatement(QueryCases.Statements.Single(text => text.Contains("CLUSTERED", StringComparison.Ordinal))));

        var format = Assert.IsType<DelimitedFormat>(table.RowFormat);
        Assert.Equal(("\t", "\\", "\u0002", "\\N"), (format.FieldsTerminatedBy, format.EscapedBy, format.CollectionItemsTerminatedBy, format.NullDefinedAs));
        Assert.Equal("struct<x:int,y:array<map<string,decimal(10, 2)>>>", SqlPrinter.Print(table.Columns[1].Type, hive: true).Replace("`", "", StringComparison.Ordinal));
        Assert.Equal([new StringPair("skip.header.line.count", "1"), new("x", "y")], table.Properties.Select(pair => pair with { At = default }));
    }
}
