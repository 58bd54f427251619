using System.Globalization;

namespace Weir.Engines.DuckDb;

public enum ParquetCodec
{
    Uncompressed,
    Snappy,
    Gzip,
    Zstd,
}

/// <summary>Rows gathered for one file, in a temporary table (which spills): they go out as they came, as Parquet or to a writer of another format.</summary>
/// <remarks>One thread, one connection, which runs nothing else meanwhile. The file is not synced: whoever publishes it does that.</remarks>
public sealed class GatheredRows : IDisposable
{
    private const string Table = "weir_gathered_rows";

    private readonly DuckConnection _connection;
    private readonly DuckAppender _rows;

    /// <param name="columns">Types as <see cref="HiveTypes.Parse"/> gives them, or any others.</param>
    public GatheredRows(DuckConnection connection, IReadOnlyList<DuckField> columns)
    {
        _connection = connection;
        var list = string.Join(", ", columns.Select(column => $"{DuckSql.Name(column.Name)} {column.Type}"));
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {Table} ({list})");
        _rows = connection.Append(Table);
    }

    /// <inheritdoc cref="DuckAppender.Append"/>
    public void Append(ReadOnlySpan<object?> row) => _rows.Append(row);

    /// <summary>Writes a Parquet file, which must be in one of the instance's folders.</summary>
    /// <returns>Rows written.</returns>
    public long WriteParquet(string path, ParquetCodec codec, int rowGroupRows = 122_880, CancellationToken cancellationToken = default)
    {
        _rows.Complete();
        var options = string.Create(
            CultureInfo.InvariantCulture, $"FORMAT parquet, COMPRESSION {codec.ToString().ToLowerInvariant()}, ROW_GROUP_SIZE {rowGroupRows}");
        return _connection.Execute($"COPY {Table} TO {DuckSql.Text(path)} ({options})", cancellationToken);
    }

    /// <summary>The rows as they came, for a writer of another format.</summary>
    public DuckResult Read(CancellationToken cancellationToken = default)
    {
        _rows.Complete();
        return _connection.Query($"SELECT * FROM {Table}", cancellationToken);
    }

    public void Dispose()
    {
        _rows.Dispose();
        if (!_connection.IsBroken)
        {
            _connection.Execute($"DROP TABLE IF EXISTS {Table}");
        }
    }
}
