namespace Weir.Services.Athena.Tests.Conformance;

/// <summary>Trino's documented answers, one statement after the other. The cases are the <c>.sql</c> files next to this one.</summary>
public sealed class ConformanceTests(ConformanceEngine engine) : IClassFixture<ConformanceEngine>
{
    private const int CasesMin = 1_500;
    private static readonly Lazy<IReadOnlyList<ConformanceCase>> All = new(() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Conformance"), "*.sql").Order(StringComparer.Ordinal).SelectMany(ConformanceCase.Read)]);

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var one in All.Value)
        {
            cases.Add(one.Place, one.Statement, one.Expected);
        }

        return cases;
    }

    [Theory]
    [Trait("feature", "athena.sql")]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void The_answer_is_the_documented_one(string place, string statement, string expected)
    {
        var sorted = expected.StartsWith('~');
        var wanted = sorted ? expected[1..].TrimStart() : expected;
        var answer = engine.Run(statement);
        var named = wanted.StartsWith(answer.Named, StringComparison.Ordinal);
        if (sorted && (named ? answer.Named : answer.Types) is var head && wanted.StartsWith(head, StringComparison.Ordinal))
        {
            wanted = $"{head} {string.Join(" ; ", wanted[head.Length..].Trim().Split(" ; ").Order(StringComparer.Ordinal))}";
        }

        var actual = answer.Text(named, sorted);
        var isSame = wanted.EndsWith('…') ? actual.StartsWith(wanted[..^1], StringComparison.Ordinal) : wanted == actual;
        Assert.True(isSame, $"{place}: {statement}\n  expected {wanted}\n  actual   {actual}");
    }

    [Fact]
    [Trait("feature", "athena.sql")]
    public void A_query_that_runs_in_steps_to_be_measured_has_the_rows_it_has_whole()
    {
        var problems = new List<string>();
        foreach (var one in All.Value.Where(one => one.Statement.Contains("FROM", StringComparison.OrdinalIgnoreCase)).Where((_, place) => place % 4 == 0))
        {
            if (engine.Run(one.Statement) is not { Error: null } answer)
            {
                continue;
            }

            try
            {
                if (engine.Counted(one.Statement) is var counted && counted != answer.Rows.Count)
                {
                    problems.Add($"{one.Place}: {one.Statement}\n  {answer.Rows.Count} rows, counted {counted}");
                }
            }
            catch (Exception error) when (error is Weir.Engines.DuckDb.DuckException or Weir.Engines.Sql.SqlException)
            {
                problems.Add($"{one.Place}: {one.Statement}\n  {error.Message}");
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    [Trait("feature", "athena.sql")]
    public void There_are_enough_cases_and_each_names_its_source()
    {
        Assert.True(All.Value.Count >= CasesMin, $"only {All.Value.Count} cases");
        Assert.Empty(All.Value.Where(one => one.Source.Length == 0).Select(one => one.Place));
        Assert.Empty(All.Value.GroupBy(one => one.Statement).Where(same => same.Count() > 1).Select(same => string.Join(", ", same.Select(one => one.Place))));
    }
}
