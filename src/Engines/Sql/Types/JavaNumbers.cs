using System.Globalization;

namespace Weir.Engines.Sql.Types;

/// <summary>Floating-point numbers as Java's <c>toString</c> writes them: <c>1.0</c>, <c>1.0E7</c>, <c>NaN</c>.</summary>
public static class JavaNumbers
{
    public static string Text(double value) =>
        double.IsFinite(value) ? Shape(value.ToString("R", CultureInfo.InvariantCulture)) : Special(value);

    public static string Text(float value) =>
        float.IsFinite(value) ? Shape(value.ToString("R", CultureInfo.InvariantCulture)) : Special(value);

    /// <summary>A double as a cast to varchar writes it: one digit before the point, always with an exponent.</summary>
    public static string Scientific(double value)
    {
        if (!double.IsFinite(value))
        {
            return Special(value);
        }

        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 16; digits++)
        {
            var shorter = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture).Equals(value))
            {
                text = shorter;
                break;
            }
        }

        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = text[..mark];
        return value == 0 ? mantissa + "E0"
            : string.Create(CultureInfo.InvariantCulture, $"{mantissa}{(mantissa.Contains('.', StringComparison.Ordinal) ? "" : ".0")}E{exponent}");
    }

    private static string Special(double value) =>
        double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";

    /// <summary>The same digits in Java's form: scientific below 10⁻³ and from 10⁷ on.</summary>
    private static string Shape(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var rest = text.AsSpan(sign.Length);
        var exponent = 0;
        var mark = rest.IndexOf('E');
        if (mark >= 0)
        {
            exponent = int.Parse(rest[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            rest = rest[..mark];
        }

        var point = rest.IndexOf('.');
        var whole = point < 0 ? rest : rest[..point];
        var digits = (point < 0 ? rest.ToString() : string.Concat(whole, rest[(point + 1)..])).TrimStart('0');
        var leadingZeros = (point < 0 ? rest.Length : rest.Length - 1) - digits.Length;
        if (digits.Length == 0)
        {
            return sign + "0.0";
        }

        // The value is 0.DIGITS × 10^scale.
        var scale = whole.Length - leadingZeros + exponent;
        digits = digits.TrimEnd('0');
        return sign + scale switch
        {
            > 7 or < -2 => string.Create(
                CultureInfo.InvariantCulture, $"{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{scale - 1}"),
            <= 0 => $"0.{new string('0', -scale)}{digits}",
            _ when digits.Length <= scale => $"{digits.PadRight(scale, '0')}.0",
            _ => $"{digits[..scale]}.{digits[scale..]}",
        };
    }
}
