namespace Weir.Engines.Discovery.Files;

/// <summary>Compression by a file's first bytes.</summary>
public static class Compressions
{
    /// <summary>By the first bytes, else by the name: what Hadoop frames has no mark of its own.</summary>
    public static string Of(ReadOnlySpan<byte> head, string name) => Of(head) is var compression && compression != "none" ? compression
        : name.EndsWith(".snappy", StringComparison.OrdinalIgnoreCase) ? "snappy"
        : name.EndsWith(".lz4", StringComparison.OrdinalIgnoreCase) ? "lz4"
        : "none";

    /// <summary><c>none</c> when the bytes are no known compression's.</summary>
    public static string Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return "gzip";
        }

        if (head.Length > 3 && head.StartsWith("BZh"u8) && head[3] is >= (byte)'1' and <= (byte)'9')
        {
            return "bzip2";
        }

        return head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? "zstd"
            : head.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4D, 0x18]) ? "lz4"
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x06, 0x00, 0x00, (byte)'s', (byte)'N', (byte)'a', (byte)'P', (byte)'p', (byte)'Y']) ? "snappy"
            : "none";
    }
}
