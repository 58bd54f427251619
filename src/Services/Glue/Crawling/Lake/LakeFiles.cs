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

    public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => FoundAsync(path, async place =>
        await store.ReadWholeAsync(call, place.Bucket, place.Path, DeltaLimits.FileBytesMax, cancellationToken)
            ?? throw new CrawlFailure($"{path} is larger than {DeltaLimits.FileBytesMax} bytes."));

    public ValueTask<byte[]?> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken) =>
        FoundAsync(path, place => store.ReadAsync(call, place.Bucket, place.Path, offset, length, cancellationToken));

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

    private static async ValueTask<byte[]?> FoundAsync(string path, Func<S3Place, ValueTask<byte[]>> read)
    {
        try
        {
            return await read(PlaceOf(path));
        }
        catch (ServiceException error) when (error.Code is "NoSuchKey" or "InvalidRange")
        {
            return null;
        }
    }

    private static S3Place PlaceOf(string path) => S3Place.TryParse(path) ?? throw new CrawlFailure($"{path} is no address in S3.");
}
