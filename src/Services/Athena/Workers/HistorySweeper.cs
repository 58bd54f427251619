using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Services.Athena.Domain;

namespace Weir.Services.Athena.Workers;

/// <summary>Forgets executions when their history is over, client tokens and cancelled reservations. Late is harmless.</summary>
internal sealed class HistorySweeper(Executions executions, CapacityReservations reservations, TimeProvider clock, ILogger<HistorySweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AthenaLimits.SweepPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = clock.GetUtcNow();
            logger.Forgot(await SweepAsync(before => executions.ForgetAsync(before, stoppingToken), now - AthenaLimits.History));
            logger.ForgotTokens(await SweepAsync(before => executions.ForgetTokensAsync(before, stoppingToken), now - AthenaLimits.TokenLife));
            logger.ForgotCapacity(await SweepAsync(before => reservations.ForgetAsync(before, stoppingToken), now - AthenaLimits.CancelledCapacity));
        }
    }

    /// <summary>A transaction forgets so many; a busy hour leaves more.</summary>
    private static async ValueTask<int> SweepAsync(Func<DateTimeOffset, ValueTask<int>> forget, DateTimeOffset before)
    {
        var (all, last) = (0, 0);
        do
        {
            last = await forget(before);
            all += last;
        }
        while (last == AthenaLimits.SweepMax);

        return all;
    }
}
