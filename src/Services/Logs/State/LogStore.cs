using Weir.Kernel.Core;
using Weir.Kernel.State;

namespace Weir.Services.Logs.State;

/// <summary>All groups, streams and events. Reads see what is committed; safe from any thread.</summary>
internal sealed class LogStore(IStateStore store, IdSource ids, TimeProvider clock)
{
    private static readonly Keyspace Events = new("logs_events");
    private readonly StateTable<LogGroupState> _groups = new("logs_groups", LogsJson.Default.LogGroupState);
    private readonly StateTable<LogStreamState> _streams = new("logs_streams", LogsJson.Default.LogStreamState);
    private readonly StateTable<LogGarbage> _garbage = new("logs_garbage", LogsJson.Default.LogGarbage);

    public IStateStore Store { get; } = store;

    public LogGroupState Require(IStateReader state, string account, string region, string group) =>
        _groups.Find(state, StateKey.Of(account, region, group)) ?? throw LogsErrors.GroupNotFound();

    public LogStreamState Require(IStateReader state, LogGroupState group, string stream) =>
        _streams.Find(state, StreamKey(group, stream)) ?? throw LogsErrors.StreamNotFound();

    public IEnumerable<LogGroupState> Groups(IStateReader state, string account, string region, string prefix, string? after)
    {
        var below = StateKey.Of(account, region, prefix);
        var from = after is null ? below : StateKey.Of(account, region, after + '\u0001');
        return _groups.Scan(state, from, below.Next()).Select(entry => entry.Value);
    }

    public IReadOnlyList<LogGroupState> AllGroups() =>
        Store.Read(state => _groups.Scan(state, default).Select(entry => entry.Value).ToList());

    public IEnumerable<LogStreamState> Streams(IStateReader state, LogGroupState group, string prefix = "")
    {
        var below = StateKey.Of(group.Account, group.Region, group.Name, prefix);
        return _streams.Scan(state, below, below.Next()).Select(entry => entry.Value);
    }

    public void Create(IStateWriter state, LogGroupState group)
    {
        var key = StateKey.Of(group.Account, group.Region, group.Name);
        if (_groups.Find(state, key) is not null)
        {
            throw LogsErrors.GroupExists();
        }

        _groups.Put(state, key, group);
    }

    public void Put(IStateWriter state, LogGroupState group) =>
        _groups.Put(state, StateKey.Of(group.Account, group.Region, group.Name), group);

    public LogStreamState Create(IStateWriter state, LogGroupState group, string name)
    {
        if (_streams.Find(state, StreamKey(group, name)) is not null)
        {
            throw LogsErrors.StreamExists();
        }

        var stream = new LogStreamState
        {
            Name = name,
            Store = ids.NewToken(16),
            Number = group.StreamsMade,
            CreatedAt = clock.GetUtcNow(),
        };
        Put(state, group with { StreamsMade = group.StreamsMade + 1 });
        _streams.Put(state, StreamKey(group, name), stream);
        return stream;
    }

    public void Delete(IStateWriter state, LogGroupState group)
    {
        foreach (var stream in Streams(state, group).ToList())
        {
            Delete(state, group, stream);
        }

        _groups.Delete(state, StateKey.Of(group.Account, group.Region, group.Name));
    }

    public void Delete(IStateWriter state, LogGroupState group, LogStreamState stream)
    {
        _streams.Delete(state, StreamKey(group, stream.Name));
        _garbage.Put(state, StateKey.Of(group.Account, group.Region, stream.Store), new(group.Account, group.Region, stream.Store));
    }

    /// <summary>Makes group and stream when they are missing: what other services log needs no preparation.</summary>
    public void AppendAnyhow(
        IStateWriter state, string account, string region, string group, string stream, IReadOnlyList<(long Timestamp, string Message)> events)
    {
        var key = StateKey.Of(account, region, group);
        var found = _groups.Find(state, key) ?? new() { Account = account, Region = region, Name = group, CreatedAt = clock.GetUtcNow() };
        if (_streams.Find(state, StreamKey(found, stream)) is not { } into)
        {
            into = Create(state, found, stream);
        }

        Append(state, found, into, events);
    }

    public void Append(
        IStateWriter state, LogGroupState group, LogStreamState stream, IReadOnlyList<(long Timestamp, string Message)> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var sequence = stream.EventsPut;
        var bytes = stream.StoredBytes;
        var first = stream.FirstEventAt?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        var last = stream.LastEventAt?.ToUnixTimeMilliseconds() ?? long.MinValue;
        foreach (var (timestamp, message) in events)
        {
            var each = new LogEvent(timestamp, sequence, now.ToUnixTimeMilliseconds(), message);
            state.Put(Events, LogEvent.Key(group.Account, group.Region, stream.Store, timestamp, sequence), each.Value());
            sequence++;
            bytes += each.CountedBytes;
            first = Math.Min(first, timestamp);
            last = Math.Max(last, timestamp);
        }

        _streams.Put(state, StreamKey(group, stream.Name), stream with
        {
            EventsPut = sequence,
            StoredBytes = bytes,
            FirstEventAt = DateTimeOffset.FromUnixTimeMilliseconds(first),
            LastEventAt = DateTimeOffset.FromUnixTimeMilliseconds(last),
            LastIngestedAt = now,
        });
    }

    /// <summary>Events from one place (inclusive) to another (exclusive), or backwards from the end of that range.</summary>
    public static IEnumerable<LogEvent> Read(
        IStateReader state, LogGroupState group, LogStreamState stream, LogPlace from, LogPlace to, bool isBackward = false) =>
        state.Scan(
            Events,
            LogEvent.Key(group.Account, group.Region, stream.Store, from.Timestamp, from.Sequence),
            LogEvent.Key(group.Account, group.Region, stream.Store, to.Timestamp, to.Sequence),
            isBackward).Select(LogEvent.Read);

    /// <summary>Drops events older than a time; returns how many, never more than a batch.</summary>
    public int Expire(IStateWriter state, LogGroupState group, string streamName, DateTimeOffset before)
    {
        if (_streams.Find(state, StreamKey(group, streamName)) is not { } stream)
        {
            return 0;
        }

        var old = Read(state, group, stream, new(0, 0), new(before.ToUnixTimeMilliseconds(), 0)).Take(LogsLimits.SweepBatch).ToList();
        foreach (var each in old)
        {
            state.Delete(Events, LogEvent.Key(group.Account, group.Region, stream.Store, each.Timestamp, each.Sequence));
        }

        if (old.Count > 0)
        {
            _streams.Put(state, StreamKey(group, streamName), stream with
            {
                StoredBytes = stream.StoredBytes - old.Sum(each => (long)each.CountedBytes),
            });
        }

        return old.Count;
    }

    public IReadOnlyList<LogGarbage> Garbage() =>
        Store.Read(state => _garbage.Scan(state, default).Select(entry => entry.Value).ToList());

    /// <summary>Drops some events of a deleted stream; zero when none are left.</summary>
    public int Collect(IStateWriter state, LogGarbage garbage)
    {
        var prefix = StateKey.Prefix(garbage.Account, garbage.Region, garbage.Store);
        var keys = state.Scan(Events, prefix, prefix.Next()).Take(LogsLimits.SweepBatch).Select(entry => entry.Key).ToList();
        foreach (var key in keys)
        {
            state.Delete(Events, key);
        }

        if (keys.Count == 0)
        {
            _garbage.Delete(state, StateKey.Of(garbage.Account, garbage.Region, garbage.Store));
        }

        return keys.Count;
    }

    private static StateKey StreamKey(LogGroupState group, string stream) =>
        StateKey.Of(group.Account, group.Region, group.Name, stream);
}

/// <summary>A place between events of one stream.</summary>
internal readonly record struct LogPlace(long Timestamp, long Sequence)
{
    public static LogPlace Start { get; } = new(0, 0);

    public static LogPlace End { get; } = new(long.MaxValue, long.MaxValue);
}
