using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Tests.Semantics;

/// <summary>Names and texts made to look like parts of what is printed stay names and texts.</summary>
public sealed class InjectionTests : IClassFixture<SemanticsTests.Duck>
{
    private readonly SemanticsTests.Duck _duck;

    public InjectionTests(SemanticsTests.Duck duck) => _duck = duck;

    [Theory]
    [InlineData("SELECT 'it''s {0} {{1}} {*} {PATH1}'", "it's {0} {{1}} {*} {PATH1}")]
    [InlineData("SELECT 1 AS \"x\"\" FROM read_csv('/etc/passwd') --\"", "1")]
    [InlineData("SELECT CAST(ROW('\" INTEGER); SELECT 1; --') AS row(\"{0}\" varchar))", "{{0}=\" INTEGER); SELECT 1; --}")]
    [InlineData("SELECT CAST(ROW('v') AS row(\"a'{0}'\"\"b{{\" varchar)).\"a'{0}'\"\"b{{\"", "v")]
    [InlineData("SELECT json_extract_scalar('{\"{ZONE}\":\"y\"}', '$[\"{ZONE}\"]')", "y")]
    [InlineData("SELECT json_extract_scalar('{\"a''b\":\"y\"}', '$[\"a''b\"]')", "y")]
    [InlineData("SELECT reduce(ARRAY[1], CAST(ROW(1) AS row(\"{E0}{1}'\" integer)), (s, x) -> s, s -> 1)", "1")]
    [InlineData("SELECT date_format(TIMESTAMP '2024-01-01 00:00:00', '''|| {0} {{')", "'|| {0} {{")]
    [InlineData("SELECT format('{0} {} %s '' {{', 1)", "{0} {} 1 ' {{")]
    [InlineData("SELECT regexp_replace('a{0}', '\\{0\\}', '''{1}')", "a'{1}")]
    [InlineData("SELECT MAP(ARRAY['{0}', ''''], ARRAY[1, 2])", "{{0}=1, '=2}")]
    [InlineData("SELECT \"q'{0}\" FROM (SELECT 5 AS \"q'{0}\")", "5")]
    [InlineData("WITH \"w); DROP\" AS (SELECT 1 AS x) SELECT x FROM \"w); DROP\"", "1")]
    public void Hostile_text_stays_text(string query, string expected)
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement(query));
        var compiled = SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance);

        Assert.Equal(expected, _duck.Run(compiled.Lower(new TestCatalog(), new LoweringOptions(Text: true))));
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM 'file.csv'")]
    [InlineData("SELECT * FROM TABLE(read_text('/etc/passwd'))")]
    [InlineData("SELECT read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM \"s3://bucket/x.parquet\"")]
    [InlineData("SELECT current_setting('secret_directory')")]
    [InlineData("SELECT getvariable('x')")]
    [InlineData("SELECT * FROM duckdb_secrets()")]
    [InlineData("SELECT query('SELECT 1')")]
    [InlineData("SELECT weir_fail('a', 1)")]
    [InlineData("COPY t TO '/tmp/x'")]
    [InlineData("ATTACH '/tmp/x.db'")]
    [InlineData("PRAGMA database_list")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET threads = 1")]
    [InlineData("CALL pragma_version()")]
    [InlineData("SELECT 1; SELECT 2")]
    public void Nothing_of_the_engine_can_be_named(string text)
    {
        var problem = Record.Exception(() =>
        {
            var statement = (QueryStatement)SqlParser.ParseStatement(text);
            SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance);
        });

        Assert.IsType<SqlException>(problem);
    }
}
