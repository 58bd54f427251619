using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Log;
using Weir.Kernel.Storage;
using Weir.Kernel.Wire;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;
using Weir.Services.Firehose.Workers;

namespace Weir.Services.Firehose;

/// <summary>Amazon Data Firehose: delivery of records to S3.</summary>
public sealed class FirehoseModule : IServiceModule
{
    public string Name => "firehose";

    public IReadOnlyList<ServiceApi> Apis => [FirehoseApi.Instance];

    public void Register(IServiceCollection services)
    {
        FirehoseApi.AddOperations(services);
        services.AddCommitLog();
        services.AddSingleton<DeliveryStreamTable>();
        services.AddSingleton<DirectPutter>();
        services.AddSingleton<IDeliveryStreams>(provider => provider.GetRequiredService<DirectPutter>());
        services.AddSingleton<RoleSessions>();
        services.AddSingleton<LambdaTransform>();
        services.AddSingleton<ParquetConverter>();
        services.AddSingleton<DeliveryReports>();
        services.AddSingleton<DeliveryServices>();
        services.AddSingleton<DeliveryPlanner>();
        services.AddSingleton(provider => new Spool(LocalDisk.Instance, provider.GetRequiredService<WeirSettings>()));
        services.AddHostedService<DeliveryWorker>();
    }
}
