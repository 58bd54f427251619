using System.Globalization;

namespace Weir.Engines.DuckDb;

/// <summary>Reads types from DuckDB's text: the plain ones, <c>T[]</c>, <c>MAP(K, V)</c>, <c>STRUCT(a T, b T)</c>, <c>DECIMAL(p,s)</c>, <c>JSON</c>, <c>ANY</c>.</summary>
/// <remarks>For declarations of our own; field names are plain words.</remarks>
public static class DuckTypeText
{
    /// <exception cref="FormatException">There is no such type.</exception>
    public static DuckType Parse(string text)
    {
        var at = 0;
        var type = Type(text, ref at);
        Skip(text, ref at);
        return at == text.Length ? type : throw new FormatException($"no DuckDB type: {text}");
    }

    private static DuckType Type(string text, ref int at)
    {
        var name = Word(text, ref at).ToUpperInvariant();
        var type = name switch
        {
            "DECIMAL" => Decimal(text, ref at),
            "MAP" => Map(text, ref at),
            "STRUCT" => new(DuckKind.Struct) { Fields = Fields(text, ref at) },
            "JSON" => new(DuckKind.Varchar) { Alias = "JSON" },
            "ANY" => new(DuckKind.Any),
            _ when Enum.TryParse<DuckKind>(name, ignoreCase: true, out var kind) => new(kind),
            _ => throw new FormatException($"no DuckDB type: {text}"),
        };
        while (at + 1 < text.Length && text[at] == '[' && text[at + 1] == ']')
        {
            type = new(DuckKind.List) { Element = type };
            at += 2;
        }

        return type;
    }

    private static DuckType Decimal(string text, ref int at)
    {
        Take(text, ref at, '(');
        var width = int.Parse(Word(text, ref at), CultureInfo.InvariantCulture);
        Take(text, ref at, ',');
        var scale = int.Parse(Word(text, ref at), CultureInfo.InvariantCulture);
        Take(text, ref at, ')');
        return new(DuckKind.Decimal) { Width = width, Scale = scale };
    }

    private static DuckType Map(string text, ref int at)
    {
        Take(text, ref at, '(');
        var key = Type(text, ref at);
        Take(text, ref at, ',');
        var value = Type(text, ref at);
        Take(text, ref at, ')');
        return new(DuckKind.Map) { Fields = [new("key", key), new("value", value)] };
    }

    private static List<DuckField> Fields(string text, ref int at)
    {
        var fields = new List<DuckField>();
        var next = '(';
        do
        {
            Take(text, ref at, next);
            var name = Word(text, ref at);
            fields.Add(new(name, Type(text, ref at)));
            Skip(text, ref at);
            next = ',';
        }
        while (at < text.Length && text[at] == ',');
        Take(text, ref at, ')');
        return fields;
    }

    private static string Word(string text, ref int at)
    {
        Skip(text, ref at);
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return text[start..at];
    }

    private static void Take(string text, ref int at, char letter)
    {
        Skip(text, ref at);
        if (at >= text.Length || text[at] != letter)
        {
            throw new FormatException($"no DuckDB type: {text}");
        }

        at++;
    }

    private static void Skip(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
    }
}
