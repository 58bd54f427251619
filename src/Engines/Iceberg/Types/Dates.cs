namespace Weir.Engines.Iceberg.Types;

/// <summary>Days and microseconds since 1970 on the proleptic Gregorian calendar, for years that .NET's dates do not reach too.</summary>
internal static class Dates
{
    public const long MicrosPerHour = 3_600_000_000;
    public const long MicrosPerDay = 24 * MicrosPerHour;

    private const int DaysPerEra = 146_097; // 400 years
    private const int EpochDay = 719_468; // from 0000-03-01 to 1970-01-01

    public static long FloorDivide(long value, long by) => value / by - (value % by < 0 ? 1 : 0);

    /// <summary>Years begin in March here, so that the leap day is the last.</summary>
    public static (int Year, int Month, int Day) FromDays(int days)
    {
        var shifted = (long)days + EpochDay;
        var era = FloorDivide(shifted, DaysPerEra);
        var dayOfEra = (int)(shifted - (era * DaysPerEra));
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var marchMonth = ((5 * dayOfYear) + 2) / 153;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        var year = (int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0);
        return (year, month, dayOfYear - (((153 * marchMonth) + 2) / 5) + 1);
    }

    public static int ToDays(int year, int month, int day)
    {
        var marchYear = month <= 2 ? year - 1 : year;
        var era = (int)FloorDivide(marchYear, 400);
        var yearOfEra = marchYear - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - EpochDay;
    }
}
