using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text;

namespace Weir.Engines.Databases.MySql;

/// <summary>A session with MySQL or MariaDB.</summary>
internal sealed class MySqlDatabase(MySqlConnection connection, TimeProvider clock) : IDatabase
{
    private const int AccessDenied = 1045;
    private const int DatabaseDenied = 1044;
    private const int NoPasswordPlugin = 1698;
    private const int UnknownDatabase = 1049;

    public DatabaseKind Kind => DatabaseKind.MySql;

    public string Version => connection.Version.Contains("MariaDB", StringComparison.Ordinal) ? connection.Version : $"MySQL {connection.Version}";

    public static async ValueTask<DatabaseOpening> OpenAsync(DatabaseAddress address, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(DatabaseLimits.OpenTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return new DatabaseOpening.Opened(new MySqlDatabase(await MySqlConnection.OpenAsync(address, either.Token), clock));
        }
        catch (MySqlRefusedException refused)
        {
            var reason = refused.Refusal.Code switch
            {
                AccessDenied or NoPasswordPlugin or DatabaseDenied => DatabaseRefusal.BadCredentials,
                UnknownDatabase => DatabaseRefusal.NoDatabase,
                _ => DatabaseRefusal.Other,
            };
            return Refused(reason, refused.Message);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Refused(DatabaseRefusal.Unreachable, "the server does not answer");
        }
        catch (AuthenticationException tls)
        {
            return Refused(DatabaseRefusal.Tls, tls.Message);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return Refused(DatabaseRefusal.Unreachable, exception is EndOfStreamException ? "the server ended the connection" : exception.Message);
        }
        catch (DatabaseException exception)
        {
            return Refused(DatabaseRefusal.Other, exception.Message);
        }

        DatabaseOpening Refused(DatabaseRefusal reason, string why) => new DatabaseOpening.Refused(reason, $"Cannot open {address}: {why}");
    }

    public async IAsyncEnumerable<string> CatalogsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = await QueryAsync(
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA "
            + "WHERE SCHEMA_NAME NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys') ORDER BY BINARY SCHEMA_NAME",
            cancellationToken);
        await foreach (var row in rows.RowsAsync(cancellationToken))
        {
            yield return row[0]!;
        }
    }

    public async IAsyncEnumerable<DatabaseTable> TablesAsync(string catalog, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = await QueryAsync(Columns(catalog), cancellationToken);
        DatabaseTable? table = null;
        var columns = new List<DatabaseColumn>();
        await foreach (var row in rows.RowsAsync(cancellationToken))
        {
            // The server may compare names without case; two databases may differ in it alone.
            if (row[0] != catalog)
            {
                continue;
            }

            if (table?.Name != row[1])
            {
                if (table is not null)
                {
                    yield return table;
                }

                columns = [];
                table = Table(catalog, row, columns);
            }

            if (row[5] is { } name)
            {
                columns.Add(new(name, row[6]!) { IsNullable = row[7] == "YES", Comment = NotEmpty(row[8]) });
            }
        }

        if (table is not null)
        {
            yield return table;
        }
    }

    public async ValueTask<IDatabaseRows> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        var columns = await WithinAsync(token => connection.AskAsync(sql, token), cancellationToken);
        return new MySqlRows(this, columns);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static string Columns(string catalog) =>
        "SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_TYPE, t.CREATE_OPTIONS, t.TABLE_COMMENT, c.COLUMN_NAME, c.COLUMN_TYPE, c.IS_NULLABLE, c.COLUMN_COMMENT "
        + "FROM information_schema.TABLES t LEFT JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME "
        + $"WHERE t.TABLE_SCHEMA = _utf8mb4 X'{Convert.ToHexString(Encoding.UTF8.GetBytes(catalog))}' AND t.TABLE_TYPE <> 'SEQUENCE' "
        + "ORDER BY BINARY t.TABLE_NAME, c.ORDINAL_POSITION";

    private static DatabaseTable Table(string catalog, IReadOnlyList<string?> row, List<DatabaseColumn> columns)
    {
        var isView = row[2]?.Contains("VIEW", StringComparison.Ordinal) == true;
        return new()
        {
            Catalog = catalog,
            Name = row[1]!,
            Kind = isView ? RelationKind.View
                : row[3]?.Contains("partitioned", StringComparison.Ordinal) == true ? RelationKind.PartitionedTable
                : RelationKind.Table,
            // A view's comment is the word VIEW.
            Comment = isView ? null : NotEmpty(row[4]),
            Columns = columns,
        };
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private async ValueTask<T> WithinAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(DatabaseLimits.AnswerTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DatabaseException("The server does not answer.");
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new DatabaseException($"The connection to the server broke: {exception.Message}", exception);
        }
    }

    /// <summary>An answer of MySQL; one that is left early ends the session's usefulness, not the process's.</summary>
    private sealed class MySqlRows(MySqlDatabase database, IReadOnlyList<ResultColumn> columns) : IDatabaseRows
    {
        private readonly string?[] _row = new string?[columns.Count];
        private bool _isOver = columns.Count == 0;

        public IReadOnlyList<DatabaseColumn> Columns { get; } = [.. columns.Select(column => new DatabaseColumn(column.Name, column.TypeName))];

        public async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            while (await NextAsync(cancellationToken))
            {
                yield return _row;
            }
        }

        /// <summary>Reads what is left, so that the next question gets its own answer.</summary>
        public async ValueTask DisposeAsync()
        {
            while (!_isOver)
            {
                await NextAsync(CancellationToken.None);
            }
        }

        private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
        {
            if (_isOver)
            {
                return false;
            }

            var isRow = false;
            try
            {
                isRow = await database.WithinAsync(token => database.Connection.NextAsync(columns, _row, token), cancellationToken);
            }
            finally
            {
                _isOver = !isRow;
            }

            return isRow;
        }
    }

    private MySqlConnection Connection => connection;
}
