namespace Weir.Engines.Blobs;

/// <summary>Decrypted copies of encrypted blobs, for readers that need a file: shared while leased, removed with the last lease.</summary>
/// <remarks>Safe from any thread. They are temporary files: what a crash leaves of them goes with the next start.</remarks>
/// <param name="make">Writes the copy of a blob and returns its path.</param>
internal sealed class PlainCopies(Func<string, Task<string>> make, Action<string> drop)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Copy> _copies = [];

    public async Task<string> TakeAsync(string id)
    {
        Copy copy;
        lock (_lock)
        {
            if (!_copies.TryGetValue(id, out copy!))
            {
                _copies[id] = copy = new(new(() => make(id)));
            }

            copy.Takers++;
        }

        try
        {
            return await copy.Path.Value;
        }
        catch
        {
            Release(id, copy, isMade: false);
            throw;
        }
    }

    public void Release(string id)
    {
        Copy? copy;
        lock (_lock)
        {
            copy = _copies.GetValueOrDefault(id);
        }

        if (copy is not null)
        {
            Release(id, copy, isMade: true);
        }
    }

    private void Release(string id, Copy copy, bool isMade)
    {
        lock (_lock)
        {
            if (--copy.Takers > 0)
            {
                return;
            }

            _copies.Remove(id);
        }

        if (isMade)
        {
            drop(copy.Path.Value.GetAwaiter().GetResult()); // made long ago: nobody waits here
        }
    }

    private sealed class Copy(Lazy<Task<string>> path)
    {
        public Lazy<Task<string>> Path { get; } = path;

        public int Takers { get; set; }
    }
}
