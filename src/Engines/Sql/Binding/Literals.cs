using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Literals with their types: the smallest that holds them, as in Trino.</summary>
internal static partial class Literals
{
    public static BoundLiteral Long(long value)
    {
        var type = value is >= int.MinValue and <= int.MaxValue ? SqlType.Integer : SqlType.BigInt;
        var text = value.ToString(CultureInfo.InvariantCulture);

        // DuckDB reads a sign and a number: the smallest ones have no positive of their type.
        return new(type, value, value is long.MinValue or int.MinValue ? $"CAST('{text}' AS {DuckTypes.Name(type)})" : value < 0 ? $"({text})" : text);
    }

    public static BoundLiteral Text(string value) =>
        new(SqlType.VarcharOf(value.EnumerateRunes().Count()), value, DuckText.Literal(value));

    public static BoundLiteral Boolean(bool value) => new(SqlType.Boolean, value, value ? "true" : "false");

    public static BoundLiteral Binary(string hex) => new(SqlType.Varbinary, null, $"unhex('{hex}')");

    public static BoundLiteral Double(string text, SourcePosition at) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? new(SqlType.Double, value, $"CAST('{value.ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)")
            : throw new SqlException(SqlErrorCode.InvalidLiteral, $"Invalid numeric literal: {text}", at);

    public static BoundLiteral Decimal(string text, SourcePosition at)
    {
        var negative = text.StartsWith('-');
        var digits = text.TrimStart('-', '+');
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        var whole = (point < 0 ? digits : digits[..point]).TrimStart('0');
        var precision = Math.Max(1, whole.Length + scale);
        if (precision > 38)
        {
            throw new SqlException(SqlErrorCode.InvalidLiteral, $"Invalid numeric literal: {text}", at);
        }

        var type = SqlType.Decimal(precision, scale);
        var value = (negative ? "-" : "") + (whole.Length == 0 ? "0" : whole) + (scale > 0 ? digits[point..] : "");
        return new(type, value, $"CAST('{value}' AS {DuckTypes.Name(type)})");
    }

    public static BoundExpression Typed(TypedLiteral literal, Conversions conversions)
    {
        var at = literal.At;
        var text = literal.Value.Trim();
        switch (literal.Type.Name)
        {
            case "date":
                return TimeLiterals.Date(text) ?? throw Invalid(literal.Value, "date", at);
            case "time":
                return TimeLiterals.Time(literal) ?? throw Invalid(literal.Value, "time", at);
            case "timestamp":
                return TimeLiterals.Stamp(literal) ?? throw Invalid(literal.Value, "timestamp", at);
            case "decimal":
                return DecimalPattern().IsMatch(text) ? Decimal(text, at) : throw Invalid(literal.Value, "decimal", at);
            case "json":
                return IsJson(literal.Value)
                    ? Conversions.JsonOf(Text(literal.Value))
                    : throw Invalid(literal.Value, "json", at);
            case "char":
                var length = literal.Value.EnumerateRunes().Count();
                return new BoundLiteral(SqlType.CharOf(length), null, DuckText.Literal(literal.Value.TrimEnd(' ')));
            default:
                var type = SqlTypes.Resolve(literal.Type);
                if (type.IsInteger && Fits(literal.Value, type))
                {
                    var number = long.Parse(literal.Value, NumberStyles.Integer, CultureInfo.InvariantCulture);
                    return new BoundLiteral(type, number, string.Create(CultureInfo.InvariantCulture, $"CAST({number} AS {DuckTypes.Name(type)})"));
                }

                return Fits(literal.Value, type)
                    ? conversions.Cast(Text(literal.Value), type, at)
                    : throw Invalid(literal.Value, type.ToString(), at);
        }
    }

    /// <summary>Whether a literal's text is of its type, as far as that can be said without running it.</summary>
    private static bool Fits(string text, SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt => sbyte.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        SqlTypeKind.SmallInt => short.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        SqlTypeKind.Integer => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        SqlTypeKind.BigInt => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        SqlTypeKind.Double or SqlTypeKind.Real => FloatingPattern().IsMatch(text),
        SqlTypeKind.Boolean => text.ToUpperInvariant() is "TRUE" or "T" or "1" or "FALSE" or "F" or "0",
        SqlTypeKind.Uuid => Guid.TryParseExact(text, "D", out _),
        _ => true,
    };

    private static bool IsJson(string text)
    {
        try
        {
            using var document = System.Text.Json.JsonDocument.Parse(text, new() { MaxDepth = 1000 });
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    public static BoundLiteral Interval(IntervalLiteral literal)
    {
        var at = literal.At;
        var sign = literal.Negative ? -1 : 1;
        var text = literal.Value.Trim();
        if (literal.From is "YEAR" or "MONTH")
        {
            var isMinus = text.StartsWith('-');
            var parts = text[(isMinus ? 1 : 0)..].Split('-');
            var months = parts.Length == 2 && literal is { From: "YEAR", To: "MONTH" } ? (Number(parts[0], literal) * 12) + Number(parts[1], literal)
                : parts.Length == 1 ? Number(parts[0], literal) * (literal.From == "YEAR" ? 12 : 1)
                : throw Invalid(literal.Value, "interval", at);
            sign = isMinus ? -sign : sign;

            return new(SqlType.IntervalYear, null, string.Create(CultureInfo.InvariantCulture, $"to_months({sign * months})"));
        }

        var micros = literal.To is null ? Single(text, literal) : Compound(text, literal);
        return new(SqlType.IntervalDay, null, string.Create(CultureInfo.InvariantCulture, $"to_microseconds({sign * micros})"));
    }

    private static long Single(string text, IntervalLiteral literal)
    {
        var unit = literal.From switch
        {
            "WEEK" => 7 * 86_400_000_000m,
            "DAY" => 86_400_000_000m,
            "HOUR" => 3_600_000_000m,
            "MINUTE" => 60_000_000m,
            _ => 1_000_000m,
        };
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value * unit) < 9e18m && (literal.From == "SECOND" || value == Math.Floor(value))
            ? (long)(value * unit)
            : throw Invalid(literal.Value, "interval", literal.At);
    }

    private static long Compound(string text, IntervalLiteral literal)
    {
        var match = (literal.From, literal.To) switch
        {
            ("DAY", "HOUR" or "MINUTE" or "SECOND") => DayPattern().Match(text),
            ("HOUR", "MINUTE" or "SECOND") => HourPattern().Match(text),
            ("MINUTE", "SECOND") => MinutePattern().Match(text),
            _ => Match.Empty,
        };
        if (!match.Success)
        {
            throw Invalid(literal.Value, "interval", literal.At);
        }

        decimal total = 0;
        foreach (var (name, unit) in ((string, decimal)[])[("d", 86_400_000_000m), ("h", 3_600_000_000m), ("m", 60_000_000m), ("s", 1_000_000m)])
        {
            if (match.Groups[name] is { Success: true, Value: var digits })
            {
                total += decimal.Parse(digits, CultureInfo.InvariantCulture) * unit;
            }
        }

        total = text.StartsWith('-') ? -total : total;
        return Math.Abs(total) < 9e18m ? (long)total : throw Invalid(literal.Value, "interval", literal.At);
    }

    private static long Number(string text, IntervalLiteral literal) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid(literal.Value, "interval", literal.At);

    private static SqlException Invalid(string value, string type, SourcePosition at) =>
        new(SqlErrorCode.InvalidLiteral, $"'{value}' is not a valid {type} literal", at);

    [GeneratedRegex(@"^[+-]?(\d+(\.\d*)?|\.\d+)$")]
    private static partial Regex DecimalPattern();

    [GeneratedRegex(@"^-?(?<d>\d+)(?: (?<h>\d+)(?::(?<m>\d+)(?::(?<s>\d+(?:\.\d+)?))?)?)?$")]
    private static partial Regex DayPattern();

    [GeneratedRegex(@"^-?(?<h>\d+)(?::(?<m>\d+)(?::(?<s>\d+(?:\.\d+)?))?)?$")]
    private static partial Regex HourPattern();

    [GeneratedRegex(@"^-?(?<m>\d+)(?::(?<s>\d+(?:\.\d+)?))?$")]
    private static partial Regex MinutePattern();

    [GeneratedRegex(@"^\s*[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?)\s*$")]
    private static partial Regex FloatingPattern();
}
