using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Wire;

/// <summary>One request on its way through the pipeline: what is known of it so far.</summary>
internal sealed class Exchange
{
    private QueryParameters? _query;
    private byte[] _body = [];
    private int _bodyLength;

    public Exchange(HttpContext http, string requestId)
    {
        Http = http;
        RequestId = requestId;
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target) || target[0] != '/')
        {
            // A proxy's absolute form, or a test that sets only the path.
            target = http.Request.PathBase.ToUriComponent() + http.Request.Path.ToUriComponent() + http.Request.QueryString.Value;
        }

        var cut = target.IndexOf('?', StringComparison.Ordinal);
        RawPath = cut < 0 ? target : target[..cut];
        RawQuery = cut < 0 ? "" : target[(cut + 1)..];
    }

    public HttpContext Http { get; }

    public string RequestId { get; }

    /// <summary>As sent: percent-encoding, dots and double slashes untouched.</summary>
    public string RawPath { get; }

    public string RawQuery { get; }

    public QueryParameters Query => _query ??= QueryParameters.Parse(RawQuery);

    public Route? Route { get; set; }

    public Authentication? Authentication { get; set; }

    /// <summary>The body, once it was read into memory. It belongs to this request for good and is never reused.</summary>
    public ReadOnlyMemory<byte> Body => _body.AsMemory(0, _bodyLength);

    /// <summary>The same, for a reader that decodes in place.</summary>
    public byte[] BodyArray => _body;

    public bool IsBodyRead { get; private set; }

    /// <summary>The body that is read by the operation, proving itself on the way.</summary>
    public Stream? BodyStream { get; set; }

    public SignedRequest? Signed { get; set; }

    public object? Operation { get; set; }

    public IShape? Request { get; set; }

    public CallContext? Call { get; set; }

    public IShape? Response { get; set; }

    /// <summary>The code of the error answered; null when all went well.</summary>
    public string? ErrorCode { get; set; }

    public ServiceApi Api => Route?.Api ?? throw new InvalidOperationException("the request is not routed");

    public OperationSchema Schema => Route?.Operation ?? throw new InvalidOperationException("the request is not routed");

    public OperationBinding Binding => Schema.Binding ?? throw new InvalidOperationException("the operation is not built");

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Reads the whole body into memory, once.</summary>
    public async ValueTask ReadBodyAsync(int bytesMax)
    {
        if (!IsBodyRead)
        {
            (_body, _bodyLength) = await BodyReader.ReadAsync(
                Http.Request.Body, Http.Request.ContentLength, bytesMax, Aborted);
            IsBodyRead = true;
        }
    }

    /// <summary>The same from a stream that proves itself at its end.</summary>
    public async ValueTask ReadBodyAsync(Stream proven, long? length, int bytesMax)
    {
        (_body, _bodyLength) = await BodyReader.ReadAsync(proven, length, bytesMax, Aborted);
        IsBodyRead = true;
    }
}

/// <summary>Reads a body that is to be held in memory.</summary>
internal static class BodyReader
{
    public static async ValueTask<(byte[] Body, int Length)> ReadAsync(
        Stream source, long? declared, int bytesMax, CancellationToken cancellationToken)
    {
        if (declared > bytesMax)
        {
            throw TooLarge(bytesMax);
        }

        // One byte more than declared, so that the end is found without growing.
        var body = declared == 0 ? [] : GC.AllocateUninitializedArray<byte>(
            (int)Math.Min(declared + 1 ?? 16 * 1024, WireLimits.BodyBytesTrusted));
        var length = 0;
        int read;
        while ((read = await source.ReadAsync(body.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > bytesMax)
            {
                throw TooLarge(bytesMax);
            }

            if (length == body.Length)
            {
                var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(body.Length * 2L, bytesMax + 1L));
                body.AsSpan(0, length).CopyTo(larger);
                body = larger;
            }
        }

        return (body, length);
    }

    private static ServiceException TooLarge(int bytesMax) =>
        new("RequestEntityTooLargeException", $"The request body is larger than {bytesMax} bytes", 413);
}
