using System.Diagnostics;
using System.Text.Json;

namespace Weir.Tests.Support;

/// <summary>The real program as a child process on free ports: what the crash tests kill.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly List<string> _log = [];

    private ServerProcess(Process process) => _process = process;

    /// <summary>The port of each listener, by name.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; private set; } = new Dictionary<string, int>();

    public string Endpoint => $"http://127.0.0.1:{Ports["aws"]}";

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public WeirClients Clients => new(Endpoint, Ports);

    /// <summary>What the server logged so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>Starts <c>weir serve</c> and waits for its ready line.</summary>
    /// <param name="ports">The ports to take, by flag (<c>--port</c> …); those not given are free ones.</param>
    /// <param name="fault">The fault point to arm: <c>name[:hit]</c>.</param>
    public static async Task<ServerProcess> StartAsync(
        string dataDirectory, IReadOnlyDictionary<string, int>? ports = null, string? fault = null, params string[] more)
    {
        var start = new ProcessStartInfo(ProgramPath())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = dataDirectory,
        };
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add("--data-dir");
        start.ArgumentList.Add(dataDirectory);
        foreach (var flag in (string[])["--port", "--mqtt-port", "--mqtts-port", "--kafka-port", "--redshift-port", "--opensearch-port"])
        {
            start.ArgumentList.Add(flag);
            start.ArgumentList.Add($"{ports?.GetValueOrDefault(flag) ?? 0}");
        }

        foreach (var argument in more)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("WEIR_FAULT");
        if (fault is not null)
        {
            start.Environment["WEIR_FAULT"] = fault;
        }

        var server = new ServerProcess(Process.Start(start)!);
        _ = server.KeepLogAsync();
        using var patience = new CancellationTokenSource(StartPatience);
        var line = await server._process.StandardOutput.ReadLineAsync(patience.Token);
        if (line is null)
        {
            await server._process.WaitForExitAsync(patience.Token);
            throw new InvalidOperationException($"the server ended with {server.ExitCode}: {server.Log}");
        }

        using var ready = JsonDocument.Parse(line);
        server.Ports = ready.RootElement.GetProperty("ports").EnumerateObject()
            .ToDictionary(port => port.Name, port => port.Value.GetInt32(), StringComparer.Ordinal);
        return server;
    }

    /// <summary>The ports of this server as flags, for the next one to take over.</summary>
    public IReadOnlyDictionary<string, int> PortFlags() => Ports.ToDictionary(
        port => port.Key == "aws" ? "--port" : $"--{port.Key}-port", port => port.Value, StringComparer.Ordinal);

    /// <summary>As by <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until the server has ended by itself, as at an armed fault point.</summary>
    public async Task<bool> WaitForExitAsync(TimeSpan patience)
    {
        using var time = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(time.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Asks it to stop (SIGTERM) and gives the exit status.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        return await WaitForExitAsync(StopPatience) ? ExitCode : throw new InvalidOperationException($"it did not stop: {Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    /// <summary>The program that was built together with the tests that run.</summary>
    public static string ProgramPath()
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Repository.Root, "artifacts", "bin", "Server", configuration, "weir");
    }

    private async Task KeepLogAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_log)
            {
                _log.Add(line);
            }
        }
    }
}
