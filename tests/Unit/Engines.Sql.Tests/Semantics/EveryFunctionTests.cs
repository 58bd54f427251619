using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Tests.Semantics;

/// <summary>Every signature of the registry is called once: DuckDB must know what its template says.</summary>
public sealed class EveryFunctionTests : IClassFixture<SemanticsTests.Duck>
{
    private readonly SemanticsTests.Duck _duck;

    public EveryFunctionTests(SemanticsTests.Duck duck) => _duck = duck;

    [Fact]
    [Trait("feature", "athena.sql")]
    public void Every_signature_runs()
    {
        var wrong = new List<string>();
        foreach (var signature in Registry.Signatures.Where(signature => !signature.Template.Contains("{UNSUPPORTED}", StringComparison.Ordinal)))
        {
            var call = $"{signature.Name}({string.Join(", ", signature.Parameters.Select((type, i) => Sample(signature.Name, type, i)))})";
            call = signature.Kind switch
            {
                FunctionKind.Window => $"{call} OVER (ORDER BY a)",
                FunctionKind.Aggregate when signature.Name == "listagg" => $"{call} WITHIN GROUP (ORDER BY b)",
                FunctionKind.Scalar or FunctionKind.Aggregate => call,
            };
            try
            {
                var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement($"SELECT {call} FROM t WHERE a = 1"));
                _duck.Run(SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance)
                    .Lower(new TestCatalog(), new LoweringOptions(Text: true)));
            }
            catch (Exception problem) when (problem is DuckException or SqlException)
            {
                wrong.Add($"{call}: {problem.Message.Split('\n')[0]}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private static string Sample(string function, TypeSyntax type, int index) => type.Name switch
    {
        "varchar" => (function, index) switch
        {
            ("at_timezone" or "with_timezone" or "from_unixtime", 1) => "'Asia/Seoul'",
            ("date" or "from_iso8601_date" or "from_iso8601_timestamp", 0) => "'2024-01-02'",
            ("from_hex", 0) or ("from_base", 0) => "'10'",
            ("from_base64", 0) => "'YQ=='",
            ("json_extract" or "json_extract_scalar" or "json_size", 1) => "'$.a'",
            ("json_array_get" or "json_array_contains" or "json_array_length", 0) => "'[1]'",
            ("json_parse" or "is_json_scalar", 0) => "'{\"a\":1}'",
            ("listagg", 1) => "','",
            ("regexp_replace", 2) => "'y'",
            _ => "b",
        },
        "bigint" => function is "from_base" or "to_base" ? index == 0 ? "10" : "16" : function.StartsWith("approx_percentile", StringComparison.Ordinal) || index == 0 ? "CAST(a AS bigint)" : "1",
        "integer" => "a",
        "real" => "CAST(d AS real)",
        "double" => function == "approx_percentile" && index == 1 ? "0.5e0" : "0.5e0 * a",
        "boolean" => "a > 0",
        "varbinary" => "to_utf8(b)",
        "date" => index == 1 ? "DATE '2024-01-05'" : "DATE '2024-01-02'",
        "time" => "TIME '01:02:03'",
        "timestamp" => index == 1 ? "TIMESTAMP '2024-01-05 00:00:00'" : "ts",
        "timestamp with time zone" => "TIMESTAMP '2024-01-02 03:04:05.000 Asia/Seoul'",
        "interval day to second" => "INTERVAL '1' DAY",
        "interval year to month" => "INTERVAL '1' MONTH",
        "json" => function.StartsWith("json_array", StringComparison.Ordinal) ? "JSON '[1]'" : "JSON '{\"a\":1}'",
        "array" when type.Arguments[0].Type!.Name == "row" => "ARRAY[(1, 'x')]",
        "array" when type.Arguments[0].Type!.Name == "array" => "ARRAY[arr]",
        "array" when type.Arguments[0].Type!.Name == "varchar" => "ARRAY[b]",
        "array" when type.Arguments[0].Type!.Name == "double" => function == "approx_percentile" ? "ARRAY[0.5e0]" : "ARRAY[1e0]",
        "array" => "arr",
        "map" => "m",
        "function" => type.Arguments.Length switch
        {
            2 => type.Arguments[^1].Type!.Name == "boolean" ? "x -> x > 0" : "x -> x",
            _ => type.Arguments[^1].Type!.Name == "boolean" ? "(k, v) -> v > 0" : "(k, v) -> k",
        },
        "k" => "'k'",
        _ => "a",
    };
}
