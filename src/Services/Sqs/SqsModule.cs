using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Wire;
using Weir.Services.Sqs.Domain;
using Weir.Services.Sqs.Model;
using Weir.Services.Sqs.State;
using Weir.Services.Sqs.Workers;

namespace Weir.Services.Sqs;

/// <summary>Amazon SQS: standard and FIFO queues.</summary>
public sealed class SqsModule : IServiceModule
{
    public string Name => "sqs";

    public IReadOnlyList<ServiceApi> Apis => [SqsApi.Instance];

    public void Register(IServiceCollection services)
    {
        SqsApi.AddOperations(services);
        services.AddSingleton<QueueTable>();
        services.AddSingleton<MessageStore>();
        services.AddSingleton<QueueSignals>();
        services.AddSingleton<QueueAccess>();
        services.AddSingleton<MessageSender>();
        services.AddSingleton<MessageReceiver>();
        services.AddSingleton<MessageKeeper>();
        services.AddSingleton<Queues>();
        services.AddSingleton<IQueues>(provider => provider.GetRequiredService<Queues>());
        services.AddSingleton<IQueueSender>(provider => provider.GetRequiredService<Queues>());
        services.AddHostedService<QueueSweeper>();
    }
}
