using Microsoft.Extensions.Logging.Abstractions;
using Weir.Kernel.Core;
using Weir.Kernel.Storage;
using Weir.Kernel.Storage.Checksums;
using Weir.Tests.Support;

namespace Weir.Engines.Blobs.Tests;

/// <summary>A blob store in a directory of its own; <see cref="Restart"/> is another run of the program on the same data.</summary>
public sealed class BlobFixture : IDisposable
{
    public BlobFixture() => Store = NewStore();

    public string Root { get; } = Directory.CreateTempSubdirectory("weir-blobs-").FullName;

    public MemoryStateStore State { get; } = new();

    public BlobStore Store { get; private set; }

    public BlobCollector Collector => new(Store, State, TimeProvider.System, NullLogger<BlobCollector>.Instance);

    public void Restart() => Store = NewStore();

    public async Task<Blob> PutAsync(byte[] content, bool isCommitted = true, bool isEncrypted = false)
    {
        await using var staged = await Store.StageAsync(new MemoryStream(content), [ChecksumAlgorithm.Md5], long.MaxValue, isEncrypted, default);
        var blob = await staged!.SealAsync();
        if (isCommitted)
        {
            await State.WriteAsync(state =>
            {
                BlobIndex.Add(state, blob);
                return true;
            }, default);
        }

        return blob;
    }

    public async Task ReleaseAsync(string id) => await State.WriteAsync(state =>
    {
        BlobIndex.Release(state, id);
        return true;
    }, default);

    public byte[]? Read(string id)
    {
        using var stream = Store.Open(id, 0, State.Read(state => BlobIndex.Find(state, id)?.Blob.Size ?? 0));
        if (stream is null)
        {
            return null;
        }

        var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public int Files() => Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Length;

    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public string KeyPath => Root + ".key";

    public string PathOf(string id) => Path.Combine(Root, id[..2], id);

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        File.Delete(KeyPath);
    }

    private BlobStore NewStore() => new(Root, Durability.Strict, new IdSource(), DiskThreads.Shared, NullLogger<BlobStore>.Instance);
}
