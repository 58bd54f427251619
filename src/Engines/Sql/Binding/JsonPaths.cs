using System.Text;

namespace Weir.Engines.Sql.Binding;

/// <summary>JSON paths of the simple kind: members, array places, wildcards.</summary>
internal static class JsonPaths
{
    /// <summary>Whether DuckDB's own path means the same: members and places, no wildcards.</summary>
    public static bool IsSimple(string path) => !path.Contains('*', StringComparison.Ordinal) && !path.Contains('-', StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal);

    /// <summary>The path as DuckDB writes it; also checks it.</summary>
    public static string ToDuck(string path, SourcePosition at)
    {
        var text = path.Trim();
        foreach (var mode in (ReadOnlySpan<string>)["lax ", "strict "])
        {
            if (text.StartsWith(mode, StringComparison.OrdinalIgnoreCase))
            {
                text = text[mode.Length..].Trim();
            }
        }

        if (!text.StartsWith('$'))
        {
            text = text.StartsWith('[') ? "$" + text : "$." + text;
        }

        var output = new StringBuilder("$");
        for (var i = 1; i < text.Length;)
        {
            i = text[i] switch
            {
                '.' => Member(text, i + 1, output, path, at),
                '[' => Bracket(text, i + 1, output, path, at),
                _ => throw Invalid(path, at),
            };
        }

        return output.ToString();
    }

    private static int Member(string text, int start, StringBuilder output, string path, SourcePosition at)
    {
        if (start < text.Length && text[start] == '*')
        {
            output.Append(".*");
            return start + 1;
        }

        if (start < text.Length && text[start] == '"')
        {
            var close = text.IndexOf('"', start + 1);
            Quote(close < 0 ? throw Invalid(path, at) : text[(start + 1)..close], output);
            return close + 1;
        }

        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-' or ':' or '@' or ' '))
        {
            end++;
        }

        if (end == start)
        {
            throw Invalid(path, at);
        }

        Quote(text[start..end], output);
        return end;
    }

    private static int Bracket(string text, int start, StringBuilder output, string path, SourcePosition at)
    {
        var close = start < text.Length && text[start] is '"' or '\''
            ? text.IndexOf(']', Math.Max(text.IndexOf(text[start], start + 1), start))
            : text.IndexOf(']', start);
        if (close < 0)
        {
            throw Invalid(path, at);
        }

        var inner = text[start..close].Trim();
        if (inner.Length > 1 && inner[0] is '"' or '\'' && inner[^1] == inner[0])
        {
            Quote(inner[1..^1], output);
        }
        else if (inner == "*")
        {
            output.Append("[*]");
        }
        else if (int.TryParse(inner, out var index))
        {
            output.Append('[').Append(index < 0 ? "#" : "").Append(index).Append(']');
        }
        else
        {
            throw Invalid(path, at);
        }

        return close + 1;
    }

    private static void Quote(string member, StringBuilder output) =>
        output.Append(".\"").Append(member.Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');

    private static SqlException Invalid(string path, SourcePosition at) =>
        new(SqlErrorCode.InvalidFunctionArgument, $"Invalid JSON path: '{path}'", at);
}
