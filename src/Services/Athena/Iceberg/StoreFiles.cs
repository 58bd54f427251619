using System.Runtime.InteropServices;
using Weir.Contracts;
using Weir.Engines.Iceberg;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Iceberg;

/// <summary>A table's metadata files in the object store, with the caller's permissions.</summary>
internal sealed class StoreFiles(IObjectStore objects, CallContext call) : ITableFiles
{
    public async ValueTask<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var address = AddressOf(path);
        try
        {
            return await objects.ReadWholeAsync(call, address.Bucket, address.Key, IcebergLimits.FileBytesMax, cancellationToken)
                ?? throw QueryFailure.User($"ICEBERG_INVALID_METADATA: {path} is too large");
        }
        catch (ServiceException error) when (error.Code is "NoSuchKey" or "NoSuchBucket")
        {
            throw QueryFailure.User($"ICEBERG_MISSING_METADATA: Metadata not found: {path}");
        }
    }

    public async ValueTask WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var address = AddressOf(path);
        var bytes = MemoryMarshal.TryGetArray(content, out var segment) ? segment : content.ToArray();
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        await objects.PutAsync(call, address.Bucket, address.Key, stream, ObjectAttributes.None, cancellationToken);
    }

    public async ValueTask DeleteAsync(string path, CancellationToken cancellationToken)
    {
        var address = AddressOf(path);
        await objects.DeleteAsync(call, address.Bucket, address.Key, cancellationToken);
    }

    public static S3Address AddressOf(string path) => S3Address.TryParse(path)
        ?? throw QueryFailure.User($"ICEBERG_INVALID_METADATA: {path} is not an S3 address");
}
