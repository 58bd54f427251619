using System.Runtime.InteropServices;
using Weir.Engines.DuckDb.Native;

namespace Weir.Engines.DuckDb;

/// <summary>The rows of a statement, chunk by chunk, computed as they are read.</summary>
/// <remarks>One thread at a time. Dispose it before the connection runs another statement.</remarks>
public sealed class DuckResult : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly ResultHandle _handle;
    private readonly CancellationTokenRegistration _cancel;
    private readonly CancellationToken _cancellationToken;
    private DuckChunk? _current;

    internal DuckResult(
        DuckConnection connection, ResultHandle handle, CancellationTokenRegistration cancel, CancellationToken cancellationToken)
    {
        (_connection, _handle, _cancel, _cancellationToken) = (connection, handle, cancel, cancellationToken);
        var columns = new DuckField[NativeMethods.ColumnCount(handle)];
        for (var at = 0; at < columns.Length; at++)
        {
            var name = Marshal.PtrToStringUTF8(NativeMethods.ColumnName(handle, (ulong)at)) ?? "";
            columns[at] = new(name, DuckType.Take(NativeMethods.ColumnType(handle, (ulong)at)));
        }

        Columns = columns;
    }

    public IReadOnlyList<DuckField> Columns { get; }

    /// <summary>Rows an INSERT, UPDATE, DELETE or COPY changed.</summary>
    public long RowsChanged => (long)NativeMethods.RowsChanged(_handle);

    /// <summary>The next rows, null after the last. The chunk before this one, and every span into it, is gone then.</summary>
    public DuckChunk? NextChunk()
    {
        _current?.Dispose();
        _current = null;
        _cancellationToken.ThrowIfCancellationRequested();

        var handle = NativeMethods.FetchChunk(_handle.Struct);
        if (!handle.IsInvalid)
        {
            return _current = new DuckChunk(handle, Columns);
        }

        handle.Dispose();
        if (NativeMethods.ResultError(_handle) != 0)
        {
            var error = _connection.Failed(ErrorOf(_handle));
            if (error.Kind == DuckErrorKind.Interrupt)
            {
                _cancellationToken.ThrowIfCancellationRequested();
            }

            throw error;
        }

        return null;
    }

    public void Dispose()
    {
        _cancel.Dispose();
        _current?.Dispose();
        _handle.Dispose();
    }

    internal static DuckException ErrorOf(ResultHandle handle)
    {
        var message = Marshal.PtrToStringUTF8(NativeMethods.ResultError(handle)) ?? "the statement failed";
        var kind = NativeMethods.ResultErrorKind(handle);
        return new DuckException(kind == DuckErrorKind.Invalid ? DuckException.KindOf(message) : kind, message);
    }
}

/// <summary>Up to a few thousand rows, column by column, in DuckDB's own memory.</summary>
public sealed class DuckChunk : IDisposable
{
    private readonly ChunkHandle _handle;
    private readonly IReadOnlyList<DuckField> _columns;

    internal DuckChunk(ChunkHandle handle, IReadOnlyList<DuckField> columns)
    {
        (_handle, _columns) = (handle, columns);
        RowCount = checked((int)NativeMethods.ChunkSize(handle));
    }

    public int RowCount { get; }

    public int ColumnCount => _columns.Count;

    /// <summary>One column; valid while the chunk is.</summary>
    public DuckVector this[int column]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)_columns.Count, nameof(column));
            return new DuckVector(NativeMethods.ChunkVector(_handle, (ulong)column), _columns[column].Type, RowCount);
        }
    }

    public void Dispose() => _handle.Dispose();
}
