namespace Weir.Engines.DuckDb.Tests;

/// <summary>Functions written in C# and called from SQL.</summary>
public sealed class FunctionTests : IDisposable
{
    private static readonly DuckFunction Twice = new("twice", [Type("VARCHAR")], Type("VARCHAR"), values => $"{values[0]}{values[0]}");

    private static readonly DuckFunction Bang = new("bang", [Type("BIGINT")], Type("BIGINT"), values =>
        (long)values[0]! > 2 ? throw new InvalidOperationException($"[[BANG {values[0]}]]") : values[0]);

    private static readonly DuckFunction Shape = new("shape", [Type("ANY")], Type("STRUCT(kind VARCHAR, value VARCHAR[])"), values =>
        new object?[] { values[0]?.GetType().Name, new object?[] { "a", null, values[0]?.ToString() } })
    { SeesNulls = true };

    private static readonly DuckFunction Count = new("arguments", [], Type("INTEGER"), values => values.Length) { More = Type("ANY") };

    private static readonly DuckFunction Json = new("as_json", [Type("VARCHAR")], Type("JSON"), values => $"[{values[0]}]");

    private static readonly DuckFunction Keys = new("keys_of", [Type("MAP(VARCHAR, INTEGER[])")], Type("MAP(VARCHAR, BIGINT)"), values =>
        ((KeyValuePair<object, object?>[])values[0]!).Select(pair => new KeyValuePair<string, object?>((string)pair.Key, ((object?[])pair.Value!).Length)).ToArray());

    private static readonly DuckAggregate Words = new("words", [Type("VARCHAR")], Type("VARCHAR[]"))
    {
        Create = () => new SortedSet<string>(StringComparer.Ordinal),
        Add = (state, values) => ((SortedSet<string>)state).Add((string)values[0]!),
        Merge = (state, other) => ((SortedSet<string>)state).UnionWith((SortedSet<string>)other),
        Finish = state => ((SortedSet<string>)state).ToArray(),
    };

    private readonly DuckDatabase _database = DuckDatabase.Open(
        new() { Functions = [Twice, Bang, Shape, Count, Json, Keys], Aggregates = [Words], Prelude = ["CREATE MACRO four(x) AS twice(twice(x))"] });

    private readonly DuckConnection _connection;

    public FunctionTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData("SELECT twice('ab')", "abab")]
    [InlineData("SELECT twice(NULL)", "")]
    [InlineData("SELECT four('ab')", "abababab")]
    [InlineData("SELECT string_agg(twice(x), ',') FROM (VALUES ('a'), (NULL), ('a'), ('b'), ('a longer text than twelve')) AS t(x)", "aa,aa,bb,a longer text than twelvea longer text than twelve")]
    [InlineData("SELECT CAST(shape(1) AS VARCHAR)", "{'kind': Int32, 'value': [a, NULL, 1]}")]
    [InlineData("SELECT CAST(shape(NULL) AS VARCHAR)", "{'kind': NULL, 'value': [a, NULL, NULL]}")]
    [InlineData("SELECT arguments() + arguments(1, 'x')", "2")]
    [InlineData("SELECT typeof(as_json('1')) || json_array_length(as_json('1'))", "JSON1")]
    [InlineData("SELECT CAST(keys_of(MAP {'a': [1, 2], 'b': []}) AS VARCHAR)", "{a=2, b=0}")]
    [InlineData("SELECT sum(bang(x % 3)) FROM range(10000) AS t(x)", "9999")]
    [InlineData("SELECT sum(CASE WHEN x > 2 THEN 0 ELSE bang(x) END) FROM range(10000) AS t(x)", "3")]
    [InlineData("SELECT sum(coalesce(TRY(bang(x)), 100)) FROM range(10) AS t(x)", "703")]
    [InlineData("SELECT TRY(bang(5))", "")]
    [InlineData("SELECT CAST(words(x) AS VARCHAR) FROM (VALUES ('b'), (NULL), ('a'), ('b')) AS t(x)", "[a, b]")]
    [InlineData("SELECT CAST(words(x) AS VARCHAR) FROM (VALUES ('b')) AS t(x) WHERE x = 'z'", "[]")]
    [InlineData("SELECT sum(len(w)) FROM (SELECT words(CAST(x % 100 AS VARCHAR)) AS w FROM range(1000000) AS t(x) GROUP BY x % 1000)", "1000")]
    [InlineData("SELECT len(words(CAST(x % 100 AS VARCHAR))) FROM range(1000000) AS t(x)", "100")]
    [InlineData("SELECT CAST(list(w) AS VARCHAR) FROM (SELECT words(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS w FROM (VALUES ('a'), ('b'), ('c')) AS t(x))", "[[a], [a, b], [b, c]]")]
    public void A_function_of_ours_answers(string sql, string expected)
    {
        using var result = _connection.Query(sql, TestContext.Current.CancellationToken);
        using var chunk = result.NextChunk();

        Assert.Equal(expected, $"{chunk![0].Read(0)}");
    }

    [Fact]
    public void A_macro_is_made_with_those_it_calls_when_a_statement_names_it()
    {
        using var database = DuckDatabase.Open(new()
        {
            Macros = new("our_", ["CREATE OR REPLACE MACRO our_eight(x) AS our_four(x) * our_two()", "CREATE OR REPLACE MACRO our_four(x) AS x * 4", "CREATE OR REPLACE MACRO our_two() AS 2"]),
        });
        using var connection = database.Connect();

        Assert.Equal(0, One(connection, "SELECT count(*) FROM duckdb_functions() WHERE starts_with(function_name, 'our' || '_')"));
        Assert.Equal(24, One(connection, "SELECT our_eight(3) + our_nothing FROM (SELECT 0 AS our_nothing)"));
        Assert.Equal(3, One(connection, "SELECT count(*) FROM duckdb_functions() WHERE starts_with(function_name, 'our' || '_')"));

        using var second = database.Connect();
        Assert.Equal(12, One(second, "SELECT our_four(3)"));

        static long One(DuckConnection connection, string sql)
        {
            using var result = connection.Query($"SELECT CAST(({sql}) AS BIGINT)", TestContext.Current.CancellationToken);
            return result.NextChunk()![0].Values<long>()[0];
        }
    }

    [Fact]
    public void What_it_throws_is_the_querys_error()
    {
        var problem = Assert.Throws<DuckException>(() => _connection.Execute("SELECT bang(x) FROM range(5) AS t(x)", TestContext.Current.CancellationToken));

        Assert.Contains("[[BANG 3]]", problem.Message, StringComparison.Ordinal);
        Assert.Equal(DuckErrorKind.InvalidInput, problem.Kind);
        Assert.False(problem.IsFatal);
    }

    private static DuckType Type(string text) => DuckTypeText.Parse(text);
}
