using Weir.Kernel.Storage;

namespace Weir.Tests.Support.Storage;

/// <summary>A disk in memory that loses and tears what was not synced when it crashes, and fails when told to. Seeded.</summary>
public sealed class SimulatedDisk(int seed) : IDisk
{
    private const int SectorBytes = 512;

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    /// <summary>Names as the running system sees them, and as a crash would leave them.</summary>
    private Dictionary<string, Node> _names = new(StringComparer.Ordinal);
    private Dictionary<string, Node> _durableNames = new(StringComparer.Ordinal);

    /// <summary>When set, called before every operation: what it throws is the operation's failure.</summary>
    public Action<string, string>? Intercept { get; set; }

    public int Syncs { get; private set; }

    /// <summary>Power fails: unsynced bytes are kept, lost or torn sector by sector, unsynced names are lost.</summary>
    public void Crash()
    {
        lock (_gate)
        {
            _names = new(_durableNames, StringComparer.Ordinal);
            foreach (var node in _names.Values.Distinct())
            {
                Tear(node);
            }
        }
    }

    public byte[] Content(string path) => [.. _names[Path.GetFullPath(path)].Bytes];

    public void Corrupt(string path, int position, byte mask)
    {
        var node = _names[Path.GetFullPath(path)];
        node.Bytes[position] ^= mask;
        node.Durable = [.. node.Bytes];
    }

    public IReadOnlyList<string> Files() => [.. _names.Keys.Order(StringComparer.Ordinal)];

    public IDiskFile Open(string path, bool create)
    {
        Intercept?.Invoke("open", path);
        lock (_gate)
        {
            var full = Path.GetFullPath(path);
            if (!_names.TryGetValue(full, out var node))
            {
                if (!create)
                {
                    throw new FileNotFoundException("no such file", path);
                }

                node = new();
                _names.Add(full, node);
            }

            return new SimulatedFile(this, full, node);
        }
    }

    public bool FileExists(string path) => _names.ContainsKey(Path.GetFullPath(path));

    public bool DirectoryExists(string path) => _directories.Contains(Path.GetFullPath(path));

    public IReadOnlyList<string> ListFiles(string directory)
    {
        lock (_gate)
        {
            var full = Path.GetFullPath(directory);
            return [.. _names.Keys.Where(name => Path.GetDirectoryName(name) == full).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)];
        }
    }

    public IReadOnlyList<string> ListDirectories(string directory)
    {
        var full = Path.GetFullPath(directory);
        return [.. _directories.Where(name => Path.GetDirectoryName(name) == full).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)];
    }

    public void CreateDirectory(string path)
    {
        for (var full = Path.GetFullPath(path); full is not null; full = Path.GetDirectoryName(full))
        {
            _directories.Add(full);
        }
    }

    public void Rename(string from, string to)
    {
        Intercept?.Invoke("rename", from);
        lock (_gate)
        {
            _names[Path.GetFullPath(to)] = _names[Path.GetFullPath(from)];
            _names.Remove(Path.GetFullPath(from));
        }
    }

    public void RenameDirectory(string from, string to)
    {
        lock (_gate)
        {
            var (source, target) = (Path.GetFullPath(from), Path.GetFullPath(to));
            Move(_names, source, target);
            Move(_durableNames, source, target); // a journal orders a directory's rename with its sync, which always follows here
            foreach (var directory in _directories.Where(name => IsBelow(name, source)).ToList())
            {
                _directories.Remove(directory);
                _directories.Add(target + directory[source.Length..]);
            }
        }
    }

    public void DeleteFile(string path)
    {
        Intercept?.Invoke("delete", path);
        lock (_gate)
        {
            _names.Remove(Path.GetFullPath(path));
        }
    }

    public void DeleteDirectory(string path)
    {
        lock (_gate)
        {
            var full = Path.GetFullPath(path);
            foreach (var name in _names.Keys.Where(name => IsBelow(name, full)).ToList())
            {
                _names.Remove(name);
                _durableNames.Remove(name);
            }

            _directories.RemoveWhere(name => IsBelow(name, full));
        }
    }

    public void SyncDirectory(string path)
    {
        Intercept?.Invoke("sync-directory", path);
        lock (_gate)
        {
            var full = Path.GetFullPath(path);
            foreach (var gone in _durableNames.Keys.Where(name => Path.GetDirectoryName(name) == full && !_names.ContainsKey(name)).ToList())
            {
                _durableNames.Remove(gone);
            }

            foreach (var (name, node) in _names.Where(entry => Path.GetDirectoryName(entry.Key) == full))
            {
                _durableNames[name] = node;
            }
        }
    }

    private static bool IsBelow(string name, string directory) =>
        name == directory || name.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void Move(Dictionary<string, Node> names, string source, string target)
    {
        foreach (var (name, node) in names.Where(entry => IsBelow(entry.Key, source)).ToList())
        {
            names.Remove(name);
            names[target + name[source.Length..]] = node;
        }
    }

    /// <summary>Each sector that differs from what was synced is new, old, or noise; the length lies anywhere between.</summary>
    private void Tear(Node node)
    {
        var (written, durable) = (node.Bytes, node.Durable);
        var length = written.Count == durable.Length
            ? durable.Length
            : _random.Next(Math.Min(written.Count, durable.Length), Math.Max(written.Count, durable.Length) + 1);
        var result = new byte[length];
        for (var sector = 0; sector < length; sector += SectorBytes)
        {
            var fate = _random.Next(3);
            for (var at = sector; at < Math.Min(sector + SectorBytes, length); at++)
            {
                var old = at < durable.Length ? durable[at] : (byte)0;
                var next = at < written.Count ? written[at] : (byte)0;
                result[at] = old == next ? old : fate switch { 0 => old, 1 => next, _ => (byte)_random.Next(256) };
            }
        }

        node.Bytes = [.. result];
        node.Durable = result;
    }

    private sealed class Node
    {
        public List<byte> Bytes { get; set; } = [];
        public byte[] Durable { get; set; } = [];
    }

    private sealed class SimulatedFile(SimulatedDisk disk, string path, Node node) : IDiskFile
    {
        public long Length => node.Bytes.Count;

        public int Read(Span<byte> buffer, long position)
        {
            disk.Intercept?.Invoke("read", path);
            lock (disk._gate)
            {
                var count = (int)Math.Clamp(node.Bytes.Count - position, 0, buffer.Length);
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(node.Bytes).Slice(count == 0 ? 0 : (int)position, count).CopyTo(buffer);
                return count;
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long position)
        {
            disk.Intercept?.Invoke("write", path);
            lock (disk._gate)
            {
                Grow((int)position + bytes.Length);
                bytes.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(node.Bytes)[(int)position..]);
            }
        }

        public void Sync()
        {
            disk.Intercept?.Invoke("sync", path);
            lock (disk._gate)
            {
                disk.Syncs++;
                node.Durable = [.. node.Bytes];
            }
        }

        public void SetLength(long length)
        {
            disk.Intercept?.Invoke("set-length", path);
            lock (disk._gate)
            {
                if (length < node.Bytes.Count)
                {
                    node.Bytes.RemoveRange((int)length, node.Bytes.Count - (int)length);
                }
                else
                {
                    Grow((int)length);
                }
            }
        }

        public void Dispose()
        {
        }

        private void Grow(int length)
        {
            if (length > node.Bytes.Count)
            {
                node.Bytes.AddRange(new byte[length - node.Bytes.Count]);
            }
        }
    }
}
