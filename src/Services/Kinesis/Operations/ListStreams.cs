using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Operations;

/// <summary>Lists the streams of the account and region by name, page by page.</summary>
internal sealed class ListStreams(StreamTable streams, Tokens tokens) : IOperation<ListStreamsRequest, ListStreamsResponse>
{
    public string Resource(CallContext call, ListStreamsRequest request) =>
        "*";

    public ValueTask<ListStreamsResponse> HandleAsync(
        CallContext call, ListStreamsRequest request, CancellationToken cancellationToken)
    {
        var after = request.ExclusiveStartStreamName;
        if (request.NextToken is { } text)
        {
            after = tokens.Read(TokenPurpose.ListStreams, text) is { Fields: [var last] } ? last : throw KinesisErrors.InvalidNextToken();
        }

        var limit = request.Limit ?? KinesisLimits.ListPageStreams;
        var page = streams.List(call.Account, call.Region, after, limit + 1);
        var shown = page.Take(limit).ToList();
        var hasMore = page.Count > limit;
        return new(new ListStreamsResponse
        {
            StreamNames = [.. shown.Select(stream => stream.Address.Name)],
            HasMoreStreams = hasMore,
            NextToken = hasMore ? tokens.Issue(TokenPurpose.ListStreams, 0, shown[^1].Address.Name) : null,
            StreamSummaries = [.. shown.Select(stream => new StreamSummary
            {
                StreamName = stream.Address.Name,
                StreamARN = stream.Address.Arn,
                StreamStatus = "ACTIVE",
                StreamModeDetails = Descriptions.Mode(stream),
                StreamCreationTimestamp = stream.Created,
            })],
        });
    }
}
