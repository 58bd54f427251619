using System.CommandLine;
using System.Globalization;
using Weir.Kernel.Core;
using Weir.Server.Demo;
using Weir.Server.Settings;

namespace Weir.Server.Commands;

/// <summary><c>weir demo</c>: starts everything, provisions the example pipeline and sends it this machine's telemetry (or a file).</summary>
/// <remarks>Exit status 0 only when every hop counted the same records; 1 when they differ; 2 when it could not start.</remarks>
internal static class DemoCommand
{
    public static Command Create()
    {
        var settings = new SettingOptions();
        var duration = new Option<string>("--for") { Description = "ends by itself after this time, for example 30s or 5m", HelpName = "TIME" };
        var replay = new Option<string>("--replay") { Description = "streams a CSV, JSON-lines or Parquet file instead", HelpName = "FILE" };
        var rate = new Option<int>("--rate") { Description = "replayed records per second (default 500; 0: as fast as they go)", DefaultValueFactory = _ => 500 };
        var hertz = new Option<int>("--hertz") { Description = "telemetry samples per second of each source (default 10)", DefaultValueFactory = _ => 10 };
        var command = new Command("demo", "starts everything and streams this machine's own telemetry to a live dashboard")
        {
            duration,
            replay,
            rate,
            hertz,
        };
        settings.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new DemoOptions
            {
                Duration = parsed.GetValue(duration) is { } text ? Duration(text) : null,
                ReplayFile = parsed.GetValue(replay),
                Rate = parsed.GetValue(rate),
                Hertz = parsed.GetValue(hertz) is var hz and > 0 and <= 1000 ? hz : throw new SettingsException("--hertz must be 1 to 1000"),
                IsDataDirectoryGiven = parsed.GetResult("--data-dir") is not null || Environment.GetEnvironmentVariable("WEIR_DATA_DIR") is not null,
            };
            return RunAsync(settings.Read(parsed), LogOptions.Read(parsed, settings), options, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(WeirSettings settings, LogOptions logs, DemoOptions options, CancellationToken cancellationToken)
    {
        using var stop = new StopSignals(cancellationToken);
        try
        {
            return await new DemoRun(settings, logs, options).RunAsync(stop.Token);
        }
        catch (StartException failure)
        {
            await Console.Error.WriteLineAsync($"weir: {failure.Message}");
            return RootCommands.UsageExit;
        }
    }

    private static TimeSpan Duration(string text)
    {
        var unit = text.Length > 0 ? text[^1] : ' ';
        var scale = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        return scale > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0
            ? TimeSpan.FromSeconds(number * scale)
            : throw new SettingsException($"--for must be a time such as 30s, 5m or 1h: '{text}'");
    }
}
