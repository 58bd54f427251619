using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.State;
using Weir.Services.Lambda.Workers;
using Weir.Tests.Support;

namespace Weir.Services.Lambda.Tests;

/// <summary>Lambda's workers over a state store in memory, a clock that tests move, and a function that tests play.</summary>
internal sealed class LambdaBench : IDisposable
{
    public const string QueueArn = "arn:aws:sqs:us-east-1:000000000000:source";
    public const string StreamArn = "arn:aws:kinesis:us-east-1:000000000000:stream/source";
    public const string DeadArn = "arn:aws:sqs:us-east-1:000000000000:dead";
    public const string Role = "arn:aws:iam::000000000000:role/function";

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <param name="before">The bench of the run before: what it stored and what was in its source is still there.</param>
    public LambdaBench(LambdaBench? before = null)
    {
        Clock = before?.Clock ?? new();
        Store = before?.Store ?? new MemoryStateStore();
        Streams = before?.Streams ?? new(Clock);
        Queues = before?.Queues ?? new();
        var ids = new SeededIds();
        var hops = TestMeters.Hops();
        Functions = new(Store);
        Table = new(Store);
        Events = new(Store);
        Resolver = new(Functions, ids);
        var calls = new RoleCalls(new FakeRoles(), Authorizer, ids);
        var destinations = new Destinations(Queues, calls, Clock, NullLogger<Destinations>.Instance);
        Mappings = new(Table, Resolver, calls, Queues, Streams, ids, Clock);
        var runner = new BatchRunner(Resolver, Function, calls, Table, ids, NullLogger<BatchRunner>.Instance);
        var batches = new ShardBatches(runner, Table, destinations, Clock, hops, NullLogger<ShardBatches>.Instance);
        var shards = new ShardMapping(runner, Streams, batches, Table, Clock, hops, NullLogger<ShardMapping>.Instance);
        QueueWorker = new(runner, Queues, Clock, NullLogger<QueueMapping>.Instance);
        StreamWorker = new(runner, Streams, shards, Table, Clock, NullLogger<StreamMapping>.Instance);
        Supervisor = new(Table, QueueWorker, StreamWorker, NullLogger<MappingSupervisor>.Instance);
        var handling = new EventHandling(Events, Resolver, Function, destinations, Clock, NullLogger<EventHandling>.Instance);
        Dispatcher = new(Events, handling, Clock, NullLogger<EventDispatcher>.Instance);
        Invocations = new(Resolver, Function, Events, Clock);
    }

    public ManualClock Clock { get; }
    public IStateStore Store { get; }
    public FakeStreams Streams { get; }
    public FakeQueues Queues { get; }
    public FakeAuthorizer Authorizer { get; } = new();
    public PlayedFunction Function { get; } = new();
    public FunctionTable Functions { get; }
    public FunctionResolver Resolver { get; }
    public MappingTable Table { get; }
    public EventQueue Events { get; }
    public Mappings Mappings { get; }
    public Functions Invocations { get; }
    public QueueMapping QueueWorker { get; }
    public StreamMapping StreamWorker { get; }
    public MappingSupervisor Supervisor { get; }
    public EventDispatcher Dispatcher { get; }
    public CallContext Call => TestCalls.Root(Authorizer);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<LambdaBench> WithFunctionAsync(Func<FunctionState, FunctionState>? change = null)
    {
        var function = new FunctionState
        {
            Account = TestCalls.Account,
            Region = TestCalls.Region,
            Name = "work",
            Id = "function-1",
            Latest = new()
            {
                Version = VersionState.LatestName,
                Runtime = "python3.11",
                Handler = "app.handler",
                Role = Role,
                CodeHash = "00",
                CodeSize = 1,
                RevisionId = "revision-1",
                LastModified = Clock.GetUtcNow(),
            },
        };
        await Store.WriteAsync(
            state =>
            {
                Functions.Put(state, change?.Invoke(function) ?? function);
                return true;
            },
            Token);
        return this;
    }

    public ValueTask<MappingState> MapStreamAsync(Func<MappingSettings, MappingSettings>? change = null) => Mappings.CreateAsync(
        Call, (change ?? (static settings => settings))(new() { SourceArn = StreamArn, FunctionName = "work", StartingPosition = "TRIM_HORIZON" }), Token);

    public ValueTask<MappingState> MapQueueAsync(Func<MappingSettings, MappingSettings>? change = null) => Mappings.CreateAsync(
        Call, (change ?? (static settings => settings))(new() { SourceArn = QueueArn, FunctionName = "work" }), Token);

    /// <summary>Starts the workers, as the server does.</summary>
    public LambdaBench Start()
    {
        _running = Task.WhenAll(Supervisor.StartAsync(_stop.Token), Dispatcher.StartAsync(_stop.Token));
        return this;
    }

    /// <summary>The next call of the function; time passes as long as none comes.</summary>
    public Task<PlayedCall> NextCallAsync() => NextAsync(Function.Calls);

    public async Task<T> NextAsync<T>(ChannelReader<T> channel)
    {
        var next = channel.ReadAsync(Token).AsTask();
        for (var patience = 0; !next.IsCompleted; patience++)
        {
            Assert.True(patience < 20_000, "nothing came");
            await Task.WhenAny(next, Task.Delay(1, Token));
            if (!next.IsCompleted)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        return await next;
    }

    /// <summary>Until something is true that the workers bring about.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var patience = 0; !condition(); patience++)
        {
            Assert.True(patience < 20_000, "it did not come about");
            await Task.Delay(1, Token);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        Supervisor.Dispose();
        Dispatcher.Dispose();
        _ = _running;
    }
}
