using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Reads one stream, forwards from its start or backwards from its end, page by page.</summary>
internal sealed class GetLogEvents(LogStore logs) : IOperation<GetLogEventsRequest, GetLogEventsResponse>
{
    public string Resource(CallContext call, GetLogEventsRequest request) => LogNames.Resource(
        call, LogNames.Group(request.LogGroupName, request.LogGroupIdentifier), request.LogStreamName);

    public ValueTask<GetLogEventsResponse> HandleAsync(CallContext call, GetLogEventsRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(logs.Store.Read(state => Answer(state, call, request)));

    private GetLogEventsResponse Answer(IStateReader state, CallContext call, GetLogEventsRequest request)
    {
        var group = logs.Require(
            state, call.Account, call.Region, LogNames.Group(request.LogGroupName, request.LogGroupIdentifier));
        var stream = logs.Require(state, group, request.LogStreamName);
        var size = PageSize.Of(request.Limit, LogsLimits.PageEventsMax);
        var from = new LogPlace(Math.Max(0, request.StartTime ?? 0), 0);
        var to = request.EndTime is { } end ? new LogPlace(Math.Max(0, end), 0) : LogPlace.End;
        var isBackward = request.StartFromHead != true;
        if (request.NextToken is { } token)
        {
            (isBackward, var place) = EventToken.Parse(token);
            (from, to) = isBackward ? (from, Least(to, place)) : (Greatest(from, place), to);
        }

        var events = Take(LogStore.Read(state, group, stream, from, to, isBackward), size);
        if (isBackward)
        {
            events.Reverse();
        }

        // At either end the token stays, which is how clients notice it.
        var first = events.Count > 0 ? new(events[0].Timestamp, events[0].Sequence) : isBackward ? to : from;
        var last = events.Count > 0 ? new(events[^1].Timestamp, events[^1].Sequence + 1) : isBackward ? to : from;
        return new()
        {
            Events = events
                .Select(each => new OutputLogEvent { Timestamp = each.Timestamp, Message = each.Message, IngestionTime = each.IngestedAt })
                .ToList(),
            NextForwardToken = EventToken.Forward(last),
            NextBackwardToken = EventToken.Backward(first),
        };
    }

    private static List<LogEvent> Take(IEnumerable<LogEvent> events, int size)
    {
        var page = new List<LogEvent>();
        var bytes = 0;
        foreach (var each in events)
        {
            bytes += each.CountedBytes;
            if (page.Count == size || (bytes > LogsLimits.PageBytesMax && page.Count > 0))
            {
                break;
            }

            page.Add(each);
        }

        return page;
    }

    private static LogPlace Least(LogPlace left, LogPlace right) =>
        (left.Timestamp, left.Sequence).CompareTo((right.Timestamp, right.Sequence)) < 0 ? left : right;

    private static LogPlace Greatest(LogPlace left, LogPlace right) => Least(left, right) == left ? right : left;
}
