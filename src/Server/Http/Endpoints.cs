using Weir.Protocols.Mqtt;

namespace Weir.Server.Http;

/// <summary>What the one HTTP endpoint serves: the platform's own pages under <c>/_weir/</c>, all else is AWS.</summary>
internal static class Endpoints
{
    private const string Own = "/_weir";

    public static void Map(WebApplication application, PlatformHost host)
    {
        application.UseWebSockets();
        application.Run(async context =>
        {
            var platform = await host.CurrentAsync();
            context.RequestServices = platform.Services;
            await (context.WebSockets.IsWebSocketRequest && context.Request.Path == "/mqtt" ? MqttListeners.ServeAsync(context)
                : context.Request.Path.StartsWithSegments(Own, out var rest) ? platform.Pages.HandleAsync(context, rest)
                : platform.FrontDoor.HandleAsync(context));
        });
    }
}
