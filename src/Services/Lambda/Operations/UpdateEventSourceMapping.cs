using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Changes a mapping; what is not named stays.</summary>
internal sealed class UpdateEventSourceMapping(Mappings mappings)
    : IOperation<UpdateEventSourceMappingRequest, UpdateEventSourceMappingResponse>
{
    public string Resource(CallContext call, UpdateEventSourceMappingRequest request) => Mappings.Arn(call, request.UUID);

    public async ValueTask<UpdateEventSourceMappingResponse> HandleAsync(
        CallContext call, UpdateEventSourceMappingRequest request, CancellationToken cancellationToken)
    {
        var mapping = await mappings.UpdateAsync(call, request.UUID, new()
        {
            FunctionName = request.FunctionName,
            IsEnabled = request.Enabled,
            BatchSize = request.BatchSize,
            WindowSeconds = request.MaximumBatchingWindowInSeconds,
            ResponseTypes = request.FunctionResponseTypes,
            BatchesAtOnce = request.ScalingConfig?.MaximumConcurrency,
            RetriesMax = request.MaximumRetryAttempts,
            RecordAgeSecondsMax = request.MaximumRecordAgeInSeconds,
            Bisects = request.BisectBatchOnFunctionError,
            OnFailure = request.DestinationConfig?.OnFailure?.Destination,
            Unbuilt = MappingMembers.Unbuilt(
                request.FilterCriteria, request.ParallelizationFactor, request.TumblingWindowInSeconds, request.KMSKeyArn),
        }, cancellationToken);
        return Views.Mapping(mapping, mappings.ResultOf(mapping)).To<UpdateEventSourceMappingResponse>();
    }
}
