using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Saves a query under a name.</summary>
internal sealed class CreateNamedQuery(IStateStore store, IdSource ids, TimeProvider clock)
    : IOperation<CreateNamedQueryRequest, CreateNamedQueryResponse>
{
    public string Resource(CallContext call, CreateNamedQueryRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public async ValueTask<CreateNamedQueryResponse> HandleAsync(
        CallContext call, CreateNamedQueryRequest request, CancellationToken cancellationToken)
    {
        SavedQueryShapes.RequireText(request.QueryString);
        Constraints.Length(request.Name, "name", 1, AthenaLimits.NameMax);
        Constraints.Length(request.Description, "description", 0, AthenaLimits.DescriptionMax);
        Constraints.Length(request.Database, "database", 1, AthenaLimits.DatabaseMax);
        Constraints.Token(request.ClientRequestToken);
        var query = new NamedQueryState
        {
            Id = ids.NewId(),
            Name = request.Name,
            Description = request.Description,
            Database = request.Database,
            Query = request.QueryString,
            WorkGroup = request.WorkGroup ?? WorkGroupState.Primary,
            ClientToken = request.ClientRequestToken,
        };
        var id = await store.WriteAsync(
            state =>
            {
                WorkGroups.Require(state, call, query.WorkGroup);
                var token = ClientTokens.Claim(state, call, clock.GetUtcNow(), "named", request.ClientRequestToken, query.Id, query with { Id = "" });
                if (token != query.Id)
                {
                    return token;
                }

                AthenaTables.NamedQueries.Put(state, AthenaTables.Key(call, query.Id), query);
                return query.Id;
            },
            cancellationToken);
        return new() { NamedQueryId = id };
    }
}
