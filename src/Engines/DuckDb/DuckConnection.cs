using System.Runtime.InteropServices;
using Weir.Engines.DuckDb.Native;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.DuckDb;

/// <summary>A session with an instance: temporary tables and one running statement at a time.</summary>
/// <remarks>One thread at a time, but <see cref="Interrupt"/> and <see cref="Progress"/> may be called from any.</remarks>
public sealed class DuckConnection : IDisposable
{
    private readonly MadeMacros? _macros;

    internal DuckConnection(ConnectionHandle handle, DuckScans scans, MadeMacros? macros) => (Handle, Scans, _macros) = (handle, scans, macros);

    internal ConnectionHandle Handle { get; }

    /// <summary>Readers of ours that this instance's statements can name.</summary>
    public DuckScans Scans { get; }

    /// <summary>True after an error that leaves the whole instance suspect.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Percent of the running statement done; negative when not known.</summary>
    public double Progress => Handle.IsClosed ? -1 : NativeMethods.QueryProgress(Handle).Percentage;

    /// <summary>Stops the running statement as soon as it looks; it fails with <see cref="DuckErrorKind.Interrupt"/>.</summary>
    public void Interrupt()
    {
        if (!Handle.IsClosed)
        {
            NativeMethods.Interrupt(Handle);
        }
    }

    /// <summary>Runs one statement and drops its rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public long Execute(string sql, CancellationToken cancellationToken = default)
    {
        using var result = Query(sql, [], cancellationToken);
        while (result.NextChunk() is not null)
        {
        }

        return result.RowsChanged;
    }

    /// <summary>Runs one statement; its rows are computed while they are read.</summary>
    public DuckResult Query(string sql, CancellationToken cancellationToken = default) => Query(sql, [], cancellationToken);

    /// <param name="parameters">Values of <c>$1</c>, <c>$2</c> … : null, bool, long, int, double, string, byte[].</param>
    public DuckResult Query(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var statement = Prepare(sql);
        for (var at = 0; at < parameters.Count; at++)
        {
            Bind(statement, (ulong)at + 1, parameters[at]);
        }

        return Start(statement, cancellationToken);
    }

    /// <summary>Loads rows into a table of this session.</summary>
    public DuckAppender Append(string table) => new(this, table);

    public void Dispose() => Handle.Dispose();

    internal DuckException Failed(DuckException error)
    {
        IsBroken |= error.IsFatal;
        return error;
    }

    private StatementHandle Prepare(string sql)
    {
        _macros?.Require(sql, this);
        if (NativeMethods.Prepare(Handle, sql, out var statement) == DuckState.Success)
        {
            return statement;
        }

        using (statement)
        {
            var message = Marshal.PtrToStringUTF8(NativeMethods.PrepareError(statement)) ?? "the statement could not be prepared";
            throw Failed(new DuckException(DuckException.KindOf(message), message));
        }
    }

    private DuckResult Start(StatementHandle statement, CancellationToken cancellationToken)
    {
        var cancel = cancellationToken.Register(Interrupt);
        var result = new ResultHandle();
        try
        {
            // Making the pending result clears an earlier interrupt and starts the engine's own threads: the token is asked once
            // more, and they are told again. Nobody else would stop them, and closing the session waits for them.
            var state = NativeMethods.PendingStreaming(statement, out var pending);
            using (pending)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    Interrupt();
                    cancellationToken.ThrowIfCancellationRequested();
                }

                if (state != DuckState.Success)
                {
                    var message = Marshal.PtrToStringUTF8(NativeMethods.PendingError(pending)) ?? "the statement could not start";
                    throw Failed(new DuckException(DuckException.KindOf(message), message));
                }

                if (NativeMethods.ExecutePending(pending, result) != DuckState.Success)
                {
                    throw Failed(DuckResult.ErrorOf(result));
                }
            }

            return new DuckResult(this, result, cancel, cancellationToken);
        }
        catch (Exception error)
        {
            result.Dispose();
            cancel.Dispose();
            if (error is DuckException { Kind: DuckErrorKind.Interrupt })
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            throw;
        }
    }

    private static unsafe void Bind(StatementHandle statement, ulong index, object? value)
    {
        var state = value switch
        {
            null => NativeMethods.BindNull(statement, index),
            bool flag => NativeMethods.BindBoolean(statement, index, flag ? (byte)1 : (byte)0),
            int number => NativeMethods.BindInt64(statement, index, number),
            long number => NativeMethods.BindInt64(statement, index, number),
            double number => NativeMethods.BindDouble(statement, index, number),
            string text => BindBytes(System.Text.Encoding.UTF8.GetBytes(text), isText: true),
            byte[] bytes => BindBytes(bytes, isText: false),
            _ => throw new ArgumentException($"no DuckDB parameter for a {value.GetType().Name}", nameof(value)),
        };
        if (state != DuckState.Success)
        {
            throw new DuckException(DuckErrorKind.ParameterNotAllowed, $"parameter {index} could not be bound");
        }

        DuckState BindBytes(byte[] bytes, bool isText)
        {
            fixed (byte* pointer = bytes)
            {
                return isText
                    ? NativeMethods.BindText(statement, index, pointer, (ulong)bytes.Length)
                    : NativeMethods.BindBlob(statement, index, pointer, (ulong)bytes.Length);
            }
        }
    }
}
