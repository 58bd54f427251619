using Microsoft.Extensions.DependencyInjection;
using Weir.Contracts;
using Weir.Kernel.Wire;
using Weir.Services.Logs.Model;
using Weir.Services.Logs.State;
using Weir.Services.Logs.Workers;

namespace Weir.Services.Logs;

/// <summary>Amazon CloudWatch Logs: groups, streams and events, and the place where other services log.</summary>
public sealed class LogsModule : IServiceModule
{
    public string Name => "logs";

    public IReadOnlyList<ServiceApi> Apis => [LogsApi.Instance];

    public void Register(IServiceCollection services)
    {
        LogsApi.AddOperations(services);
        services.AddSingleton<LogStore>();
        services.AddSingleton<LogWriter>();
        services.AddSingleton<ILogGroups>(provider => provider.GetRequiredService<LogWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<LogWriter>());
        services.AddHostedService<LogSweeper>();
    }
}
