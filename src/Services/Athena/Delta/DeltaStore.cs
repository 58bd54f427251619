using System.Runtime.CompilerServices;
using Weir.Contracts;
using Weir.Engines.Delta;
using Weir.Engines.DuckDb;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Delta;

/// <summary>A table's log in the object store, with the caller's permissions.</summary>
internal sealed class DeltaStore(IObjectStore objects, CallContext call, DuckConnection connection) : IDeltaFiles
{
    public async IAsyncEnumerable<string> ListAsync(string folder, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = AddressOf(folder).AsFolder();
        await foreach (var found in objects.ListAsync(call, address.Bucket, address.Key, after is null ? null : address.Key + after, cancellationToken))
        {
            yield return found.Key[address.Key.Length..];
        }
    }

    public ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => FoundAsync(path, async address =>
        await objects.ReadWholeAsync(call, address.Bucket, address.Key, DeltaLimits.FileBytesMax, cancellationToken)
            ?? throw QueryFailure.User($"DELTA_LAKE_INVALID_TABLE: {path} is too large"));

    public ValueTask<byte[]?> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken) =>
        FoundAsync(path, address => objects.ReadAsync(call, address.Bucket, address.Key, offset, length, cancellationToken));

    public async ValueTask<IEnumerable<ReadOnlyMemory<byte>>?> ReadRowsAsync(string path, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var address = AddressOf(path);
        try
        {
            return Rows(await objects.LeaseAsync(call, address.Bucket, [address.Key], cancellationToken), path, columns, cancellationToken);
        }
        catch (ServiceException error) when (error.Code == "NoSuchKey")
        {
            return null;
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Rows(IObjectLease lease, string path, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        using (lease)
        {
            using var rows = ParquetJson.Read(connection, lease.Paths[0], columns, cancellationToken).GetEnumerator();
            while (Next(rows, lease, path))
            {
                yield return rows.Current;
            }
        }
    }

    private static bool Next(IEnumerator<ReadOnlyMemory<byte>> rows, IObjectLease lease, string path)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (DuckException error) when (error.Kind != DuckErrorKind.Interrupt)
        {
            throw QueryFailure.User($"DELTA_LAKE_INVALID_TABLE: the checkpoint {path} cannot be read: {error.Message.Replace(lease.Paths[0], path, StringComparison.Ordinal)}");
        }
    }

    private static async ValueTask<byte[]?> FoundAsync(string path, Func<S3Address, ValueTask<byte[]>> read)
    {
        try
        {
            return await read(AddressOf(path));
        }
        catch (ServiceException error) when (error.Code is "NoSuchKey" or "InvalidRange")
        {
            return null;
        }
    }

    public static S3Address AddressOf(string path) => S3Address.TryParse(path)
        ?? throw QueryFailure.User($"DELTA_LAKE_INVALID_TABLE: {path} is not an S3 address");
}
