namespace Weir.Engines.DuckDb;

/// <summary>
/// A few DuckDB instances, each used by one query at a time: a file that breaks an instance fails one query, and the next
/// gets a new one. Safe from any thread.
/// </summary>
/// <remarks>Nothing is opened (or even loaded) before the first query; instances idle for a minute are closed again.</remarks>
/// <param name="idleMin">How many, once opened, stay open however long nobody asks: the next query does not wait for one.</param>
public sealed class DuckInstances(DuckOptions options, int instancesMax, TimeProvider clock, int idleMin = 0) : IDisposable
{
    private static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _free = new(instancesMax, instancesMax);
    private readonly Lock _lock = new();
    private readonly Stack<(DuckDatabase Database, DateTimeOffset Since)> _idle = new();
    private ITimer? _sweep;
    private bool _closed;

    /// <summary>Waits for an instance that nobody uses; dispose the lease to give it back.</summary>
    public async ValueTask<DuckLease> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return Lease();
    }

    /// <summary>An instance that nobody uses; null when all are in use.</summary>
    public DuckLease? TryRent() => _free.Wait(TimeSpan.Zero, CancellationToken.None) ? Lease() : null;

    private DuckLease Lease()
    {
        try
        {
            var database = TakeIdle() ?? Open();
            try
            {
                return new DuckLease(this, database, database.Connect());
            }
            catch
            {
                database.Dispose();
                throw;
            }
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _sweep?.Dispose();
            while (_idle.TryPop(out var idle))
            {
                idle.Database.Dispose();
            }
        }
    }

    internal void Return(DuckDatabase database, bool isBroken)
    {
        lock (_lock)
        {
            if (isBroken || _closed)
            {
                database.Dispose();
            }
            else
            {
                _idle.Push((database, clock.GetUtcNow()));
                _sweep ??= clock.CreateTimer(_ => Sweep(), null, IdleMax, IdleMax);
            }
        }

        _free.Release();
    }

    private DuckDatabase? TakeIdle()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _idle.TryPop(out var idle) ? idle.Database : null;
        }
    }

    private DuckDatabase Open()
    {
        if (options.SpillDirectory is { } spill)
        {
            Directory.CreateDirectory(spill);
        }

        return DuckDatabase.Open(options);
    }

    private void Sweep()
    {
        lock (_lock)
        {
            var before = clock.GetUtcNow() - IdleMax;
            // The newest come first.
            var kept = _idle.Where((idle, place) => place < idleMin || idle.Since > before).Reverse().ToArray();
            foreach (var idle in _idle.Where((idle, place) => place >= idleMin && idle.Since <= before))
            {
                idle.Database.Dispose();
            }

            _idle.Clear();
            foreach (var idle in kept)
            {
                _idle.Push(idle);
            }

            if (kept.Length <= idleMin)
            {
                _sweep?.Dispose();
                _sweep = null;
            }
        }
    }
}

/// <summary>One instance with a fresh session, for one query.</summary>
public sealed class DuckLease : IDisposable
{
    private readonly DuckInstances _owner;
    private readonly DuckDatabase _database;
    private int _returned;

    internal DuckLease(DuckInstances owner, DuckDatabase database, DuckConnection connection) =>
        (_owner, _database, Connection) = (owner, database, connection);

    public DuckConnection Connection { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            Connection.Dispose();
            _owner.Return(_database, Connection.IsBroken);
        }
    }
}
