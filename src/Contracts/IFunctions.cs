using Weir.Kernel.Identity;

namespace Weir.Contracts;

/// <summary>Invokes Lambda functions. Errors of the service (no such function, throttled) throw; errors of the function are results.</summary>
public interface IFunctions
{
    /// <summary>Runs the function and waits for its answer.</summary>
    /// <param name="function">Name or ARN.</param>
    ValueTask<FunctionResult> InvokeAsync(
        CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>Queues an event durably; the function runs later, with Lambda's retries.</summary>
    ValueTask InvokeEventAsync(CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>Throws when there is no such function.</summary>
    void RequireFunction(CallContext call, string function);
}

/// <param name="Error"><c>Unhandled</c> or <c>Handled</c> when the function failed; the payload then describes the error.</param>
public sealed record FunctionResult(ReadOnlyMemory<byte> Payload, string? Error, string? LogTail);
