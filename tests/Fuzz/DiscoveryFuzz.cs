using System.Text;
using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Folders;
using Weir.Engines.Discovery.Grok;

namespace Weir.Fuzz;

/// <summary>Files nobody described: looked at as whole and as cut off, by the built-in classifiers and by one of each custom kind.</summary>
internal static class DiscoveryFuzz
{
    private static readonly CustomClassifier[] Custom =
    [
        new CustomClassifier.Csv("csv", new() { Delimiter = "^", HasHeader = true }),
        new CustomClassifier.Json("json", "$.rows[*]"),
        new CustomClassifier.Xml("xml", "rows", "row"),
        new CustomClassifier.Grok("grok", "log", "%{WORD:level} %{NUMBER:n:int} %{GREEDYDATA:text}", null),
    ];

    public static bool Files(byte[] input)
    {
        if (FileSniffer.Magic(input) == FileFormat.Avro)
        {
            return FileSniffer.Avro(input).IsKnown;
        }

        var whole = FileSniffer.Text(input, isWhole: true, "a.csv", []);
        var cut = FileSniffer.Text(input, isWhole: false, "a", Custom);
        if (!whole.IsKnown || !cut.IsKnown)
        {
            return false;
        }

        var root = new FolderNode("root");
        var folder = root.Folder("k=1");
        folder.Count(2, input.Length);
        folder.Add(new("a", input.Length, whole));
        folder.Add(new("b", input.Length, cut));
        return TablePlanner.Plan(root, new()).Tables.Count > 0;
    }

    public static bool Grok(byte[] input)
    {
        try
        {
            return GrokPattern.Parse(Encoding.UTF8.GetString(input), "OWN [a-z]+\nNEXT %{OWN:x}").Match("INFO 5 all well") is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
