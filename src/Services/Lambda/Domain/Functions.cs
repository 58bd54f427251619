using Weir.Contracts;
using Weir.Engines.Functions;
using Weir.Kernel.Identity;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>Functions for other services: the same limits and the same authorization as over the wire.</summary>
internal sealed class Functions(FunctionResolver resolver, IFunctionRunner invoker, EventQueue events, TimeProvider clock) : IFunctions
{
    public async ValueTask<FunctionResult> InvokeAsync(
        CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var target = Authorized(call, function);
        var report = await invoker.RunAsync(target, call.RequestId, Payloads.Check(payload, isEvent: false), null, cancellationToken);
        return new(report.Payload, report.Outcome == InvocationOutcome.Failed ? "Unhandled" : null, report.LogTail);
    }

    public ValueTask InvokeEventAsync(
        CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var target = Authorized(call, function);
        return QueueAsync(target, call.RequestId, payload, cancellationToken);
    }

    public void RequireFunction(CallContext call, string function) => Authorized(call, function);

    public ValueTask QueueAsync(
        FunctionTarget target, string requestId, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        events.AddAsync(
            new()
            {
                Account = target.Ref.Account,
                Region = target.Ref.Region,
                RequestId = requestId,
                FunctionName = target.Ref.Name,
                Qualifier = target.Ref.Qualifier,
                Payload = Payloads.Check(payload, isEvent: true).ToArray(),
                Queued = clock.GetUtcNow(),
            },
            cancellationToken);

    private FunctionTarget Authorized(CallContext call, string function)
    {
        var name = FunctionRef.Parse(call, function);
        call.Authorizer.Authorize(call, new()
        {
            Action = "lambda:InvokeFunction",
            Resource = name.Arn,
            ResourcePolicy = resolver.PolicyOf(name),
        });
        return resolver.Resolve(name);
    }
}
