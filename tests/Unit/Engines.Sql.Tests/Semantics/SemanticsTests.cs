using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;
using Weir.Services.Athena.Queries;

namespace Weir.Engines.Sql.Tests.Semantics;

/// <summary>Statements lowered, run on DuckDB, and compared with Trino's answers (rows joined by ';', columns by '|', NULL empty).</summary>
public sealed class SemanticsTests : IClassFixture<SemanticsTests.Duck>
{
    private static readonly string[] Files = ["cases.sql", "language.sql", "geo.sql"];

    private readonly Duck _duck;

    public SemanticsTests(Duck duck) => _duck = duck;

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        var lines = Files.SelectMany(file => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Semantics", file)));
        foreach (var line in lines)
        {
            var arrow = line.LastIndexOf(" -- ", StringComparison.Ordinal);
            if (arrow > 0)
            {
                cases.Add(line[..arrow], line[(arrow + 4)..].Trim());
            }
        }

        return cases;
    }

    [Theory]
    [Trait("feature", "athena.sql")]
    [MemberData(nameof(Cases))]
    public void The_answer_is_Trinos(string query, string expected)
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement(query));
        var compiled = SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance);

        Assert.Equal(expected, _duck.Run(compiled.Lower(new TestCatalog(), new LoweringOptions(Text: true))).Trim());
    }

    [Theory]
    [InlineData("SELECT 1/0", "DIVISION_BY_ZERO", "Division by zero")]
    [InlineData("SELECT a / (a - a) FROM t", "DIVISION_BY_ZERO", "Division by zero")]
    [InlineData("SELECT 5 % 0", "DIVISION_BY_ZERO", "Division by zero")]
    [InlineData("SELECT ST_X(ST_LineFromText('LINESTRING (0 0, 2 0)'))", "INVALID_FUNCTION_ARGUMENT", "ST_X only applies to POINT. Input type is: LINE_STRING")]
    [InlineData("SELECT ST_GeometryFromText('POLYGON ((0 0')", "INVALID_FUNCTION_ARGUMENT", "Invalid WKT: POLYGON ((0 0")]
    [InlineData("SELECT ST_GeomFromBinary(X'0102')", "INVALID_FUNCTION_ARGUMENT", "Invalid WKB")]
    [InlineData("SELECT bing_tile(8, 0, 3)", "INVALID_FUNCTION_ARGUMENT", "XY coordinates for a Bing tile at zoom level 3 must be within [0, 8) range")]
    [InlineData("SELECT 1.0 / 0", "DIVISION_BY_ZERO", "Division by zero")]
    [InlineData("SELECT 9223372036854775807 + 1", "NUMERIC_VALUE_OUT_OF_RANGE", "bigint addition overflow: 9223372036854775807 + 1")]
    [InlineData("SELECT 2147483647 * 2", "NUMERIC_VALUE_OUT_OF_RANGE", "integer multiplication overflow: 2147483647 * 2")]
    [InlineData("SELECT arr[5] FROM t WHERE a = 1", "INVALID_FUNCTION_ARGUMENT", "Array subscript must be less than or equal to array length: 5 > 2")]
    [InlineData("SELECT arr[0] FROM t", "INVALID_FUNCTION_ARGUMENT", "SQL array indices start at 1")]
    [InlineData("SELECT arr[-1] FROM t", "INVALID_FUNCTION_ARGUMENT", "Array subscript is negative: -1")]
    [InlineData("SELECT m['z'] FROM t WHERE a = 1", "INVALID_FUNCTION_ARGUMENT", "Key not present in map: z")]
    [InlineData("SELECT MAP(ARRAY[1, 1], ARRAY[2, 3])", "INVALID_FUNCTION_ARGUMENT", "Duplicate map keys (1) are not allowed")]
    [InlineData("SELECT CAST('abc' AS integer)", "INVALID_CAST_ARGUMENT", "Cannot cast 'abc' to INT")]
    [InlineData("SELECT CAST('1.5' AS bigint)", "INVALID_CAST_ARGUMENT", "Cannot cast '1.5' to BIGINT")]
    [InlineData("SELECT CAST('maybe' AS boolean)", "INVALID_CAST_ARGUMENT", "Cannot cast 'maybe' to BOOLEAN")]
    [InlineData("SELECT CAST('x' AS double)", "INVALID_CAST_ARGUMENT", "Cannot cast 'x' to DOUBLE")]
    [InlineData("SELECT (SELECT a FROM t)", "SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows")]
    [InlineData("WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT sum(n) FROM r", "NOT_SUPPORTED", "Recursion depth limit exceeded (10). Use 'max_recursion_depth' session property to modify the limit.")]
    [InlineData("SELECT json_exists('{\"a\":1}', 'strict $.b' ERROR ON ERROR)", "PATH_EVALUATION_ERROR", "path evaluation failed: structural error: missing member 'b' in JSON object")]
    [InlineData("SELECT json_value('{}', 'lax $.b' ERROR ON EMPTY)", "JSON_VALUE_RESULT_ERROR", "cannot extract SQL scalar from JSON: JSON path found no items")]
    [InlineData("SELECT json_value('[1,2]', 'lax $[*]' ERROR ON ERROR)", "JSON_VALUE_RESULT_ERROR", "cannot extract SQL scalar from JSON: JSON path found multiple items")]
    [InlineData("SELECT json_value('\"z\"', 'lax $' RETURNING integer ERROR ON ERROR)", "JSON_VALUE_RESULT_ERROR", "cannot extract SQL scalar from JSON: Cannot cast value of type varchar to declared return type of function JSON_VALUE: integer")]
    [InlineData("SELECT json_object('a': 1, 'a': 2 WITH UNIQUE KEYS)", "INVALID_FUNCTION_ARGUMENT", "duplicate key passed to JSON_OBJECT function")]
    [InlineData("SELECT a FROM t WHERE a = 1 OR 1 / 0 > 1", "DIVISION_BY_ZERO", "Division by zero")]
    [InlineData("SELECT CAST('2024-01-01 00:60:00.1234567' AS timestamp(9))", "INVALID_CAST_ARGUMENT", "Value cannot be cast to timestamp: 2024-01-01 00:60:00.1234567")]
    public void A_failure_at_run_time_has_Trinos_words(string query, string code, string text)
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement(query));
        var compiled = SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance);
        var sql = compiled.Lower(new TestCatalog(), new LoweringOptions());

        var problem = Assert.Throws<DuckException>(() => _duck.Run(sql));

        Assert.Equal((code, text), EngineErrors.Translate(problem.Message));
    }

    /// <summary>One DuckDB for all cases.</summary>
    public sealed class Duck : IDisposable
    {
        private readonly DuckDatabase _database = DuckDatabase.Open(
            new() { Threads = 1, Functions = EngineFunctions.Scalars, Aggregates = EngineFunctions.Aggregates, Macros = new(DuckDbPrelude.Prefix, DuckDbPrelude.Statements) });
        private readonly DuckConnection _connection;

        public Duck() => _connection = _database.Connect();

        public string Run(string sql)
        {
            using var result = _connection.Query(sql, TestContext.Current.CancellationToken);
            var rows = new List<string>();
            while (result.NextChunk() is { } chunk)
            {
                using (chunk)
                {
                    for (var row = 0; row < chunk.RowCount; row++)
                    {
                        var values = new List<object?>();
                        for (var column = 0; column < chunk.ColumnCount; column++)
                        {
                            values.Add(chunk[column].Read(row));
                        }

                        rows.Add(string.Join('|', values));
                    }
                }
            }

            return string.Join(" ; ", rows);
        }

        public void Dispose()
        {
            _connection.Dispose();
            _database.Dispose();
        }
    }
}
