using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Contracts;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Workers;

/// <summary>Runs one pipeline for every delivery stream, from its making (or the platform's start) to its deletion.</summary>
internal sealed class DeliveryWorker(
    DeliveryStreamTable streams, IStreamReader reader, DeliveryServices services, DeliveryPlanner planner, ILogger<DeliveryWorker> logger)
    : BackgroundService
{
    private readonly Channel<StreamAddress> _changes = Channel.CreateUnbounded<StreamAddress>(); // bounded by the streams there may be
    private readonly Dictionary<StreamAddress, Running> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        services.Spool.Prepare();
        streams.Changed += Notice;
        try
        {
            await streams.FinishDeletionsAsync(stoppingToken);
            foreach (var stream in streams.All())
            {
                Notice(stream.Address);
            }

            await foreach (var address in _changes.Reader.ReadAllAsync(stoppingToken))
            {
                await FollowAsync(address, stoppingToken);
            }
        }
        finally
        {
            streams.Changed -= Notice;
            await Task.WhenAll(_running.Values.Select(running => running.StopAsync()));
        }
    }

    private void Notice(StreamAddress address) => _changes.Writer.TryWrite(address);

    private async Task FollowAsync(StreamAddress address, CancellationToken stoppingToken)
    {
        var stream = streams.Find(address);
        if (_running.TryGetValue(address, out var running))
        {
            if (running.StreamId == stream?.Id)
            {
                return; // it looks at the new settings by itself
            }

            _running.Remove(address);
            await running.StopAsync();
        }

        if (stream is not null)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            _running[address] = new(stream.Id, Task.Run(() => KeepRunningAsync(stream, stop.Token), CancellationToken.None), stop);
        }
    }

    private async Task KeepRunningAsync(DeliveryStreamState stream, CancellationToken cancellationToken)
    {
        var delay = FirehoseLimits.RetryDelayMin;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await new Pipeline(stream.Address, streams, SourceOf, services, planner, logger).RunAsync(cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // a pipeline that ends is started again, whatever ended it
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (streams.Find(stream.Address)?.Id != stream.Id)
                {
                    return;
                }

                logger.PipelineFailed(failure, stream.Address.Name);
            }

            await Task.Delay(delay, services.Clock, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            delay = delay * 2 < FirehoseLimits.RetryDelayMax ? delay * 2 : FirehoseLimits.RetryDelayMax;
        }
    }

    private IDeliverySource SourceOf(DeliveryStreamState stream) => stream.Source is { } source
        ? new KinesisSource(reader, source.KinesisStreamARN!, () => services.Roles.Call(stream.Address, source.RoleARN!))
        : new DirectSource(streams.Buffer(stream));

    private sealed record Running(string StreamId, Task Task, CancellationTokenSource Stop)
    {
        public async Task StopAsync()
        {
            await Stop.CancelAsync();
            await Task;
            Stop.Dispose();
        }
    }
}
