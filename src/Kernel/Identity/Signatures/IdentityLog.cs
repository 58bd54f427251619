using Microsoft.Extensions.Logging;

namespace Weir.Kernel.Identity.Signatures;

internal static partial class IdentityLog
{
    [LoggerMessage(1101, LogLevel.Warning, "refused a signature by key {AccessKeyId} from {SourceAddress}: {Code}")]
    public static partial void Refused(this ILogger logger, string? accessKeyId, System.Net.IPAddress? sourceAddress, string code);
}
