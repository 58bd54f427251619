using Microsoft.Extensions.Logging;
using Weir.Engines.Functions;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Domain;

/// <summary>How a batch went.</summary>
internal enum BatchOutcome
{
    /// <summary>The function answered.</summary>
    Answered,

    /// <summary>The function failed.</summary>
    Failed,

    /// <summary>It did not run: throttled, or the function is not there.</summary>
    NotRun,
}

/// <summary>Calls the function of a mapping with a batch.</summary>
internal sealed class BatchRunner(
    FunctionResolver resolver, IFunctionRunner invoker, RoleCalls calls, MappingTable mappings, IdSource ids, ILogger<BatchRunner> logger)
{
    private const string Problem = "PROBLEM: Function call failed";

    /// <summary>The mapping's function as it is now, and calls made as its role.</summary>
    public (FunctionTarget Target, CallContext Call) Prepare(MappingState mapping)
    {
        var target = resolver.Resolve(new FunctionRef(mapping.Account, mapping.Region, mapping.FunctionName, mapping.Qualifier));
        return (target, calls.Of(target.Function, target.Version));
    }

    public async Task<(BatchOutcome Outcome, string RequestId, ReadOnlyMemory<byte> Answer)> RunAsync(
        MappingState mapping, byte[] payload, CancellationToken cancellationToken)
    {
        var requestId = ids.NewId();
        try
        {
            var target = resolver.Resolve(new FunctionRef(mapping.Account, mapping.Region, mapping.FunctionName, mapping.Qualifier));
            var report = await invoker.RunAsync(target, requestId, payload, null, cancellationToken);
            var isAnswered = report.Outcome == InvocationOutcome.Answered;
            await mappings.PutResultAsync(mapping, isAnswered ? "OK" : Problem, cancellationToken);
            return (isAnswered ? BatchOutcome.Answered : BatchOutcome.Failed, requestId, report.Payload);
        }
        catch (ServiceException error)
        {
            await mappings.PutResultAsync(mapping, $"PROBLEM: {error.Message}", cancellationToken);
            logger.MappingTrouble(mapping.Id, TimeSpan.Zero, error.Message);
            return (BatchOutcome.NotRun, requestId, default);
        }
    }
}
