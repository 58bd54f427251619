using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Regular expressions with Java's syntax and Trino's rules for replacements and places.</summary>
internal static class RegexFunctions
{
    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_regexp_like", ["VARCHAR", "VARCHAR"], "BOOLEAN", values => JavaPattern.For((string)values[1]!, (string)values[0]!).IsMatch((string)values[0]!)),
        new("weir_regexp_count", ["VARCHAR", "VARCHAR"], "BIGINT", values => (long)Matches(JavaPattern.For((string)values[1]!, (string)values[0]!), (string)values[0]!).Count()),
        new("weir_regexp_extract", ["VARCHAR", "VARCHAR", "BIGINT"], "VARCHAR", values =>
        {
            var regex = Checked((string)values[1]!, (string)values[0]!, (long)values[2]!);
            var match = regex.Match((string)values[0]!);
            return match.Success && match.Groups[(int)(long)values[2]!] is { Success: true } group ? group.Value : null;
        }),
        new("weir_regexp_extract_all", ["VARCHAR", "VARCHAR", "BIGINT"], "VARCHAR[]", values =>
        {
            var regex = Checked((string)values[1]!, (string)values[0]!, (long)values[2]!);
            var index = (int)(long)values[2]!;
            return Matches(regex, (string)values[0]!).Select(match => match.Groups[index] is { Success: true } group ? group.Value : null).ToArray();
        }),
        new("weir_regexp_position", ["VARCHAR", "VARCHAR", "BIGINT", "BIGINT"], "BIGINT", values =>
            Position((string)values[0]!, JavaPattern.For((string)values[1]!, (string)values[0]!), (long)values[2]!, (long)values[3]!)),
        new("weir_regexp_replace", ["VARCHAR", "VARCHAR", "VARCHAR"], "VARCHAR", values =>
        {
            var regex = JavaPattern.For((string)values[1]!, (string)values[0]!);
            var replacement = Replacement.Parse((string)values[2]!, regex);
            return regex.Replace((string)values[0]!, replacement.Expand);
        }),
        new("weir_regexp_split", ["VARCHAR", "VARCHAR"], "VARCHAR[]", values => Split((string)values[0]!, JavaPattern.For((string)values[1]!, (string)values[0]!))),

        // For a replacement by a lambda: the pieces between the matches, then for each match its groups.
        new("weir_regexp_pieces", ["VARCHAR", "VARCHAR"], "STRUCT(pieces VARCHAR[], captures VARCHAR[][])", values =>
        {
            var text = (string)values[0]!;
            var matches = Matches(JavaPattern.For((string)values[1]!, text), text).ToList();
            var pieces = new List<string>();
            var end = 0;
            foreach (Match match in matches)
            {
                pieces.Add(text[end..match.Index]);
                end = match.Index + match.Length;
            }

            pieces.Add(text[end..]);
            var captures = matches.Select(match => (object?)match.Groups.Values.Skip(1).Select(group => group.Success ? group.Value : null).ToArray()).ToArray();
            return new object?[] { pieces, captures };
        }),
    ];

    /// <summary>All matches but empty ones between the halves of one character.</summary>
    private static IEnumerable<Match> Matches(JavaPattern regex, string text) =>
        regex.Matches(text).Where(match => match.Length > 0 || match.Index == 0 || match.Index == text.Length || !char.IsSurrogatePair(text, match.Index - 1));

    private static JavaPattern Checked(string pattern, string text, long group)
    {
        var regex = JavaPattern.For(pattern, text);
        if (group < 0)
        {
            throw SqlRuntime.Invalid("Group cannot be negative");
        }

        var last = regex.Groups;
        return group <= last ? regex : throw SqlRuntime.Invalid($"Pattern has {last} groups. Cannot access group {group}");
    }

    private static string[] Split(string text, JavaPattern regex)
    {
        var parts = new List<string>();
        var end = 0;
        foreach (var match in Matches(regex, text))
        {
            parts.Add(text[end..match.Index]);
            end = match.Index + match.Length;
        }

        parts.Add(text[end..]);
        return [.. parts];
    }

    private static object Position(string text, JavaPattern regex, long start, long occurrence)
    {
        if (start < 1)
        {
            throw SqlRuntime.Invalid("start position cannot be smaller than 1");
        }

        if (occurrence < 1)
        {
            throw SqlRuntime.Invalid("occurrence cannot be smaller than 1");
        }

        var from = 0;
        for (var skipped = 1L; skipped < start; skipped++)
        {
            if (from >= text.Length)
            {
                return -1L;
            }

            from += char.IsSurrogatePair(text, from) ? 2 : 1;
        }

        if (from >= text.Length && text.Length > 0)
        {
            return -1L;
        }

        var match = regex.Match(text, from);
        for (var seen = 1L; seen < occurrence && match.Success; seen++)
        {
            match = match.NextMatch();
        }

        return match.Success ? Texts.Length(text.AsSpan(0, match.Index)) + 1 : -1L;
    }

    /// <summary>What a replacement says: <c>$1</c>, <c>${name}</c>, <c>\</c> before a character that stands for itself.</summary>
    private sealed class Replacement(List<(string? Text, int Group)> parts)
    {
        [ThreadStatic]
        private static (string Text, JavaPattern Regex, Replacement Parsed)? _last;

        public static Replacement Parse(string text, JavaPattern regex)
        {
            if (_last is { } last && ReferenceEquals(last.Regex, regex) && last.Text == text)
            {
                return last.Parsed;
            }

            var parsed = new Replacement(Parts(text, regex));
            _last = (text, regex, parsed);
            return parsed;
        }

        public string Expand(Match match)
        {
            var output = new StringBuilder();
            foreach (var (text, group) in parts)
            {
                output.Append(text ?? match.Groups[group].Value);
            }

            return output.ToString();
        }

        private static List<(string? Text, int Group)> Parts(string text, JavaPattern regex)
        {
            var parts = new List<(string? Text, int Group)>();
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '\\')
                {
                    i++;
                    parts.Add((i < text.Length ? text[i].ToString() : throw SqlRuntime.Invalid($"Illegal replacement sequence: {text}"), 0));
                }
                else if (text[i] != '$')
                {
                    parts.Add((text[i].ToString(), 0));
                }
                else if (i + 1 < text.Length && text[i + 1] == '{')
                {
                    var close = text.IndexOf('}', i);
                    if (close < 0)
                    {
                        throw SqlRuntime.Invalid($"Illegal replacement sequence: {text}");
                    }

                    var name = text[(i + 2)..close];
                    var number = regex.NumberOf(name);
                    parts.Add((null, number >= 0 ? number : throw SqlRuntime.Invalid($"Illegal replacement sequence: unknown group {{ {name} }}")));
                    i = close;
                }
                else
                {
                    i = Numbered(text, i + 1, regex, parts);
                }
            }

            return parts;
        }

        /// <summary>As many digits as still name a group.</summary>
        private static int Numbered(string text, int at, JavaPattern regex, List<(string? Text, int Group)> parts)
        {
            if (at >= text.Length || !char.IsAsciiDigit(text[at]))
            {
                throw SqlRuntime.Invalid($"Illegal replacement sequence: {text}");
            }

            var groups = regex.Groups;
            var number = text[at] - '0';
            if (number > groups)
            {
                throw SqlRuntime.Invalid($"Illegal replacement sequence: unknown group {number}");
            }

            while (at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && (number * 10) + text[at + 1] - '0' <= groups)
            {
                at++;
                number = (number * 10) + text[at] - '0';
            }

            parts.Add((null, number));
            return at;
        }
    }
}
