using Weir.Engines.Formats;
using Weir.Engines.Formats.Parquet;

namespace Weir.Services.Athena.Scans;

/// <summary>Footers read lately, by the files that hold objects, and which columns were found well: such a file never changes. Safe from any thread.</summary>
internal sealed class ParquetFooters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Known>> _known = new(StringComparer.Ordinal);
    private readonly LinkedList<Known> _newest = [];
    private int _chunks;

    /// <exception cref="Engines.Formats.FormatException">The file is no Parquet.</exception>
    public ParquetFooter Read(string path) => Find(path).Footer;

    /// <summary>The file, to be read with our own reader.</summary>
    /// <exception cref="Engines.Formats.FormatException">The file is no Parquet.</exception>
    public ParquetFile Open(string path) => new(() => new DiskBytes(path), Read(path));

    /// <summary>Which column chunks of a file nobody looked through yet, each a row group and a column.</summary>
    public IReadOnlyList<(int Group, int Column)> Unchecked(string path, IEnumerable<(int Group, int Column)> chunks)
    {
        var known = Find(path);
        lock (_lock)
        {
            return [.. chunks.Where(chunk => !known.Checked.Contains(chunk))];
        }
    }

    /// <summary>A column chunk was looked through, and is well.</summary>
    public void Remember(string path, (int Group, int Column) chunk)
    {
        var known = Find(path);
        lock (_lock)
        {
            known.Checked.Add(chunk);
        }
    }

    private Known Find(string path)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(path, out var found))
            {
                _newest.Remove(found);
                _newest.AddFirst(found);
                return found.Value;
            }
        }

        using var file = new DiskBytes(path);
        var read = new Known(path, ParquetFooter.Read(file));
        lock (_lock)
        {
            if (_known.TryAdd(path, new(read)))
            {
                _newest.AddFirst(_known[path]);
                _chunks += read.Footer.Chunks;
                while (_chunks > AthenaLimits.FooterChunksMax && _newest.Last is { } oldest)
                {
                    _newest.RemoveLast();
                    _known.Remove(oldest.Value.Path);
                    _chunks -= oldest.Value.Footer.Chunks;
                }
            }
        }

        return read;
    }

    private sealed record Known(string Path, ParquetFooter Footer)
    {
        public HashSet<(int Group, int Column)> Checked { get; } = [];
    }
}
