using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Engines.Databases;
using Weir.Kernel.Identity.Policies;
using Weir.Kernel.Wire;
using Weir.Services.Glue.Crawling;
using Weir.Services.Glue.Domain;
using Weir.Services.Glue.IcebergRest;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;
using Weir.Services.Glue.Workers;

namespace Weir.Services.Glue;

/// <summary>AWS Glue: the Data Catalog and its crawlers.</summary>
public sealed class GlueModule : IServiceModule
{
    public string Name => "glue";

    public IReadOnlyList<ServiceApi> Apis => [GlueApi.Instance, IcebergRestApi.Instance];

    public void Register(IServiceCollection services)
    {
        GlueApi.AddOperations(services);
        IcebergRestApi.AddOperations(services);
        services.AddSingleton<RestTables>();
        services.AddSingleton<PartitionIndexStore>();
        services.AddSingleton<ColumnStatisticsStore>();
        services.AddSingleton<CatalogThings>();
        services.AddSingleton<CatalogStore>();
        services.AddSingleton<CatalogWriter>();
        services.AddSingleton<ResourceLinks>();
        services.AddSingleton<StatisticsChanges>();
        services.AddSingleton<TableCatalog>();
        services.AddSingleton<ITableCatalog>(provider => provider.GetRequiredService<TableCatalog>());
        services.AddSingleton<IResourcePolicySource, CatalogPolicies>();
        services.AddSingleton<ParquetSchemas>();
        services.AddSingleton<IDatabases, Databases>();
        services.AddSingleton<JdbcConnections>();
        services.AddSingleton<IndexBuilder>();
        services.AddSingleton<CrawlRunner>();
        services.AddSingleton<StatisticsRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<IndexBuilder>());
        services.AddHostedService(provider => provider.GetRequiredService<CrawlRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<StatisticsRunner>());
        services.AddHostedService<CrawlScheduler>();
    }
}
