namespace Weir.Server.ConsoleApi;

/// <summary>The built console (<c>console/dist</c>), inside the program as embedded files.</summary>
internal static class ConsoleFiles
{
    private const string Home = "index.html";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".json"] = "application/json",
        [".woff2"] = "font/woff2",
    };

    private const string Folder = "console/";

    public static async Task HandleAsync(HttpContext context, PathString path)
    {
        if (!path.HasValue)
        {
            context.Response.Redirect("/_weir/console/");
            return;
        }

        var name = path.Value is "" or "/" ? Home : path.Value!.TrimStart('/');
        await using var content = typeof(ConsoleFiles).Assembly.GetManifestResourceStream(Folder + name);
        if (content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync(
                name == Home ? "this program was built without its console (./build makes it)\n" : "no such page\n", context.RequestAborted);
            return;
        }

        context.Response.ContentType = Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
        context.Response.ContentLength = content.Length;

        // The bundler puts a hash of the content into the names under assets/.
        context.Response.Headers.CacheControl =
            name.StartsWith("assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
