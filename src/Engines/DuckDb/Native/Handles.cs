using System.Runtime.InteropServices;

namespace Weir.Engines.DuckDb.Native;

internal enum DuckState
{
    Success = 0,
    Error = 1,
}

[StructLayout(LayoutKind.Sequential)]
internal struct DuckProgress
{
    public double Percentage;
    public ulong RowsProcessed;
    public ulong RowsTotal;
}

/// <summary>duckdb_result: all but the last field are deprecated, yet part of its size.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResultStruct
{
    public ulong ColumnCount;
    public ulong RowCount;
    public ulong RowsChanged;
    public nint Columns;
    public nint ErrorMessage;
    public nint Internal;
}

internal abstract class DuckHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;
}

internal sealed class DatabaseHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.Close(ref handle);
        return true;
    }
}

internal sealed class ConnectionHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.Disconnect(ref handle);
        return true;
    }
}

internal sealed class StatementHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyPrepare(ref handle);
        return true;
    }
}

internal sealed class PendingHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyPending(ref handle);
        return true;
    }
}

/// <summary>A duckdb_result in memory of its own, so that no object need be pinned while native code fills it.</summary>
internal sealed unsafe class ResultHandle : DuckHandle
{
    public ResultHandle() => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(ResultStruct)));

    /// <summary>A copy of the struct; valid while this handle is open.</summary>
    public ResultStruct Struct
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return *(ResultStruct*)handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyResult(handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}

internal sealed class ChunkHandle : DuckHandle
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.DestroyChunk(ref handle);
        return true;
    }
}

internal sealed class AppenderHandle : DuckHandle
{
    protected override bool ReleaseHandle() => NativeMethods.DestroyAppender(ref handle) == DuckState.Success;
}
