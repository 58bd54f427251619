using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Weir.Kernel.Core;
using Weir.Server.ConsoleApi;
using Weir.Server.Observability;

namespace Weir.Server.Http;

/// <summary>The platform's own pages: health, status, metrics, console.</summary>
internal sealed class PlatformPages(
    WeirSettings settings, BoundPorts ports, MetricsCollector metrics, Uptime uptime, TimeProvider clock,
    ConsoleRoutes api, ConsoleAccess access, IPlatformReset reset)
{
    private static readonly string Version =
        typeof(PlatformPages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public Task HandleAsync(HttpContext context, PathString path) => path.Value switch
    {
        "/health" => WriteAsync(context, new Health("ok", Version, Services()), StatusJson.Default.Health),
        "/status" => WriteAsync(context, Status(), StatusJson.Default.PlatformStatus),
        "/reset" when settings.DevReset && HttpMethods.IsPost(context.Request.Method) => ResetAsync(context),
        "/metrics" => WriteTextAsync(context, metrics.ToPrometheus(), "text/plain; version=0.0.4; charset=utf-8"),
        _ when path.StartsWithSegments("/api", out var rest) => api.HandleAsync(context, rest),
        _ when path.StartsWithSegments("/console", out var rest) => ConsoleFiles.HandleAsync(context, rest),
        _ => NotFoundAsync(context),
    };

    private static Dictionary<string, string> Services() =>
        Modules.All.ToDictionary(module => module.Name, _ => "available", StringComparer.Ordinal);

    private PlatformStatus Status()
    {
        using var process = Process.GetCurrentProcess();
        return new()
        {
            Status = "ok",
            Version = Version,
            UptimeSeconds = clock.GetElapsedTime(uptime.StartedTimestamp).TotalSeconds,
            ResidentBytes = process.WorkingSet64,
            DataDirectory = settings.DataDirectory,
            Region = settings.Region,
            AccountId = settings.AccountId,
            Ports = ports.All,
            Services = Services(),
            Hops = HopStatus.From(metrics.Snapshot()),
        };
    }

    private async Task ResetAsync(HttpContext context)
    {
        if (!access.IsAllowed(context))
        {
            ConsoleAccess.Refuse(context);
            return;
        }

        await reset.ResetAsync();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> json)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, json, context.RequestAborted);
    }

    private static Task WriteTextAsync(HttpContext context, string text, string type)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteTextAsync(context, "no such page\n", "text/plain; charset=utf-8");
    }
}
