using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Runtime;

namespace Weir.Services.Athena.Results;

/// <summary>Dates and times as Trino prints them, for any year.</summary>
internal static class TimeText
{
    private const long DaySeconds = 86_400;
    private const long SecondPicos = 1_000_000_000_000;

    public static string Date(int epochDays)
    {
        var (year, month, day) = Civil(epochDays);
        return string.Create(CultureInfo.InvariantCulture, $"{Year(year)}-{month:d2}-{day:d2}");
    }

    /// <param name="units">Since 1970, <paramref name="unitsPerSecond"/> to the second.</param>
    public static string Timestamp(long units, long unitsPerSecond, int digits)
    {
        var (days, rest) = FloorDivide(units, DaySeconds * unitsPerSecond);
        return $"{Date(checked((int)days))} {Time(rest, unitsPerSecond, digits)}";
    }

    /// <summary>An instant as its zone's clocks show it, and the zone.</summary>
    public static string Zoned(long epochMicros, string zone, int digits)
    {
        const long MicroSeconds = 1_000_000;
        var seconds = FloorDivide(epochMicros, MicroSeconds).Quotient;
        return $"{Timestamp(epochMicros + (Offset(zone, seconds) * MicroSeconds), MicroSeconds, digits)} {zone}";
    }

    /// <summary>Picoseconds since 1970.</summary>
    public static string Fine(Int128 picos, int digits)
    {
        const long DayPicos = DaySeconds * SecondPicos;
        var rest = ((picos % DayPicos) + DayPicos) % DayPicos;
        return $"{Date((int)((picos - rest) / DayPicos))} {Clock((long)rest, digits)}";
    }

    public static string Fine(Int128 picos, string zone, int digits)
    {
        var rest = ((picos % SecondPicos) + SecondPicos) % SecondPicos;
        return $"{Fine(picos + ((Int128)Offset(zone, (long)((picos - rest) / SecondPicos)) * SecondPicos), digits)} {zone}";
    }

    /// <summary>Picoseconds since midnight.</summary>
    public static string Clock(long picos, int digits) => Time(picos, SecondPicos, digits);

    /// <param name="picos">In Greenwich.</param>
    /// <param name="minutes">East of it.</param>
    public static string Clock(long picos, int minutes, int digits)
    {
        const long DayPicos = DaySeconds * SecondPicos;
        var local = (picos + (minutes * 60 * SecondPicos) + DayPicos) % DayPicos;
        var size = Math.Abs(minutes);
        return string.Create(CultureInfo.InvariantCulture, $"{Clock(local, digits)}{(minutes < 0 ? '-' : '+')}{size / 60:d2}:{size % 60:d2}");
    }

    public static string Time(long units, long unitsPerSecond, int digits)
    {
        var (seconds, fraction) = FloorDivide(units, unitsPerSecond);
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{seconds / 3600:d2}:{seconds / 60 % 60:d2}:{seconds % 60:d2}");
        if (digits == 0)
        {
            return text;
        }

        var unitDigits = unitsPerSecond.ToString(CultureInfo.InvariantCulture).Length - 1;
        var decimals = unitDigits == 0 ? "" : fraction.ToString(CultureInfo.InvariantCulture).PadLeft(unitDigits, '0');
        return $"{text}.{decimals.PadRight(digits, '0')[..digits]}";
    }

    public static string TimeZoned(DuckTimeTz time, int digits)
    {
        var minutes = Math.Abs(time.OffsetSeconds) / 60;
        var sign = time.OffsetSeconds < 0 ? '-' : '+';
        return string.Create(
            CultureInfo.InvariantCulture, $"{Time(time.Micros, 1_000_000, digits)}{sign}{minutes / 60:d2}:{minutes % 60:d2}");
    }

    /// <summary><c>2 03:04:05.678</c></summary>
    public static string IntervalDay(DuckInterval interval)
    {
        // A month in a day interval cannot come from Trino SQL; count it as 30 days, as DuckDB does when it compares.
        var millis = (((interval.Months * 30L) + interval.Days) * DaySeconds * 1000) + (interval.Micros / 1000);
        var sign = millis < 0 ? "-" : "";
        millis = Math.Abs(millis);
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{millis / (DaySeconds * 1000)} {Time(millis % (DaySeconds * 1000), 1000, 3)}");
    }

    /// <summary><c>1-2</c>: a year and two months.</summary>
    public static string IntervalYear(DuckInterval interval)
    {
        var months = Math.Abs(interval.Months);
        return string.Create(CultureInfo.InvariantCulture, $"{(interval.Months < 0 ? "-" : "")}{months / 12}-{months % 12}");
    }

    /// <summary>Seconds east of Greenwich. Beyond the years .NET counts, the offset of the nearest of them.</summary>
    private static long Offset(string zone, long epochSeconds)
    {
        if (zone is "UTC" or "Z" or "")
        {
            return 0;
        }

        if (zone[0] is '+' or '-')
        {
            var offset = TimeSpan.ParseExact(zone[1..], @"hh\:mm", CultureInfo.InvariantCulture);
            return (long)(zone[0] == '-' ? -offset : offset).TotalSeconds;
        }

        return Zones.Seconds(zone, epochSeconds);
    }

    private static string Year(long year) => year switch
    {
        < 0 => string.Create(CultureInfo.InvariantCulture, $"-{-year:d4}"),
        > 9999 => string.Create(CultureInfo.InvariantCulture, $"+{year}"),
        _ => year.ToString("d4", CultureInfo.InvariantCulture),
    };

    /// <summary>The proleptic Gregorian date of a day number, by counting in 400-year eras that start on 1 March.</summary>
    private static (long Year, int Month, int Day) Civil(long epochDays)
    {
        const long EraDays = 146_097;
        var (era, dayOfEra) = FloorDivide(epochDays + 719_468, EraDays);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1);
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return ((era * 400) + yearOfEra + (month <= 2 ? 1 : 0), month, day);
    }

    private static (long Quotient, long Remainder) FloorDivide(long value, long by)
    {
        var quotient = value / by;
        var rest = value % by;
        return rest < 0 ? (quotient - 1, rest + by) : (quotient, rest);
    }
}
