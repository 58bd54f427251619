namespace Weir.Engines.Databases;

/// <summary>An open session with a database. One caller at a time; one answer is read to its end, or disposed, before the next question.</summary>
public interface IDatabase : IAsyncDisposable
{
    DatabaseKind Kind { get; }

    /// <summary>As the server states it.</summary>
    string Version { get; }

    /// <summary>Databases the user may see, but the server's own.</summary>
    IAsyncEnumerable<string> CatalogsAsync(CancellationToken cancellationToken);

    /// <summary>Tables and views of a database the user may read, with their columns, by schema and name; PostgreSQL shows only the open database's.</summary>
    IAsyncEnumerable<DatabaseTable> TablesAsync(string catalog, CancellationToken cancellationToken);

    /// <summary>Asks, and reads the rows as they come. Throws <see cref="DatabaseException"/>.</summary>
    ValueTask<IDatabaseRows> QueryAsync(string sql, CancellationToken cancellationToken);
}

/// <summary>An answer: what its columns are, and its rows, once.</summary>
public interface IDatabaseRows : IAsyncDisposable
{
    IReadOnlyList<DatabaseColumn> Columns { get; }

    /// <summary>Values as the database writes them as text; binary ones as <c>\x</c> and hexadecimal digits. A row is valid until the next one.</summary>
    IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(CancellationToken cancellationToken);
}

/// <summary>Opens databases.</summary>
public interface IDatabases
{
    ValueTask<DatabaseOpening> OpenAsync(DatabaseAddress address, CancellationToken cancellationToken);
}

/// <summary>How an attempt to open a database ended.</summary>
public abstract record DatabaseOpening
{
    private DatabaseOpening()
    {
    }

    public sealed record Opened(IDatabase Database) : DatabaseOpening;

    /// <param name="Message">A sentence for the owner; without the password.</param>
    public sealed record Refused(DatabaseRefusal Reason, string Message) : DatabaseOpening;
}

/// <summary>Why a database could not be opened.</summary>
public enum DatabaseRefusal
{
    Unreachable,
    BadCredentials,
    NoDatabase,
    Tls,
    Other,
}

/// <summary>A database's refusal of a question, or the end of its connection.</summary>
public sealed class DatabaseException(string message, Exception? inner = null) : Exception(message, inner);
