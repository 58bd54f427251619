using System.Globalization;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Lists a group's streams, by name or by their last event.</summary>
internal sealed class DescribeLogStreams(LogStore logs) : IOperation<DescribeLogStreamsRequest, DescribeLogStreamsResponse>
{
    public string Resource(CallContext call, DescribeLogStreamsRequest request) =>
        LogNames.Resource(call, LogNames.Group(request.LogGroupName, request.LogGroupIdentifier));

    public ValueTask<DescribeLogStreamsResponse> HandleAsync(CallContext call, DescribeLogStreamsRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(logs.Store.Read(state => Answer(state, call, request)));

    private DescribeLogStreamsResponse Answer(IStateReader state, CallContext call, DescribeLogStreamsRequest request)
    {
        var isByTime = request.OrderBy switch
        {
            null or "LogStreamName" => false,
            "LastEventTime" when request.LogStreamNamePrefix is not null =>
                throw LogsErrors.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix."),
            "LastEventTime" => true,
            var other => throw LogsErrors.Constraint(
                other, "orderBy", "Member must satisfy enum value set: [LastEventTime, LogStreamName]"),
        };
        var group = logs.Require(
            state, call.Account, call.Region, LogNames.Group(request.LogGroupName, request.LogGroupIdentifier));
        var size = PageSize.Of(request.Limit, LogsLimits.DescribeMax);
        var keyed = logs.Streams(state, group, request.LogStreamNamePrefix ?? "")
            .Select(stream => (Key: isByTime ? $"{stream.LastEventAt?.ToUnixTimeMilliseconds() ?? 0:D19}/{stream.Name}" : stream.Name, stream));
        var ordered = request.Descending == true
            ? keyed.OrderByDescending(each => each.Key, StringComparer.Ordinal)
            : keyed.OrderBy(each => each.Key, StringComparer.Ordinal);
        var found = ordered
            .Where(each => request.NextToken is not { } token
                || (string.CompareOrdinal(each.Key, token) is var order && (request.Descending == true ? order < 0 : order > 0)))
            .Take(size + 1)
            .ToList();
        return new()
        {
            LogStreams = found.Take(size).Select(each => Describe(group, each.stream)).ToList(),
            NextToken = found.Count > size ? found[size - 1].Key : null,
        };
    }

    private static LogStream Describe(LogGroupState group, LogStreamState stream) => new()
    {
        LogStreamName = stream.Name,
        CreationTime = stream.CreatedAt.ToUnixTimeMilliseconds(),
        FirstEventTimestamp = stream.FirstEventAt?.ToUnixTimeMilliseconds(),
        LastEventTimestamp = stream.LastEventAt?.ToUnixTimeMilliseconds(),
        LastIngestionTime = stream.LastIngestedAt?.ToUnixTimeMilliseconds(),
        UploadSequenceToken = stream.EventsPut.ToString("D56", CultureInfo.InvariantCulture),
        Arn = LogArns.Stream(group.Account, group.Region, group.Name, stream.Name),
        StoredBytes = 0,
    };
}
