using System.Globalization;
using System.Numerics;

namespace Weir.Engines.Sql.Runtime;

/// <summary>A decimal number of any size, rounded half up as Java rounds.</summary>
internal readonly record struct Decimals(BigInteger Digits, int Scale)
{
    public bool IsNegative => Digits.Sign < 0;

    public bool IsZero => Digits.IsZero;

    public Decimals Abs() => new(BigInteger.Abs(Digits), Scale);

    /// <summary>Reads <c>-12.5</c> and <c>1.5E-7</c>.</summary>
    public static Decimals Parse(string text)
    {
        var exponent = 0;
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        if (mark >= 0)
        {
            exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        var scale = (point < 0 ? 0 : text.Length - point - 1) - exponent;
        var number = BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return scale < 0 ? new(number * BigInteger.Pow(10, -scale), 0) : new(number, scale);
    }

    /// <summary>Without an exponent, with so many digits after the point.</summary>
    public string Fixed(int digits)
    {
        var rounded = Rounded(digits);
        var text = BigInteger.Abs(rounded).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var sign = rounded.Sign < 0 ? "-" : "";
        return digits == 0 ? sign + text : $"{sign}{text[..^digits]}.{text[^digits..]}";
    }

    /// <summary><c>1.5e+01</c> with so many digits after the point.</summary>
    public string Scientific(int digits)
    {
        if (Digits.IsZero)
        {
            return new Decimals(0, 0).Fixed(digits) + "e+00";
        }

        var length = Digits.ToString(CultureInfo.InvariantCulture).Length;
        var exponent = length - 1 - Scale;
        var rounded = new Decimals(Digits, length - 1).Rounded(digits);
        if (rounded >= BigInteger.Pow(10, digits + 1))
        {
            exponent++;
            rounded /= 10;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{new Decimals(rounded, digits).Fixed(digits)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    /// <summary>A decimal's text rounded or cut to so many digits after the point (before it when negative), written with its own scale.</summary>
    public static string Rounded(string text, int scale, long digits, bool isCut)
    {
        var number = Parse(text);
        if (digits >= number.Scale)
        {
            return number.Fixed(scale);
        }

        if (digits < -38)
        {
            return new Decimals(0, 0).Fixed(scale);
        }

        var divisor = BigInteger.Pow(10, (int)(number.Scale - digits));
        var whole = isCut ? BigInteger.Divide(number.Digits, divisor) : number.Digits.Sign * (((BigInteger.Abs(number.Digits) * 2) + divisor) / (divisor * 2));
        return new Decimals(whole * divisor, number.Scale).Fixed(scale);
    }

    private BigInteger Rounded(int digits)
    {
        if (digits >= Scale)
        {
            return Digits * BigInteger.Pow(10, digits - Scale);
        }

        var divisor = BigInteger.Pow(10, Scale - digits);
        var (quotient, rest) = BigInteger.DivRem(BigInteger.Abs(Digits), divisor);
        quotient += rest * 2 >= divisor ? 1 : 0;
        return Digits.Sign * quotient;
    }
}
