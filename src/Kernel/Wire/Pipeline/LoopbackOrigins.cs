using Microsoft.AspNetCore.Http;

namespace Weir.Kernel.Wire;

/// <summary>Lets pages that this machine serves to itself call the APIs: CORS for loopback origins, for nobody else.</summary>
internal static class LoopbackOrigins
{
    /// <summary>True when the request was a preflight and is answered.</summary>
    public static bool Answer(HttpContext http)
    {
        if (!AddHeaders(http))
        {
            return false;
        }

        if (!HttpMethods.IsOptions(http.Request.Method) || !http.Request.Headers.ContainsKey("Access-Control-Request-Method"))
        {
            return false;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = "GET, HEAD, PUT, POST, DELETE, PATCH";
        headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "600";
        http.Response.ContentLength = 0;
        return true;
    }

    public static bool AddHeaders(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !Uri.TryCreate(origin, UriKind.Absolute, out var address) || !address.IsLoopback)
        {
            return false;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = "*, ETag, x-amz-request-id, x-amzn-RequestId, x-amz-id-2, x-amzn-ErrorType";
        headers.Vary = "Origin";
        return true;
    }
}
