using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Lists a workgroup's prepared statements.</summary>
internal sealed class ListPreparedStatements(IStateStore store)
    : IOperation<ListPreparedStatementsRequest, ListPreparedStatementsResponse>
{
    public string Resource(CallContext call, ListPreparedStatementsRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public ValueTask<ListPreparedStatementsResponse> HandleAsync(
        CallContext call, ListPreparedStatementsRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(store.Read(state =>
        {
            WorkGroups.Require(state, call, request.WorkGroup);
            var statements = AthenaTables.Prepared.Scan(state, StateKey.Prefix(call.Account, call.Region, request.WorkGroup))
                .Select(entry => entry.Value);
            var (page, next) = Pages.Cut(
                statements, statement => statement.Name, request.NextToken, Constraints.PageSize(request.MaxResults, 1, AthenaLimits.PageDefault));
            return new ListPreparedStatementsResponse
            {
                PreparedStatements =
                [
                    .. page.Select(statement => new PreparedStatementSummary
                    {
                        StatementName = statement.Name,
                        LastModifiedTime = statement.ModifiedAt,
                    }),
                ],
                NextToken = next,
            };
        }));
}
