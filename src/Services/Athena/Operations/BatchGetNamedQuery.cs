using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Shows several saved queries: those of workgroups the caller may use.</summary>
internal sealed class BatchGetNamedQuery(IStateStore store) : IOperation<BatchGetNamedQueryRequest, BatchGetNamedQueryResponse>
{
    private const string Action = "athena:BatchGetNamedQuery";

    public string Resource(CallContext call, BatchGetNamedQueryRequest request) => BatchAccess.Resource(
        call, Action, request.NamedQueryIds.Select(id => Find(call, id)?.WorkGroup));

    public ValueTask<BatchGetNamedQueryResponse> HandleAsync(
        CallContext call, BatchGetNamedQueryRequest request, CancellationToken cancellationToken)
    {
        Constraints.Count(request.NamedQueryIds, "namedQueryIds", 1, AthenaLimits.BatchMax);
        var found = new List<NamedQuery>();
        var missing = new List<UnprocessedNamedQueryId>();
        foreach (var id in request.NamedQueryIds)
        {
            if (Find(call, id) is not { } query)
            {
                missing.Add(new() { NamedQueryId = id, ErrorCode = "INVALID_INPUT", ErrorMessage = AthenaErrors.NamedQueryNotFound(id).Message });
            }
            else if (!BatchAccess.IsAllowed(call, Action, query.WorkGroup))
            {
                missing.Add(new() { NamedQueryId = id, ErrorCode = BatchAccess.DeniedCode, ErrorMessage = BatchAccess.DeniedMessage(query.WorkGroup) });
            }
            else
            {
                found.Add(SavedQueryShapes.Write(query));
            }
        }

        return ValueTask.FromResult(new BatchGetNamedQueryResponse { NamedQueries = found, UnprocessedNamedQueryIds = missing });
    }

    private NamedQueryState? Find(CallContext call, string id) =>
        store.Read(state => AthenaTables.NamedQueries.Find(state, AthenaTables.Key(call, id)));
}
