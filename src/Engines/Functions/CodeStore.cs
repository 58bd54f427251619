using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;

namespace Weir.Engines.Functions;

/// <summary>What became of code that was handed in.</summary>
public abstract record CodeResult
{
    private CodeResult()
    {
    }

    /// <param name="Hash">SHA-256, in lower-case hexadecimal: the name to ask by.</param>
    /// <param name="Size">Bytes of the archive.</param>
    public sealed record Stored(string Hash, long Size) : CodeResult;

    /// <summary>It is no zip archive, or one that must not be unpacked.</summary>
    public sealed record Refused(string Reason) : CodeResult;

    /// <summary>It is larger, or unpacks to more, than is allowed.</summary>
    public sealed record TooLarge(long BytesMax) : CodeResult;
}

/// <summary>Functions' code: archives kept durably under their hash, and unpacked where they can run. Safe from any thread.</summary>
/// <remarks>
/// Unpacked code is a cache: it is not synced, so a start of the server throws it away and unpacks again what is called.
/// </remarks>
public sealed class CodeStore
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _unpacked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leftovers = new(StringComparer.Ordinal);
    private readonly string _archives;
    private readonly string _unpackedRoot;
    private readonly IdSource _ids;
    private readonly ILogger<CodeStore> _logger;
    private readonly Lazy<bool> _isReady;

    public CodeStore(string directory, IdSource ids, ILogger<CodeStore> logger)
    {
        var root = Path.GetFullPath(directory);
        _archives = Path.Combine(root, "code");
        _unpackedRoot = Path.Combine(root, "unpacked");
        _ids = ids;
        _logger = logger;
        _isReady = new(Prepare);
    }

    /// <summary>Stores an archive, durably, once it has shown that it can be unpacked.</summary>
    public async Task<CodeResult> PutAsync(Stream archive, long bytesMax, CancellationToken cancellationToken)
    {
        _ = _isReady.Value;
        var temporary = Path.Combine(_archives, $"{_ids.NewToken(16)}.tmp");
        try
        {
            var (hash, size) = await CopyAsync(archive, temporary, bytesMax, cancellationToken);
            if (hash is null)
            {
                return new CodeResult.TooLarge(bytesMax);
            }

            return await DiskThreads.Shared.RunAsync(() => Keep(temporary, hash, size));
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Stream Open(string hash) => new FileStream(ArchiveOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    /// <summary>The directory with the code, unpacked now if it was not.</summary>
    public async Task<string> UnpackAsync(string hash)
    {
        _ = _isReady.Value;
        var unpacked = _unpacked.GetOrAdd(hash, static (key, store) => new(() => store.UnpackNowAsync(key)), this);
        try
        {
            return await unpacked.Value;
        }
        catch
        {
            _unpacked.TryRemove(new(hash, unpacked)); // a full disk now is no reason to fail for ever
            throw;
        }
    }

    /// <summary>Removes archives of earlier runs that no function refers to; what this run stored is left alone.</summary>
    public void RemoveUnused(IReadOnlySet<string> used)
    {
        _ = _isReady.Value;
        lock (_leftovers)
        {
            foreach (var hash in _leftovers.Where(hash => !used.Contains(hash)))
            {
                File.Delete(ArchiveOf(hash));
            }

            _leftovers.Clear();
        }
    }

    private static async Task<(string? Hash, long Size)> CopyAsync(
        Stream archive, string path, long bytesMax, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = DurableFiles.Create(path);
        var buffer = new byte[128 * 1024];
        long size = 0;
        int count;
        while ((count = await archive.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (size + count > bytesMax)
            {
                return (null, 0);
            }

            hash.AppendData(buffer, 0, count);
            await RandomAccess.WriteAsync(file, buffer.AsMemory(0, count), size, cancellationToken);
            size += count;
        }

        await DiskThreads.Shared.RunAsync(() => DurableFiles.Sync(file));
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    private CodeResult Keep(string temporary, string hash, long size)
    {
        if (ZipUnpacker.Inspect(temporary) is { } problem)
        {
            return problem;
        }

        lock (_leftovers)
        {
            _leftovers.Remove(hash); // it is about to be referred to
            File.Move(temporary, ArchiveOf(hash), overwrite: true);
        }

        DurableFiles.SyncDirectory(_archives);
        return new CodeResult.Stored(hash, size);
    }

    private Task<string> UnpackNowAsync(string hash) => DiskThreads.Shared.RunAsync(() =>
    {
        var target = Path.Combine(_unpackedRoot, hash);
        var temporary = Path.Combine(_unpackedRoot, $"{_ids.NewToken(16)}.tmp");
        try
        {
            ZipUnpacker.Unpack(ArchiveOf(hash), temporary);
            TryRemoveTree(target);
            Directory.Move(temporary, target);
            ZipUnpacker.MakeReadOnly(target);
            return target;
        }
        catch
        {
            TryRemoveTree(temporary);
            throw;
        }
    });

    private string ArchiveOf(string hash) => Path.Combine(_archives, $"{hash}.zip");

    private bool Prepare()
    {
        DurableFiles.CreateDirectory(_archives);
        _leftovers.UnionWith(Directory.EnumerateFiles(_archives).Select(path => Path.GetFileNameWithoutExtension(path)));
        foreach (var torn in Directory.EnumerateFiles(_archives, "*.tmp"))
        {
            File.Delete(torn);
        }

        if (Directory.Exists(_unpackedRoot))
        {
            var old = $"{_unpackedRoot}-{_ids.NewToken(8)}";
            Directory.Move(_unpackedRoot, old);
        }

        Directory.CreateDirectory(_unpackedRoot);
        var parent = Path.GetDirectoryName(_unpackedRoot)!;
        _ = DiskThreads.Shared.RunAsync(() =>
        {
            foreach (var old in Directory.EnumerateDirectories(parent, "unpacked-*"))
            {
                TryRemoveTree(old);
            }
        });
        return true;
    }

    private void TryRemoveTree(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
            {
                ZipUnpacker.MakeWritable(directory);
                Directory.Delete(directory, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.CodeNotRemoved(directory, exception);
        }
    }
}
