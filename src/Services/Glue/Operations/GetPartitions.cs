using System.Text;
using Weir.Kernel.Identity;
using Weir.Kernel.Storage.Checksums;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Domain.Expressions;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Lists the partitions of a table for which an expression holds, in the order of their values.</summary>
internal sealed class GetPartitions(CatalogStore catalog, ResourceLinks links)
    : IOperation<GetPartitionsRequest, GetPartitionsResponse>
{
    public string Resource(CallContext call, GetPartitionsRequest request) => Place.TableArn(call, request.DatabaseName, request.TableName);

    public ValueTask<GetPartitionsResponse> HandleAsync(
        CallContext call, GetPartitionsRequest request, CancellationToken cancellationToken)
    {
        var at = links.Meant(call, "glue:GetPartitions", request.CatalogId, request.DatabaseName, request.TableName);
        var size = Paging.Size(request.MaxResults, GlueLimits.PartitionsPageMax);
        var after = Paging.Last(request.NextToken);
        Refusals.TimeTravel(request.QueryAsOfTime, request.TransactionId);
        RequireSegment(request.Segment);
        var table = catalog.State.Read(state => catalog.RequireTable(state, at));
        var expression = string.IsNullOrWhiteSpace(request.Expression) || table.Target is not null
            ? null
            : PartitionExpression.Parse(request.Expression, table.PartitionKeys);
        var (partitions, token) = catalog.State.Read(state => Paging.Cut(
            Found(state, at.Place, table, expression, after).Where(partition => IsInSegment(partition, request.Segment)),
            size,
            partition => partition.Values));
        var withColumns = request.ExcludeColumnSchema != true;
        return ValueTask.FromResult(new GetPartitionsResponse
        {
            Partitions = [.. partitions.Select(partition => Views.Partition(at.Place, table.Database, table.Name, partition, withColumns))],
            NextToken = token,
        });
    }

    /// <summary>Equal first keys are a range of the partitions themselves; otherwise an index may say where to look.</summary>
    private IEnumerable<PartitionState> Found(
        IStateReader state, CatalogPlace place, TableState table, ExpressionNode? expression, IReadOnlyList<string>? after)
    {
        if (expression is null)
        {
            return catalog.Partitions(state, place, table.Database, table.Name, after, first: []);
        }

        var first = PartitionExpression.FirstValues(expression, table.PartitionKeys);
        if (first.Count == 0
            && PartitionIndexing.Best(catalog.Indexes.Of(state, place, table.Database, table.Name), expression) is var (index, known)
            && known.Count == index.Keys.Count)
        {
            // All of its keys are known, so that the entries lie in the order of the values, as without the index.
            return catalog.Indexes.Values(state, place, table.Database, table.Name, index, known, after)
                .Where(values => expression.Holds(values) == true)
                .Select(values => catalog.FindPartition(state, place, table.Database, table.Name, values))
                .OfType<PartitionState>();
        }

        return catalog.Partitions(
            state, place, table.Database, table.Name, after, first, values => expression.Holds(values) == true);
    }

    private static void RequireSegment(Segment? segment)
    {
        var isSegment = segment is null
            || (segment.TotalSegments is >= 1 and <= GlueLimits.SegmentsMax && segment.SegmentNumber >= 0
                && segment.SegmentNumber < segment.TotalSegments);
        if (!isSegment)
        {
            throw GlueErrors.Invalid($"Segment {segment!.SegmentNumber} of {segment.TotalSegments} is none: at most {GlueLimits.SegmentsMax}, from 0.");
        }
    }

    /// <summary>Segments cut a table by its values alone, so readers of different segments never meet the same partition.</summary>
    private static bool IsInSegment(PartitionState partition, Segment? segment)
    {
        if (segment is null or { TotalSegments: 1 })
        {
            return true;
        }

        var hash = Crc32C.Compute(Encoding.UTF8.GetBytes(string.Join('/', partition.Values)));
        return hash % (uint)segment.TotalSegments == (uint)segment.SegmentNumber;
    }
}
