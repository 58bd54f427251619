using System.Text.Json.Nodes;

namespace Weir.ContractGen;

/// <summary>The folder <c>models/</c>: the official package and what we add to it by hand.</summary>
internal sealed class ModelLibrary
{
    private readonly string _root;
    private readonly Dictionary<string, string> _typingsByPrefix = new(StringComparer.Ordinal);

    private ModelLibrary(string root) => _root = root;

    private string Package => Path.Combine(_root, "node_modules", "aws-sdk");

    public static ModelLibrary Open(string root)
    {
        var library = new ModelLibrary(root);
        if (!Directory.Exists(library.Package))
        {
            throw new GeneratorException("the AWS service models are not installed: run ./build once (or npm ci in models/)");
        }

        var metadata = JsonNode.Parse(File.ReadAllText(Path.Combine(library.Package, "apis", "metadata.json")))!.AsObject();
        foreach (var (client, entry) in metadata)
        {
            library._typingsByPrefix[(string?)entry!["prefix"] ?? client] = client;
        }

        return library;
    }

    /// <summary>The APIs that have additions.</summary>
    public IEnumerable<string> ApisWithAdditions =>
        Directory.EnumerateFiles(Path.Combine(_root, "additions"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path));

    public ApiModel Load(string api)
    {
        var path = Path.Combine(Package, "apis", api + ".min.json");
        if (!File.Exists(path))
        {
            throw new GeneratorException($"there is no model {api}");
        }

        var prefix = api[..^"-0000-00-00".Length];
        if (!_typingsByPrefix.TryGetValue(prefix, out var client))
        {
            throw new GeneratorException($"no typings are known for {api}");
        }

        var model = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var typings = new Typings(File.ReadAllText(Path.Combine(Package, "clients", client + ".d.ts")));
        var additions = Path.Combine(_root, "additions", api + ".json");
        return new(api, model, typings, File.Exists(additions) ? Additions.Read(additions) : Additions.None);
    }
}
