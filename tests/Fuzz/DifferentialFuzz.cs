using Weir.Tests.Differential;

namespace Weir.Fuzz;

/// <summary>Statements that random bytes are the seed of, against the tests' own evaluator and against equivalent ones.</summary>
internal static class DifferentialFuzz
{
    private static readonly Lazy<DifferentialRun> Run = new(() => new());

    public static bool Round(byte[] input)
    {
        // What every run of the program makes of the same input, unlike a hash code.
        var seed = 17;
        foreach (var part in input)
        {
            seed = unchecked((seed * 31) + part);
        }

        Run.Value.Round(seed);
        return true;
    }
}
