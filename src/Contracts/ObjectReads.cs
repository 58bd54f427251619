using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>Reading small objects into memory.</summary>
public static class ObjectReads
{
    private const int BufferBytes = 64 << 10;

    /// <summary>
    /// Up to <paramref name="bytesMax"/> bytes from <paramref name="offset"/> on, fewer where the object ends. Memory grows with what
    /// is there, not with what is allowed. Throws <c>NoSuchKey</c>, and <c>InvalidRange</c> for an offset behind the end.
    /// </summary>
    public static async ValueTask<byte[]> ReadAsync(
        this IObjectStore objects, CallContext call, string bucket, string key, long offset, long bytesMax, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        await using var content = await objects.OpenAsync(call, bucket, key, offset, cancellationToken);
        using var all = new MemoryStream();
        var buffer = new byte[BufferBytes];
        while (all.Length < bytesMax
            && await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytesMax - all.Length)), cancellationToken) is var read and > 0)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    /// <summary>An object's whole content; null when it has more than <paramref name="bytesMax"/> bytes. Throws <c>NoSuchKey</c>.</summary>
    public static async ValueTask<byte[]?> ReadWholeAsync(
        this IObjectStore objects, CallContext call, string bucket, string key, long bytesMax, CancellationToken cancellationToken)
    {
        var content = await objects.ReadAsync(call, bucket, key, 0, bytesMax + 1, cancellationToken);
        return content.Length > bytesMax ? null : content;
    }
}
