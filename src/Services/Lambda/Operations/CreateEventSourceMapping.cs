using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Has a function called with what a queue or stream brings.</summary>
internal sealed class CreateEventSourceMapping(Mappings mappings)
    : IOperation<CreateEventSourceMappingRequest, CreateEventSourceMappingResponse>
{
    public string Resource(CallContext call, CreateEventSourceMappingRequest request) => "*";

    public async ValueTask<CreateEventSourceMappingResponse> HandleAsync(
        CallContext call, CreateEventSourceMappingRequest request, CancellationToken cancellationToken)
    {
        var mapping = await mappings.CreateAsync(call, new()
        {
            SourceArn = request.EventSourceArn,
            FunctionName = request.FunctionName,
            IsEnabled = request.Enabled,
            BatchSize = request.BatchSize,
            WindowSeconds = request.MaximumBatchingWindowInSeconds,
            ResponseTypes = request.FunctionResponseTypes,
            BatchesAtOnce = request.ScalingConfig?.MaximumConcurrency,
            StartingPosition = request.StartingPosition,
            StartingTimestamp = request.StartingPositionTimestamp,
            RetriesMax = request.MaximumRetryAttempts,
            RecordAgeSecondsMax = request.MaximumRecordAgeInSeconds,
            Bisects = request.BisectBatchOnFunctionError,
            OnFailure = request.DestinationConfig?.OnFailure?.Destination,
            Unbuilt = MappingMembers.Unbuilt(
                request.FilterCriteria, request.ParallelizationFactor, request.TumblingWindowInSeconds, request.KMSKeyArn),
        }, cancellationToken);
        return Views.Mapping(mapping, mappings.ResultOf(mapping)).To<CreateEventSourceMappingResponse>();
    }
}
