using System.Text.RegularExpressions;

namespace Weir.Architecture.Tests;

/// <summary>Rules of the house that a machine can check.</summary>
public sealed partial class HouseTests
{
    private static readonly string[] Skipped = ["artifacts", "node_modules", "obj", "bin", ".git", "dist"];

    public static TheoryData<string> Documents() =>
        [.. Files("*.md").Select(path => Path.GetRelativePath(Repository.RootPath, path))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_link_in_a_document_leads_to_a_file(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.RootPath, document))!;
        var text = File.ReadAllText(Path.Combine(Repository.RootPath, document));

        var broken = Link().Matches(text)
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_service_folder_has_its_fixed_files()
    {
        var incomplete = Directory.EnumerateDirectories(Path.Combine(Repository.Src, "Services"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
            .SelectMany(folder => new[] { "README.md", "operations.txt", $"{Path.GetFileName(folder)}Module.cs" }
                .Where(file => !File.Exists(Path.Combine(folder, file)))
                .Select(file => $"{Path.GetFileName(folder)}/{file}"));

        Assert.Empty(incomplete);
    }

    [Fact]
    public void No_service_shows_more_than_its_module()
    {
        var shown = Directory.EnumerateFiles(Path.Combine(Repository.Src, "Services"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith("Module.cs", StringComparison.Ordinal) && !IsSkipped(path))
            .Where(path => PublicType().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetRelativePath(Repository.Src, path));

        Assert.Empty(shown);
    }

    [Fact]
    public void No_source_file_is_past_the_size_that_is_worth_a_look()
    {
        const int LinesMax = 600;
        var long_ = Directory.EnumerateFiles(Repository.Src, "*.cs", SearchOption.AllDirectories)
            .Where(path => !IsSkipped(path))
            .Select(path => (Path: Path.GetRelativePath(Repository.Src, path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > LinesMax);

        Assert.Empty(long_);
    }

    [Fact]
    public void There_is_no_drawer_for_odds_and_ends()
    {
        var drawers = Directory.EnumerateDirectories(Repository.Src, "*", SearchOption.AllDirectories)
            .Where(path => !IsSkipped(path) && Path.GetFileName(path) is "Utils" or "Common" or "Helpers" or "Shared");

        Assert.Empty(drawers);
    }

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Repository.RootPath, pattern, SearchOption.AllDirectories).Where(path => !IsSkipped(path));

    private static bool IsSkipped(string path) =>
        Path.GetRelativePath(Repository.RootPath, path).Split(Path.DirectorySeparatorChar).Any(part => Skipped.Contains(part));

    [GeneratedRegex(@"\]\(<?([^)>\s]+)>?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^public (sealed |static |abstract |readonly |partial )*(class|record|struct|interface|enum) ", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
