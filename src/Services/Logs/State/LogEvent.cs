using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Weir.Kernel.State;

namespace Weir.Services.Logs.State;

/// <summary>One event as it is kept: key <c>account region store</c>, then time and sequence; value ingestion time and message.</summary>
internal readonly record struct LogEvent(long Timestamp, long Sequence, long IngestedAt, string Message)
{
    private const int TailBytes = 2 * sizeof(long);

    /// <summary>Unique in its group and ordered as events are: 56 digits, as AWS's.</summary>
    public string IdIn(LogStreamState stream) =>
        string.Create(CultureInfo.InvariantCulture, $"{Timestamp:D19}{stream.Number:D18}{Sequence:D19}");

    public int CountedBytes => Encoding.UTF8.GetByteCount(Message) + LogsLimits.EventOverheadBytes;

    public static StateKey Key(string account, string region, string store, long timestamp, long sequence)
    {
        var prefix = StateKey.Prefix(account, region, store).ToArray();
        var key = new byte[prefix.Length + TailBytes];
        prefix.CopyTo(key, 0);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(prefix.Length), timestamp);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(prefix.Length + sizeof(long)), sequence);
        return new(key);
    }

    public byte[] Value()
    {
        var value = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(Message)];
        BinaryPrimitives.WriteInt64BigEndian(value, IngestedAt);
        Encoding.UTF8.GetBytes(Message, value.AsSpan(sizeof(long)));
        return value;
    }

    public static LogEvent Read(StateEntry entry)
    {
        var tail = entry.Key.Bytes[^TailBytes..];
        return new(
            BinaryPrimitives.ReadInt64BigEndian(tail),
            BinaryPrimitives.ReadInt64BigEndian(tail[sizeof(long)..]),
            BinaryPrimitives.ReadInt64BigEndian(entry.Value),
            Encoding.UTF8.GetString(entry.Value.AsSpan(sizeof(long))));
    }
}
