using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Tests.Semantics;

/// <summary>Functions answer as Trino's documentation says: <c>statement -- rows</c>, or <c>statement !! CODE: text</c> where it fails.</summary>
public sealed class FunctionAnswersTests : IClassFixture<SemanticsTests.Duck>
{
    private readonly SemanticsTests.Duck _duck;

    public FunctionAnswersTests(SemanticsTests.Duck duck) => _duck = duck;

    public static TheoryData<string, string> Answers() => Lines(" -- ");

    public static TheoryData<string, string> Failures() => Lines(" !! ");

    [Theory]
    [Trait("feature", "athena.sql")]
    [MemberData(nameof(Answers))]
    public void The_answer_is_Trinos(string query, string expected) => Assert.Equal(expected, _duck.Run(Lowered(query)).Trim());

    [Theory]
    [Trait("feature", "athena.sql")]
    [MemberData(nameof(Failures))]
    public void The_failure_has_Trinos_words(string query, string expected)
    {
        var problem = Assert.ThrowsAny<Exception>(() => _duck.Run(Lowered(query)));

        var (code, text) = problem is SqlException known
            ? (SqlErrorCodes.Name(known.Code), known.Message)
            : EngineErrors.Translate(Assert.IsType<DuckException>(problem).Message);
        Assert.Equal(expected, $"{code}: {text}");
    }

    private static string Lowered(string query)
    {
        var statement = Assert.IsType<QueryStatement>(SqlParser.ParseStatement(query));
        return SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance)
            .Lower(new TestCatalog(), new LoweringOptions(Text: true));
    }

    private static TheoryData<string, string> Lines(string mark)
    {
        var cases = new TheoryData<string, string>();
        foreach (var line in File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Semantics", "functions.sql")))
        {
            var place = line.LastIndexOf(mark, StringComparison.Ordinal);
            if (place > 0)
            {
                cases.Add(line[..place], line[(place + mark.Length)..].Trim());
            }
        }

        return cases;
    }
}
