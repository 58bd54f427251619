using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Log;
using Weir.Kernel.State;
using Weir.Kernel.Storage;
using Weir.Services.Firehose.Domain;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.Operations;
using Weir.Services.Firehose.State;
using Weir.Services.Firehose.Workers;
using Weir.Tests.Support;
using Weir.Tests.Support.Storage;

namespace Weir.Services.Firehose.Tests;

/// <summary>The service with fakes around it, on a real folder for the spool (DuckDB writes there) and a simulated log disk.</summary>
internal sealed class FirehoseHarness : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::000000000000:role/delivery";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weir-firehose-");
    private readonly SimulatedDisk _disk = new(1);
    private readonly HopMetrics _hops = TestMeters.Hops();
    private readonly SeededIds _planIds = new(4); // goes on over restarts, as the real one does
    private CommitLog _log = null!;
    private ParquetConverter _converter = null!;
    private DeliveryWorker? _worker;

    public FirehoseHarness()
    {
        Objects = new(LocalDisk.Instance);
        Open();
    }

    public ManualClock Clock { get; } = new();
    public IStateStore Store { get; } = new MemoryStateStore();
    public CallContext Call { get; } = TestCalls.Root();
    public FakeObjects Objects { get; }
    public FakeFunctions Functions { get; } = new();
    public FakeCatalog Catalog { get; } = new();
    public FakeRoles Roles { get; } = new();
    public FakeLogGroups Logs { get; } = new();
    public FakeStream Stream { get; } = new();
    public DeliveryStreamTable Streams { get; private set; } = null!;
    public DirectPutter Putter { get; private set; } = null!;
    public string Spool => _folder.FullName;

    public static ExtendedS3DestinationConfiguration Destination(int seconds = 0) => new()
    {
        RoleARN = Role,
        BucketARN = "arn:aws:s3:::lake",
        BufferingHints = new() { SizeInMBs = 1, IntervalInSeconds = seconds },
    };

    public static ProcessingConfiguration Lambda(int retries = 0) => new()
    {
        Enabled = true,
        Processors =
        [
            new()
            {
                Type = "Lambda",
                Parameters =
                [
                    new() { ParameterName = "LambdaArn", ParameterValue = "arn:aws:lambda:us-east-1:000000000000:function:f" },
                    new() { ParameterName = "NumberOfRetries", ParameterValue = $"{retries}" },
                ],
            },
        ],
    };

    public async Task CreateAsync(ExtendedS3DestinationConfiguration destination, bool fromKinesis = false) =>
        await new CreateDeliveryStream(Streams, NewRoles(), Stream, Clock).HandleAsync(
            Call,
            new()
            {
                DeliveryStreamName = "s",
                ExtendedS3DestinationConfiguration = destination,
                DeliveryStreamType = fromKinesis ? "KinesisStreamAsSource" : null,
                KinesisStreamSourceConfiguration = fromKinesis
                    ? new() { KinesisStreamARN = "arn:aws:kinesis:us-east-1:000000000000:stream/in", RoleARN = Role }
                    : null,
            },
            default);

    public async Task PutAsync(params string[] records) => await Putter.AppendAsync(
        new("000000000000", "us-east-1", "s"), [.. records.Select(record => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record))], default);

    /// <summary>Starts the pipelines.</summary>
    public async Task StartAsync()
    {
        var transform = new LambdaTransform(Functions, new SeededIds(3), _hops, Clock, NullLogger<LambdaTransform>.Instance);
        var spool = new Spool(LocalDisk.Instance, new WeirSettings { DataDirectory = _folder.FullName });
        _converter = new(Catalog, spool, Clock);
        var services = new DeliveryServices(
            Objects, transform, _converter, NewRoles(), spool, _hops, new DeliveryReports(Logs, Clock), Clock);
        _worker = new(Streams, Stream, services, new(_planIds, Clock), NullLogger<DeliveryWorker>.Instance);
        await _worker.StartAsync(default);
    }

    public async Task StopAsync()
    {
        if (_worker is { } worker)
        {
            _worker = null;
            await worker.StopAsync(default);
            worker.Dispose();
            _converter.Dispose();
        }
    }

    /// <summary>The process dies and starts again: state and synced log stay.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _disk.Crash();
        Open();
        await StartAsync();
    }

    public DeliveryStreamState State() => Streams.Require(new("000000000000", "us-east-1", "s"));

    /// <summary>Waits until the progress is committed for all that was put up to an offset.</summary>
    public async Task WaitForProgressAsync(long offset, string lane = DirectSource.LaneName)
    {
        for (var tries = 0; tries < 3000; tries++)
        {
            if (Streams.FindProgress(State()) is { Plan: null } progress && progress.Lanes.GetValueOrDefault(lane)?.Offset >= offset)
            {
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail("the progress was not committed");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _log.Dispose();
        Objects.Dispose();
        _folder.Delete(recursive: true);
    }

    private RoleSessions NewRoles() => new(Roles, new FakeAuthorizer(), new SeededIds(5));

    private void Open()
    {
        _log = new(_disk, "/data/log", new() { CommitThreads = 1 }, Clock, NullLogger<CommitLog>.Instance);
        Streams = new(Store, _log, new SeededIds(6));
        Putter = new(Streams, _hops);
    }
}
