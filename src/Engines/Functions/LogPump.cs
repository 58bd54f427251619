using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Weir.Engines.Functions;

/// <summary>Reads a sandbox's output into lines on a thread of its own, since a pipe can only be read by blocking.</summary>
internal sealed partial class LogPump
{
    // FIONREAD, as the two systems number it.
    private const nuint BytesWaiting = 0x541B;
    private const nuint BytesWaitingOnMac = 0x4004667F;

    private readonly Stream _output;
    private readonly Action<string> _onLine;
    private readonly byte[] _line = new byte[FunctionLimits.LogLineBytesMax];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lineLength;
    private long _readsDone;
    private bool _isPassing;

    public LogPump(Stream output, string name, Action<string> onLine)
    {
        _output = output;
        _onLine = onLine;
        new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = $"output of {name}" }.Start();
    }

    /// <summary>Done when the process and all its children have closed the pipe.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Changes whenever something was read and passed on.</summary>
    public long ReadsDone => Volatile.Read(ref _readsDone);

    /// <summary>True while the pipe holds bytes, or bytes taken from it are still being passed on.</summary>
    public bool HasUnread()
    {
        if (Volatile.Read(ref _isPassing))
        {
            return true;
        }

        if (_output is not System.IO.Pipes.PipeStream { SafePipeHandle: { IsClosed: false } handle })
        {
            return false;
        }

        var request = OperatingSystem.IsMacOS() ? BytesWaitingOnMac : BytesWaiting;
        return Control(handle, request, out var bytes) == 0 && bytes > 0;
    }

    private void Run()
    {
        var chunk = new byte[16 * 1024];
        try
        {
            int count;
            while ((count = _output.Read(chunk)) > 0)
            {
                Volatile.Write(ref _isPassing, true);
                Take(chunk.AsSpan(0, count));
                Interlocked.Increment(ref _readsDone);
                Volatile.Write(ref _isPassing, false);
            }

            if (_lineLength > 0)
            {
                EndLine();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The sandbox was stopped under us.
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            var room = _line.Length - _lineLength;
            part[..Math.Min(room, part.Length)].CopyTo(_line.AsSpan(_lineLength));
            _lineLength += Math.Min(room, part.Length); // a longer line is cut: the rest of it is dropped
            if (end < 0)
            {
                return;
            }

            EndLine();
            bytes = bytes[(end + 1)..];
        }
    }

    private void EndLine()
    {
        // Bootstraps write a message of several lines with carriage returns, so that it stays one entry.
        var text = Encoding.UTF8.GetString(_line, 0, _lineLength).TrimEnd('\r').Replace('\r', '\n');
        _lineLength = 0;
        _onLine(text);
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(SafePipeHandle file, nuint request, out int value);
}
