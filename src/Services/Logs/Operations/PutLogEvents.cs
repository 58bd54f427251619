using System.Globalization;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Appends events to a stream; the answer means they are durable.</summary>
internal sealed class PutLogEvents(LogStore logs, TimeProvider clock) : IOperation<PutLogEventsRequest, PutLogEventsResponse>
{
    public string Resource(CallContext call, PutLogEventsRequest request) => LogNames.Resource(call, request.LogGroupName, request.LogStreamName);

    public async ValueTask<PutLogEventsResponse> HandleAsync(
        CallContext call, PutLogEventsRequest request, CancellationToken cancellationToken)
    {
        return await logs.Store.WriteAsync(
            state =>
            {
                var group = logs.Require(state, call.Account, call.Region, request.LogGroupName);
                var stream = logs.Require(state, group, request.LogStreamName);
                var (first, end, rejected) = PutRules.Check(request.LogEvents, clock.GetUtcNow(), group.RetentionDays);
                var accepted = request.LogEvents.Skip(first).Take(end - first).Select(each => (each.Timestamp, each.Message)).ToList();
                logs.Append(state, group, stream, accepted);
                return new PutLogEventsResponse
                {
                    NextSequenceToken = (stream.EventsPut + accepted.Count).ToString("D56", CultureInfo.InvariantCulture),
                    RejectedLogEventsInfo = rejected,
                };
            },
            cancellationToken);
    }
}
