using System.Text.RegularExpressions;
using Weir.Tests.Support;

namespace Weir.Crash.Tests;

public sealed partial class FaultPointListTests
{
    [Fact]
    public void Every_fault_point_of_the_program_has_a_case()
    {
        var points = Find("src", PointPattern());
        var cases = Find(Path.Combine("tests", "Crash"), CasePattern());

        Assert.NotEmpty(points);
        Assert.Equal(points, cases);
    }

    private static SortedSet<string> Find(string folder, Regex pattern) => new(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => pattern.Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value),
        StringComparer.Ordinal);

    [GeneratedRegex("""FaultPoints\.Hit\("([^"]+)"\)""")]
    private static partial Regex PointPattern();

    [GeneratedRegex("""InlineData\("([a-z0-9]+\.[a-z-]+)(?::\d+)?"[,)]""")]
    private static partial Regex CasePattern();
}
