using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Workers;

/// <summary>Where a query waits for its turn: a capacity reservation's queue, or one of the two that all others share.</summary>
/// <param name="Reservation">Account, region and name of the reservation; null for what is not reserved.</param>
/// <param name="ReadsData">Whether the query scans data; in a reservation both kinds take a slot.</param>
internal readonly record struct QueryLane(string? Reservation, bool ReadsData)
{
    public static QueryLane Shared(bool readsData) => new(null, readsData);

    public static QueryLane Reserved(string reservation) => new(reservation, true);
}

/// <summary>
/// Says which waiting queries may start, the oldest of each lane first. A reservation's slots are taken from those of the machine: what
/// waits in the shared lane never fills them, and what runs in a reservation never takes more than them. Safe from any thread.
/// </summary>
/// <remarks>When slots change hands, queries that run keep their place until they end; the sum is never more than the machine's slots.</remarks>
internal sealed class QueryLanes(Func<ActiveQuery, QueryLane> laneOf, int dataSlots, int catalogSlots)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(ActiveQuery Query, QueryLane Lane)> _waiting = [];
    private readonly Dictionary<ActiveQuery, QueryLane> _running = [];
    private readonly Dictionary<QueryLane, int> _taken = [];
    private IReadOnlyDictionary<string, int> _reserved = new Dictionary<string, int>();
    private bool _isOpen;
    private bool _isClosed;

    /// <summary>Done when nothing runs any more, after <see cref="Close"/>.</summary>
    public Task Idle => _idle.Task;

    /// <returns>The queries to start now, taken.</returns>
    public IReadOnlyList<ActiveQuery> Add(ActiveQuery query)
    {
        lock (_gate)
        {
            _waiting.Add((query, laneOf(query)));
            return Next();
        }
    }

    /// <summary>A query that somebody stopped before its turn.</summary>
    public void Remove(ActiveQuery query)
    {
        lock (_gate)
        {
            _waiting.RemoveAll(entry => entry.Query == query);
        }
    }

    /// <summary>A query that was started is over.</summary>
    /// <inheritdoc cref="Add" path="/returns"/>
    public IReadOnlyList<ActiveQuery> Done(ActiveQuery query)
    {
        lock (_gate)
        {
            if (_running.Remove(query, out var lane) && --_taken[lane] == 0)
            {
                _taken.Remove(lane);
            }

            TellIdle();
            return Next();
        }
    }

    /// <summary>Slots of reservations have changed, or who they serve: everybody who waits is asked for his lane anew.</summary>
    /// <inheritdoc cref="Add" path="/returns"/>
    /// <param name="reserved">Tells the slots of each reservation as they are when it is asked.</param>
    public IReadOnlyList<ActiveQuery> Arrange(Func<IReadOnlyDictionary<string, int>> reserved)
    {
        lock (_gate)
        {
            _reserved = reserved();
            for (var at = 0; at < _waiting.Count; at++)
            {
                _waiting[at] = (_waiting[at].Query, laneOf(_waiting[at].Query));
            }

            return Next();
        }
    }

    /// <summary>From here on queries start.</summary>
    /// <inheritdoc cref="Add" path="/returns"/>
    public IReadOnlyList<ActiveQuery> Open()
    {
        lock (_gate)
        {
            _isOpen = true;
            return Next();
        }
    }

    /// <summary>Starts nothing more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            TellIdle();
        }
    }

    private List<ActiveQuery> Next()
    {
        var started = new List<ActiveQuery>();
        for (var at = 0; _isOpen && !_isClosed && at < _waiting.Count;)
        {
            var (query, lane) = _waiting[at];
            if (!HasRoom(lane))
            {
                at++;
                continue;
            }

            _waiting.RemoveAt(at);
            if (query.TryTake())
            {
                _running[query] = lane;
                _taken[lane] = Taken(lane) + 1;
                started.Add(query);
            }
        }

        return started;
    }

    private bool HasRoom(QueryLane lane)
    {
        if (!lane.ReadsData)
        {
            return Taken(lane) < catalogSlots;
        }

        var slots = lane.Reservation is { } name ? _reserved.GetValueOrDefault(name) : Math.Max(AthenaLimits.SharedSlotsMin, dataSlots - _reserved.Values.Sum());
        return Taken(lane) < slots && _running.Count - Taken(QueryLane.Shared(readsData: false)) < dataSlots;
    }

    private int Taken(QueryLane lane) => _taken.GetValueOrDefault(lane);

    private void TellIdle()
    {
        if (_isClosed && _running.Count == 0)
        {
            _idle.TrySetResult();
        }
    }
}
