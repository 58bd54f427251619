using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Searches a group's streams together, in the order of time.</summary>
internal sealed class FilterLogEvents(LogStore logs) : IOperation<FilterLogEventsRequest, FilterLogEventsResponse>
{
    public string Resource(CallContext call, FilterLogEventsRequest request) => LogNames.Resource(
        call, LogNames.Group(request.LogGroupName, request.LogGroupIdentifier));

    public ValueTask<FilterLogEventsResponse> HandleAsync(CallContext call, FilterLogEventsRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(logs.Store.Read(state => Answer(state, call, request)));

    private FilterLogEventsResponse Answer(IStateReader state, CallContext call, FilterLogEventsRequest request)
    {
        if (request is { LogStreamNames: not null, LogStreamNamePrefix: not null })
        {
            throw LogsErrors.Invalid("LogStreamNames and LogStreamNamePrefix cannot be specified together.");
        }

        var group = logs.Require(
            state, call.Account, call.Region, LogNames.Group(request.LogGroupName, request.LogGroupIdentifier));
        var size = PageSize.Of(request.Limit, LogsLimits.PageEventsMax);
        var pattern = FilterPattern.Parse(request.FilterPattern);
        var after = request.NextToken;
        if (after is not null && (after.Length != EventToken.IdLength || !after.All(char.IsAsciiDigit)))
        {
            throw LogsErrors.Invalid("The specified nextToken is invalid.");
        }

        var from = Math.Max(0, Math.Max(request.StartTime ?? 0, after is null ? 0 : EventToken.TimestampOf(after)));
        var to = request.EndTime is { } end ? new LogPlace(Math.Max(0, end) + 1, 0) : LogPlace.End;
        var streams = request.LogStreamNames is { } names
            ? names.Select(name => logs.Require(state, group, name))
            : logs.Streams(state, group, request.LogStreamNamePrefix ?? "");
        var merged = Merge(streams.Select(stream => LogStore.Read(state, group, stream, new(from, 0), to).Select(each => (stream, each))));

        var page = new List<FilteredLogEvent>();
        var (scanned, bytes) = (0, 0);
        string? last = null;
        var isCut = false;
        foreach (var (stream, each) in merged)
        {
            var id = each.IdIn(stream);
            if (after is not null && string.CompareOrdinal(id, after) <= 0)
            {
                continue;
            }

            if (page.Count == size || bytes > LogsLimits.PageBytesMax || scanned == LogsLimits.FilterScanMax)
            {
                isCut = true;
                break;
            }

            scanned++;
            last = id;
            if (pattern.Matches(each.Message))
            {
                bytes += each.CountedBytes;
                page.Add(Describe(stream, each, id));
            }
        }

        return new() { Events = page, SearchedLogStreams = [], NextToken = isCut ? last : null };
    }

    private static IEnumerable<(LogStreamState Stream, LogEvent Event)> Merge(
        IEnumerable<IEnumerable<(LogStreamState Stream, LogEvent Event)>> sources)
    {
        var heads = new PriorityQueue<IEnumerator<(LogStreamState Stream, LogEvent Event)>, (long, long, long)>();
        foreach (var source in sources)
        {
            Advance(heads, source.GetEnumerator());
        }

        while (heads.TryDequeue(out var head, out _))
        {
            yield return head.Current;
            Advance(heads, head);
        }
    }

    private static void Advance(
        PriorityQueue<IEnumerator<(LogStreamState Stream, LogEvent Event)>, (long, long, long)> heads,
        IEnumerator<(LogStreamState Stream, LogEvent Event)> source)
    {
        if (source.MoveNext())
        {
            var (stream, each) = source.Current;
            heads.Enqueue(source, (each.Timestamp, stream.Number, each.Sequence));
        }
        else
        {
            source.Dispose();
        }
    }

    private static FilteredLogEvent Describe(LogStreamState stream, LogEvent each, string id) => new()
    {
        LogStreamName = stream.Name,
        Timestamp = each.Timestamp,
        Message = each.Message,
        IngestionTime = each.IngestedAt,
        EventId = id,
    };
}
