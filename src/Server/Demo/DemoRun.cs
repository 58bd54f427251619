using System.Diagnostics;
using System.Text.Json;
using Weir.Kernel.Core;
using Weir.Server.Commands;

namespace Weir.Server.Demo;

internal sealed record DemoOptions
{
    public TimeSpan? Duration { get; init; }
    public string? ReplayFile { get; init; }

    /// <summary>Replayed records per second; 0 means as fast as they go.</summary>
    public int Rate { get; init; }
    public int Hertz { get; init; }
    public bool IsDataDirectoryGiven { get; init; }
}

/// <summary>One demo: the platform in this process, the example pipeline (<c>examples/pipeline</c>) as a client beside it.</summary>
internal sealed class DemoRun(WeirSettings settings, LogOptions logs, DemoOptions options)
{
    private const string Entry = "demo.mjs";
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(180);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var example = FindExample();
        var replay = options.ReplayFile is { } file ? ReplayFile.Open(file) : null;
        DirectoryInfo? fresh = null;
        var used = settings;
        if (!options.IsDataDirectoryGiven)
        {
            fresh = Directory.CreateTempSubdirectory("weir-demo-");
            used = settings with { DataDirectory = fresh.FullName };
        }

        try
        {
            // Below warnings the log would bury the progress.
            await using var server = await WeirServer.StartAsync(used, logs with { Level = Max(logs.Level, LogLevel.Warning) }, cancellationToken);
            return await DriveAsync(server, example, replay, cancellationToken);
        }
        finally
        {
            replay?.Dispose();
            fresh?.Delete(recursive: true);
        }
    }

    private static LogLevel Max(LogLevel left, LogLevel right) => left > right ? left : right;

    private async Task<int> DriveAsync(WeirServer server, string example, ReplayFile? replay, CancellationToken cancellationToken)
    {
        var screen = new DemoScreen(server);
        screen.Started();
        using var client = Start(server, example, replay);
        using var exited = new CancellationTokenSource();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, exited.Token);
        var feeding = FeedAsync(client, screen, replay, over.Token);
        var complaints = RelayErrorsAsync(client);
        var summary = await ReadEventsAsync(client, screen);
        await client.WaitForExitAsync(CancellationToken.None);
        await exited.CancelAsync();
        await feeding;
        await complaints;
        return screen.Finish(summary) && client.ExitCode == 0 ? 0 : 1;
    }

    private static async Task RelayErrorsAsync(Process client)
    {
        while (await client.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }
    }

    private static async Task<JsonDocument?> ReadEventsAsync(Process client, DemoScreen screen)
    {
        JsonDocument? summary = null;
        while (await client.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.StartsWith('{'))
            {
                var told = JsonDocument.Parse(line);
                screen.Show(told.RootElement);
                if (told.RootElement.GetProperty("event").GetString() == "done")
                {
                    summary = told;
                }
            }
        }

        return summary;
    }

    /// <summary>Feeds the client until the time is over or the file is read; the end of its input tells it to finish.</summary>
    private async Task FeedAsync(Process client, DemoScreen screen, ReplayFile? replay, CancellationToken cancellationToken)
    {
        try
        {
            await screen.Provisioned.WaitAsync(cancellationToken);
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (options.Duration is { } duration)
            {
                time.CancelAfter(duration);
            }

            if (replay is null)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time.Token);
            }
            else
            {
                await replay.WriteToAsync(client.StandardInput, options.Rate, time.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over, or a person (or the client's end) stopped it.
        }
        catch (IOException) when (client.HasExited)
        {
            // Its end is told by its exit status.
        }

        client.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await client.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            client.Kill(entireProcessTree: true);
        }
    }

    private Process Start(WeirServer server, string example, ReplayFile? replay)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(example, Entry)])
        {
            WorkingDirectory = example,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AWS_ENDPOINT_URL"] = server.Endpoint;
        start.Environment["AWS_ACCESS_KEY_ID"] = server.Settings.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = server.Settings.SecretKey;
        start.Environment["AWS_REGION"] = server.Settings.Region;
        start.Environment.Remove("AWS_SESSION_TOKEN");
        start.Environment["PIPELINE_MQTT"] = $"mqtt://127.0.0.1:{server.Ports["mqtt"]}";
        start.Environment["PIPELINE_HERTZ"] = $"{options.Hertz}";
        start.Environment["PIPELINE_OWNER"] = "weir";
        start.Environment["NODE_NO_WARNINGS"] = "1"; // the SDK's advice to upgrade Node is not news of the demo
        if (replay is not null)
        {
            start.Environment["PIPELINE"] = "replay";
            start.Environment["PIPELINE_COLUMNS"] = replay.ColumnsJson;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new StartException("Node.js 20 or newer is missing: the demo's functions and publisher run on it", failure);
        }
    }

    private static string FindExample()
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            var example = Path.Combine(at, "examples", "pipeline");
            if (File.Exists(Path.Combine(example, Entry)))
            {
                return Directory.Exists(Path.Combine(example, "node_modules"))
                    ? example
                    : throw new StartException($"the demo's packages are not installed: run `npm ci` in {example} (./weir does it)");
            }
        }

        throw new StartException("the demo needs examples/pipeline beside the program (it is in the repository)");
    }
}
