using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Engines.Functions;
using Weir.Kernel.Core;

namespace Weir.Services.Lambda.Domain;

/// <summary>Runs versions of functions.</summary>
internal interface IFunctionRunner
{
    /// <summary>The function's own failures are reports; throttling throws <c>TooManyRequestsException</c>.</summary>
    Task<InvocationReport> RunAsync(
        FunctionTarget target, string requestId, ReadOnlyMemory<byte> payload, string? clientContext, CancellationToken cancellationToken);
}

/// <summary>Runs them within their limits; the one way to the engine.</summary>
internal sealed class Invoker(
    FunctionHost host, FunctionSpecs specs, ConcurrencyGate gate, IdSource ids, TimeProvider clock, HopMetrics metrics, ILogger<Invoker> logger)
    : IFunctionRunner
{
    public async Task<InvocationReport> RunAsync(
        FunctionTarget target, string requestId, ReadOnlyMemory<byte> payload, string? clientContext, CancellationToken cancellationToken)
    {
        using var entry = gate.Enter(target.Function);
        var spec = await specs.OfAsync(target);
        metrics.In("lambda", target.Function.Name, 1, payload.Length);
        var report = await host.InvokeAsync(
            spec,
            new()
            {
                RequestId = requestId,
                Payload = payload,
                FunctionArn = target.Ref.Arn,
                TraceId = NewTraceId(),
                ClientContext = clientContext,
            },
            cancellationToken);
        FaultPoints.Hit("lambda.after-invoke");
        switch (report.Outcome)
        {
            case InvocationOutcome.Answered:
                metrics.Out("lambda", target.Function.Name, 1, report.Payload.Length);
                break;
            case InvocationOutcome.Failed:
                metrics.Failed("lambda", target.Function.Name, "function-error");
                logger.FunctionFailed(target.Function.Name, requestId, Encoding.UTF8.GetString(report.Payload.Span[..Math.Min(512, report.Payload.Length)]));
                break;
            case InvocationOutcome.Throttled:
                metrics.Failed("lambda", target.Function.Name, "throttled");
                throw LambdaErrors.TooManyRequests("ConcurrentInvocationLimitExceeded");
        }

        return report;
    }

    private string NewTraceId() => string.Create(
        CultureInfo.InvariantCulture,
        $"Root=1-{clock.GetUtcNow().ToUnixTimeSeconds():x8}-{Hex(24)};Parent={Hex(16)};Sampled=0");

    private string Hex(int length) => ids.NewUuid().ToString("n")[..length];
}
