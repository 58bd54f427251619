using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>The headers an object keeps, from each request that can set them.</summary>
internal static class HeaderSets
{
    public const string DefaultContentType = "binary/octet-stream";

    public static ObjectHeaders Of(PutObjectRequest request) => new()
    {
        ContentType = request.ContentType,
        CacheControl = request.CacheControl,
        ContentDisposition = request.ContentDisposition,
        ContentEncoding = WithoutChunking(request.ContentEncoding),
        ContentLanguage = request.ContentLanguage,
        Expires = request.Expires,
        WebsiteRedirectLocation = request.WebsiteRedirectLocation,
        StorageClass = StorageClasses.Accept(request.StorageClass),
    };

    public static ObjectHeaders Of(CreateMultipartUploadRequest request) => new()
    {
        ContentType = request.ContentType,
        CacheControl = request.CacheControl,
        ContentDisposition = request.ContentDisposition,
        ContentEncoding = WithoutChunking(request.ContentEncoding),
        ContentLanguage = request.ContentLanguage,
        Expires = request.Expires,
        WebsiteRedirectLocation = request.WebsiteRedirectLocation,
        StorageClass = StorageClasses.Accept(request.StorageClass),
    };

    public static ObjectHeaders Of(CopyObjectRequest request) => new()
    {
        ContentType = request.ContentType,
        CacheControl = request.CacheControl,
        ContentDisposition = request.ContentDisposition,
        ContentEncoding = WithoutChunking(request.ContentEncoding),
        ContentLanguage = request.ContentLanguage,
        Expires = request.Expires,
        WebsiteRedirectLocation = request.WebsiteRedirectLocation,
        StorageClass = StorageClasses.Accept(request.StorageClass),
    };

    /// <summary><c>aws-chunked</c> is how a body travelled, not what the object is.</summary>
    private static string? WithoutChunking(string? encoding)
    {
        if (encoding is null)
        {
            return null;
        }

        var rest = encoding.Split(',').Select(item => item.Trim())
            .Where(item => item.Length > 0 && !item.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase)).ToList();
        return rest.Count == 0 ? null : string.Join(",", rest);
    }
}
