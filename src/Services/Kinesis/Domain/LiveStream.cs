using System.Collections.Immutable;
using Weir.Kernel.Log;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>One version of a stream with what its records need in memory. Immutable; shards are carried from version to version.</summary>
internal sealed class LiveStream
{
    private readonly ImmutableArray<LiveShard> _open;
    private readonly UInt128[] _firstHashes;

    public LiveStream(StreamState state, LiveStream? before, CommitLog log)
    {
        State = state;
        Shards = [.. state.Shards.Select(shard => before?.Find(shard.Number)?.Follow(shard) ?? new LiveShard(state, shard, log))];
        _open = [.. Shards.Where(shard => shard.State.IsOpen).OrderBy(shard => shard.State.FirstHash)];
        _firstHashes = [.. _open.Select(shard => shard.State.FirstHash)];
    }

    public StreamState State { get; }

    public StreamAddress Address => State.Address;

    public ImmutableArray<LiveShard> Shards { get; }

    public LiveShard ShardFor(UInt128 hash)
    {
        var at = Array.BinarySearch(_firstHashes, hash);
        return _open[at >= 0 ? at : ~at - 1];
    }

    public LiveShard Require(string shardId)
    {
        foreach (var shard in Shards)
        {
            if (shard.State.Id == shardId)
            {
                return shard;
            }
        }

        throw KinesisErrors.ShardNotFound(shardId, Address);
    }

    private LiveShard? Find(int number)
    {
        foreach (var shard in Shards)
        {
            if (shard.State.Number == number)
            {
                return shard;
            }
        }

        return null;
    }
}

/// <summary>One shard with its log partition and the gate that closes it.</summary>
internal sealed class LiveShard
{
    private readonly Lazy<LogPartition> _partition;

    public LiveShard(StreamState stream, ShardState state, CommitLog log)
    {
        State = state;
        Id = state.Id;
        Sequence = new(state.Epoch, state.Number);
        Gate = new();
        // Opening may recover and read; the first record pays for it, not the start of the platform.
        _partition = new(() => log.Open($"{stream.LogName}/{state.Id}", create: true));
    }

    private LiveShard(LiveShard before, ShardState state)
    {
        (State, Id, Sequence, Gate, _partition) = (state, before.Id, before.Sequence, before.Gate, before._partition);
    }

    public ShardState State { get; }

    public string Id { get; }

    public SequenceNumbers Sequence { get; }

    public ShardGate Gate { get; }

    public LogPartition Partition => _partition.Value;

    public LiveShard Follow(ShardState state) => ReferenceEquals(state, State) ? this : new(this, state);
}

/// <summary>Lets appends through until the shard closes; closing waits for those on their way.</summary>
internal sealed class ShardGate
{
    private readonly Lock _gate = new();
    private int _inside;
    private TaskCompletionSource? _closing;
    private TaskCompletionSource? _reopened;

    /// <summary>True when the append may go on, to be followed by <see cref="Leave"/>; else await the task and look the shard up again.</summary>
    public bool TryEnter(out Task resharded)
    {
        lock (_gate)
        {
            if (_reopened is not null)
            {
                resharded = _reopened.Task;
                return false;
            }

            _inside++;
            resharded = Task.CompletedTask;
            return true;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _inside--;
            if (_inside == 0)
            {
                _closing?.TrySetResult();
            }
        }
    }

    /// <summary>Completes when no append is on its way; later ones wait for <see cref="Done"/>.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _reopened ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_inside == 0)
            {
                return Task.CompletedTask;
            }

            _closing ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _closing.Task;
        }
    }

    /// <summary>The stream's new shape is committed (or the attempt given up): those who wait look again.</summary>
    /// <param name="stayClosed">Whether the shard is closed for good.</param>
    public void Done(bool stayClosed)
    {
        lock (_gate)
        {
            _reopened?.TrySetResult();
            _closing = null;
            if (!stayClosed)
            {
                _reopened = null;
            }
        }
    }
}
