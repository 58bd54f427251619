namespace Weir.Kernel.Core;

/// <summary>What "acknowledged" promises.</summary>
public enum Durability
{
    /// <summary>An answer means fsynced (group-committed).</summary>
    Strict,

    /// <summary>An answer means written; at most 50 ms of work is at risk on power loss, none on a process kill.</summary>
    Relaxed,
}

/// <summary>The settings of one running platform, resolved from flags, environment and <c>weir.json</c>.</summary>
public sealed record WeirSettings
{
    public string DataDirectory { get; init; } = "./.weir";
    public string Host { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 4566;
    public int MqttPort { get; init; } = 1883;
    public int MqttsPort { get; init; } = 8883;
    public int KafkaPort { get; init; } = 9092;
    public int RedshiftPort { get; init; } = 5439;
    public int OpenSearchPort { get; init; } = 9200;
    public string AccessKey { get; init; } = "test";
    public string SecretKey { get; init; } = "test";
    public string AccountId { get; init; } = "000000000000";
    public string Region { get; init; } = "us-east-1";
    public bool DevAccounts { get; init; }
    public bool DevReset { get; init; }
    public Durability Durability { get; init; } = Durability.Strict;

    /// <summary>Partitions that one CREATE TABLE AS, INSERT or UNLOAD may write; 100 in AWS.</summary>
    public int AthenaPartitionsMax { get; init; } = 100;

    /// <summary>Memory of one Athena query before it spills, bytes; zero for a share of the machine's.</summary>
    public long AthenaMemoryBytes { get; init; }

    /// <summary>True when only this machine can connect.</summary>
    public bool IsLoopback => Host is "localhost" or "::1" || Host.StartsWith("127.", StringComparison.Ordinal);
}

/// <summary>The ports that listeners really took; filled while starting, before the ready line.</summary>
public sealed class BoundPorts
{
    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> All => _ports;

    public int Aws => _ports.GetValueOrDefault("aws");

    public void Set(string listener, int port) => _ports[listener] = port;
}
