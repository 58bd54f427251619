using System.Collections.Immutable;
using System.Globalization;

namespace Weir.Engines.Sql.Runtime;

/// <summary>JSON as Trino reads, writes and walks it.</summary>
internal static class JsonFunctions
{
    private static readonly PatternCache<IReadOnlyList<string>> SimplePaths = new(Tokens);

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_json_parse", ["VARCHAR"], "JSON", values =>
            (JsonTree.TryParse((string)values[0]!) ?? throw SqlRuntime.Invalid($"Cannot convert value to JSON: '{values[0]}'")).Canonical()),
        new("weir_json_extract", ["VARCHAR", "VARCHAR"], "JSON", values => Extract(values)?.ToString()),
        new("weir_json_extract_scalar", ["VARCHAR", "VARCHAR"], "VARCHAR", values => Extract(values) is { IsScalar: true } item ? ScalarText(item) : null),
        new("weir_json_size", ["VARCHAR", "VARCHAR"], "BIGINT", values => Extract(values) is { } item ? (long)(item.Items.Count + item.Members.Count) : null),
        new("weir_json_array_length", ["VARCHAR"], "BIGINT", values => JsonTree.TryParse((string)values[0]!) is { Kind: JsonKind.Array } item ? (long)item.Items.Count : null),
        new("weir_json_array_get", ["VARCHAR", "BIGINT"], "JSON", values => ArrayGet((string)values[0]!, (long)values[1]!)),
        new("weir_json_array_contains", ["VARCHAR", "VARCHAR", "VARCHAR"], "BOOLEAN", values => ArrayContains((string)values[0]!, (string)values[1]!, (string)values[2]!)),
        new("weir_is_json_scalar", ["VARCHAR"], "BOOLEAN", values =>
            (JsonTree.TryParse((string)values[0]!) ?? throw SqlRuntime.Invalid($"Invalid JSON value: {values[0]}")).IsScalar),
    ];

    /// <summary>A path of members and places only, checked; what names them.</summary>
    internal static IReadOnlyList<string> SimplePath(string path) => SimplePaths.Of(path);

    private static string? ScalarText(JsonTree item) => item.Kind switch
    {
        JsonKind.Null => null,
        JsonKind.Boolean => item.IsTrue ? "true" : "false",
        _ => item.Text,
    };

    private static JsonTree? Extract(ReadOnlySpan<object?> values)
    {
        var tokens = SimplePath((string)values[1]!);
        var item = JsonTree.TryParse((string)values[0]!);
        foreach (var token in tokens)
        {
            item = item switch
            {
                { Kind: JsonKind.Object } => item.Member(token),
                { Kind: JsonKind.Array } => int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < item.Items.Count ? item.Items[place] : null,
                _ => null,
            };
        }

        return item;
    }

    private static List<string> Tokens(string path)
    {
        var tokens = new List<string>();
        if (path.Length == 0 || path[0] != '$')
        {
            throw Invalid();
        }

        for (var i = 1; i < path.Length;)
        {
            if (path[i] == '.' && i + 1 < path.Length)
            {
                var end = i + 1;
                if (path[end] == '"')
                {
                    end = path.IndexOf('"', end + 1);
                    tokens.Add(end < 0 ? throw Invalid() : path[(i + 2)..end]);
                    i = end + 1;
                    continue;
                }

                while (end < path.Length && (char.IsLetterOrDigit(path[end]) || path[end] is '_' or '-' or ':' or '@' or ' ' or '$' or '/' or '\\'))
                {
                    end++;
                }

                tokens.Add(end == i + 1 ? throw Invalid() : path[(i + 1)..end]);
                i = end;
            }
            else if (path[i] == '[' && i + 1 < path.Length && path[i + 1] is '"' or '\'')
            {
                var quote = path[i + 1];
                var text = new System.Text.StringBuilder();
                var end = i + 2;
                for (; end < path.Length && path[end] != quote; end++)
                {
                    end += path[end] == '\\' && end + 1 < path.Length ? 1 : 0;
                    text.Append(path[end]);
                }

                if (end + 1 >= path.Length || path[end + 1] != ']')
                {
                    throw Invalid();
                }

                tokens.Add(text.ToString());
                i = end + 2;
            }
            else if (path[i] == '[' && path.IndexOf(']', i) is > 0 and var close && close > i + 1)
            {
                var token = path[(i + 1)..close].Trim();
                tokens.Add(token.All(letter => char.IsLetterOrDigit(letter) || letter == '_') ? token : throw Invalid());
                i = close + 1;
            }
            else
            {
                throw Invalid();
            }
        }

        return tokens;

        SqlException Invalid() => SqlRuntime.Invalid($"Invalid JSON path: '{path}'");
    }

    private static string? ArrayGet(string text, long place)
    {
        if (JsonTree.TryParse(text) is not { Kind: JsonKind.Array } array)
        {
            return null;
        }

        var at = place < 0 ? array.Items.Count + place : place;
        if (at < 0 || at >= array.Items.Count)
        {
            return null;
        }

        // As in Trino, which says itself that it is wrong: texts come without their quotes, null as NULL.
        var item = array.Items[(int)at];
        return item.Kind switch
        {
            JsonKind.Null => null,
            JsonKind.Text => item.Text,
            _ => item.ToString(),
        };
    }

    /// <param name="kind">The kind of the value sought: b, i, f or s.</param>
    private static bool? ArrayContains(string text, string kind, string value)
    {
        if (JsonTree.TryParse(text) is not { Kind: JsonKind.Array } array)
        {
            return null;
        }

        return array.Items.Any(item => kind switch
        {
            "b" => item.Kind == JsonKind.Boolean && item.IsTrue == (value == "true"),
            "s" => item.Kind == JsonKind.Text && item.Text == value,
            "i" => item.Kind == JsonKind.Number && long.TryParse(item.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number == long.Parse(value, CultureInfo.InvariantCulture),
            _ => item.Kind == JsonKind.Number && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var sought)
                && item.Text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 && double.Parse(item.Text, CultureInfo.InvariantCulture).Equals(sought),
        });
    }
}
