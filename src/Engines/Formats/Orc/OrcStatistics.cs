using System.Text;

namespace Weir.Engines.Formats.Orc;

/// <summary>What a file says of the values of one column in one part of it. Bounds may be wider than the values, never narrower.</summary>
internal sealed class OrcStatistics
{
    /// <summary>Values that are not NULL; null where the file does not say.</summary>
    public long? Count { get; private set; }

    public bool HasNull { get; private set; } = true;

    /// <summary>Whole numbers, days, and booleans as 0 and 1.</summary>
    public (long Least, long Most)? Whole { get; private set; }

    public (double Least, double Most)? Real { get; private set; }

    /// <summary>UTF-8, compared byte by byte. An absent side is unknown.</summary>
    public (byte[]? Least, byte[]? Most) Text { get; private set; }

    /// <summary>Decimals as text.</summary>
    public (string Least, string Most)? Decimal { get; private set; }

    /// <summary>Milliseconds since 1970 of the wall clock the values show.</summary>
    public (long Least, long Most)? Millis { get; private set; }

    public static OrcStatistics Read(ProtoReader message)
    {
        var statistics = new OrcStatistics();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    statistics.Count = message.Long();
                    break;
                case 2 or 7:
                    statistics.Whole = ReadWhole(message.Message());
                    break;
                case 3:
                    statistics.Real = ReadReal(message.Message());
                    break;
                case 4:
                    statistics.Text = ReadText(message.Message());
                    break;
                case 5:
                    statistics.Whole = ReadBuckets(message.Message(), statistics.Count);
                    break;
                case 6:
                    statistics.Decimal = ReadDecimal(message.Message());
                    break;
                case 9:
                    statistics.Millis = ReadMillis(message.Message());
                    break;
                case 10:
                    statistics.HasNull = message.Truth();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return statistics;
    }

    private static (long, long)? ReadWhole(ProtoReader message)
    {
        var (least, most) = Pair(message, 1, 2);
        return least is { } low && most is { } high ? (low, high) : null;
    }

    /// <summary>Only the bounds in UTC say which wall clock they mean; the older pair depends on the writer's zone.</summary>
    private static (long, long)? ReadMillis(ProtoReader message)
    {
        var (least, most) = Pair(message, 3, 4);
        return least is { } low && most is { } high ? (low, high) : null;
    }

    private static (long? Least, long? Most) Pair(ProtoReader message, int leastField, int mostField)
    {
        long? least = null;
        long? most = null;
        while (message.Next())
        {
            if (message.Field == leastField)
            {
                least = message.Signed();
            }
            else if (message.Field == mostField)
            {
                most = message.Signed();
            }
            else
            {
                message.Skip();
            }
        }

        return (least, most);
    }

    private static (double, double)? ReadReal(ProtoReader message)
    {
        double? least = null;
        double? most = null;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    least = message.Double();
                    break;
                case 2:
                    most = message.Double();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        // NaN among the values makes the bounds useless.
        return least is { } low && most is { } high && !double.IsNaN(low) && !double.IsNaN(high) ? (low, high) : null;
    }

    private static (byte[]?, byte[]?) ReadText(ProtoReader message)
    {
        byte[]? least = null;
        byte[]? most = null;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1 or 4:
                    least = message.Bytes().ToArray();
                    break;
                case 2 or 5:
                    most = message.Bytes().ToArray();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return (least, most);
    }

    private static (string, string)? ReadDecimal(ProtoReader message)
    {
        string? least = null;
        string? most = null;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    least = Encoding.UTF8.GetString(message.Bytes());
                    break;
                case 2:
                    most = Encoding.UTF8.GetString(message.Bytes());
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return least is not null && most is not null ? (least, most) : null;
    }

    /// <summary>How often true; the rest is false.</summary>
    private static (long, long)? ReadBuckets(ProtoReader message, long? count)
    {
        var counts = new List<ulong>();
        while (message.Next())
        {
            if (message.Field == 1)
            {
                message.Numbers(counts);
            }
            else
            {
                message.Skip();
            }
        }

        return counts.Count == 0 || count is null or 0 ? null : (counts[0] == (ulong)count ? 1 : 0, counts[0] == 0 ? 0 : 1);
    }
}
