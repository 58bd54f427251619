namespace Weir.Engines.Delta.Log;

/// <summary>What a table asks of its readers, and what this one can.</summary>
internal static class ReaderFeatures
{
    private const int VersionMax = 3;
    private const int FeaturesVersion = 3;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "columnMapping", "deletionVectors", "timestampNtz", "v2Checkpoint", "vacuumProtocolCheck", "typeWidening", "typeWidening-preview",
    };

    /// <exception cref="DeltaException">The table asks for more.</exception>
    public static void Require(Protocol protocol)
    {
        if (protocol.MinReaderVersion is > VersionMax or < 1)
        {
            throw DeltaException.NotSupported($"Unsupported reader version: {protocol.MinReaderVersion}");
        }

        if (protocol.MinReaderVersion < FeaturesVersion)
        {
            return;
        }

        var unknown = protocol.ReaderFeatures.Where(feature => !Known.Contains(feature)).ToArray();
        if (unknown.Length > 0)
        {
            throw DeltaException.NotSupported($"Unsupported reader features: [{string.Join(", ", unknown)}]");
        }
    }

    public static ColumnMapping MappingOf(Protocol protocol, Metadata metadata)
    {
        // Writers that list features do not always repeat this one among those of readers: the setting decides.
        return protocol.MinReaderVersion < 2 ? ColumnMapping.None : metadata.Configuration.GetValueOrDefault("delta.columnMapping.mode", "none").ToLowerInvariant() switch
        {
            "none" => ColumnMapping.None,
            "name" => ColumnMapping.Name,
            "id" => ColumnMapping.Id,
            var other => throw DeltaException.NotSupported($"Unsupported column mapping mode: {other}"),
        };
    }
}

/// <summary>How files know a table's columns.</summary>
public enum ColumnMapping
{
    /// <summary>By their names.</summary>
    None = 0,

    /// <summary>By physical names, which stay when columns are renamed.</summary>
    Name = 1,

    /// <summary>By field ids.</summary>
    Id = 2,
}
