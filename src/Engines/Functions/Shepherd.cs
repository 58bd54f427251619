using System.Diagnostics;
using System.Globalization;

namespace Weir.Engines.Functions;

/// <summary>One small process that outlives a killed server just long enough to end its sandboxes.</summary>
/// <remarks>
/// It reads process groups from its standard input; when that closes, because this process stopped or was killed, it ends those left.
/// Safe from any thread.
/// </remarks>
internal sealed class Shepherd(string script) : IDisposable
{
    private const string Launch =
        "if command -v setsid >/dev/null 2>&1; then exec setsid /bin/sh \"$1\"; else exec /bin/sh \"$1\"; fi";

    private readonly Lock _lock = new();
    private readonly HashSet<int> _groups = [];
    private Process? _process;
    private bool _isDisposed;

    public void Add(int group)
    {
        lock (_lock)
        {
            _groups.Add(group);
            Tell("add", group);
        }
    }

    public void Remove(int group)
    {
        lock (_lock)
        {
            if (_groups.Remove(group))
            {
                Tell("gone", group);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _process?.StandardInput.Close();
            _process?.Dispose();
            _process = null;
        }
    }

    private void Tell(string what, int group)
    {
        if (_isDisposed)
        {
            return;
        }

        if (_process is null or { HasExited: true })
        {
            _process = Start();
            foreach (var known in _groups)
            {
                Write("add", known);
            }

            return;
        }

        Write(what, group);
    }

    private void Write(string what, int group)
    {
        try
        {
            _process!.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{what} {group}\n"));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            _process = null; // it was killed: the next word starts another and tells it everything
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", Launch, "shepherd", script])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("the shepherd was not started");
    }
}
