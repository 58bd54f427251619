using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Log;
using Weir.Kernel.State;
using Weir.Services.Kinesis.Domain;
using Weir.Services.Kinesis.Model;
using Weir.Services.Kinesis.Operations;
using Weir.Services.Kinesis.State;
using Weir.Services.Kinesis.Workers;
using Weir.Tests.Support;
using Weir.Tests.Support.Storage;

namespace Weir.Services.Kinesis.Tests;

/// <summary>The service on a state store in memory and a simulated disk.</summary>
internal sealed class KinesisHarness : IDisposable
{
    private readonly HopMetrics _hops = TestMeters.Hops();

    public KinesisHarness() => Start();

    public ManualClock Clock { get; } = new();
    public SimulatedDisk Disk { get; } = new(1);
    public IStateStore Store { get; } = new MemoryStateStore();
    public CallContext Call { get; } = TestCalls.Root();
    public CommitLog Log { get; private set; } = null!;
    public StreamTable Streams { get; private set; } = null!;
    public StreamAppender Appender { get; private set; } = null!;
    public Domain.StreamReader Reader { get; private set; } = null!;
    public ShardIterators Iterators { get; private set; } = null!;
    public StreamResharder Resharder { get; private set; } = null!;
    public Tokens Tokens { get; private set; } = null!;
    public RetentionWorker Retention { get; private set; } = null!;

    /// <summary>The power fails and comes back.</summary>
    public void Crash()
    {
        Disk.Crash();
        Start();
    }

    public async Task CreateAsync(string name = "s", int? shards = 1, bool onDemand = false) =>
        await new CreateStream(Streams, Clock).HandleAsync(
            Call,
            new() { StreamName = name, ShardCount = shards, StreamModeDetails = onDemand ? new() { StreamMode = "ON_DEMAND" } : null },
            default);

    public async Task<PutRecordResponse> PutAsync(string key, string data, string stream = "s", string? explicitHash = null) =>
        await new PutRecord(Appender).HandleAsync(
            Call,
            new() { StreamName = stream, PartitionKey = key, Data = Encoding.UTF8.GetBytes(data), ExplicitHashKey = explicitHash },
            default);

    public async Task<string> IteratorAsync(
        string type = "TRIM_HORIZON", string shard = "shardId-000000000000", string? sequence = null, DateTimeOffset? time = null)
    {
        var response = await new GetShardIterator(Streams, Iterators).HandleAsync(
            Call,
            new() { StreamName = "s", ShardId = shard, ShardIteratorType = type, StartingSequenceNumber = sequence, Timestamp = time },
            default);
        return response.ShardIterator!;
    }

    public async Task<GetRecordsResponse> GetAsync(string iterator, int? limit = null) =>
        await new GetRecords(Streams, Iterators, Reader, _hops).HandleAsync(Call, new() { ShardIterator = iterator, Limit = limit }, default);

    public async Task<StreamDescription> DescribeAsync() =>
        (await new DescribeStream(Streams).HandleAsync(Call, new() { StreamName = "s" }, default)).StreamDescription;

    public static string Text(Model.Record record) => Encoding.UTF8.GetString(record.Data.Span);

    public void Dispose()
    {
        Resharder.Dispose();
        Retention.Dispose();
        Log.Dispose();
    }

    private void Start()
    {
        Log = new(Disk, "/data/log", new() { CommitThreads = 1 }, Clock, NullLogger<CommitLog>.Instance);
        Streams = new(Store, Log, new SeededIds());
        Tokens = new(Store, new SeededIds(2), Clock);
        Iterators = new(Tokens, Clock);
        Appender = new(Streams, _hops, NullLogger<StreamAppender>.Instance);
        Reader = new(Streams, Clock, _hops);
        Resharder = new(Streams, Clock);
        Retention = new(Streams, Log, Clock, NullLogger<RetentionWorker>.Instance);
    }
}
