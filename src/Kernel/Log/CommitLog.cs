using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>All partitions below one directory, and the threads that write and sync for them. Safe from any thread.</summary>
/// <remarks>Partition names are paths of segments joined by a slash: <c>kinesis/000000000000/us-east-1/orders/shardId-000000000000</c>.</remarks>
public sealed class CommitLog : IDisposable
{
    private const string TrashPrefix = ".trash-";

    private readonly IDisk _disk;
    private readonly string _root;
    private readonly LogOptions _options;
    private readonly ILogger<CommitLog> _logger;
    private readonly FileCache _files;
    private readonly Dictionary<string, LogPartition> _open = new(StringComparer.Ordinal);
    private readonly Lock _openGate = new();
    private readonly CommitQueue _queue;
    private readonly HashSet<LogPartition> _dirty = [];
    private readonly Lock _dirtyGate = new();
    private readonly ITimer? _syncTimer;
    private int _trash;
    private bool _isDisposed;

    public CommitLog(IDisk disk, string root, LogOptions options, TimeProvider clock, ILogger<CommitLog> logger)
    {
        (_disk, _root, _options, Clock, _logger) = (disk, Path.GetFullPath(root), options, clock, logger);
        _files = new(disk, options.OpenFilesMax);
        _queue = new(options.CommitThreads);
        disk.CreateDirectory(_root);
        EmptyTrash();
        _syncTimer = options.Durability == Durability.Relaxed
            ? clock.CreateTimer(_ => SyncDirty(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan)
            : null;
    }

    internal TimeProvider Clock { get; }

    /// <summary>Opens a partition, recovering it when needed; throws <see cref="LogDamagedException"/> where that would lose data.</summary>
    /// <remarks>Called again it gives the same one. Blocks on the disk the first time.</remarks>
    /// <exception cref="DirectoryNotFoundException">There is none and it is not to be created.</exception>
    public LogPartition Open(string name, bool create)
    {
        lock (_openGate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_open.TryGetValue(name, out var open))
            {
                return open;
            }

            var files = new SegmentFiles(_disk, _files, DirectoryOf(name), _options);
            if (_disk.ListFiles(files.Directory).Count > 0)
            {
                files.Recover();
                Report(name, files.Recovery);
            }
            else if (create)
            {
                files.Create();
            }
            else
            {
                throw new DirectoryNotFoundException($"there is no log partition {name}");
            }

            var partition = new LogPartition(name, this, files, _options);
            _open.Add(name, partition);
            return partition;
        }
    }

    public bool Exists(string name) => _disk.ListFiles(DirectoryOf(name)).Count > 0;

    /// <summary>Names of what is directly below a name (the empty name: at the top), in ordinal order.</summary>
    public IReadOnlyList<string> List(string name) =>
        [.. _disk.ListDirectories(name.Length == 0 ? _root : DirectoryOf(name)).Where(child => child[0] != '.')];

    /// <summary>Deletes a partition, or all below a name; durable on return. Those who wait on it get <see cref="LogDeletedException"/>.</summary>
    public void Delete(string name)
    {
        lock (_openGate)
        {
            var below = name + "/";
            foreach (var open in _open.Keys.Where(key => key == name || key.StartsWith(below, StringComparison.Ordinal)).ToList())
            {
                _open[open].MarkDeleted();
                _open.Remove(open);
            }

            var directory = DirectoryOf(name);
            if (!_disk.DirectoryExists(directory))
            {
                return;
            }

            // Renamed first, so that a crash leaves either the whole partition or rubbish that the next start removes.
            var trash = Path.Combine(_root, $"{TrashPrefix}{_trash++}");
            _disk.RenameDirectory(directory, trash);
            _disk.SyncDirectory(Path.GetDirectoryName(directory)!);
            _disk.SyncDirectory(_root);
            _disk.DeleteDirectory(trash);
        }
    }

    /// <summary>Where there are no commit threads: commits all that waits, on this thread.</summary>
    public void CommitPending()
    {
        while (_queue.TryTake(out var partition))
        {
            while (partition.Commit())
            {
            }
        }
    }

    /// <summary>Commits what waits and leaves the files so that the next start is quick.</summary>
    public void Dispose()
    {
        List<LogPartition> open;
        lock (_openGate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            open = [.. _open.Values];
        }

        _queue.Dispose();
        _syncTimer?.Dispose();
        foreach (var partition in open)
        {
            partition.Close();
        }

        _files.Dispose();
    }

    internal void Schedule(LogPartition partition) => _queue.Add(partition);

    internal void SyncLater(LogPartition partition)
    {
        lock (_dirtyGate)
        {
            if (_dirty.Add(partition) && _dirty.Count == 1)
            {
                _syncTimer?.Change(_options.RelaxedSyncDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    internal long NowMs() => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    internal void ReportStopped(LogPartition partition, Exception cause) => _logger.PartitionStopped(cause, partition.Name);

    internal void ReportRefused(LogPartition partition, Exception cause) => _logger.DiskFull(cause, partition.Name);

    private void SyncDirty()
    {
        LogPartition[] dirty;
        lock (_dirtyGate)
        {
            dirty = [.. _dirty];
            _dirty.Clear();
        }

        foreach (var partition in dirty)
        {
            partition.RequestSync();
        }
    }

    private void Report(string name, LogRecovery recovery)
    {
        if (!recovery.IsClean)
        {
            _logger.TailCut(name, recovery.BytesCut, recovery.File!, recovery.Position, recovery.Problem!);
        }
    }

    private void EmptyTrash()
    {
        foreach (var name in _disk.ListDirectories(_root))
        {
            if (name.StartsWith(TrashPrefix, StringComparison.Ordinal))
            {
                _disk.DeleteDirectory(Path.Combine(_root, name));
            }
        }
    }

    private string DirectoryOf(string name)
    {
        var valid = name.Length is > 0 and <= LogLimits.NameCharactersMax && name.Split('/').All(IsSafe);
        return valid ? Path.Combine(_root, name) : throw new ArgumentException($"'{name}' is not a partition name", nameof(name));
    }

    private static bool IsSafe(string part) =>
        part.Length > 0 && part[0] != '.' && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
