using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Kernel.Core;

/// <summary>Java's regular expressions in .NET's words: the same constructs under other names.</summary>
public static class JavaRegex
{
    private const string Pair = @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|";

    /// <summary>Groups get their numbers said: .NET would count named ones last.</summary>
    /// <param name="names">Takes the numbers of named groups.</param>
    /// <param name="isAstral">The text may have characters beyond the first plane, which are two of .NET's.</param>
    /// <exception cref="ArgumentException">The pattern cannot be read.</exception>
    public static string Translate(string pattern, Dictionary<string, int> names, bool isAstral)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(names);
        var output = new StringBuilder(pattern.Length + 16);
        var lastAtom = 0;
        var captures = 0;
        var groups = new Stack<int>();
        for (var i = 0; i < pattern.Length;)
        {
            var letter = pattern[i];
            var start = output.Length;
            switch (letter)
            {
                case '\\' when i + 1 < pattern.Length && pattern[i + 1] == 'Q':
                    var end = pattern.IndexOf("\\E", i + 2, StringComparison.Ordinal);
                    var quoted = end < 0 ? pattern[(i + 2)..] : pattern[(i + 2)..end];
                    foreach (var part in quoted)
                    {
                        lastAtom = output.Length;
                        output.Append(Regex.Escape(part.ToString()));
                    }

                    i = end < 0 ? pattern.Length : end + 2;
                    continue;
                case '\\':
                    i = Escape(pattern, i, output, names, inClass: false);
                    lastAtom = start;
                    continue;
                case '[':
                    var isNegated = isAstral && i + 1 < pattern.Length && pattern[i + 1] == '^';
                    output.Append(isNegated ? Pair : "");
                    i = Class(pattern, i, output);
                    output.Append(isNegated ? ")" : "");
                    lastAtom = start;
                    continue;
                case '.' when isAstral:
                    output.Append(Pair).Append(".)");
                    i++;
                    lastAtom = start;
                    continue;
                case '(':
                    groups.Push(start);
                    i = Group(pattern, i, output, names, ref captures);
                    continue;
                case ')':
                    lastAtom = groups.TryPop(out var open) ? open : start;
                    output.Append(letter);
                    i++;
                    continue;
                case '*' or '+' or '?' or '{':
                    i = Quantifier(pattern, i, output, lastAtom);
                    continue;
                default:
                    lastAtom = start;
                    output.Append(letter);
                    i++;
                    continue;
            }
        }

        return output.ToString();
    }

    private static int Group(string pattern, int at, StringBuilder output, Dictionary<string, int> names, ref int captures)
    {
        var named = at + 2 < pattern.Length && pattern[at + 1] == '?' && pattern[at + 2] == '<' && at + 3 < pattern.Length && pattern[at + 3] is not ('=' or '!');
        if (named)
        {
            var close = pattern.IndexOf('>', at);
            if (close < 0)
            {
                throw new ArgumentException("group name is not closed");
            }

            names[pattern[(at + 3)..close]] = ++captures;
            output.Append(CultureInfo.InvariantCulture, $"(?<{captures}>");
            return close + 1;
        }

        if (at + 1 < pattern.Length && pattern[at + 1] == '?')
        {
            output.Append("(?");
            return at + 2;
        }

        output.Append(CultureInfo.InvariantCulture, $"(?<{++captures}>");
        return at + 1;
    }

    /// <summary>A quantifier; a possessive one makes an atomic group of what it repeats.</summary>
    private static int Quantifier(string pattern, int at, StringBuilder output, int atom)
    {
        var end = at + 1;
        if (pattern[at] == '{')
        {
            var close = pattern.IndexOf('}', at);
            if (close < 0 || !pattern[(at + 1)..close].All(part => char.IsAsciiDigit(part) || part == ',') || close == at + 1)
            {
                output.Append("\\{");
                return at + 1;
            }

            end = close + 1;
        }

        output.Append(pattern, at, end - at);
        if (end < pattern.Length && pattern[end] == '+')
        {
            output.Insert(atom, "(?>").Append(')');
            return end + 1;
        }

        if (end < pattern.Length && pattern[end] == '?')
        {
            output.Append('?');
            return end + 1;
        }

        return end;
    }

    private static int Escape(string pattern, int at, StringBuilder output, Dictionary<string, int> names, bool inClass)
    {
        if (at + 1 >= pattern.Length)
        {
            throw new ArgumentException("end pattern at escape");
        }

        var letter = pattern[at + 1];
        switch (letter)
        {
            case 'p' or 'P' when at + 2 < pattern.Length:
                var (name, next) = PropertyName(pattern, at + 2);
                output.Append(Property(name, negated: letter == 'P' ^ name.StartsWith('^'), inClass));
                return next;
            case 'h':
                output.Append(inClass ? @" \t\xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000" : @"[ \t\xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]");
                return at + 2;
            case 'R':
                output.Append(@"(?:\r\n|[\n\x0B\f\r\u0085\u2028\u2029])");
                return at + 2;
            case 'k' when at + 2 < pattern.Length && pattern[at + 2] == '<' && pattern.IndexOf('>', at) is > 0 and var end:
                output.Append(CultureInfo.InvariantCulture, $"(?:\\k<{names.GetValueOrDefault(pattern[(at + 3)..end], 0)}>)");
                return end + 1;
            case 'z' or 'Z' or 'A' or 'G' or 'b' or 'B' or 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 't' or 'n' or 'r' or 'f' or 'e' or 'a' or 'x' or 'u' or 'c':
                if (letter == 'x' && at + 2 < pattern.Length && pattern[at + 2] == '{')
                {
                    var close = pattern.IndexOf('}', at);
                    var code = close < 0 ? -1 : int.Parse(pattern[(at + 3)..close], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                    output.Append(Regex.Escape(code >= 0 ? char.ConvertFromUtf32(code) : throw new ArgumentException("invalid hexadecimal escape")));
                    return close + 1;
                }

                output.Append('\\').Append(letter);
                return at + 2;
            case 'v':
                output.Append(inClass ? @"\n\x0B\f\r\u0085\u2028\u2029" : @"[\n\x0B\f\r\u0085\u2028\u2029]");
                return at + 2;
            case '0':
                var digits = at + 2;
                while (digits < pattern.Length && digits < at + 5 && pattern[digits] is >= '0' and <= '7')
                {
                    digits++;
                }

                var octal = digits == at + 2 ? 0 : Convert.ToInt32(pattern[(at + 2)..digits], 8);
                output.Append(CultureInfo.InvariantCulture, $"\\u{octal:X4}");
                return digits;
            case >= '1' and <= '9' when !inClass:
                output.Append("(?:\\").Append(letter).Append(')');
                return at + 2;
            default:
                output.Append(char.IsAsciiLetter(letter) ? letter.ToString() : Regex.Escape(letter.ToString()).Replace("]", "\\]", StringComparison.Ordinal));
                if (inClass && letter is '-' or '^')
                {
                    output.Length--;
                    output.Append('\\').Append(letter);
                }

                return at + 2;
        }
    }

    private static (string Name, int Next) PropertyName(string pattern, int at)
    {
        if (pattern[at] != '{')
        {
            return (pattern[at].ToString(), at + 1);
        }

        var close = pattern.IndexOf('}', at);
        return close < 0 ? throw new ArgumentException("unclosed property name") : (pattern[(at + 1)..close], close + 1);
    }

    /// <summary>POSIX, Java and Unicode classes in .NET's words.</summary>
    private static string Property(string name, bool negated, bool inClass)
    {
        var plain = name.TrimStart('^');
        var members = plain switch
        {
            "Lower" or "IsLowercase" or "javaLowerCase" => plain == "Lower" ? "a-z" : @"\p{Ll}",
            "Upper" or "IsUppercase" or "javaUpperCase" => plain == "Upper" ? "A-Z" : @"\p{Lu}",
            "ASCII" => @"\x00-\x7F",
            "Alpha" => "a-zA-Z",
            "Digit" => "0-9",
            "Alnum" => "a-zA-Z0-9",
            "Punct" => @"!-/:-@\[-`{-~",
            "Graph" => "!-~",
            "Print" => " -~",
            "Blank" => @" \t",
            "Cntrl" => @"\x00-\x1F\x7F",
            "XDigit" => "0-9a-fA-F",
            "Space" => @" \t\n\x0B\f\r",
            "IsAlphabetic" => @"\p{L}\p{Nl}",
            "IsDigit" => @"\p{Nd}",
            "IsPunctuation" => @"\p{P}",
            "IsWhite_Space" => @"\s",
            "L1" => @"\x00-\xFF",
            "IsLatin" or "Latin" => @"A-Za-z\xAA\xBA\xC0-\xD6\xD8-\xF6\xF8-\u02B8\u1E00-\u1EFF\u2C60-\u2C7F\uA722-\uA787\uFB00-\uFB06\uFF21-\uFF3A\uFF41-\uFF5A",
            "IsHan" or "Han" => @"\u2E80-\u2FD5\u3005\u3007\u3021-\u3029\u3038-\u303B\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF",
            "IsHangul" or "Hangul" => @"\u1100-\u11FF\u3131-\u318E\uA960-\uA97C\uAC00-\uD7A3\uD7B0-\uD7FB\uFFA0-\uFFDC",
            "IsHiragana" or "Hiragana" => @"\u3041-\u3096\u309D-\u309F",
            "IsKatakana" or "Katakana" => @"\u30A1-\u30FA\u30FD-\u30FF\u31F0-\u31FF\uFF66-\uFF6F\uFF71-\uFF9D",
            "IsCyrillic" or "Cyrillic" => @"\u0400-\u0484\u0487-\u052F\u1C80-\u1C88\u2DE0-\u2DFF\uA640-\uA69F",
            "IsGreek" or "Greek" => @"\u0370-\u0373\u0375-\u0377\u037A-\u037D\u037F\u0384\u0386\u0388-\u03E1\u03F0-\u03FF\u1F00-\u1FFE",
            "IsArabic" or "Arabic" => @"\u0600-\u0604\u0606-\u060B\u060D-\u061A\u061C-\u061E\u0620-\u063F\u0641-\u064A\u0656-\u066F\u0671-\u06DC\u06DE-\u06FF\u0750-\u077F",
            "IsHebrew" or "Hebrew" => @"\u0591-\u05C7\u05D0-\u05EA\u05EF-\u05F4\uFB1D-\uFB4F",
            _ => null,
        };
        if (members is null)
        {
            // A general category (Lu, Nd, IsLu, L) or a block (InGreek is IsGreek in .NET).
            var category = plain.StartsWith("Is", StringComparison.Ordinal) && plain.Length <= 4 ? plain[2..] : plain;
            category = category.StartsWith("In", StringComparison.Ordinal) ? "Is" + category[2..] : category;
            return negated ? $"\\P{{{category}}}" : $"\\p{{{category}}}";
        }

        if (!inClass)
        {
            return negated ? $"[^{members}]" : $"[{members}]";
        }

        return negated ? throw new ArgumentException($"a negated {plain} inside a class is not supported") : members;
    }

    /// <summary>A class; unions are flattened, intersections become subtractions of complements.</summary>
    private static int Class(string pattern, int at, StringBuilder output)
    {
        output.Append('[');
        var i = at + 1;
        if (i < pattern.Length && pattern[i] == '^')
        {
            output.Append('^');
            i++;
        }

        var first = true;
        while (true)
        {
            if (i >= pattern.Length)
            {
                throw new ArgumentException("premature end of char-class");
            }

            var letter = pattern[i];
            if (letter == ']' && !first)
            {
                output.Append(']');
                return i + 1;
            }

            first = false;
            if (letter == '\\' && i + 1 < pattern.Length && pattern[i + 1] == 'Q')
            {
                var end = pattern.IndexOf("\\E", i, StringComparison.Ordinal);
                foreach (var part in end < 0 ? pattern[(i + 2)..] : pattern[(i + 2)..end])
                {
                    output.Append('\\').Append(part);
                }

                i = end < 0 ? pattern.Length : end + 2;
            }
            else if (letter == '\\')
            {
                i = Escape(pattern, i, output, [], inClass: true);
            }
            else if (letter == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern.IndexOf(":]", i, StringComparison.Ordinal) is > 0 and var close)
            {
                var name = pattern[(i + 2)..close];
                output.Append(Property(char.ToUpperInvariant(name[0]) + name[1..].Replace("digit", "Digit", StringComparison.Ordinal), negated: false, inClass: true));
                i = close + 2;
            }
            else if (letter == '[')
            {
                // A nested class adds its members.
                if (i + 1 < pattern.Length && pattern[i + 1] == '^')
                {
                    throw new ArgumentException("a negated class inside a class is not supported");
                }

                var inner = new StringBuilder();
                i = Class(pattern, i, inner);
                output.Append(inner, 1, inner.Length - 2);
            }
            else if (letter == '&' && i + 1 < pattern.Length && pattern[i + 1] == '&')
            {
                i = Intersection(pattern, i + 2, output);
                return i;
            }
            else
            {
                output.Append(letter == ']' ? "\\]" : letter.ToString());
                i++;
            }
        }
    }

    private static int Intersection(string pattern, int at, StringBuilder output)
    {
        // [a-z&&[^bc]] is [a-z-[bc]].
        if (at + 1 < pattern.Length && pattern[at] == '[' && pattern[at + 1] == '^')
        {
            var inner = new StringBuilder();
            var next = Class(pattern, at, inner);
            if (next < pattern.Length && pattern[next] == ']')
            {
                output.Append("-[").Append(inner, 2, inner.Length - 2).Append(']');
                return next + 1;
            }
        }
        else if (at < pattern.Length && pattern[at] == '[')
        {
            var inner = new StringBuilder();
            var next = Class(pattern, at, inner);
            if (next < pattern.Length && pattern[next] == ']')
            {
                output.Append("-[^").Append(inner, 1, inner.Length - 1).Append(']');
                return next + 1;
            }
        }

        throw new ArgumentException("this intersection of classes is not supported");
    }
}
