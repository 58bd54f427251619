using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Log;
using Weir.Kernel.Wire;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.State;
using Weir.Services.Kinesis.Workers;

namespace Weir.Services.Kinesis;

/// <summary>Kinesis Data Streams.</summary>
public sealed class KinesisModule : IServiceModule
{
    public string Name => "kinesis";

    public IReadOnlyList<ServiceApi> Apis => [KinesisApi.Instance];

    public void Register(IServiceCollection services)
    {
        KinesisApi.AddOperations(services);
        services.AddCommitLog();
        services.AddSingleton<StreamTable>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<ShardIterators>();
        services.AddSingleton<StreamResharder>();
        services.AddSingleton<StreamAppender>();
        services.AddSingleton<Domain.StreamReader>();
        services.AddSingleton<IStreamWriter>(provider => provider.GetRequiredService<StreamAppender>());
        services.AddSingleton<IStreamReader>(provider => provider.GetRequiredService<Domain.StreamReader>());
        services.AddHostedService<RetentionWorker>();
    }
}
