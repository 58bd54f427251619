using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Runtime;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>TIME and TIMESTAMP literals: the digits and the zone written are those of the type.</summary>
internal static class TimeLiterals
{
    private const long YearOneMicros = -62_135_596_800_000_000;
    private const long YearTenThousandMicros = 253_402_300_800_000_000;

    public static BoundLiteral? Time(TypedLiteral literal)
    {
        if (FineTimes.ReadTime(literal.Value, FineTimes.DigitsMax) is not { } time)
        {
            // One digit more than there is a type for is a failure of its own.
            return Digits(literal.Value) > FineTimes.DigitsMax
                ? throw TooFine(literal.Value.AsSpan().ContainsAny('+', '-') ? "TIME WITH TIME ZONE" : "TIME", Digits(literal.Value), literal.At)
                : null;
        }

        return time.Offset is { } offset
            ? new(SqlType.TimeZoned(time.Digits), null, Zoned(time.Picos, offset))
            : Time(time.Picos, time.Digits);
    }

    /// <summary>A date of any year; null when the text is none.</summary>
    public static BoundLiteral? Date(string text)
    {
        var (year, isMinus) = (text.TrimStart('+', '-'), text.StartsWith('-'));
        var dash = year.IndexOf('-', StringComparison.Ordinal);
        text = dash is > 0 and < 4 ? (isMinus ? "-" : "") + year.PadLeft(year.Length + 4 - dash, '0') : isMinus ? text : year;
        if (text.AsSpan().ContainsAny(' ', ':') || FineTimes.ReadStamp(text, 0) is not { Zone: null } stamp)
        {
            return null;
        }

        var shown = FineTimes.StampText(stamp.Picos, 0)[..^9];
        return Micros(stamp.Picos) is >= YearOneMicros and < YearTenThousandMicros
            ? new(SqlType.Date, shown, $"DATE '{shown}'")
            : new(SqlType.Date, null, $"CAST({Text(stamp.Picos)} AS DATE)");
    }

    public static BoundLiteral? Stamp(TypedLiteral literal)
    {
        if (literal.Value.StartsWith(' ') || FineTimes.ReadStamp(literal.Value, FineTimes.DigitsMax) is not { } stamp)
        {
            return null;
        }

        if (stamp.Digits > FineTimes.DigitsMax)
        {
            throw TooFine(stamp.Zone is null ? "TIMESTAMP" : "TIMESTAMP WITH TIME ZONE", stamp.Digits, literal.At);
        }

        if (stamp.Zone is null)
        {
            return Stamp(stamp.Picos, stamp.Digits);
        }

        return Zones.Find(stamp.Zone) is { } zone && !Zones.Skips(zone, Micros(stamp.Picos))
            ? Stamp(stamp.Picos, stamp.Digits, zone)
            : null;
    }

    /// <summary>A time of day.</summary>
    public static BoundLiteral Time(long picos, int digits)
    {
        var type = SqlType.Time(digits);
        return new(type, null, type.IsFine
            ? $"CAST({Times.Number(picos)} AS BIGINT)"
            : $"TIME '{FineTimes.TimeText(picos, 6)}'");
    }

    public static string Zoned(long picos, int offset)
    {
        var utc = (picos - (offset * FineTimes.MinutePicos) + (2 * FineTimes.DayPicos)) % FineTimes.DayPicos;
        return string.Create(CultureInfo.InvariantCulture, $"{{'t': CAST({utc} AS BIGINT), 'z': CAST({offset} AS INTEGER)}}");
    }

    public static BoundLiteral Stamp(Int128 picos, int digits)
    {
        var type = SqlType.Timestamp(digits);
        return type.IsFine
            ? new(type, null, $"CAST({Times.Number(picos)} AS HUGEINT)")
            : new(type, Micros(picos) is >= YearOneMicros and < YearTenThousandMicros ? FineTimes.StampText(picos, digits) : null, Text(picos));
    }

    /// <summary>An instant by its local time.</summary>
    public static BoundLiteral Stamp(Int128 picos, int digits, string zone)
    {
        var type = SqlType.TimestampZoned(digits);
        return new(type, type.IsFine ? null : Instant(picos, zone), type.IsFine
            ? $"weir_fine_zoned(CAST({Times.Number(picos)} AS HUGEINT), {DuckText.Literal(zone)})"
            : $"weir_zoned({Text(picos)}, {DuckText.Literal(zone)})");
    }

    /// <summary>The instant of a local time in UTC, or at an offset from it; null in any other zone, and for years that .NET has not.</summary>
    private static DateTimeOffset? Instant(Int128 picos, string zone)
    {
        var offset = zone is "UTC" or "Z" ? TimeSpan.Zero
            : zone is ['+' or '-', ..] && TimeSpan.TryParseExact(zone.AsSpan(1), @"hh\:mm", CultureInfo.InvariantCulture, out var given) ? (zone[0] == '-' ? -given : given)
            : (TimeSpan?)null;
        var micros = Micros(picos) - (long)(offset?.TotalMicroseconds ?? 0);
        return offset is not null && micros is >= YearOneMicros and < YearTenThousandMicros
            ? DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)
            : null;
    }

    private static string Text(Int128 picos) => Micros(picos) is >= YearOneMicros and < YearTenThousandMicros
        ? $"TIMESTAMP '{FineTimes.StampText(picos, 6)}'"
        : $"make_timestamp(CAST({Times.Number(Micros(picos))} AS BIGINT))";

    private static long Micros(Int128 picos) => (long)((picos - (((picos % FineTimes.MicroPicos) + FineTimes.MicroPicos) % FineTimes.MicroPicos)) / FineTimes.MicroPicos);

    private static int Digits(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal) + 1;
        var end = point;
        while (point > 0 && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - point;
    }

    private static SqlException TooFine(string type, int digits, SourcePosition at) =>
        new(SqlErrorCode.NumericValueOutOfRange, string.Create(CultureInfo.InvariantCulture, $"{type} precision must be in range [0, 12]: {digits}"), at);
}
