using Microsoft.Extensions.Hosting;
using Weir.Engines.Functions;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Workers;

/// <summary>Stops sandboxes that nobody uses; once, at the start, removes code that nobody refers to.</summary>
internal sealed class SandboxReaper(FunctionHost host, CodeStore code, FunctionTable functions, TimeProvider clock) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before requests come in: code that is stored but not yet referred to cannot be there now.
        code.RemoveUnused(functions.CodeInUse());
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LambdaLimits.ReapPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            host.ReapIdle();
        }
    }
}
