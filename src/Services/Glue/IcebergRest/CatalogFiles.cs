using System.Runtime.InteropServices;
using Weir.Contracts;
using Weir.Engines.Iceberg;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Glue.Crawling;

namespace Weir.Services.Glue.IcebergRest;

/// <summary>Tables' metadata files in the object store, with the caller's permissions.</summary>
internal sealed class CatalogFiles(IObjectStore objects, CallContext call) : ITableFiles
{
    public async ValueTask<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var place = PlaceOf(path);
        try
        {
            return await objects.ReadWholeAsync(call, place.Bucket, place.Path, IcebergLimits.FileBytesMax, cancellationToken)
                ?? throw RestErrors.BadRequest($"{path} is larger than {IcebergLimits.FileBytesMax} bytes");
        }
        catch (ServiceException error) when (error.Code is "NoSuchKey" or "NoSuchBucket")
        {
            throw RestErrors.NoMetadata(path);
        }
    }

    public async ValueTask WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var place = PlaceOf(path);
        var bytes = MemoryMarshal.TryGetArray(content, out var segment) ? segment : content.ToArray();
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        await objects.PutAsync(call, place.Bucket, place.Path, stream, ObjectAttributes.None, cancellationToken);
    }

    public async ValueTask DeleteAsync(string path, CancellationToken cancellationToken)
    {
        var place = PlaceOf(path);
        await objects.DeleteAsync(call, place.Bucket, place.Path, cancellationToken);
    }

    private static S3Place PlaceOf(string path) => S3Place.TryParse(path) is { Path.Length: > 0 } place
        ? place
        : throw RestErrors.BadRequest($"{path} is not the address of an object in S3");
}
