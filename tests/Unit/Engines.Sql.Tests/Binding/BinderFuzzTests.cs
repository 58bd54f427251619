using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Parsing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Tests.Parsing;
using Weir.Engines.Sql.Tests.Semantics;

namespace Weir.Engines.Sql.Tests.Binding;

public sealed class BinderFuzzTests
{
    [Fact]
    public void Any_query_that_parses_is_lowered_or_refused_with_a_reason()
    {
        var random = new Random(7);
        string[] seeds =
        [
            .. QueryCases.Queries, .. QueryCases.Expressions.Select(text => $"SELECT {text} FROM t"),
            .. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Semantics", "cases.sql")).Select(line => line.Split(" -- ")[0]),
        ];
        var words = seeds.SelectMany(seed => seed.Split(' ')).Distinct().ToArray();
        var lowered = 0;
        for (var i = 0; i < 15_000; i++)
        {
            var parts = seeds[i % seeds.Length].Split(' ').ToList();
            for (var change = i < seeds.Length ? 0 : random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(parts.Count);
                if (random.Next(2) == 0)
                {
                    parts[at] = words[random.Next(words.Length)];
                }
                else
                {
                    parts.Insert(at, words[random.Next(words.Length)]);
                }
            }

            var text = string.Join(' ', parts);
            try
            {
                if (SqlParser.ParseStatement(text) is QueryStatement statement)
                {
                    SqlCompiler.Bind(statement.Query, TestCatalog.Session, new TestCatalog(), FullAccess.Instance)
                        .Lower(new TestCatalog(), new LoweringOptions(Text: true));
                    lowered++;
                }
            }
            catch (SqlException)
            {
                // Refused with a reason: what most mutilated queries deserve.
            }
            catch (Exception problem) when (problem is not SqlException)
            {
                Assert.Fail($"{text}: {problem}");
            }
        }

        Assert.True(lowered > 300, $"{lowered} lowered");
    }
}
