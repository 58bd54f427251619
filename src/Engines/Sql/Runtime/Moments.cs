using System.Globalization;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Calendar arithmetic on microseconds and days since 1970, for any year.</summary>
internal static class Moments
{
    public const long DayMicros = 86_400_000_000;

    /// <summary>Days since 1970 of a date of the proleptic Gregorian calendar.</summary>
    public static long Days(long year, int month, int day)
    {
        var shifted = month <= 2 ? year - 1 : year;
        var era = Floor(shifted, 400);
        var yearOfEra = shifted - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    public static (long Year, int Month, int Day) Date(long days)
    {
        var shifted = days + 719_468;
        var era = Floor(shifted, 146_097);
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var place = ((5 * dayOfYear) + 2) / 153;
        var month = (int)(place < 10 ? place + 3 : place - 9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (((153 * place) + 2) / 5) + 1));
    }

    /// <summary>1 is Monday.</summary>
    public static int DayOfWeek(long days) => (int)Modulo(days + 3, 7) + 1;

    public static int DayOfYear(long days) => (int)(days - Days(Date(days).Year, 1, 1)) + 1;

    public static (long Year, int Week) Week(long days)
    {
        var thursday = days - DayOfWeek(days) + 4;
        var year = Date(thursday).Year;
        return (year, (int)((thursday - Days(year, 1, 1)) / 7) + 1);
    }

    /// <summary>The first day of an ISO week.</summary>
    public static long WeekStart(long year, int week)
    {
        var fourth = Days(year, 1, 4);
        return fourth - DayOfWeek(fourth) + 1 + ((week - 1) * 7L);
    }

    public static int DaysIn(long year, int month) => month == 2
        ? (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
        : month is 4 or 6 or 9 or 11 ? 30 : 31;

    public static long Floor(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);

    public static long Modulo(long value, long by) => value - (Floor(value, by) * by);

    /// <summary>From <c>2024-01-02</c> and <c>03:04:05.678</c>, as casts write them.</summary>
    public static long Micros(string date, string time)
    {
        var negative = date.StartsWith('-');
        var parts = date.TrimStart('-').Split('-');
        var year = long.Parse(parts[0], CultureInfo.InvariantCulture) * (negative ? -1 : 1);
        var days = Days(year, int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
        var clock = time.Split(':');
        var seconds = clock[2].Split('.');
        var fraction = seconds.Length > 1 ? long.Parse(seconds[1].PadRight(6, '0')[..6], CultureInfo.InvariantCulture) : 0;
        return (days * DayMicros) + (long.Parse(clock[0], CultureInfo.InvariantCulture) * 3_600_000_000)
            + (long.Parse(clock[1], CultureInfo.InvariantCulture) * 60_000_000) + (long.Parse(seconds[0], CultureInfo.InvariantCulture) * 1_000_000) + fraction;
    }

    /// <summary><c>+09:00</c> from seconds.</summary>
    public static string Offset(int seconds, bool colon = true) => string.Create(
        CultureInfo.InvariantCulture, $"{(seconds < 0 ? '-' : '+')}{Math.Abs(seconds) / 3600:00}{(colon ? ":" : "")}{Math.Abs(seconds) / 60 % 60:00}");
}
