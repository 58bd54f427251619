using Weir.Contracts;
using Weir.Engines.Discovery;
using Weir.Engines.Discovery.Folders;
using Weir.Kernel.Identity;

namespace Weir.Services.Glue.Crawling;

/// <summary>Lists the objects below a target and chooses those to look at. Memory grows with folders, not with objects.</summary>
internal sealed class FolderTree(S3Place root, IReadOnlyList<GlobPattern> exclusions, int filesPerFolder)
{
    private readonly Dictionary<string, Chosen> _folders = new(StringComparer.Ordinal);
    private long _objects;

    public S3Place Root => root;

    public IReadOnlyList<GlobPattern> Exclusions => exclusions;

    public long Objects => _objects;

    public long Excluded { get; private set; }

    /// <summary>Folders that hold files, below the root, in the order of their paths.</summary>
    public IEnumerable<(string Path, IReadOnlyList<ObjectInfo> Files, long Count, long Bytes)> Folders => _folders
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => (pair.Key, (IReadOnlyList<ObjectInfo>)pair.Value.Files(filesPerFolder), pair.Value.Count, pair.Value.Bytes));

    public bool HasFolder(string path) => _folders.ContainsKey(path)
        || _folders.Keys.Any(folder => path.Length == 0 || folder.StartsWith(path + "/", StringComparison.Ordinal));

    /// <param name="below">A folder below the root; empty for all.</param>
    public async ValueTask ListAsync(IObjectStore store, CallContext call, string below, CancellationToken cancellationToken)
    {
        var place = root.Below(below);
        await foreach (var found in store.ListAsync(call, root.Bucket, place.Prefix, after: null, cancellationToken))
        {
            if (++_objects > GlueLimits.CrawledObjectsMax)
            {
                throw new CrawlFailure($"More than {GlueLimits.CrawledObjectsMax} objects lie below {root.Address}.");
            }

            Take(found);
        }
    }

    private void Take(ObjectInfo found)
    {
        var path = found.Key[root.Prefix.Length..];
        if (found.Size == 0 || path.Length == 0 || path.EndsWith('/') || IsHidden(path))
        {
            return;
        }

        if (IsExcluded(path))
        {
            Excluded++;
            return;
        }

        var cut = path.LastIndexOf('/');
        var folder = cut < 0 ? "" : path[..cut];
        (_folders.TryGetValue(folder, out var chosen) ? chosen : _folders[folder] = new()).Add(found, filesPerFolder);
    }

    /// <summary>Names that start with an underscore or a dot are no data, as for the engines that read tables; hidden folders neither.</summary>
    private static bool IsHidden(string path) => path.Split('/').Any(name => name.Length > 0 && name[0] is '_' or '.');

    /// <summary>A pattern is asked of a file's whole path: one star does not reach into folders below. Only a plain name may be a folder's.</summary>
    private bool IsExcluded(string path)
    {
        if (exclusions.Count == 0)
        {
            return false;
        }

        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var folder = path[..slash];
            if (exclusions.Any(pattern => pattern.IsPlain && (pattern.Matches(folder) || pattern.Matches(folder + "/"))))
            {
                return true;
            }
        }

        return exclusions.Any(pattern => pattern.Matches(path));
    }

    /// <summary>A folder's count, and a bounded choice of its files spread over all of them.</summary>
    private sealed class Chosen
    {
        private readonly List<ObjectInfo> _files = [];
        private long _stride = 1;

        public long Count { get; private set; }

        public long Bytes { get; private set; }

        public void Add(ObjectInfo file, int wanted)
        {
            if (Count++ % _stride == 0)
            {
                _files.Add(file);
            }

            Bytes += file.Size;
            if (_files.Count > 2 * Math.Max(wanted, DiscoveryLimits.FilesPerFolderMax))
            {
                for (var at = _files.Count - 1 - ((_files.Count - 1) % 2 == 0 ? 1 : 0); at > 0; at -= 2)
                {
                    _files.RemoveAt(at);
                }

                _stride *= 2;
            }
        }

        public List<ObjectInfo> Files(int wanted) => _files.Count <= wanted
            ? _files
            : [.. Enumerable.Range(0, wanted).Select(at => _files[(int)((long)at * _files.Count / wanted)])];
    }
}
