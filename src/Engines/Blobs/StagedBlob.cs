using Microsoft.Win32.SafeHandles;
using Weir.Kernel.Core;

namespace Weir.Engines.Blobs;

/// <summary>Content that is written but not yet kept: look at its digests, then seal it; disposing before that removes it.</summary>
/// <remarks>Used by one caller at a time.</remarks>
public sealed class StagedBlob : IAsyncDisposable
{
    private readonly BlobStore _store;
    private readonly string _path;
    private SafeFileHandle? _file;

    internal StagedBlob(BlobStore store, string path, SafeFileHandle file, Blob blob, BlobDigests digests)
    {
        (_store, _path, _file, Blob, Digests) = (store, path, file, blob, digests);
    }

    public Blob Blob { get; }

    public BlobDigests Digests { get; }

    public long Size => Blob.Size;

    /// <summary>Makes the blob durable under its final name. It becomes reachable when its metadata commits; see <see cref="BlobIndex"/>.</summary>
    public async Task<Blob> SealAsync()
    {
        var file = _file;
        Invariant.That(file is not null, "a blob is sealed once");
        _file = null;
        try
        {
            await _store.SealAsync(Blob.Id, _path, file);
        }
        catch
        {
            file.Dispose();
            _store.DropTemporary(_path);
            throw;
        }

        return Blob;
    }

    public ValueTask DisposeAsync()
    {
        if (_file is { } file)
        {
            _file = null;
            file.Dispose();
            _store.DropTemporary(_path);
        }

        return ValueTask.CompletedTask;
    }
}
