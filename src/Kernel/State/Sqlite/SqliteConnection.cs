using SQLitePCL;

namespace Weir.Kernel.State.Sqlite;

/// <summary>One SQLite connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    private readonly string _path;
    private readonly sqlite3 _database;
    private readonly Dictionary<string, sqlite3_stmt> _statements = new(StringComparer.Ordinal);

    static SqliteConnection() => Batteries_V2.Init();

    public SqliteConnection(string path)
    {
        _path = path;
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var result = raw.sqlite3_open_v2(path, out _database, Flags, null);
        if (result != raw.SQLITE_OK)
        {
            var reason = raw.sqlite3_errmsg(_database).utf8_to_string();
            _database.Dispose();
            throw new StateException(result, $"cannot open {path}: {reason}");
        }

        raw.sqlite3_busy_timeout(_database, StateLimits.BusyTimeoutMilliseconds);
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_database, sql), sql);

    /// <summary>A prepared statement, reset and without bindings; kept for the connection's life.</summary>
    public sqlite3_stmt Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(_database, sql, out statement), sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Runs a statement that returns no row.</summary>
    public void Run(string sql)
    {
        var statement = Prepare(sql);
        try
        {
            Step(statement, sql);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>True when the statement stands on a row.</summary>
    public bool Step(sqlite3_stmt statement, string sql)
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result != raw.SQLITE_DONE)
        {
            Check(result, sql);
        }

        return false;
    }

    public int Changes => raw.sqlite3_changes(_database);

    public bool IsInTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private void Check(int result, string doing)
    {
        if (result != raw.SQLITE_OK)
        {
            var extended = raw.sqlite3_extended_errcode(_database);
            var failure = new StateException(extended, $"{raw.sqlite3_errmsg(_database).utf8_to_string()} (in: {doing})");
            throw failure.IsDamage ? new StateException(extended, $"{_path} is damaged: {failure.Message}; `weir verify` tells more") : failure;
        }
    }
}
