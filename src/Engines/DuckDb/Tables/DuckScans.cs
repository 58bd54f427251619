using System.Collections.Concurrent;
using System.Globalization;

namespace Weir.Engines.DuckDb.Tables;

/// <summary>The sources that one instance's statements can read; SQL names them <c>weir_scan(id)</c>. Safe from any thread.</summary>
public sealed class DuckScans
{
    private readonly ConcurrentDictionary<long, ITableSource> _sources = new();
    private long _last;

    internal DuckScans()
    {
    }

    /// <summary>Makes a source readable until the result is disposed.</summary>
    public DuckScanName Add(ITableSource source)
    {
        var id = Interlocked.Increment(ref _last);
        _sources[id] = source;
        return new(this, id);
    }

    internal ITableSource? Find(long id) => _sources.GetValueOrDefault(id);

    internal void Remove(long id) => _sources.TryRemove(id, out _);
}

/// <summary>What a statement calls a source; its text goes where a table's name would.</summary>
public sealed class DuckScanName : IDisposable
{
    private readonly DuckScans _scans;
    private readonly long _id;

    internal DuckScanName(DuckScans scans, long id) => (_scans, _id) = (scans, id);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ScanFunction.Name}({_id})");

    public void Dispose() => _scans.Remove(_id);
}
