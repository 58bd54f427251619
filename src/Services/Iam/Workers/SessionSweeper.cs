using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Workers;

/// <summary>Forgets temporary sessions a while after they ended. Late is harmless: an ended session is refused by its time.</summary>
internal sealed class SessionSweeper(IamStore iam, TimeProvider clock, ILogger<SessionSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IamLimits.SweepPeriod, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.SweepFailed(exception);
            }
        }
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var cut = (clock.GetUtcNow() - IamLimits.EndedSessionKept).ToUnixTimeSeconds();
        while (iam.HasEndedSessions(cut))
        {
            var dropped = await iam.WriteAsync(state => iam.DropSessions(state, cut, IamLimits.SweepSessionsMax), cancellationToken);
            logger.SessionsDropped(dropped);
        }
    }
}
