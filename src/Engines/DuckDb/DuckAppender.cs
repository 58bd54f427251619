using System.Runtime.InteropServices;
using Weir.Engines.DuckDb.Native;

namespace Weir.Engines.DuckDb;

/// <summary>Loads rows into a table, a chunk at a time. One thread; nothing is in the table before <see cref="Complete"/>.</summary>
public sealed class DuckAppender : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly AppenderHandle _handle;
    private readonly ChunkHandle _chunk;
    private readonly VectorWriter[] _columns;
    private readonly int _chunkRowsMax = checked((int)NativeMethods.VectorSize());
    private int _rows;

    internal DuckAppender(DuckConnection connection, string table)
    {
        _connection = connection;
        if (NativeMethods.CreateAppender(connection.Handle, null, null, table, out _handle) != DuckState.Success)
        {
            using (_handle)
            {
                throw connection.Failed(TakeError());
            }
        }

        (_chunk, _columns) = CreateChunk();
    }

    /// <summary>Adds one row: a value per column, as <see cref="DuckValues.Read"/> returns them (any integer type fits any other).</summary>
    /// <exception cref="DuckException">A value does not fit its column; the row is not added.</exception>
    public void Append(ReadOnlySpan<object?> row)
    {
        if (row.Length != _columns.Length)
        {
            throw new ArgumentException($"{row.Length} values for {_columns.Length} columns", nameof(row));
        }

        for (var at = 0; at < row.Length; at++)
        {
            _columns[at].Write(_rows, row[at]);
        }

        if (++_rows == _chunkRowsMax)
        {
            Send();
        }
    }

    /// <summary>Puts what was appended into the table.</summary>
    public void Complete()
    {
        Send();
        Check(NativeMethods.CloseAppender(_handle));
    }

    /// <summary>Without <see cref="Complete"/>, the rows not yet in the table are dropped.</summary>
    public void Dispose()
    {
        if (!_handle.IsClosed)
        {
            _ = NativeMethods.ClearAppender(_handle);
        }

        _chunk.Dispose();
        _handle.Dispose();
    }

    private void Send()
    {
        if (_rows == 0)
        {
            return;
        }

        NativeMethods.SetChunkSize(_chunk, (ulong)_rows);
        Check(NativeMethods.AppendChunk(_handle, _chunk));
        NativeMethods.ResetChunk(_chunk);
        _rows = 0;
        foreach (var column in _columns)
        {
            column.Begin();
        }
    }

    private unsafe (ChunkHandle Chunk, VectorWriter[] Columns) CreateChunk()
    {
        var types = new nint[NativeMethods.AppenderColumnCount(_handle)];
        for (var at = 0; at < types.Length; at++)
        {
            types[at] = NativeMethods.AppenderColumnType(_handle, (ulong)at);
        }

        ChunkHandle chunk;
        fixed (nint* pointer = types)
        {
            chunk = NativeMethods.CreateChunk(pointer, (ulong)types.Length);
        }

        var columns = new VectorWriter[types.Length];
        for (var at = 0; at < types.Length; at++)
        {
            columns[at] = new VectorWriter(NativeMethods.ChunkVector(chunk, (ulong)at), DuckType.Take(types[at]));
        }

        return (chunk, columns);
    }

    private void Check(DuckState state)
    {
        if (state != DuckState.Success)
        {
            throw _connection.Failed(TakeError());
        }
    }

    private DuckException TakeError()
    {
        var error = NativeMethods.AppenderError(_handle);
        var message = Marshal.PtrToStringUTF8(NativeMethods.ErrorDataMessage(error)) ?? "rows could not be appended";
        var kind = NativeMethods.ErrorDataKind(error);
        NativeMethods.DestroyErrorData(ref error);
        return new DuckException(kind == DuckErrorKind.Invalid ? DuckException.KindOf(message) : kind, message);
    }
}
