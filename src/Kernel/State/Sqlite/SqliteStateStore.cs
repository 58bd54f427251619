using System.Collections.Concurrent;
using System.Threading.Channels;
using Weir.Kernel.Core;

namespace Weir.Kernel.State.Sqlite;

/// <summary>The embedded state store: one SQLite file in WAL mode, one writer thread with group commit, snapshot readers.</summary>
/// <remarks>
/// <para>Exceptions: one from a change undoes that change (its savepoint) and reaches its caller. One from the commit undoes the whole
/// batch and reaches every caller in it; after a failed sync nobody can know what is on disk, so the store refuses all further writes.</para>
/// <para>Safe from any thread.</para>
/// </remarks>
public sealed class SqliteStateStore : IStateStore, IAsyncDisposable
{
    private readonly string _path;
    private readonly Durability _durability;
    private readonly TimeProvider _clock;
    private readonly Channel<Change> _queue = Channel.CreateBounded<Change>(
        new BoundedChannelOptions(StateLimits.QueueMax) { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly ConcurrentBag<Reader> _readers = [];
    private readonly SqliteConnection _connection;
    private readonly Thread _writer;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile HashSet<string> _committedSpaces;
    private volatile StateException? _failure;
    private volatile bool _isDirty;
    private ITimer? _syncTimer;

    private SqliteStateStore(string path, Durability durability, TimeProvider clock, SqliteConnection connection, HashSet<string> spaces)
    {
        _path = path;
        _durability = durability;
        _clock = clock;
        _connection = connection;
        _committedSpaces = spaces;
        _writer = new Thread(WriteLoop) { IsBackground = true, Name = "state writer" };
    }

    /// <summary>Opens or creates the file. Throws <see cref="StateException"/> when it is damaged or cannot be opened.</summary>
    public static SqliteStateStore Open(string path, Durability durability, TimeProvider clock)
    {
        var connection = new SqliteConnection(path);
        try
        {
            connection.Execute($"PRAGMA page_size={StateLimits.PageBytes}");
            connection.Execute("PRAGMA journal_mode=WAL");
            connection.Execute($"PRAGMA synchronous={(durability == Durability.Strict ? "FULL" : "NORMAL")}");
            connection.Execute($"PRAGMA wal_autocheckpoint={StateLimits.CheckpointPages}");
            RequireSound(path, connection);
            var store = new SqliteStateStore(path, durability, clock, connection, ReadSpaces(connection));
            store._writer.Start();
            if (durability == Durability.Relaxed)
            {
                var period = TimeSpan.FromMilliseconds(StateLimits.RelaxedSyncMilliseconds);
                store._syncTimer = clock.CreateTimer(_ => store.SyncWriteAheadLog(), null, period, period);
            }

            return store;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async ValueTask<T> WriteAsync<T>(Func<IStateWriter, T> change, CancellationToken cancellationToken)
    {
        var item = new Change<T>(change);
        await _queue.Writer.WriteAsync(item, cancellationToken);

        // Once queued a change will be made; its caller waits for the outcome even if it would rather leave.
        return await item.Task;
    }

    public T Read<T>(Func<IStateReader, T> query)
    {
        if (!_readers.TryTake(out var reader))
        {
            reader = new Reader(_path);
        }

        try
        {
            return reader.Run(query, _committedSpaces);
        }
        catch (StateException)
        {
            reader.Dispose();
            reader = null;
            throw;
        }
        finally
        {
            if (reader is not null && _readers.Count < StateLimits.ReadersKept)
            {
                _readers.Add(reader);
            }
            else
            {
                reader?.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            await _stopped.Task;
            _syncTimer?.Dispose();
            if (_durability == Durability.Relaxed)
            {
                SyncWriteAheadLog();
            }

            while (_readers.TryTake(out var reader))
            {
                reader.Dispose();
            }

            _connection.Dispose();
        }
    }

    /// <summary>Better no start than one that finds out in the middle of the work.</summary>
    private static void RequireSound(string path, SqliteConnection connection)
    {
        if (new FileInfo(path).Length > StateLimits.OpenCheckBytesMax)
        {
            return;
        }

        const string Sql = "PRAGMA quick_check(1)";
        var statement = connection.Prepare(Sql);
        var isRow = connection.Step(statement, Sql);
        var found = isRow ? SQLitePCL.raw.sqlite3_column_text(statement, 0).utf8_to_string() : "ok";
        SQLitePCL.raw.sqlite3_reset(statement);
        if (found != "ok")
        {
            throw new StateException(0, $"{path} is damaged: {found.ReplaceLineEndings(" ")}; `weir verify` tells more");
        }
    }

    internal static HashSet<string> ReadSpaces(SqliteConnection connection)
    {
        const string Sql = "SELECT name FROM sqlite_schema WHERE type='table' AND name LIKE 'k\\_%' ESCAPE '\\'";
        var spaces = new HashSet<string>(StringComparer.Ordinal);
        var statement = connection.Prepare(Sql);
        while (connection.Step(statement, Sql))
        {
            spaces.Add(SQLitePCL.raw.sqlite3_column_text(statement, 0).utf8_to_string()[2..]);
        }

        SQLitePCL.raw.sqlite3_reset(statement);
        return spaces;
    }

    private void WriteLoop()
    {
        var batch = new List<Change>(StateLimits.BatchMax);
        var spaces = new HashSet<string>(_committedSpaces, StringComparer.Ordinal);
        var transaction = new SqliteTransaction(_connection, spaces);
        var reader = _queue.Reader;
        while (WaitForWork(reader))
        {
            batch.Clear();
            if (_failure is { } failure)
            {
                while (reader.TryRead(out var refused))
                {
                    refused.Fail(new StateException(failure.ResultCode, $"the state store stopped after an earlier failure: {failure.Message}"));
                }

                continue;
            }

            CommitBatch(reader, batch, transaction, spaces);
        }

        _stopped.SetResult();
    }

    private static bool WaitForWork(ChannelReader<Change> reader)
    {
        var wait = reader.WaitToReadAsync(CancellationToken.None);
        return wait.IsCompleted ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Takes what waits, each change in its own savepoint, commits once, then answers all.</summary>
    private void CommitBatch(ChannelReader<Change> reader, List<Change> batch, SqliteTransaction transaction, HashSet<string> spaces)
    {
        try
        {
            _connection.Run("BEGIN IMMEDIATE");
            var started = _clock.GetTimestamp();
            while (batch.Count < StateLimits.BatchMax && reader.TryRead(out var change))
            {
                batch.Add(change);
                RunOne(change, transaction, spaces);
                if (_clock.GetElapsedTime(started).TotalMilliseconds > StateLimits.BatchMilliseconds)
                {
                    break;
                }
            }

            FaultPoints.Hit("state.before-commit");
            _connection.Run("COMMIT");
            _isDirty = true;
            FaultPoints.Hit("state.after-commit");
        }
        catch (StateException fault)
        {
            Undo(batch, spaces, fault);
            return;
        }

        if (spaces.Count != _committedSpaces.Count)
        {
            _committedSpaces = new HashSet<string>(spaces, StringComparer.Ordinal);
        }

        foreach (var change in batch)
        {
            change.Complete();
        }
    }

    private void RunOne(Change change, SqliteTransaction transaction, HashSet<string> spaces)
    {
        transaction.CreatedSpaces.Clear();
        _connection.Run("SAVEPOINT change");
        try
        {
            change.Run(transaction);
            _connection.Run("RELEASE change");
        }
        catch (Exception error) when (error is not StateException { IsDamage: false })
        {
            // The change is the caller's: whatever it throws is the caller's too. Faults of the store itself end the batch.
            _connection.Run("ROLLBACK TO change");
            _connection.Run("RELEASE change");
            spaces.ExceptWith(transaction.CreatedSpaces);
            change.Fail(error);
        }
    }

    private void Undo(List<Change> batch, HashSet<string> spaces, StateException fault)
    {
        if (!fault.IsDiskFull)
        {
            _failure = fault;
        }

        try
        {
            if (_connection.IsInTransaction)
            {
                _connection.Run("ROLLBACK");
            }
        }
        catch (StateException second)
        {
            _failure = second;
        }

        spaces.Clear();
        spaces.UnionWith(_committedSpaces);
        foreach (var change in batch)
        {
            change.Fail(fault);
        }
    }

    private void SyncWriteAheadLog()
    {
        if (!_isDirty)
        {
            return;
        }

        _isDirty = false;
        try
        {
            using var log = System.IO.File.OpenHandle($"{_path}-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(log);
        }
        catch (FileNotFoundException)
        {
            // Folded back and removed: a checkpoint syncs the main file itself.
        }
        catch (IOException fault)
        {
            _failure = new StateException(0, fault.Message);
        }
    }

    private abstract class Change
    {
        public abstract void Run(IStateWriter writer);

        public abstract void Complete();

        public abstract void Fail(Exception error);
    }

    private sealed class Change<T>(Func<IStateWriter, T> change) : Change
    {
        private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Task => _outcome.Task;

        public override void Run(IStateWriter writer) => _result = change(writer);

        public override void Complete() => _outcome.TrySetResult(_result);

        public override void Fail(Exception error) => _outcome.TrySetException(error);
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly HashSet<string> _spaces = new(StringComparer.Ordinal);
        private readonly SqliteTransaction _transaction;
        private HashSet<string>? _seen;

        public Reader(string path)
        {
            _connection = new SqliteConnection(path);
            _connection.Execute("PRAGMA query_only=1");
            _transaction = new SqliteTransaction(_connection, _spaces);
        }

        public T Run<T>(Func<IStateReader, T> query, HashSet<string> committedSpaces)
        {
            if (!ReferenceEquals(_seen, committedSpaces))
            {
                _spaces.UnionWith(committedSpaces);
                _seen = committedSpaces;
            }

            _connection.Run("BEGIN");
            try
            {
                return query(_transaction);
            }
            finally
            {
                _connection.Run("COMMIT");
            }
        }

        public void Dispose() => _connection.Dispose();
    }
}
