using Weir.Engines.Formats;
using Weir.Engines.Formats.Parquet;

namespace Weir.Services.Athena.Scans;

/// <summary>Footers read lately, by the files that hold objects: such a file never changes. Safe from any thread.</summary>
internal sealed class ParquetFooters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Path, ParquetFooter Footer)>> _known = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Path, ParquetFooter Footer)> _newest = [];
    private int _chunks;

    /// <exception cref="Engines.Formats.FormatException">The file is no Parquet.</exception>
    public ParquetFooter Read(string path)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(path, out var found))
            {
                _newest.Remove(found);
                _newest.AddFirst(found);
                return found.Value.Footer;
            }
        }

        using var file = new DiskBytes(path);
        var footer = ParquetFooter.Read(file);
        lock (_lock)
        {
            if (_known.TryAdd(path, new((path, footer))))
            {
                _newest.AddFirst(_known[path]);
                _chunks += footer.Chunks;
                while (_chunks > AthenaLimits.FooterChunksMax && _newest.Last is { } oldest)
                {
                    _newest.RemoveLast();
                    _known.Remove(oldest.Value.Path);
                    _chunks -= oldest.Value.Footer.Chunks;
                }
            }
        }

        return footer;
    }
}
