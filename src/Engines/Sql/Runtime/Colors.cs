using System.Globalization;
using System.Text;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Colours for terminals: a number of 24 bits, or below zero one of the sixteen of the system.</summary>
internal static class Colors
{
    private static readonly string[] Names =
    [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    ];

    public static int Parse(string text)
    {
        if (text.Length == 4 && text[0] == '#' && text[1..].All(char.IsAsciiHexDigit))
        {
            var digits = int.Parse(text[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return ((digits >> 8) * 17 << 16) | (((digits >> 4) & 15) * 17 << 8) | ((digits & 15) * 17);
        }

        var known = Array.IndexOf(Names, text);
        return known >= 0
            ? -(known + 1)
            : throw SqlRuntime.Invalid($"Invalid color: '{text}'");
    }

    public static string Text(int color) => color < 0
        ? Names[-color - 1]
        : string.Create(CultureInfo.InvariantCulture, $"#{color:x6}");

    public static int Rgb(long red, long green, long blue)
    {
        Check(red, "red");
        Check(green, "green");
        Check(blue, "blue");
        return ((int)red << 16) | ((int)green << 8) | (int)blue;

        static void Check(long value, string name)
        {
            if (value is < 0 or > 255)
            {
                throw SqlRuntime.Invalid($"{name} must be between 0 and 255");
            }
        }
    }

    public static int Between(double value, double low, double high, int lowColor, int highColor)
    {
        if (lowColor < 0 || highColor < 0)
        {
            throw SqlRuntime.Invalid($"{(lowColor < 0 ? "lowColor" : "highColor")} not a valid RGB color");
        }

        var fraction = Math.Clamp((value - low) / (high - low), 0, 1);
        return (Part(16) << 16) | (Part(8) << 8) | Part(0);

        int Part(int shift)
        {
            var (from, to) = ((lowColor >> shift) & 255, (highColor >> shift) & 255);
            return (int)Math.Round(from + (fraction * (to - from)));
        }
    }

    public static string Render(string text, int color) => $"\u001b[{Code(color)}m{text}\u001b[0m";

    public static string Bar(double percent, long width, int lowColor, int highColor)
    {
        var count = (long)(percent * width);
        count = Math.Clamp(count, 0, width);
        if (count > 10_000)
        {
            throw SqlRuntime.Invalid("bar is too wide");
        }

        var output = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var color = Between((double)i / width, 0, 1, lowColor, highColor);
            output.Append("\u001b[").Append(Code(color)).Append("m\u2588");
        }

        return output.Append("\u001b[0m").Append(' ', (int)Math.Min(10_000, width - count)).ToString();
    }

    /// <summary>The colour in the 256 of a terminal.</summary>
    private static string Code(int color)
    {
        if (color < 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"38;5;{-color - 1}");
        }

        var (red, green, blue) = ((color >> 16) & 255, (color >> 8) & 255, color & 255);
        return string.Create(CultureInfo.InvariantCulture, $"38;5;{16 + (red / 51 * 36) + (green / 51 * 6) + (blue / 51)}");
    }
}
