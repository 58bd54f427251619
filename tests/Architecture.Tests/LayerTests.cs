using System.Xml.Linq;

namespace Weir.Architecture.Tests;

/// <summary>The layer diagram of docs/architecture.md, as code. Change both, with an ADR, or neither.</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Kernel"] = ["Kernel"],
        ["Contracts"] = ["Kernel"],
        ["Protocols"] = ["Kernel"],
        ["Engines"] = ["Kernel"],
        ["Services"] = ["Kernel", "Contracts", "Protocols", "Engines"],
        ["Server"] = ["Kernel", "Contracts", "Protocols", "Engines", "Services"],
    };

    /// <summary>
    /// The references inside a layer: readers of file formats fill the query engine's vectors in place, and the metadata of table
    /// formats lies in files of those formats.
    /// </summary>
    private static readonly (string From, string To)[] Neighbours =
        [("Engines.Formats", "Engines.DuckDb"), ("Engines.Iceberg", "Engines.Formats"), ("Engines.Delta", "Engines.Formats"), ("Engines.Hudi", "Engines.Formats")];

    public static TheoryData<string> Projects() =>
        [.. Directory.EnumerateFiles(Repository.Src, "*.csproj", SearchOption.AllDirectories)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_layers_below_it(string project)
    {
        var layer = LayerOf(Path.GetFileNameWithoutExtension(project));

        var wrong = XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace("*", "x")))
            .Where(target => !MayReference[layer].Contains(LayerOf(target)))
            .Where(target => !Neighbours.Contains((Path.GetFileNameWithoutExtension(project), target)));

        Assert.Empty(wrong);
    }

    private static string LayerOf(string project) => project.Split('.')[0];
}

internal static class Repository
{
    public static string RootPath { get; } = Find(AppContext.BaseDirectory);

    public static string Src { get; } = Path.Combine(RootPath, "src");

    private static string Find(string from) =>
        File.Exists(Path.Combine(from, "global.json")) ? from : Find(Path.GetDirectoryName(from)!);
}
