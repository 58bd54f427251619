using System.Runtime.CompilerServices;
using Npgsql;

namespace Weir.Engines.Databases.PostgreSql;

/// <summary>An answer of PostgreSQL, as text.</summary>
internal sealed class PostgresRows(NpgsqlCommand command, NpgsqlDataReader reader) : IDatabaseRows
{
    public IReadOnlyList<DatabaseColumn> Columns { get; } =
        [.. Enumerable.Range(0, reader.FieldCount).Select(at => new DatabaseColumn(reader.GetName(at), reader.GetDataTypeName(at)))];

    public async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var row = new string?[reader.FieldCount];
        while (await ReadAsync(cancellationToken))
        {
            for (var at = 0; at < row.Length; at++)
            {
                row[at] = reader.IsDBNull(at) ? null : reader.GetString(at);
            }

            yield return row;
        }
    }

    public static DatabaseException Failure(Exception exception) =>
        new(exception is PostgresException refused ? $"{refused.MessageText} ({refused.SqlState})" : exception.Message, exception);

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await command.DisposeAsync();
    }

    private async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
        {
            throw Failure(exception);
        }
    }
}
