using Weir.Engines.Discovery.Files;

namespace Weir.Engines.Discovery.Folders;

/// <summary>A folder as it was listed: counts of everything, schemas of what was looked at. Built by one thread, then read.</summary>
public sealed class FolderNode(string name)
{
    private readonly SortedDictionary<string, FolderNode> _folders = new(StringComparer.Ordinal);
    private readonly List<SeenFile> _files = [];

    /// <summary>The folder's own name, without slashes.</summary>
    public string Name => name;

    public IReadOnlyCollection<FolderNode> Folders => _folders.Values;

    /// <summary>Files in this folder itself that were looked at.</summary>
    public IReadOnlyList<SeenFile> Files => _files;

    /// <summary>Files in this folder itself, looked at or not, and their bytes.</summary>
    public long FileCount { get; private set; }

    public long Bytes { get; private set; }

    public bool HasFiles => FileCount > 0;

    public FolderNode Folder(string child) => _folders.TryGetValue(child, out var known) ? known : _folders[child] = new(child);

    public void Count(long files, long bytes)
    {
        FileCount += files;
        Bytes += bytes;
    }

    public void Add(SeenFile file) => _files.Add(file);
}

/// <param name="Name">The file's own name, without folders.</param>
public sealed record SeenFile(string Name, long Bytes, FileSchema Schema);
