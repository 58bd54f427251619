using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Tests.Semantics;

namespace Weir.Engines.Sql.Tests.Binding;

public sealed class BinderErrorTests
{
    [Theory]
    [InlineData("SELECT x FROM t", "COLUMN_NOT_FOUND", "line 1:8: Column 'x' cannot be resolved")]
    [InlineData("SELECT a,\n  u.X FROM t", "COLUMN_NOT_FOUND", "line 2:3: Column 'u.x' cannot be resolved")]
    [InlineData("SELECT r.z FROM t", "COLUMN_NOT_FOUND", "line 1:8: Column 'r.z' cannot be resolved")]
    [InlineData("SELECT a FROM nope", "TABLE_NOT_FOUND", "line 1:15: Table 'awsdatacatalog.default.nope' does not exist")]
    [InlineData("SELECT a FROM nope.t", "SCHEMA_NOT_FOUND", "line 1:15: Schema 'nope' does not exist")]
    [InlineData("SELECT foo(1)", "FUNCTION_NOT_FOUND", "line 1:8: Function 'foo' not registered")]
    [InlineData("SELECT read_csv('/etc/passwd')", "FUNCTION_NOT_FOUND", "line 1:8: Function 'read_csv' not registered")]
    [InlineData("SELECT getenv('HOME')", "FUNCTION_NOT_FOUND", "line 1:8: Function 'getenv' not registered")]
    [InlineData("SELECT * FROM \"/etc/passwd\"", "TABLE_NOT_FOUND", "line 1:15: Table 'awsdatacatalog.default.\"/etc/passwd\"' does not exist")]
    [InlineData("SELECT * FROM duckdb_settings", "TABLE_NOT_FOUND", "line 1:15: Table 'awsdatacatalog.default.duckdb_settings' does not exist")]
    [InlineData("SELECT a, count(*) FROM t", "EXPRESSION_NOT_AGGREGATE", "line 1:8: 'a' must be an aggregate expression or appear in GROUP BY clause")]
    [InlineData("SELECT dt, a + 1 FROM t GROUP BY dt", "EXPRESSION_NOT_AGGREGATE", "line 1:14: '(a + 1)' must be an aggregate expression or appear in GROUP BY clause")]
    [InlineData("SELECT dt FROM t GROUP BY dt ORDER BY a", "EXPRESSION_NOT_AGGREGATE", "line 1:39: 'a' must be an aggregate expression or appear in GROUP BY clause")]
    [InlineData("SELECT a FROM t WHERE count(*) > 1", "EXPRESSION_NOT_SCALAR", "line 1:32: WHERE clause cannot contain aggregations, window functions or grouping operations: [count(*)]")]
    [InlineData("SELECT sum(sum(a)) FROM t", "NESTED_AGGREGATION", "line 1:8: Cannot nest aggregations inside aggregation 'sum': [sum(a)]")]
    [InlineData("SELECT t.a FROM t, t u WHERE a = 1", "AMBIGUOUS_NAME", "line 1:30: Column 'a' is ambiguous")]
    [InlineData("SELECT 1 + 'a'", "TYPE_MISMATCH", "line 1:10: Cannot apply operator: integer + varchar(1)")]
    [InlineData("SELECT 1 = 'a'", "TYPE_MISMATCH", "line 1:10: Cannot apply operator: integer = varchar(1)")]
    [InlineData("SELECT 1 WHERE 1", "TYPE_MISMATCH", "line 1:16: WHERE clause must evaluate to a boolean: actual type integer")]
    [InlineData("SELECT CAST(ARRAY[1] AS bigint)", "TYPE_MISMATCH", "line 1:8: Cannot cast array(integer) to bigint")]
    [InlineData("SELECT CAST(1 AS wat)", "TYPE_MISMATCH", "line 1:8: Unknown type: wat")]
    [InlineData("SELECT a FROM t ORDER BY 5", "INVALID_COLUMN_REFERENCE", "line 1:26: ORDER BY position 5 is not in select list")]
    [InlineData("SELECT a FROM t GROUP BY 2", "INVALID_COLUMN_REFERENCE", "line 1:26: GROUP BY position 2 is not in select list")]
    [InlineData("SELECT DISTINCT a FROM t ORDER BY b", "EXPRESSION_NOT_IN_DISTINCT", "line 1:1: For SELECT DISTINCT, ORDER BY expressions must appear in select list")]
    [InlineData("SELECT m FROM t ORDER BY m", "TYPE_MISMATCH", "line 1:26: Type map(varchar, integer) is not orderable, and therefore cannot be used in ORDER BY: m")]
    [InlineData("SELECT 1, 2 UNION SELECT 1", "TYPE_MISMATCH", "line 1:13: UNION query has different number of fields: 2, 1")]
    [InlineData("SELECT 1 UNION SELECT 'a'", "TYPE_MISMATCH", "line 1:10: column 1 in UNION query has incompatible types: integer, varchar(1)")]
    [InlineData("SELECT rank()", "MISSING_OVER", "line 1:8: Window function rank requires an OVER clause")]
    [InlineData("SELECT abs(1) OVER ()", "FUNCTION_NOT_WINDOW", "line 1:8: 'abs' is not a window function")]
    [InlineData("SELECT *", "COLUMN_NOT_FOUND", "line 1:8: SELECT * not allowed in queries without FROM clause")]
    [InlineData("SELECT 1 FROM t x (p, q)", "MISMATCHED_COLUMN_ALIASES", "line 1:15: Column alias list has 2 entries but 'x' has 9 columns available")]
    [InlineData("WITH a AS (SELECT 1), a AS (SELECT 2) SELECT 1", "DUPLICATE_NAMED_QUERY", "line 1:23: WITH query name 'a' specified more than once")]
    [InlineData("SELECT * FROM loop", "INVALID_VIEW", "line 1:15: Failed analyzing stored view 'awsdatacatalog.default.loop': line 1:15: View is recursive")]
    [InlineData("SELECT * FROM t NATURAL JOIN t u", "NOT_SUPPORTED", "line 1:15: Natural join not supported")]
    [InlineData("SELECT * FROM t JOIN v USING (b)", "COLUMN_NOT_FOUND", "line 1:31: Column 'b' is missing from right side of join")]
    [InlineData("SELECT ?", "INVALID_PARAMETER_USAGE", "line 1:1: Incorrect number of parameters: expected 1 but found 0")]
    [InlineData("SELECT DATE '2024-13-01'", "INVALID_LITERAL", "line 1:8: '2024-13-01' is not a valid date literal")]
    [InlineData("SELECT classify(a) FROM t", "NOT_SUPPORTED", "line 1:8: function classify is not supported")]
    [InlineData("SELECT sum(a) OVER (ORDER BY a ROWS BETWEEN UNBOUNDED FOLLOWING AND CURRENT ROW) FROM t", "INVALID_WINDOW_FRAME", "line 1:32: Window frame start cannot be UNBOUNDED FOLLOWING")]
    [InlineData("SELECT a FROM t FETCH FIRST 1 ROW WITH TIES", "MISSING_ORDER_BY", "line 1:17: FETCH FIRST WITH TIES clause requires ORDER BY")]
    [InlineData("SELECT json_value('{}', '$.a')", "INVALID_PATH", "line 1:25: invalid JSON path at character 1: expecting {'lax', 'strict'}")]
    [InlineData("SELECT json_value(1, 'lax $.a')", "TYPE_MISMATCH", "line 1:19: Cannot read input of type integer as JSON using formatting JSON")]
    [InlineData("SELECT json_query('{}', 'lax $' RETURNING bigint)", "TYPE_MISMATCH", "line 1:8: Cannot output JSON value as bigint using formatting JSON")]
    [InlineData("SELECT * FROM JSON_TABLE('{}', 'lax $' COLUMNS (a bigint, a bigint))", "DUPLICATE_COLUMN_OR_PATH_NAME", "line 1:59: All column and path names in JSON_TABLE invocation must be unique")]
    [InlineData("SELECT TIMESTAMP '2024-01-01 00:00:00.1234567890123'", "NUMERIC_VALUE_OUT_OF_RANGE", "line 1:8: TIMESTAMP precision must be in range [0, 12]: 13")]
    [InlineData("SELECT a, grouping(a) FROM t", "MISSING_GROUP_BY", "line 1:1: A GROUPING() operation can only be used with a corresponding GROUPING SET/CUBE/ROLLUP/GROUP BY clause")]
    [InlineData("SELECT count(DISTINCT a, b) FROM t", "FUNCTION_NOT_FOUND", "line 1:8: Unexpected parameters (integer, varchar) for function count. Expected: count(), count(T) T")]
    public void A_wrong_query_gets_Trinos_code_place_and_words(string query, string code, string message)
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement(query));

        var problem = Assert.Throws<SqlException>(
            () => SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance));

        Assert.Equal((code, message), (SqlErrorCodes.Name(problem.Code), problem.Message));
    }

    [Fact]
    public void A_view_that_no_longer_binds_says_which_and_why()
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement("SELECT * FROM broken"));

        var problem = Assert.Throws<SqlException>(
            () => SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance));

        Assert.Equal(
            "line 1:15: Failed analyzing stored view 'awsdatacatalog.default.broken': line 1:8: Column 'zz' cannot be resolved", problem.Message);
    }
}
