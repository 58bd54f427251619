using Weir.Kernel.Storage;

namespace Weir.Engines.Functions;

/// <summary>The small runtime clients that run inside sandboxes, written out of this assembly to where they can be run.</summary>
internal sealed class Bootstraps(string directory)
{
    private readonly Lazy<string> _written = new(() => Write(directory));

    public string Node => Path.Combine(_written.Value, "node.mjs");

    public string Python => Path.Combine(_written.Value, "python.py");

    public string Shepherd => Path.Combine(_written.Value, "shepherd.sh");

    private static string Write(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var name in (string[])["node.mjs", "python.py", "shepherd.sh"])
        {
            using var resource = typeof(Bootstraps).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"the resource {name} is missing");
            using var content = new MemoryStream();
            resource.CopyTo(content);
            DurableFiles.WriteWhole(Path.Combine(directory, name), content.ToArray());
        }

        return Path.GetFullPath(directory);
    }
}
