using System.Text;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Text counted in code points, as Trino counts it.</summary>
internal static class Texts
{
    public static long Length(ReadOnlySpan<char> text)
    {
        var count = 0L;
        foreach (var letter in text)
        {
            count += char.IsLowSurrogate(letter) ? 0 : 1;
        }

        return count;
    }

    public static int[] CodePoints(string text)
    {
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            points.Add(rune.Value);
        }

        return [.. points];
    }

    public static string Of(ReadOnlySpan<int> points)
    {
        var output = new StringBuilder(points.Length);
        foreach (var point in points)
        {
            output.Append(new Rune(point));
        }

        return output.ToString();
    }

    public static long Levenshtein(int[] left, int[] right)
    {
        if (left.Length * (long)right.Length > 1_000_000)
        {
            throw SqlRuntime.Invalid("The combined inputs for Levenshtein distance are too large");
        }

        var costs = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            costs[j] = j;
        }

        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var above = costs[j + 1];
                costs[j + 1] = left[i] == right[j] ? diagonal : 1 + Math.Min(diagonal, Math.Min(above, costs[j]));
                diagonal = above;
            }
        }

        return costs[^1];
    }

    /// <summary>Soundex as Trino (Apache Commons Codec) computes it: four characters.</summary>
    public static string Soundex(string text)
    {
        var output = new StringBuilder(4);
        var last = '\0';
        foreach (var raw in text)
        {
            if (!char.IsLetter(raw))
            {
                continue;
            }

            var letter = char.ToUpperInvariant(raw);
            if (letter is < 'A' or > 'Z')
            {
                throw SqlRuntime.Invalid($"The character is not mapped: {letter} (index={letter - 'A'})");
            }

            // H and W do not part equal codes, vowels do.
            var code = "01230120022455012623010202"[letter - 'A'];
            if (output.Length == 0)
            {
                output.Append(letter);
                last = code;
                continue;
            }

            if (letter is 'H' or 'W')
            {
                continue;
            }

            if (code != '0' && code != last && output.Length < 4)
            {
                output.Append(code);
            }

            last = code;
        }

        return output.Length == 0 ? "" : output.ToString().PadRight(4, '0');
    }

    public static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var digit = digits[i] is >= '0' and <= '9' ? digits[i] - '0' : throw SqlRuntime.Invalid("Input contains non-digit characters");
            if ((digits.Length - i) % 2 == 0)
            {
                digit *= 2;
                digit -= digit > 9 ? 9 : 0;
            }

            sum += digit;
        }

        return digits.Length > 0 && sum % 10 == 0;
    }

    /// <summary>UTF-8 with each invalid sequence replaced.</summary>
    public static string FromUtf8(ReadOnlySpan<byte> bytes, string replacement)
    {
        var output = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == System.Buffers.OperationStatus.Done)
            {
                output.Append(rune);
            }
            else
            {
                output.Append(replacement);
            }

            bytes = bytes[used..];
        }

        return output.ToString();
    }
}
