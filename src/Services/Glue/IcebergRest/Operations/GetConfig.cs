using System.Text.Json.Nodes;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.IcebergRest.Operations;

/// <summary>How clients are to speak to this catalog: the prefix of its paths, where the object store is, what is built.</summary>
internal sealed class GetConfig : IOperation<CatalogRequest, CatalogAnswer>
{
    public string Resource(CallContext call, CatalogRequest request) => Place.CatalogArn(call);

    public string? Action(CatalogRequest request) => "glue:GetCatalog";

    public ValueTask<CatalogAnswer> HandleAsync(CallContext call, CatalogRequest request, CancellationToken cancellationToken)
    {
        RestNames.RequireCatalog(call, request.Warehouse ?? "");
        return ValueTask.FromResult(CatalogAnswer.Of(new()
        {
            ["defaults"] = RestTables.Access(call),
            ["overrides"] = new JsonObject
            {
                ["prefix"] = $"catalogs/{call.Account}",
                ["rest.sigv4-enabled"] = "true",
                ["rest.signing-name"] = "glue",
                ["rest.signing-region"] = call.Region,
            },
            ["endpoints"] = new JsonArray([.. IcebergRestApi.Instance.Endpoints.Select(endpoint => JsonValue.Create(endpoint))]),
        }));
    }
}
