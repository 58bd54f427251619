namespace Weir.Engines.Databases;

/// <summary>Every bound of this engine.</summary>
public static class DatabaseLimits
{
    public const int AddressLettersMax = 2000;

    /// <summary>Columns of one table or result: MySQL's own limit; PostgreSQL's is lower.</summary>
    public const int ColumnsMax = 4096;

    /// <summary>One message of a server, which holds one row.</summary>
    public const int PacketBytesMax = 64 * 1024 * 1024;

    /// <summary>From the first byte sent to a session that may ask.</summary>
    public static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(15);

    /// <summary>What a server may be silent for within an answer.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromMinutes(5);
}
