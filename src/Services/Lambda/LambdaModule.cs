using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Engines.Functions;
using Weir.Kernel.Core;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;
using Weir.Services.Lambda.Workers;

namespace Weir.Services.Lambda;

/// <summary>AWS Lambda: functions, their asynchronous queue and their event sources.</summary>
public sealed class LambdaModule : IServiceModule
{
    public string Name => "lambda";

    public IReadOnlyList<ServiceApi> Apis { get; } = [LambdaApi.Instance];

    /// <summary>Where code and sandboxes lie below a data directory.</summary>
    public static string FunctionsDirectory(string dataDirectory) => Path.Combine(dataDirectory, "lambda");

    public void Register(IServiceCollection services)
    {
        LambdaApi.AddOperations(services);
        services.AddSingleton<FunctionTable>();
        services.AddSingleton<MappingTable>();
        services.AddSingleton<EventQueue>();
        services.AddSingleton<FunctionResolver>();
        services.AddSingleton<FunctionAccess>();
        services.AddSingleton<FunctionChanges>();
        services.AddSingleton<CodeSources>();
        services.AddSingleton<RoleCalls>();
        services.AddSingleton<Destinations>();
        services.AddSingleton<Mappings>();
        RegisterRunning(services);
        services.AddHostedService<SandboxReaper>();
        services.AddHostedService<EventDispatcher>();
        services.AddHostedService<MappingSupervisor>();
    }

    private static void RegisterRunning(IServiceCollection services)
    {
        services.AddSingleton<IFunctionLogs, FunctionLogs>();
        services.AddSingleton(provider => new CodeStore(
            FunctionsDirectory(provider.GetRequiredService<WeirSettings>().DataDirectory),
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<ILogger<CodeStore>>()));
        services.AddSingleton(provider => new FunctionHost(
            new()
            {
                Directory = FunctionsDirectory(provider.GetRequiredService<WeirSettings>().DataDirectory),
                LifeTime = LambdaLimits.SandboxLifetime,
            },
            provider.GetRequiredService<IFunctionLogs>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<ILogger<FunctionHost>>()));
        services.AddSingleton<FunctionSpecs>();
        services.AddSingleton<ConcurrencyGate>();
        services.AddSingleton<IFunctionRunner, Invoker>();
        services.AddSingleton<Functions>();
        services.AddSingleton<IFunctions>(provider => provider.GetRequiredService<Functions>());
        services.AddSingleton<EventHandling>();
        services.AddSingleton<BatchRunner>();
        services.AddSingleton<QueueMapping>();
        services.AddSingleton<ShardBatches>();
        services.AddSingleton<ShardMapping>();
        services.AddSingleton<StreamMapping>();
    }
}
