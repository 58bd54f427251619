using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Delta;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Iceberg;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Workers;

namespace Weir.Services.Athena;

/// <summary>Amazon Athena: SQL over objects where they lie.</summary>
public sealed class AthenaModule : IServiceModule
{
    public string Name => "athena";

    public IReadOnlyList<ServiceApi> Apis => [AthenaApi.Instance];

    public void Register(IServiceCollection services)
    {
        AthenaApi.AddOperations(services);
        services.AddSingleton<WorkGroups>();
        services.AddSingleton<DataCatalogs>();
        services.AddSingleton<CapacityReservations>();
        services.AddSingleton<TaggedResources>();
        services.AddSingleton<ResultReuse>();
        services.AddSingleton<Executions>();
        services.AddSingleton<WriteJournal>();
        services.AddSingleton<DatabaseStatements>();
        services.AddSingleton<TableStatements>();
        services.AddSingleton<PartitionStatements>();
        services.AddSingleton<DescribeStatements>();
        services.AddSingleton<PreparedStatements>();
        services.AddSingleton<IcebergTables>();
        services.AddSingleton<DeltaTables>();
        services.AddSingleton<QueryEngine>();
        services.AddSingleton<QueryCompiler>();
        services.AddSingleton<SelectStatements>();
        services.AddSingleton<ExplainStatements>();
        services.AddSingleton<FileWriter>();
        services.AddSingleton<FilePublisher>();
        services.AddSingleton<WriteStatements>();
        services.AddSingleton<TextResults>();
        services.AddSingleton<IcebergDefinitions>();
        services.AddSingleton<IcebergWrites>();
        services.AddSingleton<IcebergChanges>();
        services.AddSingleton<IcebergMaintenance>();
        services.AddSingleton<IcebergStatements>();
        services.AddSingleton<DeltaStatements>();
        services.AddSingleton<StatementRunner>();
        services.AddSingleton<IQueryRunner, QueryRunner>();
        services.AddSingleton<QueryQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<QueryQueue>());
        services.AddHostedService<HistorySweeper>();
    }
}
