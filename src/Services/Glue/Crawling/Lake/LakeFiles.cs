using System.Runtime.CompilerServices;
using Weir.Contracts;
using Weir.Engines.Delta;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Glue.Crawling.Lake;

/// <summary>The metadata of tables in the object store, with the permissions of the crawler's role.</summary>
internal sealed class LakeFiles(IObjectStore store, CallContext call, ParquetSchemas parquet) : IDeltaFiles
{
    public async IAsyncEnumerable<string> ListAsync(string folder, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = PlaceOf(folder);
        await foreach (var found in store.ListAsync(call, place.Bucket, place.Prefix, after is null ? null : place.Prefix + after, cancellationToken))
        {
            yield return found.Key[place.Prefix.Length..];
        }
    }

    public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => ReadAsync(path, 0, DeltaLimits.FileBytesMax, cancellationToken);

    public ValueTask<byte[]?> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken) =>
        ReadAsync(path, offset, (long)length, cancellationToken);

    public async ValueTask<IEnumerable<ReadOnlyMemory<byte>>?> ReadRowsAsync(string path, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var place = PlaceOf(path);
        try
        {
            using var lease = await store.LeaseAsync(call, place.Bucket, [place.Path], cancellationToken);
            return await parquet.RowsAsync(lease.Paths[0], columns, cancellationToken);
        }
        catch (ServiceException error) when (error.Code == "NoSuchKey")
        {
            return null;
        }
    }

    private async ValueTask<byte[]?> ReadAsync(string path, long offset, long length, CancellationToken cancellationToken)
    {
        var place = PlaceOf(path);
        try
        {
            await using var content = await store.OpenAsync(call, place.Bucket, place.Path, offset, cancellationToken);
            using var all = new MemoryStream();
            var buffer = new byte[64 << 10];
            while (all.Length < length && await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - all.Length)), cancellationToken) is var read and > 0)
            {
                all.Write(buffer, 0, read);
            }

            return all.ToArray();
        }
        catch (ServiceException error) when (error.Code is "NoSuchKey" or "InvalidRange")
        {
            return null;
        }
    }

    private static S3Place PlaceOf(string path) => S3Place.TryParse(path) ?? throw new CrawlFailure($"{path} is no address in S3.");
}
