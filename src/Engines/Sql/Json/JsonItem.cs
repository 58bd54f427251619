using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Engines.Sql.Json;

/// <summary>A JSON value while a path is evaluated.</summary>
internal abstract record JsonItem
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 500 };

    /// <summary>Reads a text; null when it is not JSON.</summary>
    public static JsonItem? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonItem Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Members(element),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(Of)]),
        JsonValueKind.String => new JsonText(element.GetString()!),
        JsonValueKind.Number => JsonNumber.Parse(element.GetRawText()),
        JsonValueKind.True => new JsonTruth(true),
        JsonValueKind.False => new JsonTruth(false),
        _ => new JsonNull(),
    };

    /// <summary>Of members with one name the last one's value stands, at the first one's place.</summary>
    private static JsonObject Members(JsonElement element)
    {
        var members = new OrderedDictionary<string, JsonItem>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            members[member.Name] = Of(member.Value);
        }

        return new([.. members]);
    }

    /// <summary>The value as JSON without blanks.</summary>
    public string ToJson()
    {
        var output = new StringBuilder();
        Write(output);
        return output.ToString();
    }

    public abstract void Write(StringBuilder output);

    /// <summary>Text in quotes; only what JSON demands is escaped.</summary>
    public static void Quote(string text, StringBuilder output)
    {
        output.Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\b' => output.Append("\\b"),
                '\f' => output.Append("\\f"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                < ' ' => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                _ => output.Append(letter),
            };
        }

        output.Append('"');
    }
}

internal sealed record JsonNull : JsonItem
{
    public override void Write(StringBuilder output) => output.Append("null");
}

internal sealed record JsonTruth(bool Value) : JsonItem
{
    public override void Write(StringBuilder output) => output.Append(Value ? "true" : "false");
}

/// <summary>A date or time passed to a path: JSON has none.</summary>
/// <param name="Type">As SQL calls it.</param>
internal sealed record JsonMoment(string Type, string Text) : JsonItem
{
    public override void Write(StringBuilder output) => Quote(Text, output);
}

internal sealed record JsonText(string Value) : JsonItem
{
    public override void Write(StringBuilder output) => Quote(Value, output);
}

/// <summary>A number: exact when it is written without an exponent in a path or without a fraction in JSON.</summary>
internal sealed record JsonNumber(decimal? Exact, double Value) : JsonItem
{
    public JsonNumber(decimal exact)
        : this(exact, (double)exact)
    {
    }

    /// <summary>A number of JSON text: fractions are doubles.</summary>
    public static JsonNumber Parse(string text) =>
        text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? new(whole)
            : new(null, double.Parse(text, CultureInfo.InvariantCulture));

    public override void Write(StringBuilder output) =>
        output.Append(Exact is { } exact ? exact.ToString(CultureInfo.InvariantCulture) : JavaDouble(Value));

    /// <summary>A double as Java writes it: with a point, and with an exponent below 0.001 and from ten million on.</summary>
    private static string JavaDouble(double value)
    {
        var size = Math.Abs(value);
        if (size == 0 || (size >= 1e-3 && size < 1e7))
        {
            var plain = value.ToString("R", CultureInfo.InvariantCulture);
            return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
        }

        var text = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 17; digits++)
        {
            text = value.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture).Equals(value))
            {
                break;
            }
        }

        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = text[..mark];
        var exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture, $"{(mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".0")}E{exponent}");
    }
}

internal sealed record JsonArray(ImmutableArray<JsonItem> Items) : JsonItem
{
    public override void Write(StringBuilder output)
    {
        output.Append('[');
        for (var i = 0; i < Items.Length; i++)
        {
            output.Append(i > 0 ? "," : "");
            Items[i].Write(output);
        }

        output.Append(']');
    }
}

internal sealed record JsonObject(ImmutableArray<KeyValuePair<string, JsonItem>> Members) : JsonItem
{
    public override void Write(StringBuilder output)
    {
        output.Append('{');
        for (var i = 0; i < Members.Length; i++)
        {
            output.Append(i > 0 ? "," : "");
            Quote(Members[i].Key, output);
            output.Append(':');
            Members[i].Value.Write(output);
        }

        output.Append('}');
    }

    /// <summary>The member of that name.</summary>
    public JsonItem? Find(string key)
    {
        foreach (var member in Members)
        {
            if (member.Key == key)
            {
                return member.Value;
            }
        }

        return null;
    }
}
