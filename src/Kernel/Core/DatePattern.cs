using System.Text;

namespace Weir.Kernel.Core;

/// <summary>A run of one letter in a date pattern, or text that stands for itself.</summary>
/// <param name="Letter">Zero for text.</param>
public readonly record struct DatePatternPart(char Letter, int Count, string Text)
{
    public bool IsText => Letter == '\0';
}

/// <summary>
/// Date patterns as Java's formatters and Joda-Time have them, cut into their parts: runs of a letter, and text, quoted where it has
/// letters. What a letter means is for each of their users to say.
/// </summary>
public static class DatePattern
{
    /// <param name="isOpen">A quotation has no end: it is then as if it ended with the pattern.</param>
    public static List<DatePatternPart> Read(string pattern, out bool isOpen)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        isOpen = false;
        var parts = new List<DatePatternPart>();
        for (var at = 0; at < pattern.Length;)
        {
            var letter = pattern[at];
            if (letter == '\'')
            {
                parts.Add(new('\0', 0, Quoted(pattern, ref at, ref isOpen)));
                continue;
            }

            var end = at + 1;
            while (char.IsAsciiLetter(letter) && end < pattern.Length && pattern[end] == letter)
            {
                end++;
            }

            parts.Add(char.IsAsciiLetter(letter) ? new(letter, end - at, "") : new('\0', 0, letter.ToString()));
            at = end;
        }

        return parts;
    }

    /// <summary>Two quotes are one that is meant, within a quotation and without.</summary>
    private static string Quoted(string pattern, ref int at, ref bool isOpen)
    {
        at++;
        if (at < pattern.Length && pattern[at] == '\'')
        {
            at++;
            return "'";
        }

        var text = new StringBuilder();
        for (; at < pattern.Length; at++)
        {
            if (pattern[at] == '\'')
            {
                if (at + 1 >= pattern.Length || pattern[at + 1] != '\'')
                {
                    break;
                }

                at++;
            }

            text.Append(pattern[at]);
        }

        isOpen |= at == pattern.Length;
        at++;
        return text.ToString();
    }
}
