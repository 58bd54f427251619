using Microsoft.Extensions.Logging;

namespace Weir.Kernel.Identity.Policies;

/// <summary>The audit record of authorization: one for each decision but root's own.</summary>
/// <remarks>
/// Allowed decisions are many (each batch of a topic rule is one), so they are told at a level that is off unless
/// <c>--audit all</c> turns this category on.
/// </remarks>
internal static partial class AuditLog
{
    [LoggerMessage(1201, LogLevel.Debug,
        "allowed {Action} on {Resource} to {Principal} by {Policy}, {Statement} (request {RequestId})")]
    public static partial void Allowed(
        this ILogger logger, string action, string resource, string principal, string? policy, string? statement, string requestId);

    [LoggerMessage(1202, LogLevel.Warning,
        "denied {Action} on {Resource} to {Principal}: {Reason} {Policy} {Statement} (request {RequestId})")]
    public static partial void Denied(
        this ILogger logger, string action, string resource, string principal, DecisionReason reason, string? policy,
        string? statement, string requestId);
}
