using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;

namespace Weir.Engines.Sql.Json;

/// <summary>What the SQL/JSON functions answer inside a query: one text that says what was found.</summary>
/// <remarks>
/// <c>V</c> and a kind (s string, i integer, l bigint, n another exact number, d double, b boolean, j JSON) before a value, <c>N</c> for a JSON null, <c>E</c> for nothing,
/// <c>X</c> and an error's code and words. Lowered text takes them apart.
/// </remarks>
internal static class JsonCells
{
    private const int CacheMax = 1_000;
    private const string Malformed = "!";

    /// <summary>Trino says no more.</summary>
    public const string NotJson = "conversion to JSON failed: ";

    private static readonly ConcurrentDictionary<string, JsonPath> Paths = new(StringComparer.Ordinal);
    private static readonly IReadOnlyDictionary<string, JsonItem> NoVariables = ImmutableDictionary<string, JsonItem>.Empty;

    public static JsonPath Path(string text)
    {
        if (Paths.TryGetValue(text, out var known))
        {
            return known;
        }

        if (Paths.Count >= CacheMax)
        {
            Paths.Clear();
        }

        return Paths[text] = PathParser.Parse(text);
    }

    /// <summary>1, 0, or X and an error.</summary>
    public static string Exists(string input, string path, string variables) =>
        Found(input, path, variables, out var error) is { } items ? items.Count > 0 ? "1" : "0" : error;

    public static string Value(string input, string path, string variables) =>
        Found(input, path, variables, out var error) is { } items ? Scalar(items) : error;

    /// <param name="wrapper">W: never, C: unless one array or object is there, U: always.</param>
    /// <param name="omitQuotes">A single string comes without quotes.</param>
    public static string Query(string input, string path, string variables, char wrapper, bool omitQuotes) =>
        Found(input, path, variables, out var error) is { } items ? Json(items, wrapper, omitQuotes) : error;

    public static string Scalar(IReadOnlyList<JsonItem> items) => items switch
    {
        [] => "E",
        [JsonNull] => "N",
        [JsonText text] => "Vs" + text.Value,
        [JsonTruth truth] => truth.Value ? "Vbtrue" : "Vbfalse",
        [JsonMoment moment] => "Vs" + moment.Text,
        [JsonNumber number] => Kind(number) + number.ToJson(),
        [_] => "XJSON_VALUE_RESULT_ERROR cannot extract SQL scalar from JSON: JSON path found an item that cannot be converted to an SQL value",
        _ => "XJSON_VALUE_RESULT_ERROR cannot extract SQL scalar from JSON: JSON path found multiple items",
    };

    private static string Kind(JsonNumber number) => number.Exact switch
    {
        null => "Vd",
        { } exact when !decimal.IsInteger(exact) || exact < long.MinValue || exact > long.MaxValue => "Vn",
        >= int.MinValue and <= int.MaxValue => "Vi",
        _ => "Vl",
    };

    public static string Json(IReadOnlyList<JsonItem> items, char wrapper, bool omitQuotes)
    {
        if (items.Count == 0)
        {
            return "E";
        }

        if (items.OfType<JsonMoment>().FirstOrDefault() is { } moment)
        {
            return $"XJSON_OUTPUT_CONVERSION_ERROR conversion from JSON failed: JSON path returned a scalar SQL value of type {moment.Type} that cannot be represented as JSON";
        }

        if (wrapper == 'U' || (wrapper == 'C' && !(items is [JsonArray or JsonObject])))
        {
            return "Vj" + new JsonArray([.. items]).ToJson();
        }

        return items switch
        {
            [JsonText text] when omitQuotes => "Vj" + text.Value,
            [var only] => "Vj" + only.ToJson(),
            _ => "XJSON_OUTPUT_CONVERSION_ERROR conversion from JSON failed: JSON path found multiple items",
        };
    }

    /// <summary>An object of names and values, the values as JSON text; a value that is NULL is left out or null.</summary>
    public static string Object(ReadOnlySpan<object?> keys, ReadOnlySpan<object?> values, bool absentOnNull, bool uniqueKeys)
    {
        var output = new StringBuilder("{");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = (string?)keys[i] ?? throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "null value passed for JSON object key to JSON_OBJECT function");
            if (values[i] is null && absentOnNull)
            {
                continue;
            }

            if (!seen.Add(key))
            {
                throw uniqueKeys
                    ? new SqlException(SqlErrorCode.InvalidFunctionArgument, "duplicate key passed to JSON_OBJECT function")
                    : new SqlException(SqlErrorCode.NotSupported, "cannot construct a JSON object with duplicate key");
            }

            output.Append(output.Length > 1 ? "," : "");
            JsonItem.Quote(key, output);
            output.Append(':').Append((string?)values[i] ?? "null");
        }

        return output.Append('}').ToString();
    }

    public static string Array(ReadOnlySpan<object?> values, bool absentOnNull)
    {
        var output = new StringBuilder("[");
        foreach (var value in values)
        {
            if (value is not null || !absentOnNull)
            {
                output.Append(output.Length > 1 ? "," : "").Append((string?)value ?? "null");
            }
        }

        return output.Append(']').ToString();
    }

    /// <summary>JSON of JSON: the same without blanks.</summary>
    public static string Compact(string text) => JsonItem.TryParse(text)?.ToJson()
        ?? throw new SqlException(SqlErrorCode.JsonInputConversionError, NotJson);

    public static string Quoted(string text)
    {
        var output = new StringBuilder(text.Length + 2);
        JsonItem.Quote(text, output);
        return output.ToString();
    }

    /// <summary>JSON of JSON as one argument of a path; what is none makes the whole list of them unreadable.</summary>
    public static string Passed(string text) => JsonItem.TryParse(text)?.ToJson() ?? Malformed;

    /// <summary>What PASSING names: JSON as it is, a date or time as its type and text. Null when a text with FORMAT JSON is none.</summary>
    public static IReadOnlyDictionary<string, JsonItem>? Variables(string text) => text == "{}" ? NoVariables
        : JsonItem.TryParse(text) is not JsonObject record ? null
        : record.Members.ToDictionary(member => member.Key, member => Variable(((JsonArray)member.Value).Items), StringComparer.Ordinal);

    private static JsonItem Variable(ImmutableArray<JsonItem> parts) =>
        parts is [JsonText type, JsonText text] ? new JsonMoment(type.Value, text.Value) : parts[0];

    private static IReadOnlyList<JsonItem>? Found(string input, string path, string variables, out string error)
    {
        error = "";
        if (JsonItem.TryParse(input) is not { } document)
        {
            error = "XJSON_INPUT_CONVERSION_ERROR " + NotJson;
            return null;
        }

        if (Variables(variables) is not { } passed)
        {
            error = "XJSON_INPUT_CONVERSION_ERROR " + NotJson;
            return null;
        }

        try
        {
            return new PathEvaluator(Path(path), document, passed).Evaluate();
        }
        catch (PathFailure failure)
        {
            error = $"XPATH_EVALUATION_ERROR path evaluation failed: {failure.Message}";
            return null;
        }
    }
}
