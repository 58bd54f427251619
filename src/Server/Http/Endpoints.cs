using Weir.Kernel.Wire;
using Weir.Protocols.Mqtt;

namespace Weir.Server.Http;

/// <summary>What the one HTTP endpoint serves: the platform's own pages under <c>/_weir/</c>, all else is AWS.</summary>
internal static class Endpoints
{
    private const string Own = "/_weir";

    public static void Map(WebApplication application)
    {
        var frontDoor = application.Services.GetRequiredService<FrontDoor>();
        var pages = application.Services.GetRequiredService<PlatformPages>();
        application.UseWebSockets();
        application.Run(context => context.WebSockets.IsWebSocketRequest && context.Request.Path == "/mqtt"
            ? MqttListeners.ServeAsync(context)
            : context.Request.Path.StartsWithSegments(Own, out var rest)
            ? pages.HandleAsync(context, rest)
            : frontDoor.HandleAsync(context));
    }
}
