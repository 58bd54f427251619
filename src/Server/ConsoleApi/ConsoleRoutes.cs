using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Weir.Server.ConsoleApi;

/// <summary>The console's own API, under <c>/_weir/api/</c>.</summary>
internal sealed class ConsoleRoutes(DashboardStore dashboards, ConsoleAccess access)
{
    private const int BodyBytesMax = 256 * 1024;
    private const string Collection = "dashboards";
    private const string ReportPart = "report";

    public async Task HandleAsync(HttpContext context, PathString path)
    {
        if (!access.IsAllowed(context))
        {
            ConsoleAccess.Refuse(context);
            return;
        }

        var parts = (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        try
        {
            var work = (context.Request.Method, parts) switch
            {
                ("GET", [Collection]) => WriteAsync(context, dashboards.List(), ConsoleJson.Default.IReadOnlyListDashboard),
                ("GET", [Collection, var name]) => WriteFoundAsync(context, dashboards.Find(name), ConsoleJson.Default.Dashboard),
                ("PUT", [Collection, var name]) => PutAsync(context, name),
                ("DELETE", [Collection, var name]) => DeleteAsync(context, name),
                ("GET", [Collection, var name, ReportPart]) => ReportAsync(context, name),
                _ => FailAsync(context, StatusCodes.Status404NotFound, "no such page"),
            };
            await work;
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, wrong.Message);
        }
    }

    private async Task PutAsync(HttpContext context, string name)
    {
        if (context.Request.ContentLength is null or > BodyBytesMax)
        {
            await FailAsync(context, StatusCodes.Status413PayloadTooLarge, $"a dashboard has at most {BodyBytesMax} bytes");
            return;
        }

        var dashboard = await JsonSerializer.DeserializeAsync(context.Request.Body, ConsoleJson.Default.Dashboard, context.RequestAborted)
            ?? throw new FormatException("a dashboard is a JSON object");
        await dashboards.PutAsync(dashboard with { Name = name }, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task DeleteAsync(HttpContext context, string name) =>
        context.Response.StatusCode = await dashboards.DeleteAsync(name, context.RequestAborted)
            ? StatusCodes.Status204NoContent
            : StatusCodes.Status404NotFound;

    private async Task ReportAsync(HttpContext context, string name)
    {
        if (dashboards.Find(name) is not { } dashboard)
        {
            await FailAsync(context, StatusCodes.Status404NotFound, $"there is no dashboard {name}");
            return;
        }

        if (await dashboards.NewestReportAsync(dashboard, context.RequestAborted) is not { } report)
        {
            await FailAsync(context, StatusCodes.Status404NotFound, $"no report yet under {dashboard.Report}");
            return;
        }

        await WriteAsync(context, report, ConsoleJson.Default.Report);
    }

    private static Task WriteFoundAsync<T>(HttpContext context, T? value, JsonTypeInfo<T> json)
        where T : class =>
        value is null ? FailAsync(context, StatusCodes.Status404NotFound, "not found") : WriteAsync(context, value, json);

    private static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> json)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, json, context.RequestAborted);
    }

    private static Task FailAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message, context.RequestAborted);
    }
}
