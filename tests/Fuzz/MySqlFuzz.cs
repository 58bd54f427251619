using System.Security.Authentication;
using System.Text;
using Weir.Engines.Databases;
using Weir.Engines.Databases.MySql;

namespace Weir.Fuzz;

/// <summary>A whole session with a server that says anything: the greeting, the handshake, an answer.</summary>
internal static class MySqlFuzz
{
    private static readonly DatabaseAddress Address = new() { Kind = DatabaseKind.MySql, Host = "h", Port = 1, Database = "d", User = "u", Password = "p" };

    public static IReadOnlyList<byte[]> Seeds { get; } =
    [
        [
            .. Framed(0, Greeting(0x80000 | 0x8000 | 0x200)), .. Framed(2, [0, 0, 0, 2, 0, 0, 0]),
            .. Framed(1, [2]), .. Framed(2, Column("n", 3)), .. Framed(3, Column("b", 252)), .. Framed(4, [0xFE, 0, 0, 2, 0]),
            .. Framed(5, [2, .. "42"u8, 2, 1, 2]), .. Framed(6, [0xFB, 0xFC, 1, 0, 9]), .. Framed(7, [0xFE, 0, 0, 2, 0]),
        ],
        [
            .. Framed(0, Greeting(0x80000 | 0x8000 | 0x200)), .. Framed(2, [0xFE, .. "caching_sha2_password"u8, 0, .. new byte[20], 0]),
            .. Framed(4, [1, 4]), .. Framed(6, [1, .. "-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n"u8]),
        ],
        [.. Framed(0, Greeting(0x80000 | 0x8000 | 0x800 | 0x200)), 22, 3, 3, 0, 1, 0],
        [.. Framed(0, [0xFF, 0x10, 4, .. "#08004Too many connections"u8])],
    ];

    public static bool Session(byte[] input)
    {
        try
        {
            return SessionAsync(input).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is DatabaseException or MySqlRefusedException or IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static async Task<bool> SessionAsync(byte[] input)
    {
        await using var connection = await MySqlConnection.OpenAsync(new Deaf(input), Address, CancellationToken.None);
        var columns = await connection.AskAsync("SELECT 1", CancellationToken.None);
        var row = new string?[columns.Count];
        while (columns.Count > 0 && await connection.NextAsync(columns, row, CancellationToken.None))
        {
        }

        return true;
    }

    private static byte[] Greeting(uint capabilities) =>
    [
        10, .. "8.4.0"u8, 0, 1, 0, 0, 0, .. "12345678"u8, 0, (byte)capabilities, (byte)(capabilities >> 8), 45, 2, 0, (byte)(capabilities >> 16), 0, 21, .. new byte[10],
        .. "901234567890"u8, 0, .. "mysql_native_password"u8, 0,
    ];

    private static byte[] Column(string name, byte type) =>
        [3, .. "def"u8, 0, 0, 0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0, 12, 63, 0, 1, 0, 0, 0, type, 0, 0, 0, 0, 0];

    private static byte[] Framed(byte order, byte[] message) => [(byte)message.Length, (byte)(message.Length >> 8), 0, order, .. message];

    /// <summary>Says what it has to say, whatever it is told.</summary>
    private sealed class Deaf(byte[] words) : MemoryStream(words, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public override void Write(byte[] buffer, int offset, int count)
        {
        }
    }
}
