using System.Net;
using System.Security.Cryptography;
using System.Text;
using Weir.Kernel.Core;

namespace Weir.Server.ConsoleApi;

/// <summary>Who may use the console: on loopback whoever sits at the machine, elsewhere who knows the root credentials (HTTP Basic).</summary>
/// <remarks>
/// On loopback the Host header must name this machine, so that no page of another site can reach in by a name it made point here
/// (DNS rebinding), and a changing request that says its origin must come from here.
/// </remarks>
internal sealed class ConsoleAccess(WeirSettings settings)
{
    private readonly byte[] _expected = Encoding.UTF8.GetBytes($"{settings.AccessKey}:{settings.SecretKey}");

    public bool IsAllowed(HttpContext context) =>
        HasCredentials(context) || (settings.IsLoopback && IsLocalName(context.Request.Host.Host) && IsSameOrigin(context));

    public static void Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"weir: access key id and secret key\", charset=\"UTF-8\"";
    }

    private static bool IsLocalName(string host) =>
        host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsSameOrigin(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
        || context.Request.Headers.Origin is not [{ } origin]
        || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsLocalName(from.Host));

    private bool HasCredentials(HttpContext context)
    {
        const string Basic = "Basic ";
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var given = new byte[header.Length];
        return Convert.TryFromBase64String(header[Basic.Length..].Trim(), given, out var length)
            && CryptographicOperations.FixedTimeEquals(given.AsSpan(0, length), _expected);
    }
}
