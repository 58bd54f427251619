using System.Text.Json.Nodes;
using System.Text;

namespace Weir.Engines.Functions;

/// <summary>The errors that the platform, not the function's code, reports to whoever invoked it.</summary>
internal static class FunctionErrors
{
    public static byte[] TimedOut(string requestId, TimeSpan timeout) =>
        Of("Sandbox.Timedout", $"RequestId: {requestId} Error: {TimedOutText(timeout)}");

    public static string TimedOutText(TimeSpan timeout) => FormattableString.Invariant($"Task timed out after {timeout.TotalSeconds:0.00} seconds");

    public static byte[] OutOfMemory(string requestId) =>
        Of("Runtime.OutOfMemory", $"RequestId: {requestId} Error: Runtime exited with error: signal: killed");

    public static byte[] Exited(string requestId, int status) =>
        Of("Runtime.ExitError", $"RequestId: {requestId} Error: {ExitText(status)}");

    public static byte[] ResponseTooLarge(long length) => Of(
        "Function.ResponseSizeTooLarge",
        $"Response payload size ({length} bytes) exceeded maximum allowed payload size ({FunctionLimits.PayloadBytesMax} bytes).");

    public static byte[] NotStarted(string requestId, string why) =>
        Of("Runtime.InvalidEntrypoint", $"RequestId: {requestId} Error: {why}");

    public static string ExitText(int status) => status switch
    {
        0 => "Runtime exited without providing a reason",
        128 + 9 => "Runtime exited with error: signal: killed",
        128 + 6 => "Runtime exited with error: signal: aborted",
        128 + 11 => "Runtime exited with error: signal: segmentation fault",
        > 128 and < 160 => $"Runtime exited with error: signal: {status - 128}",
        _ => $"Runtime exited with error: exit status {status}",
    };

    private static byte[] Of(string type, string message) => Encoding.UTF8.GetBytes(
        new JsonObject { ["errorType"] = type, ["errorMessage"] = message }.ToJsonString());
}
