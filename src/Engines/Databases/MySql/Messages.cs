using System.Globalization;
using System.Text;

namespace Weir.Engines.Databases.MySql;

/// <summary>What a server says first. Immutable.</summary>
internal sealed record Greeting(string Version, uint Capabilities, byte[] Challenge, string Plugin)
{
    private const int ChallengeBytes = 20;

    public static Greeting Parse(ReadOnlySpan<byte> packet)
    {
        var reader = new PacketReader(packet);
        var protocol = reader.Byte();
        if (protocol == 0xFF)
        {
            throw Refusal.Parse(packet).Error();
        }

        if (protocol != 10)
        {
            throw new DatabaseException("The server does not speak MySQL's protocol 10.");
        }

        var version = Encoding.UTF8.GetString(reader.UpToZero());
        _ = reader.UInt32();
        var challenge = new byte[ChallengeBytes];
        reader.Bytes(8).CopyTo(challenge);
        _ = reader.Byte();
        var capabilities = (uint)reader.UInt16();
        var plugin = "mysql_native_password";
        if (!reader.IsAtEnd)
        {
            _ = reader.Bytes(3);
            capabilities |= (uint)reader.UInt16() << 16;
            var length = reader.Byte();
            _ = reader.Bytes(10);
            var more = reader.Bytes(Math.Min(Math.Max(13, length - 8), reader.Left));
            more[..Math.Min(more.Length, ChallengeBytes - 8)].CopyTo(challenge.AsSpan(8));
            if ((capabilities & Capability.PluginAuth) != 0)
            {
                plugin = Encoding.UTF8.GetString(reader.UpToZero());
            }
        }

        return new(version, capabilities, challenge, plugin);
    }
}

/// <summary>What client and server can do, as bits.</summary>
internal static class Capability
{
    public const uint LongPassword = 0x1;
    public const uint ConnectWithDatabase = 0x8;
    public const uint Protocol41 = 0x200;
    public const uint Tls = 0x800;
    public const uint Transactions = 0x2000;
    public const uint SecureConnection = 0x8000;
    public const uint PluginAuth = 0x80000;
}

/// <summary>An error a server states. Immutable.</summary>
internal sealed record Refusal(int Code, string State, string Text)
{
    public static Refusal Parse(ReadOnlySpan<byte> packet)
    {
        var reader = new PacketReader(packet);
        _ = reader.Byte();
        var code = reader.UInt16();
        var text = Encoding.UTF8.GetString(reader.Rest());
        return text.Length >= 6 && text[0] == '#' ? new(code, text[1..6], text[6..]) : new(code, "HY000", text);
    }

    public DatabaseException Error() => new(string.Create(CultureInfo.InvariantCulture, $"{Text} ({Code}, {State})"));
}

/// <summary>A column of an answer. Immutable.</summary>
internal sealed record ResultColumn(string Name, byte Type, int Flags, int Charset, int Decimals)
{
    private const int BinaryCharset = 63;
    private const int Unsigned = 0x20;

    /// <summary>Bytes that are no text: of binary strings and blobs, of bits and shapes; numbers and times are text though their charset is binary.</summary>
    public bool IsBinary => Type is 16 or 255 || (Charset == BinaryCharset && Type is 15 or >= 249 and <= 254);

    public string TypeName => (Type switch
    {
        0 or 246 => "decimal",
        1 => "tinyint",
        2 => "smallint",
        3 => "int",
        4 => "float",
        5 => "double",
        6 => "null",
        7 => "timestamp",
        8 => "bigint",
        9 => "mediumint",
        10 or 14 => "date",
        11 => "time",
        12 => "datetime",
        13 => "year",
        16 => "bit",
        245 => "json",
        247 => "enum",
        248 => "set",
        255 => "geometry",
        >= 249 and <= 252 => IsBinary ? "blob" : "text",
        15 or 253 or 254 => IsBinary ? "varbinary" : "varchar",
        _ => "unknown",
    }) + ((Flags & Unsigned) != 0 && Type is 0 or 1 or 2 or 3 or 8 or 9 or 246 ? " unsigned" : "");

    public static ResultColumn Parse(ReadOnlySpan<byte> packet)
    {
        var reader = new PacketReader(packet);
        for (var skipped = 0; skipped < 4; skipped++)
        {
            _ = reader.Counted();
        }

        var name = reader.Text();
        _ = reader.Counted();
        _ = reader.Number();
        var charset = reader.UInt16();
        _ = reader.UInt32();
        var type = reader.Byte();
        var flags = reader.UInt16();
        return new(name, type, flags, charset, reader.Byte());
    }
}

/// <summary>Rows of an answer.</summary>
internal static class Rows
{
    public static void Read(ReadOnlySpan<byte> packet, IReadOnlyList<ResultColumn> columns, string?[] row)
    {
        var reader = new PacketReader(packet);
        for (var at = 0; at < row.Length; at++)
        {
            row[at] = !reader.TryValue(out var value) ? null
                : columns[at].IsBinary ? "\\x" + Convert.ToHexStringLower(value)
                : Encoding.UTF8.GetString(value);
        }
    }

    /// <summary>True for the message after the last row.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> packet) => packet.Length is > 0 and < 9 && packet[0] == 0xFE;
}
