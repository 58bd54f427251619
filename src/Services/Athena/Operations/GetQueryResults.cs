using System.Globalization;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Results;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Reads a finished query's rows from its result object, page by page.</summary>
internal sealed class GetQueryResults(Executions executions, IObjectStore objects)
    : IOperation<GetQueryResultsRequest, GetQueryResultsResponse>
{
    public string Resource(CallContext call, GetQueryResultsRequest request) =>
        AthenaArns.WorkGroup(call, executions.Find(call, request.QueryExecutionId)?.WorkGroup);

    public async ValueTask<GetQueryResultsResponse> HandleAsync(
        CallContext call, GetQueryResultsRequest request, CancellationToken cancellationToken)
    {
        var execution = executions.Require(call, request.QueryExecutionId);
        var result = Finished(execution);
        var size = request.MaxResults ?? AthenaLimits.ResultRowsMax;
        if (size is < 1 or > AthenaLimits.ResultRowsMax)
        {
            throw AthenaErrors.InvalidInput($"MaxResults is more than maximum allowed length {AthenaLimits.ResultRowsMax}");
        }

        var (rows, next) = result.Kind == ResultKind.None
            ? ([], null)
            : await ReadAsync(call, execution, result.Kind, request.NextToken, size, cancellationToken);
        return new()
        {
            UpdateCount = result.UpdateCount ?? 0,
            ResultSet = new()
            {
                Rows = rows,
                ResultSetMetadata = new() { ColumnInfo = [.. result.Columns.Select(ResultColumns.Write)] },
            },
            NextToken = next,
        };
    }

    private static ExecutionResult Finished(ExecutionState execution)
    {
        if (!execution.IsOver)
        {
            throw AthenaErrors.NotFinished(execution.State);
        }

        return execution.State == ExecutionState.Succeeded && execution.Result is { } result
            ? result
            : throw AthenaErrors.NotSuccessful(execution.State);
    }

    private async ValueTask<(List<Row> Rows, string? Next)> ReadAsync(
        CallContext call, ExecutionState execution, ResultKind kind, string? token, int size, CancellationToken cancellationToken)
    {
        var address = S3Address.TryParse(execution.OutputLocation)!.Value;
        var offset = Offset(execution, token);
        await using var content = await OpenAsync(call, address, offset, cancellationToken);
        var reader = new ResultReader(content);
        var rows = new List<Row>();
        while (rows.Count < size)
        {
            var row = kind == ResultKind.Csv
                ? await reader.CsvRowAsync(cancellationToken)
                : await reader.LineAsync(cancellationToken);
            if (row is null)
            {
                return (rows, null);
            }

            rows.Add(row);
        }

        var isEnd = await reader.IsAtEndAsync(cancellationToken);
        return (rows, isEnd ? null : Pages.Encode(string.Create(CultureInfo.InvariantCulture, $"{execution.Id}:{offset + reader.Position}")));
    }

    private async ValueTask<Stream> OpenAsync(CallContext call, S3Address address, long offset, CancellationToken cancellationToken)
    {
        try
        {
            return await objects.OpenAsync(call, address.Bucket, address.Key, offset, cancellationToken);
        }
        catch (ServiceException error) when (error.Code is "NoSuchKey" or "NoSuchBucket")
        {
            throw AthenaErrors.InvalidInput($"Could not find results: {address} is not there any more");
        }
    }

    private static long Offset(ExecutionState execution, string? token)
    {
        if (token is null)
        {
            return 0;
        }

        var parts = Pages.Decode(token).Split(':');
        return parts.Length == 2 && parts[0] == execution.Id
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? offset
            : throw AthenaErrors.BadToken();
    }
}
