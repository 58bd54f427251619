using Weir.Kernel.Core;

namespace Weir.Kernel.Wire;

/// <summary>The id every answer carries, under each name that some client looks for.</summary>
internal static class RequestIds
{
    private const int HostIdBytes = 57;

    public static string New(IdSource ids) => ids.NewId();

    public static void AddHeaders(Exchange exchange)
    {
        var headers = exchange.Http.Response.Headers;
        headers["x-amzn-RequestId"] = exchange.RequestId;
        headers["x-amz-request-id"] = exchange.RequestId;
        headers["x-amz-id-2"] = HostId(exchange.RequestId);
    }

    /// <summary>S3's second id has no meaning here but its form; it is made from the first so that both are in the log.</summary>
    private static string HostId(string requestId)
    {
        Span<byte> bytes = stackalloc byte[HostIdBytes];
        bytes.Clear();
        System.Text.Encoding.ASCII.GetBytes(requestId.AsSpan(0, Math.Min(requestId.Length, HostIdBytes)), bytes);
        return Convert.ToBase64String(bytes);
    }
}
