using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Engines.Blobs;

/// <summary>Immutable blobs, each a file written once: staged and hashed, synced, renamed into place.</summary>
/// <remarks>
/// Safe from any thread. A blob exists for readers once its row is committed (<see cref="BlobIndex"/>); a crash before that
/// leaves an orphan file, which <see cref="BlobCollector"/> removes after the next start. Disk errors propagate;
/// <see cref="DurableFiles.IsDiskFull"/> tells a full disk, after which nothing that was kept is lost. A blob may be encrypted at rest
/// (<see cref="BlobCipher"/>): its size, digests and streams are those of its content, and a lease gives a decrypted copy.
/// </remarks>
public sealed class BlobStore
{
    private readonly BlobLayout _layout;
    private readonly DiskThreads _threads;
    private readonly bool _isStrict;
    private readonly ILogger<BlobStore> _logger;
    private readonly DirectorySync?[] _directories = new DirectorySync?[BlobLimits.Directories];
    private readonly Lock _create = new();
    private readonly BlobKeys _keys;
    private readonly PlainCopies _copies;
    private bool _hasTemporary;

    public BlobStore(string root, Durability durability, IdSource ids, DiskThreads threads, ILogger<BlobStore> logger)
    {
        (_layout, _isStrict, _threads, _logger) = (new(root, ids), durability == Durability.Strict, threads, logger);
        Leases = new();
        _keys = new(_layout.Root + ".key");
        _copies = new(id => _threads.RunAsync(() => CopyPlain(id)), path => DropFile(path));
    }

    /// <summary>Whether a blob's file is encrypted.</summary>
    public static bool IsEncrypted(string id) => BlobLayout.IsEncrypted(id);

    internal BlobLeases Leases { get; }

    internal BlobLayout Layout => _layout;

    /// <summary>Reads content to its end into a temporary file, hashing it on the way. Null when it is longer than allowed.</summary>
    /// <param name="lengthMax">Bytes.</param>
    /// <param name="isEncrypted">Whether the file holds the content encrypted.</param>
    public async Task<StagedBlob?> StageAsync(
        Stream content, IEnumerable<ChecksumAlgorithm> algorithms, long lengthMax, bool isEncrypted, CancellationToken cancellationToken)
    {
        var id = _layout.NewId(isEncrypted);
        var path = NewTemporary(id, out var file);
        var buffer = ArrayPool<byte>.Shared.Rent(BlobLimits.BufferBytes);
        try
        {
            using var hasher = new BlobHasher(algorithms);
            using var writer = new BlobWriter(file, isEncrypted ? _keys.ForWriting(id) : null);
            while (true)
            {
                var filled = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
                if (writer.Length + filled > lengthMax)
                {
                    Abandon(path, file);
                    return null;
                }

                hasher.Append(buffer.AsSpan(0, filled));
                writer.Append(buffer.AsSpan(0, filled));
                if (filled < buffer.Length)
                {
                    break;
                }
            }

            writer.Finish();
            var digests = hasher.Finish();
            return new(this, path, file, new(id, writer.Length, BlobHasher.Crc64Of(digests)), digests);
        }
        catch
        {
            Abandon(path, file);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Takes a finished, closed file of the same file system: it is read once for its digests, then moved, not copied. One that is to be
    /// encrypted is written anew, and removed.
    /// </summary>
    public async Task<StagedBlob> AdoptAsync(
        string source, IEnumerable<ChecksumAlgorithm> algorithms, bool isEncrypted, CancellationToken cancellationToken)
    {
        if (isEncrypted)
        {
            StagedBlob? encrypted;
            await using (var content = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan))
            {
                encrypted = await StageAsync(content, algorithms, long.MaxValue, isEncrypted, cancellationToken);
            }

            DropFile(source);
            return encrypted!;
        }

        EnsureTemporary();
        var id = _layout.NewId();
        var path = _layout.TemporaryPathOf(id);
        var digests = await _threads.RunAsync(() => Hash(new(File.OpenHandle(source, options: FileOptions.SequentialScan), key: null), algorithms, cancellationToken));
        File.Move(source, path, overwrite: false);
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        return new(this, path, file, new(id, RandomAccess.GetLength(file), BlobHasher.Crc64Of(digests)), digests);
    }

    /// <summary>Joins ranges of blobs into a new one without moving the bytes through this process. Null when a source is gone.</summary>
    /// <remarks>Where something is encrypted the bytes do go through it: no two blobs have the same key.</remarks>
    /// <param name="crc64">CRC-64/NVME of the whole where the caller can combine it; null has the result read once.</param>
    public Task<StagedBlob?> ConcatenateAsync(
        IReadOnlyList<BlobRange> sources, ulong? crc64, bool isEncrypted, CancellationToken cancellationToken) =>
        _threads.RunAsync(() => Concatenate(sources, crc64, isEncrypted, cancellationToken));

    /// <summary>The content of a range, or null when the blob is gone. The stream stays readable even if the blob is removed meanwhile.</summary>
    public Stream? Open(string id, long offset, long length)
    {
        try
        {
            return new BlobStream(Reader(id), offset, length);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads a blob once for its checksums; null when it is gone.</summary>
    public async Task<BlobDigests?> DigestAsync(string id, IEnumerable<ChecksumAlgorithm> algorithms, CancellationToken cancellationToken)
    {
        try
        {
            return await _threads.RunAsync(() => Hash(Reader(id), algorithms, cancellationToken));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Keeps the blob's file where it is until the lease ends; of an encrypted blob, a decrypted copy. Null when it is gone (look its row up
    /// again).
    /// </summary>
    public async ValueTask<BlobLease?> TryLeaseAsync(string id)
    {
        var path = _layout.PathOf(id);
        if (!Leases.TryTake(id))
        {
            return null;
        }

        try
        {
            if (!File.Exists(path))
            {
                Leases.Release(id);
                return null;
            }

            return IsEncrypted(id)
                ? new(id, await _copies.TakeAsync(id), () => EndCopy(id))
                : new(id, path, () => Leases.Release(id));
        }
        catch
        {
            Leases.Release(id);
            throw;
        }
    }

    /// <summary>Removes a sealed blob whose metadata was certainly not committed.</summary>
    public void Discard(string id) => DropFile(_layout.PathOf(id));

    /// <summary>Opens a blob's content; throws when its file is gone.</summary>
    internal BlobReader Reader(string id)
    {
        var file = File.OpenHandle(_layout.PathOf(id));
        try
        {
            return new(file, IsEncrypted(id) ? _keys.ForReading(id) : null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads content to its end and closes it.</summary>
    internal static BlobDigests Hash(BlobReader content, IEnumerable<ChecksumAlgorithm> algorithms, CancellationToken cancellationToken)
    {
        using var hasher = new BlobHasher(algorithms);
        using var open = content;
        var buffer = ArrayPool<byte>.Shared.Rent(BlobLimits.BufferBytes);
        try
        {
            var length = 0L;
            for (int read; (read = content.Read(buffer, length)) > 0; length += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hasher.Append(buffer.AsSpan(0, read));
            }

            return hasher.Finish();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal async Task SealAsync(string id, string temporary, SafeFileHandle file)
    {
        var directory = EnsureDirectory(id);
        await _threads.RunAsync(() =>
        {
            if (_isStrict)
            {
                DurableFiles.Sync(file);
            }

            FaultPoints.Hit("s3.before-rename");
            File.Move(temporary, _layout.PathOf(id), overwrite: false);
        });
        if (_isStrict)
        {
            file.Dispose();
            await directory.SyncAsync();
        }
        else
        {
            _ = SyncLaterAsync(id, file, directory);
        }

        FaultPoints.Hit("s3.after-rename");
    }

    /// <summary>Relaxed durability: the disk follows as fast as it can, and nobody waits.</summary>
    private async Task SyncLaterAsync(string id, SafeFileHandle file, DirectorySync directory)
    {
        try
        {
            await _threads.RunAsync(() =>
            {
                using (file)
                {
                    DurableFiles.Sync(file);
                }
            });
            await directory.SyncAsync();
        }
        catch (IOException failure)
        {
            _logger.CannotSync(id, failure);
        }
    }

    internal void DropTemporary(string path) => DropFile(path);

    internal bool DropFile(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _logger.CannotRemove(path, failure);
            return false;
        }
    }

    private StagedBlob? Concatenate(IReadOnlyList<BlobRange> sources, ulong? crc64, bool isEncrypted, CancellationToken cancellationToken)
    {
        var id = _layout.NewId(isEncrypted);
        var path = NewTemporary(id, out var file);
        try
        {
            var key = isEncrypted ? _keys.ForWriting(id) : null;
            var length = isEncrypted || sources.Any(source => IsEncrypted(source.Id))
                ? Rewrite(sources, file, key, cancellationToken)
                : Copy(sources, file, cancellationToken);
            var digests = crc64 is null
                ? Hash(new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), key), [], cancellationToken)
                : BlobDigests.None;
            return new(this, path, file, new(id, length, crc64 ?? BlobHasher.Crc64Of(digests)), digests);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            Abandon(path, file);
            return null;
        }
        catch
        {
            Abandon(path, file);
            throw;
        }
    }

    private long Copy(IReadOnlyList<BlobRange> sources, SafeFileHandle file, CancellationToken cancellationToken)
    {
        var length = 0L;
        foreach (var source in sources)
        {
            using var from = File.OpenHandle(_layout.PathOf(source.Id));
            FileCopy.Copy(from, source.Offset, file, length, source.Length, cancellationToken);
            length += source.Length;
        }

        return length;
    }

    private long Rewrite(IReadOnlyList<BlobRange> sources, SafeFileHandle file, byte[]? key, CancellationToken cancellationToken)
    {
        using var writer = new BlobWriter(file, key);
        var buffer = new byte[BlobCipher.ChunkBytes];
        foreach (var source in sources)
        {
            using var from = new BlobStream(Reader(source.Id), source.Offset, source.Length);
            for (int read; (read = from.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.Append(buffer.AsSpan(0, read));
            }
        }

        writer.Finish();
        return writer.Length;
    }

    private string CopyPlain(string id)
    {
        using var content = Reader(id);
        var path = NewTemporary(_layout.NewId(), out var file);
        try
        {
            using var writer = new BlobWriter(file, key: null);
            var buffer = new byte[BlobCipher.ChunkBytes];
            for (int read; (read = content.Read(buffer, writer.Length)) > 0;)
            {
                writer.Append(buffer.AsSpan(0, read));
            }
        }
        catch
        {
            Abandon(path, file);
            throw;
        }

        file.Dispose();
        return path;
    }

    private void EndCopy(string id)
    {
        _copies.Release(id);
        Leases.Release(id);
    }

    private string NewTemporary(string id, out SafeFileHandle file)
    {
        EnsureTemporary();
        var path = _layout.TemporaryPathOf(id);
        file = DurableFiles.Create(path);
        return path;
    }

    private void Abandon(string path, SafeFileHandle file)
    {
        file.Dispose();
        DropTemporary(path);
    }

    private void EnsureTemporary()
    {
        if (!Volatile.Read(ref _hasTemporary))
        {
            DurableFiles.CreateDirectory(_layout.Temporary);
            Volatile.Write(ref _hasTemporary, true);
        }
    }

    private DirectorySync EnsureDirectory(string id)
    {
        var number = Convert.ToInt32(BlobLayout.DirectoryOf(id), 16);
        if (Volatile.Read(ref _directories[number]) is { } known)
        {
            return known;
        }

        lock (_create)
        {
            var path = Path.Combine(_layout.Root, BlobLayout.DirectoryOf(id));
            DurableFiles.CreateDirectory(path);
            return _directories[number] ??= new(path, _threads);
        }
    }
}
