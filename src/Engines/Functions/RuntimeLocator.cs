using System.Diagnostics;

namespace Weir.Engines.Functions;

/// <summary>Finds the machine's language runtimes, once each, by asking them where they are.</summary>
internal sealed class RuntimeLocator
{
    private readonly Lazy<Task<string?>> _node = new(() => AskAsync("node", "-p", "process.execPath"));
    private readonly Lazy<Task<string?>> _python = new(() => AskAsync("python3", "-c", "import sys; print(sys.executable)"));

    /// <summary>The path of the program, or null when there is none.</summary>
    public Task<string?> FindAsync(FunctionRuntime runtime) => runtime switch
    {
        FunctionRuntime.Node => _node.Value,
        FunctionRuntime.Python => _python.Value,
        FunctionRuntime.Custom => Task.FromResult<string?>(null),
    };

    private static async Task<string?> AskAsync(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            var path = (await process.StandardOutput.ReadToEndAsync()).Trim();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 && File.Exists(path) ? path : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
