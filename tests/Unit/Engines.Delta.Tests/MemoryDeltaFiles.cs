using System.Text;

namespace Weir.Engines.Delta.Tests;

/// <summary>A table's files in memory; Parquet checkpoints are kept as lines of JSON.</summary>
internal sealed class MemoryDeltaFiles : IDeltaFiles
{
    public const string Root = "s3://lake/t/";

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>The addresses of files that were read.</summary>
    public List<string> Reads { get; } = [];

    public void Put(string name, byte[] bytes) => _files[name.Contains("://", StringComparison.Ordinal) ? name : Root + name] = bytes;

    public void Put(string name, params string[] lines) => Put(name, Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    public void Commit(long version, params string[] lines) => Put($"_delta_log/{version:D20}.json", lines);

    public async IAsyncEnumerable<string> ListAsync(string folder, string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var path in _files.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal)).Select(path => path[folder.Length..]))
        {
            if (after is null || string.CompareOrdinal(path, after) > 0)
            {
                yield return path;
            }
        }
    }

    public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        Reads.Add(path);
        return ValueTask.FromResult(_files.GetValueOrDefault(path));
    }

    public ValueTask<byte[]?> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_files.TryGetValue(path, out var bytes) ? bytes.Skip((int)offset).Take(length).ToArray() : null);

    public ValueTask<IEnumerable<ReadOnlyMemory<byte>>?> ReadRowsAsync(string path, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        Reads.Add(path);
        return ValueTask.FromResult(_files.TryGetValue(path, out var bytes)
            ? Encoding.UTF8.GetString(bytes).Split('\n').Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line))
            : null);
    }
}
