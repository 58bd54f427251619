using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Npgsql;

namespace Weir.Engines.Databases.PostgreSql;

/// <summary>A session with PostgreSQL, through Npgsql.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly string _catalog;

    private PostgresDatabase(NpgsqlDataSource source, NpgsqlConnection connection, string catalog)
    {
        (_source, _connection, _catalog) = (source, connection, catalog);
    }

    public DatabaseKind Kind => DatabaseKind.PostgreSql;

    public string Version => $"PostgreSQL {_connection.ServerVersion}";

    public static async ValueTask<DatabaseOpening> OpenAsync(DatabaseAddress address, CancellationToken cancellationToken)
    {
        var database = address.Database ?? address.User ?? "postgres";
        var source = Source(address, database);
        var connection = source.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new DatabaseOpening.Opened(new PostgresDatabase(source, connection, database));
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or IOException or AuthenticationException or TimeoutException
            or ArgumentException or NotSupportedException)
        {
            await connection.DisposeAsync();
            await source.DisposeAsync();
            var (reason, why) = Refusal(exception);
            return new DatabaseOpening.Refused(reason, $"Cannot open {address with { Database = database }}: {why}");
        }
    }

    public async IAsyncEnumerable<string> CatalogsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = await QueryAsync(PostgresCatalog.Databases, cancellationToken);
        await foreach (var row in rows.RowsAsync(cancellationToken))
        {
            yield return row[0]!;
        }
    }

    public async IAsyncEnumerable<DatabaseTable> TablesAsync(string catalog, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (catalog != _catalog)
        {
            throw new DatabaseException($"Database {_catalog} is open, not {catalog}: PostgreSQL shows one at a time.");
        }

        await using (var path = await QueryAsync("SET search_path = pg_catalog", cancellationToken))
        {
            // Types of the user's are named with their schema from here on.
        }

        await using var rows = await QueryAsync(PostgresCatalog.Columns, cancellationToken);
        var tables = PostgresCatalog.Tables(_catalog, rows.RowsAsync(cancellationToken), cancellationToken);
        await foreach (var table in tables)
        {
            yield return table;
        }
    }

    public async ValueTask<IDatabaseRows> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, _connection) { AllResultTypesAreUnknown = true };
        try
        {
            return new PostgresRows(command, await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellationToken));
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
        {
            await command.DisposeAsync();
            throw PostgresRows.Failure(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static NpgsqlDataSource Source(DatabaseAddress address, string database)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Database = database,
            Username = address.User ?? "",
            SslMode = address.RequiresTls ? SslMode.VerifyFull : SslMode.Prefer,
            // One session for one purpose: nothing is kept, nothing about types is asked for, nothing but the password is tried.
            Pooling = false,
            Enlist = false,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Timeout = (int)DatabaseLimits.OpenTime.TotalSeconds,
            CommandTimeout = (int)DatabaseLimits.AnswerTime.TotalSeconds,
            ApplicationName = "weir",
        };
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableTransportSecurity();
        builder.ConfigureTypeLoading(static loading => loading.EnableTypeLoading(false));
        // As a provider, so that no environment variable or file of the machine stands in for a password nobody stated.
        builder.UsePasswordProvider(_ => address.Password ?? "", (_, _) => ValueTask.FromResult(address.Password ?? ""));
        if (address.TrustedRoots.Count > 0)
        {
            builder.UseRootCertificates(address.TrustedRoots);
        }

        return builder.Build();
    }

    private static (DatabaseRefusal Reason, string Why) Refusal(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case PostgresException { SqlState: "28P01" or "28000" } refused:
                    return (DatabaseRefusal.BadCredentials, refused.MessageText);
                case PostgresException { SqlState: "3D000" } missing:
                    return (DatabaseRefusal.NoDatabase, missing.MessageText);
                case PostgresException other:
                    return (DatabaseRefusal.Other, string.Create(CultureInfo.InvariantCulture, $"{other.MessageText} ({other.SqlState})"));
                case AuthenticationException tls:
                    return (DatabaseRefusal.Tls, tls.Message);
                case SocketException socket:
                    return (DatabaseRefusal.Unreachable, socket.Message);
                case TimeoutException:
                    return (DatabaseRefusal.Unreachable, "the server does not answer");
                default:
                    break;
            }
        }

        return exception.Message.Contains("SSL", StringComparison.Ordinal)
            ? (DatabaseRefusal.Tls, exception.Message)
            : (DatabaseRefusal.Other, exception.Message);
    }
}
