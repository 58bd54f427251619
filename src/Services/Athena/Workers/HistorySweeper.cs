using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Services.Athena.Domain;

namespace Weir.Services.Athena.Workers;

/// <summary>Forgets executions when their history is over. Late is harmless.</summary>
internal sealed class HistorySweeper(Executions executions, TimeProvider clock, ILogger<HistorySweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AthenaLimits.SweepPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            logger.Forgot(await executions.ForgetAsync(clock.GetUtcNow() - AthenaLimits.History, stoppingToken));
        }
    }
}
