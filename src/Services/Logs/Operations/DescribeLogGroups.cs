using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Domain;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Operations;

/// <summary>Lists groups by name.</summary>
internal sealed class DescribeLogGroups(LogStore logs) : IOperation<DescribeLogGroupsRequest, DescribeLogGroupsResponse>
{
    public string Resource(CallContext call, DescribeLogGroupsRequest request) => LogNames.Resource(call, "");

    public ValueTask<DescribeLogGroupsResponse> HandleAsync(CallContext call, DescribeLogGroupsRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(logs.Store.Read(state => Answer(state, call, request)));

    private DescribeLogGroupsResponse Answer(IStateReader state, CallContext call, DescribeLogGroupsRequest request)
    {
        if (request is { LogGroupNamePrefix: not null, LogGroupNamePattern: not null })
        {
            throw LogsErrors.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        var size = PageSize.Of(request.Limit, LogsLimits.DescribeMax);
        var found = logs.Groups(state, call.Account, call.Region, request.LogGroupNamePrefix ?? "", request.NextToken)
            .Where(group => request.LogGroupNamePattern is not { } pattern || group.Name.Contains(pattern, StringComparison.OrdinalIgnoreCase))
            .Take(size + 1)
            .ToList();
        return new()
        {
            LogGroups = found.Take(size).Select(group => Describe(state, group)).ToList(),
            NextToken = found.Count > size ? found[size - 1].Name : null,
        };
    }

    private LogGroup Describe(IStateReader state, LogGroupState group) => new()
    {
        LogGroupName = group.Name,
        CreationTime = group.CreatedAt.ToUnixTimeMilliseconds(),
        RetentionInDays = group.RetentionDays,
        MetricFilterCount = 0,
        Arn = $"{group.Arn}:*",
        LogGroupArn = group.Arn,
        StoredBytes = logs.Streams(state, group).Sum(stream => stream.StoredBytes),
        KmsKeyId = group.KmsKeyId,
        LogGroupClass = group.Class,
    };
}
