using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Weir.Engines.Functions;

/// <summary>A child process that leads a group of its own; ending it ends all it started.</summary>
internal sealed partial class SandboxProcess : IDisposable
{
    private const int SignalKill = 9;
    private const int SignalZero = 0;

    // One pipe for both outputs keeps their order. A session of its own makes the whole family one target.
    private const string Launch =
        "ulimit -c 0; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\" </dev/null 2>&1; else exec \"$@\" </dev/null 2>&1; fi";

    private readonly Process _process;
    private readonly Shepherd _shepherd;

    private SandboxProcess(Process process, Shepherd shepherd)
    {
        _process = process;
        _shepherd = shepherd;
        Id = process.Id;
        Exited = ExitAsync();
    }

    public int Id { get; }

    /// <summary>The exit status; 128 and the signal's number when one killed it.</summary>
    public Task<int> Exited { get; }

    public Stream Output => _process.StandardOutput.BaseStream;

    public static SandboxProcess Start(
        IReadOnlyList<string> command, string workingDirectory, IReadOnlyDictionary<string, string> environment, Shepherd shepherd)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["-c", Launch, "sandbox", .. command])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("a process was not started");
        shepherd.Add(process.Id);
        return new(process, shepherd);
    }

    public void Kill()
    {
        // The group outlives its leader when a child went on: ask for it even after the exit.
        if (SendSignal(-Id, SignalKill) != 0 && !_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Bytes in memory now; null where the system does not tell.</summary>
    public long? ResidentBytes()
    {
        try
        {
            // Pages: total, resident, …
            var fields = File.ReadAllText($"/proc/{Id}/statm").Split(' ');
            return long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The most it ever had in memory.</summary>
    public long? ResidentBytesMax()
    {
        try
        {
            var line = File.ReadLines($"/proc/{Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Kill();
        _ = DisposeLaterAsync();
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        var status = _process.ExitCode;
        if (SendSignal(-Id, SignalZero) != 0)
        {
            _shepherd.Remove(Id);
        }

        return status;
    }

    private async Task DisposeLaterAsync()
    {
        await Exited;
        _shepherd.Remove(Id);
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
