using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Services.Logs.State;

namespace Weir.Services.Logs.Workers;

/// <summary>Takes the log lines of other services and writes them behind their backs, many to a transaction.</summary>
/// <remarks>
/// Callers never wait. A line is durable at most a tenth of a second later, and at a graceful stop; when more come than
/// the disk takes, the newest are dropped, counted and reported.
/// </remarks>
internal sealed class LogWriter(LogStore logs, TimeProvider clock, HopMetrics metrics, ILogger<LogWriter> logger)
    : BackgroundService, ILogGroups
{
    private readonly Channel<Line> _lines = Channel.CreateBounded<Line>(
        new BoundedChannelOptions(LogsLimits.WriteBehindMax) { SingleReader = true });

    private long _dropped;

    public void Append(string account, string region, string group, string stream, DateTimeOffset timestamp, string message)
    {
        var line = new Line(account, region, group, stream, timestamp.ToUnixTimeMilliseconds(), Fit(message));
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
            metrics.Failed("logs", group, "write-behind-full");
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _lines.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (await WriteBatchAsync(cancellationToken) > 0)
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _lines.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(LogsLimits.WriteBehindDelay, clock, stoppingToken);
            while (await WriteBatchAsync(stoppingToken) > 0)
            {
            }
        }
    }

    /// <summary>Writes what waits, up to a batch; returns how many lines.</summary>
    internal async ValueTask<int> WriteBatchAsync(CancellationToken cancellationToken)
    {
        var batch = new List<Line>();
        while (batch.Count < LogsLimits.WriteBehindBatch && _lines.Reader.TryRead(out var line))
        {
            batch.Add(line);
        }

        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
        {
            logger.LinesDropped(dropped);
        }

        if (batch.Count == 0)
        {
            return 0;
        }

        try
        {
            await logs.Store.WriteAsync(
                state =>
                {
                    foreach (var lines in batch.GroupBy(line => (line.Account, line.Region, line.Group, line.Stream)))
                    {
                        var (account, region, group, stream) = lines.Key;
                        logs.AppendAnyhow(
                            state, account, region, group, stream, lines.Select(line => (line.Timestamp, line.Message)).ToList());
                    }

                    return true;
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.WriteFailed(exception, batch.Count);
        }

        return batch.Count;
    }

    /// <summary>Cuts what is over the limit of one event; an empty line becomes a space, as events may not be empty.</summary>
    private static string Fit(string message)
    {
        if (message.Length == 0)
        {
            return " ";
        }

        if (message.Length <= LogsLimits.MessageBytesMax / 3 || Encoding.UTF8.GetByteCount(message) <= LogsLimits.MessageBytesMax)
        {
            return message;
        }

        return message[..(LogsLimits.MessageBytesMax / 3)];
    }

    private readonly record struct Line(string Account, string Region, string Group, string Stream, long Timestamp, string Message);
}
