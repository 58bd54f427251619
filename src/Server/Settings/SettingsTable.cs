using System.Globalization;
using Weir.Kernel.Core;

namespace Weir.Server.Settings;

/// <summary>One setting: its flag, its meaning, and how its text changes the settings.</summary>
internal sealed record Setting(string Flag, string Value, string Help, Func<WeirSettings, string, WeirSettings> Apply)
{
    /// <summary><c>--data-dir</c> is <c>WEIR_DATA_DIR</c>.</summary>
    public string Variable => "WEIR_" + Flag[2..].Replace('-', '_').ToUpperInvariant();

    /// <summary><c>--data-dir</c> is <c>data-dir</c> in <c>weir.json</c>.</summary>
    public string Key => Flag[2..];

    /// <summary>True when the flag may stand alone, meaning yes.</summary>
    public bool IsSwitch => Value.Length == 0;
}

/// <summary>Every setting of <c>serve</c> and <c>demo</c>: the one list that flags, environment, file and help are made from.</summary>
internal static class SettingsTable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("--data-dir", "DIR", "where everything is kept (default ./.weir)", (s, v) => s with { DataDirectory = v }),
        new("--host", "ADDRESS", "address to listen on (default 127.0.0.1)", (s, v) => s with { Host = v }),
        new("--port", "PORT", "all AWS APIs and the console (default 4566)", (s, v) => s with { Port = Port(v) }),
        new("--mqtt-port", "PORT", "MQTT (default 1883)", (s, v) => s with { MqttPort = Port(v) }),
        new("--mqtts-port", "PORT", "MQTT over TLS (default 8883)", (s, v) => s with { MqttsPort = Port(v) }),
        new("--kafka-port", "PORT", "Kafka (default 9092)", (s, v) => s with { KafkaPort = Port(v) }),
        new("--redshift-port", "PORT", "PostgreSQL wire (default 5439)", (s, v) => s with { RedshiftPort = Port(v) }),
        new("--opensearch-port", "PORT", "OpenSearch (default 9200)", (s, v) => s with { OpenSearchPort = Port(v) }),
        new("--access-key", "ID", "root access key id (default test; loopback only)", (s, v) => s with { AccessKey = Text(v) }),
        new("--secret-key", "SECRET", "root secret key (default test; loopback only)", (s, v) => s with { SecretKey = Text(v) }),
        new("--account-id", "ID", "twelve digits (default 000000000000)", (s, v) => s with { AccountId = Account(v) }),
        new("--region", "REGION", "default region (default us-east-1)", (s, v) => s with { Region = Text(v) }),
        new("--dev-accounts", "", "a twelve-digit access key id is the root of that account", (s, v) => s with { DevAccounts = Switch(v) }),
        new("--dev-reset", "", "POST /_weir/reset empties everything", (s, v) => s with { DevReset = Switch(v) }),
        new("--durability", "MODE", "strict (default) or relaxed", (s, v) => s with { Durability = DurabilityOf(v) }),
        new("--athena-memory", "MIB", "memory of an Athena query before it spills (default a share of the machine's)", (s, v) => s with { AthenaMemoryBytes = (long)Count(v) << 20 }),
        new("--athena-partitions", "COUNT", "partitions one Athena statement may write (default 100, as AWS)", (s, v) => s with { AthenaPartitionsMax = Count(v) }),
    ];

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new FormatException("must be a number above zero");

    private static int Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new FormatException("must be a port, 0 to 65535");

    private static string Text(string text) => text.Length > 0 ? text : throw new FormatException("must not be empty");

    private static string Account(string text) =>
        text.Length == 12 && text.All(char.IsAsciiDigit) ? text : throw new FormatException("must be twelve digits");

    private static bool Switch(string text) => text switch
    {
        "true" or "1" or "on" or "yes" => true,
        "false" or "0" or "off" or "no" => false,
        _ => throw new FormatException("must be true or false"),
    };

    private static Durability DurabilityOf(string text) => text switch
    {
        "strict" => Durability.Strict,
        "relaxed" => Durability.Relaxed,
        _ => throw new FormatException("must be strict or relaxed"),
    };
}
