using System.Collections.Frozen;
using System.Globalization;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Functions of the values of a match: a long (also dates, times and intervals), bool, double, decimal or string; none is NULL.</summary>
internal static class RowCalls
{
    private const string Blanks = "\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u2028\u2029\u205F\u3000";
    private const long DayMicros = 86_400_000_000;

    private static readonly FrozenDictionary<string, RuntimeFunction> Runtime = SqlRuntime.Functions.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>Whether values of DuckDB's type are held here as its functions take and give them.</summary>
    public static bool Holds(string type) => type is "VARCHAR" or "BIGINT" or "DOUBLE" or "BOOLEAN";

    public static object? Compute(string name, object[] values)
    {
        if (Runtime.TryGetValue(name, out var function))
        {
            object?[] given = [.. values.Select((value, at) => Given(function.Parameters[at], value))];
            return function.Body(given);
        }

        return values[0] switch
        {
            _ when name is "greatest" or "least" => Extreme(values, name == "greatest" ? 1 : -1),
            string text => OfText(name, text, values),
            double number => OfDouble(name, number, values),
            decimal number => OfDecimal(name, number),
            long moment when name.StartsWith("days_", StringComparison.Ordinal) => Between(name[5..], moment * DayMicros, (long)values[1] * DayMicros),
            long moment when name.StartsWith("time_", StringComparison.Ordinal) => Between(name[5..], moment, (long)values[1]),
            long moment => name switch
            {
                "later" => moment + (long)values[1],
                "earlier" => moment - (long)values[1],
                "midnight" => moment * DayMicros,
                "same" => moment,
                _ => throw new InvalidOperationException($"no function {name} of whole numbers"),
            },
            _ => throw new InvalidOperationException($"no function {name}"),
        };
    }

    private static object Given(string type, object value) => type == "DOUBLE" ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : value;

    /// <summary>NaN counts only where there is nothing else.</summary>
    private static object Extreme(object[] values, int sign)
    {
        var best = values[0];
        foreach (var value in values.AsSpan(1))
        {
            if (best is double.NaN || (value is not double.NaN && RowFormula.Compare(value, best) * sign > 0))
            {
                best = value is double.NaN ? best : value;
            }
        }

        return best;
    }

    private static object OfText(string name, string text, object[] values) => name switch
    {
#pragma warning disable CA1308 // lower case is what was asked for
        "lower" => text.ToLowerInvariant(),
#pragma warning restore CA1308
        "upper" => text.ToUpperInvariant(),
        "length" => (long)text.EnumerateRunes().Count(),
        "substr" or "substring" => Part(text, (long)values[1], values.Length > 2 ? (long)values[2] : long.MaxValue),
        "concat" => string.Concat(values),
        "trim" => text.Trim(Set(values)),
        "ltrim" => text.TrimStart(Set(values)),
        "rtrim" => text.TrimEnd(Set(values)),
        "replace" => Replaced(text, (string)values[1], values.Length > 2 ? (string)values[2] : ""),
        "strpos" => Place(text, (string)values[1]),
        "starts_with" => text.StartsWith((string)values[1], StringComparison.Ordinal),
        "like" => IsLike(text, (string)values[1], values.Length > 2 ? (string)values[2] : ""),
        _ => throw new InvalidOperationException($"no function {name} of text"),
    };

    private static char[] Set(object[] values) => (values.Length > 1 ? (string)values[1] : Blanks).ToCharArray();

    private static string Replaced(string text, string search, string with) => search.Length > 0
        ? text.Replace(search, with, StringComparison.Ordinal)
        : with + string.Concat(text.EnumerateRunes().Select(rune => rune + with));

    private static long Place(string text, string search) =>
        text.IndexOf(search, StringComparison.Ordinal) is var at && at < 0 ? 0 : new string(text.AsSpan(0, at)).EnumerateRunes().Count() + 1;

    private static bool IsLike(string text, string pattern, string escape)
    {
        const int Any = -1;
        const int One = -2;
        var wanted = new List<int>();
        var isEscaped = false;
        foreach (var rune in pattern.EnumerateRunes())
        {
            var isSpecial = rune.Value is '%' or '_' || rune.ToString() == escape;
            if (isEscaped && !isSpecial)
            {
                break;
            }

            if (!isEscaped && escape.Length > 0 && rune.ToString() == escape)
            {
                isEscaped = true;
                continue;
            }

            wanted.Add(isEscaped ? rune.Value : rune.Value switch { '%' => Any, '_' => One, var letter => letter });
            isEscaped = false;
        }

        if (isEscaped)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "Escape character must be followed by '%', '_' or the escape character itself");
        }

        // Where the text may be after each part of the pattern, all places at once.
        var runes = text.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var places = new bool[runes.Length + 1];
        places[0] = true;
        foreach (var part in wanted)
        {
            var next = new bool[places.Length];
            for (var at = 0; at < places.Length; at++)
            {
                next[at] = part == Any ? places[at] || (at > 0 && next[at - 1]) : at > 0 && places[at - 1] && (part == One || part == runes[at - 1]);
            }

            places = next;
        }

        return places[^1];
    }

    /// <summary>From 1, or from the end; outside there is nothing.</summary>
    private static string Part(string text, long start, long length)
    {
        var runes = text.EnumerateRunes().ToArray();
        var from = start > 0 ? start - 1 : runes.Length + start;
        return start == 0 || from < 0 || from >= runes.Length || length <= 0
            ? ""
            : string.Concat(runes.Skip((int)from).Take((int)Math.Min(length, runes.Length)).Select(rune => rune.ToString()));
    }

    private static double OfDouble(string name, double number, object[] values) => name switch
    {
        "sqrt" => Math.Sqrt(number),
        "cbrt" => Math.Cbrt(number),
        "exp" => Math.Exp(number),
        "ln" => Math.Log(number),
        "log10" => Math.Log10(number),
        "log2" => Math.Log2(number),
        "power" or "pow" => Math.Pow(number, (double)values[1]),
        "atan2" => Math.Atan2(number, (double)values[1]),
        "degrees" => number * 180 / Math.PI,
        "radians" => number * Math.PI / 180,
        "round" when values.Length > 1 => Rounded(number, (long)values[1]),
        "round" => Math.Round(number, MidpointRounding.AwayFromZero),
        "floor" => Math.Floor(number),
        "ceil" or "ceiling" => Math.Ceiling(number),
        "truncate" => Math.Truncate(number),
        "sign" => double.IsNaN(number) ? number : Math.Sign(number),
        _ => throw new InvalidOperationException($"no function {name} of numbers"),
    };

    /// <summary>By the digits that a number is written with.</summary>
    private static double Rounded(double number, long digits)
    {
        if (!double.IsFinite(number) || Math.Abs(number) >= 1e15 || digits is > 20 or < -15)
        {
            return digits < -15 && double.IsFinite(number) ? 0 : number;
        }

        var exact = decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        var power = 1m;
        for (var at = 0L; at < -digits; at++)
        {
            power *= 10;
        }

        return (double)(decimal.Round(exact / power, (int)Math.Max(0, digits), MidpointRounding.AwayFromZero) * power);
    }

    private static decimal OfDecimal(string name, decimal number) => name switch
    {
        "round" => decimal.Round(number, MidpointRounding.AwayFromZero),
        "floor" => decimal.Floor(number),
        "ceil" or "ceiling" => decimal.Ceiling(number),
        "truncate" => decimal.Truncate(number),
        "sign" => Math.Sign(number),
        _ => throw new InvalidOperationException($"no function {name} of decimals"),
    };

    /// <summary>Whole units from one moment to another, both in microseconds since 1970.</summary>
    private static long Between(string unit, long from, long to)
    {
        if (from > to && unit is "month" or "quarter" or "year")
        {
            return -Between(unit, to, from);
        }

        return unit switch
        {
            "millisecond" => (to - from) / 1000,
            "second" => (to - from) / 1_000_000,
            "minute" => (to - from) / 60_000_000,
            "hour" => (to - from) / 3_600_000_000,
            "day" => (to - from) / DayMicros,
            "week" => (to - from) / (7 * DayMicros),
            "month" => Months(from, to),
            "quarter" => Months(from, to) / 3,
            _ => Months(from, to) / 12,
        };
    }

    private static long Months(long from, long to)
    {
        var (start, end) = (Moment(from), Moment(to));
        var months = ((end.Year - start.Year) * 12) + end.Month - start.Month;
        return start.AddMonths(months) > end ? months - 1 : months;
    }

    private static DateTime Moment(long micros)
    {
        try
        {
            return DateTime.UnixEpoch.AddTicks(checked(micros * TimeSpan.TicksPerMicrosecond));
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "A date outside the years 1 to 9999 in a definition that depends on the rows matched before");
        }
    }
}
