using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Runtime;

internal enum JsonKind { Null, Boolean, Number, Text, Array, Object }

/// <summary>A JSON value that remembers how its numbers were written: what json_extract walks. Immutable.</summary>
internal sealed record JsonTree(JsonKind Kind)
{
    private const int DepthMax = 512;

    public static readonly JsonTree Null = new(JsonKind.Null);

    public static readonly JsonTree True = new(JsonKind.Boolean) { IsTrue = true };

    public static readonly JsonTree False = new(JsonKind.Boolean);

    public bool IsTrue { get; init; }

    /// <summary>A text, or a number as it is written.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<JsonTree> Items { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, JsonTree>> Members { get; init; } = [];

    public bool IsScalar => Kind is not (JsonKind.Array or JsonKind.Object);

    public static JsonTree Of(bool value) => value ? True : False;

    public static JsonTree Of(string text) => new(JsonKind.Text) { Text = text };

    public static JsonTree Number(string text) => new(JsonKind.Number) { Text = text };

    public static JsonTree List(IReadOnlyList<JsonTree> items) => new(JsonKind.Array) { Items = items };

    public static JsonTree Map(IReadOnlyList<KeyValuePair<string, JsonTree>> members) => new(JsonKind.Object) { Members = members };

    /// <summary>Null when the text is no JSON.</summary>
    public static JsonTree? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DepthMax });
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The member of that name; null when there is none.</summary>
    public JsonTree? Member(string name)
    {
        foreach (var (key, value) in Members)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Without blanks.</summary>
    public override string ToString() => Write(sorted: false);

    /// <summary>Without blanks, with members by name and fractions as Java writes doubles: what json_parse makes.</summary>
    public string Canonical() => Write(sorted: true);

    private string Write(bool sorted)
    {
        var output = new StringBuilder();
        Write(output, sorted);
        return output.ToString();
    }

    private void Write(StringBuilder output, bool sorted)
    {
        switch (Kind)
        {
            case JsonKind.Null:
                output.Append("null");
                break;
            case JsonKind.Boolean:
                output.Append(IsTrue ? "true" : "false");
                break;
            case JsonKind.Number:
                output.Append(sorted && Text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? JavaNumbers.Text(double.Parse(Text, CultureInfo.InvariantCulture)) : Text);
                break;
            case JsonKind.Text:
                Quote(Text, output);
                break;
            case JsonKind.Array:
                output.Append('[');
                for (var i = 0; i < Items.Count; i++)
                {
                    output.Append(i > 0 ? "," : "");
                    Items[i].Write(output, sorted);
                }

                output.Append(']');
                break;
            case JsonKind.Object:
                output.Append('{');
                var first = true;
                foreach (var (key, value) in sorted ? Members.OrderBy(member => member.Key, StringComparer.Ordinal) : Members.AsEnumerable())
                {
                    output.Append(first ? "" : ",");
                    first = false;
                    Quote(key, output);
                    output.Append(':');
                    value.Write(output, sorted);
                }

                output.Append('}');
                break;
        }
    }

    private static void Quote(string text, StringBuilder output) =>
        output.Append('"').Append(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)).Append('"');

    private static JsonTree Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.String => Of(element.GetString()!),
        JsonValueKind.Array => List([.. element.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => Map(ReadMembers(element)),
        _ => Null,
    };

    private static List<KeyValuePair<string, JsonTree>> ReadMembers(JsonElement element)
    {
        var members = new List<KeyValuePair<string, JsonTree>>();
        foreach (var property in element.EnumerateObject())
        {
            members.Add(new(property.Name, Read(property.Value)));
        }

        return members;
    }
}
