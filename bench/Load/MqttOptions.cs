using System.Globalization;

namespace Weir.Bench.Load;

/// <summary>What to publish, where, and how fast.</summary>
internal sealed record MqttOptions
{
    public const string Help = """
          --host HOST            default 127.0.0.1
          --port PORT            default 1883
          --connections N        publishers, each with its own connection (default 64)
          --window N             unacknowledged publishes per connection (default 100)
          --messages N           stop after so many are acknowledged (default 200000; with --file: its lines)
          --seconds S            stop publishing after so long instead
          --size BYTES           payload size when there is no file (default 200)
          --file PATH            JSON lines, one message a line, dealt out in turn
          --topic TEXT           {c} is the connection's number (default bench/{c}/telemetry)
          --client TEXT          client id prefix (default load)
          --rate N               messages a second over all connections (default: as fast as acknowledged)
          --reconnect            on a lost connection connect again and send again what was not acknowledged
          --patience S           give up when nothing was acknowledged for so long (default 60)
          --progress             a line a second on standard error
        The result is one line of JSON on standard output: published, acked, resent, reconnects, seconds, rate, latency.
        """;

    public string Host { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 1883;
    public int Connections { get; init; } = 64;
    public int Window { get; init; } = 100;
    public long Messages { get; init; } = 200_000;
    public double Seconds { get; init; }
    public int Size { get; init; } = 200;
    public string? File { get; init; }
    public string Topic { get; init; } = "bench/{c}/telemetry";
    public string Client { get; init; } = "load";
    public double Rate { get; init; }
    public bool Reconnect { get; init; }
    public double Patience { get; init; } = 60;
    public bool Progress { get; init; }

    /// <summary>Null when an option is not known or has no value.</summary>
    public static MqttOptions? Parse(string[] args)
    {
        var options = new MqttOptions();
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at] is "--reconnect" or "--progress")
            {
                options = args[at] == "--reconnect" ? options with { Reconnect = true } : options with { Progress = true };
                continue;
            }

            if (at + 1 == args.Length)
            {
                return null;
            }

            var value = args[++at];
            var parsed = args[at - 1] switch
            {
                "--host" => options with { Host = value },
                "--port" => options with { Port = Int(value) },
                "--connections" => options with { Connections = Int(value) },
                "--window" => options with { Window = Math.Clamp(Int(value), 1, 60_000) },
                "--messages" => options with { Messages = long.Parse(value, CultureInfo.InvariantCulture) },
                "--seconds" => options with { Seconds = Number(value) },
                "--size" => options with { Size = Int(value) },
                "--file" => options with { File = value },
                "--topic" => options with { Topic = value },
                "--client" => options with { Client = value },
                "--rate" => options with { Rate = Number(value) },
                "--patience" => options with { Patience = Number(value) },
                _ => null,
            };
            if (parsed is null)
            {
                return null;
            }

            options = parsed;
        }

        return options;
    }

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
