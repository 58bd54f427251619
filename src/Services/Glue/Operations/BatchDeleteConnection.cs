using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Operations;

/// <summary>Forgets several connections; those that are not there are named.</summary>
internal sealed class BatchDeleteConnection(CatalogStore catalog)
    : IOperation<BatchDeleteConnectionRequest, BatchDeleteConnectionResponse>
{
    public string Resource(CallContext call, BatchDeleteConnectionRequest request) => Place.CatalogArn(call);

    public async ValueTask<BatchDeleteConnectionResponse> HandleAsync(
        CallContext call, BatchDeleteConnectionRequest request, CancellationToken cancellationToken)
    {
        var place = Place.Of(call, request.CatalogId);
        Batches.RequireSize("connectionNameList", request.ConnectionNameList.Count, GlueLimits.BatchDeleteConnectionsMax);
        foreach (var name in request.ConnectionNameList)
        {
            call.Authorize("glue:BatchDeleteConnection", Place.ConnectionArn(call, name));
        }

        var errors = new Dictionary<string, ErrorDetail>();
        await catalog.State.WriteAsync(
            state =>
            {
                errors.Clear();
                foreach (var failed in Batches.Each(
                    request.ConnectionNameList,
                    name => Connections.Delete(catalog, state, place, call, name),
                    (name, error) => (Name: name, Error: error)) ?? [])
                {
                    errors[failed.Name] = Views.Error(failed.Error);
                }

                return true;
            },
            cancellationToken);
        return new() { Succeeded = [.. request.ConnectionNameList.Where(name => !errors.ContainsKey(name))], Errors = errors };
    }
}
