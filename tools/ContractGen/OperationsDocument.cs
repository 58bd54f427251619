using System.Text;

namespace Weir.ContractGen;

/// <summary><c>docs/operations.md</c>: every operation of every API served, built or not.</summary>
internal static class OperationsDocument
{
    public static string Text(ModelLibrary models, string servicesFolder)
    {
        var text = new StringBuilder();
        var summary = new StringBuilder();
        foreach (var path in Directory.EnumerateFiles(servicesFolder, "operations.txt", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            foreach (var section in OperationsFile.Read(path).Sections)
            {
                Append(text, summary, models.Load(section.Api), section);
            }
        }

        return $"""
            # Operations

            Made by `./build docs` from the official service models and each service's `operations.txt`; do not edit.
            An operation that is not built answers `NotImplemented` (HTTP 501), naming itself.

            | API | built | in the model |
            |---|---|---|
            {summary}{text}
            """;
    }

    private static void Append(StringBuilder text, StringBuilder summary, ApiModel api, OperationsSection section)
    {
        var all = api.Operations.Select(operation => operation.Key).Order(StringComparer.Ordinal).ToList();
        var built = all.Where(section.Operations.ContainsKey).ToList();
        var missing = all.Where(name => !section.Operations.ContainsKey(name)).ToList();
        var name = (string)api.Metadata["serviceFullName"]!;
        summary.Append($"| {name} (`{api.Id}`) | {built.Count} | {all.Count} |\n");
        text.Append($"\n## {name}\n\n`{api.Id}`\n\nBuilt: {List(built)}\n\nNot built: {List(missing)}\n");
    }

    private static string List(List<string> names) => names.Count == 0 ? "none" : string.Join(", ", names) + ".";
}
