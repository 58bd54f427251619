using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Shows several saved queries.</summary>
internal sealed class BatchGetNamedQuery(IStateStore store) : IOperation<BatchGetNamedQueryRequest, BatchGetNamedQueryResponse>
{
    public string Resource(CallContext call, BatchGetNamedQueryRequest request) => AthenaArns.WorkGroup(call, null);

    public ValueTask<BatchGetNamedQueryResponse> HandleAsync(
        CallContext call, BatchGetNamedQueryRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(store.Read(state =>
        {
            var found = new List<NamedQuery>();
            var missing = new List<UnprocessedNamedQueryId>();
            foreach (var id in request.NamedQueryIds)
            {
                if (AthenaTables.NamedQueries.Find(state, AthenaTables.Key(call, id)) is { } query)
                {
                    found.Add(SavedQueryShapes.Write(query));
                }
                else
                {
                    missing.Add(new() { NamedQueryId = id, ErrorCode = "INVALID_INPUT", ErrorMessage = $"NamedQuery {id} was not found" });
                }
            }

            return new BatchGetNamedQueryResponse { NamedQueries = found, UnprocessedNamedQueryIds = missing };
        }));
}
