using Weir.Kernel.Identity.Policies;
using Weir.Server.Commands;

namespace Weir.Server.Observability;

/// <summary>The log: to standard error, a line a message, for people or (JSON) for machines.</summary>
internal static class Logging
{
    public static void Configure(ILoggingBuilder logging, LogOptions options)
    {
        logging.SetMinimumLevel(options.Level);
        logging.AddFilter("Microsoft", LogLevel.Warning);

        // Every decision of the authorization point is this category's, and nothing else is.
        if (options.AuditsAllowed)
        {
            logging.AddFilter(typeof(Authorizer).FullName, LogLevel.Debug);
        }

        // A failed start is told in one line by the command; HTTP/2 without TLS is served on purpose (PriorKnowledge).
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.IsJson)
        {
            logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(text =>
            {
                text.SingleLine = true;
                text.TimestampFormat = "HH:mm:ss.fff ";
                text.UseUtcTimestamp = true;
            });
        }
    }
}
