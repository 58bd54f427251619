using System.Text;

namespace Weir.Engines.Functions;

/// <summary>What one invocation logs: passed on line by line up to a bound, the end of it kept.</summary>
/// <remarks>Safe from any thread.</remarks>
internal sealed class InvocationLog(Action<string> append)
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _tail = new();
    private long _bytes;

    /// <summary>A line of the platform itself: never dropped.</summary>
    public void Platform(string line)
    {
        lock (_lock)
        {
            Pass(line);
        }
    }

    public void Function(string line)
    {
        lock (_lock)
        {
            var before = _bytes;
            _bytes += line.Length + 1;
            if (_bytes <= FunctionLimits.LogBytesPerInvocation)
            {
                Pass(line);
            }
            else if (before <= FunctionLimits.LogBytesPerInvocation)
            {
                Pass($"[further output of this invocation is dropped: it is over {FunctionLimits.LogBytesPerInvocation} bytes]");
            }
        }
    }

    /// <summary>The last 4 KB.</summary>
    public string Tail()
    {
        lock (_lock)
        {
            var bytes = Encoding.UTF8.GetBytes(_tail.ToString());
            return Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, bytes.Length - FunctionLimits.LogTailBytes)));
        }
    }

    private void Pass(string line)
    {
        append(line);
        _tail.Append(line.Length > FunctionLimits.LogTailBytes ? line[^FunctionLimits.LogTailBytes..] : line).Append('\n');
        if (_tail.Length > 4 * FunctionLimits.LogTailBytes)
        {
            _tail.Remove(0, _tail.Length - FunctionLimits.LogTailBytes);
        }
    }
}
