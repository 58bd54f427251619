using Weir.Tests.Differential;

namespace Weir.Engines.Sql.Tests.Differential;

/// <summary>A hundred and sixty rounds with known seeds; <c>./build fuzz differential MINUTES</c> runs more.</summary>
public sealed class DifferentialTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("feature", "athena.sql")]
    public void Random_statements_answer_as_the_evaluator_does(int part)
    {
        const int Rounds = 40;
        using var run = new DifferentialRun();
        var wrong = new List<string>();
        for (var seed = part * Rounds; seed < (part + 1) * Rounds; seed++)
        {
            try
            {
                run.Round(seed);
            }
            catch (InvalidOperationException difference)
            {
                wrong.Add($"seed {seed}: {difference.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
