using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue;

/// <summary>AWS Glue: the Data Catalog.</summary>
public sealed class GlueModule : IServiceModule
{
    public string Name => "glue";

    public IReadOnlyList<ServiceApi> Apis => [GlueApi.Instance];

    public void Register(IServiceCollection services)
    {
        GlueApi.AddOperations(services);
        services.AddSingleton<CatalogStore>();
        services.AddSingleton<CatalogWriter>();
        services.AddSingleton<ITableCatalog, TableCatalog>();
    }
}
