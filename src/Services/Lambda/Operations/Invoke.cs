using System.Text;
using Weir.Engines.Functions;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Runs a function and waits for its answer, or queues the event for it.</summary>
internal sealed class Invoke(FunctionResolver resolver, IFunctionRunner invoker, Functions functions, FunctionAccess access)
    : IOperation<InvokeRequest, InvokeResponse>
{
    public string Resource(CallContext call, InvokeRequest request) => FunctionAccess.Resource(call, request.FunctionName, request.Qualifier);

    public string? Action(InvokeRequest request) => "lambda:InvokeFunction";

    public string? ResourcePolicy(CallContext call, InvokeRequest request) => access.Policy(call, request.FunctionName, request.Qualifier);

    public async ValueTask<InvokeResponse> HandleAsync(
        CallContext call, InvokeRequest request, CancellationToken cancellationToken)
    {
        var target = resolver.Resolve(call, request.FunctionName, request.Qualifier);
        var payload = request.Payload ?? default;
        switch (request.InvocationType ?? "RequestResponse")
        {
            case "DryRun":
                return new() { StatusCode = 204, ExecutedVersion = target.Version.Version };
            case "Event":
                await functions.QueueAsync(target, call.RequestId, payload, cancellationToken);
                return new() { StatusCode = 202 };
            case "RequestResponse":
                break;
            case var other:
                throw LambdaErrors.Constraint(
                    other, "invocationType", "Member must satisfy enum value set: [Event, RequestResponse, DryRun]");
        }

        if (request.LogType is not (null or "None" or "Tail"))
        {
            throw LambdaErrors.Constraint(request.LogType, "logType", "Member must satisfy enum value set: [None, Tail]");
        }

        var report = await invoker.RunAsync(
            target, call.RequestId, Payloads.Check(payload, isEvent: false), ClientContextOf(request), cancellationToken);
        return new()
        {
            StatusCode = 200,
            ExecutedVersion = target.Version.Version,
            Payload = report.Payload,
            FunctionError = report.Outcome == InvocationOutcome.Failed ? "Unhandled" : null,
            LogResult = request.LogType == "Tail" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(report.LogTail)) : null,
        };
    }

    /// <summary>The client sends JSON in base 64; code gets the JSON.</summary>
    private static string? ClientContextOf(InvokeRequest request)
    {
        if (request.ClientContext is not { Length: > 0 } text)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        return text.Length <= 3583 && Convert.TryFromBase64String(text, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw LambdaErrors.InvalidRequestContent("Client context must be a valid Base64-encoded JSON object.");
    }
}
