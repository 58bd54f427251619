using System.CommandLine;
using System.Text.Json;
using System.Globalization;
using Weir.Server.Http;

namespace Weir.Server.Commands;

/// <summary><c>weir status</c>: asks a running platform how it is, and prints it for a person (or as JSON).</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var endpoint = new Option<string>("--endpoint")
        {
            Description = "address of the platform (default http://127.0.0.1:4566, or WEIR_ENDPOINT)",
            HelpName = "URL",
        };
        var json = new Option<bool>("--json") { Description = "prints the answer as JSON" };
        var command = new Command("status", "asks a running platform for health, ports, versions, resources and lag per hop")
        {
            endpoint,
            json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(endpoint) ?? Environment.GetEnvironmentVariable("WEIR_ENDPOINT") ?? "http://127.0.0.1:4566",
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string endpoint, bool isJson, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"weir: --endpoint must be an http address: '{endpoint}'");
            return RootCommands.UsageExit;
        }

        using var http = new HttpClient { Timeout = AnswerTime };
        try
        {
            var text = await http.GetStringAsync(new Uri(address, "/_weir/status"), cancellationToken);
            if (isJson)
            {
                Console.WriteLine(text);
                return 0;
            }

            Print(JsonSerializer.Deserialize(text, StatusJson.Default.PlatformStatus)!);
            return 0;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
        {
            await Console.Error.WriteLineAsync($"weir: nothing answers at {endpoint}: {failure.Message}");
            return 1;
        }
    }

    private static void Print(PlatformStatus status)
    {
        Console.WriteLine($"weir {status.Version}  {status.Status}  up {TimeSpan.FromSeconds(Math.Floor(status.UptimeSeconds))}");
        Console.WriteLine($"memory {status.ResidentBytes / 1048576.0:F0} MiB  data {status.DataDirectory}");
        Console.WriteLine("ports    " + string.Join("  ", status.Ports.Select(port => $"{port.Key} {port.Value}")));
        Console.WriteLine("services " + string.Join(' ', status.Services.Keys));
        if (status.Hops.Count == 0)
        {
            Console.WriteLine("no record has passed a hop yet");
            return;
        }

        Console.WriteLine();
        Console.WriteLine($"{"hop",-20} {"resource",-28} {"in",12} {"out",12} {"errors",8} {"lag s",8}");
        foreach (var hop in status.Hops)
        {
            var lag = hop.LagSeconds is { } seconds ? seconds.ToString("F1", CultureInfo.InvariantCulture) : "-";
            Console.WriteLine($"{hop.Hop,-20} {hop.Resource,-28} {hop.RecordsIn,12:N0} {hop.RecordsOut,12:N0} {hop.Errors,8:N0} {lag,8}");
        }
    }
}
