using System.Globalization;

namespace Weir.Engines.DuckDb;

/// <summary>Hive's type names as the DuckDB types that hold them.</summary>
public static class HiveTypes
{
    private const int DepthMax = 64;

    /// <summary>The type of a text like <c>array&lt;struct&lt;a:int,b:string&gt;&gt;</c>; null when it is none we know.</summary>
    public static DuckType? Parse(string text)
    {
        var at = 0;
        var type = ParseType(text, ref at, 0);
        SkipSpace(text, ref at);
        return at == text.Length ? type : null;
    }

    private static DuckType? ParseType(string text, ref int at, int depth)
    {
        if (depth > DepthMax)
        {
            return null;
        }

        var word = Word(text, ref at).ToLowerInvariant();
        return word switch
        {
            "boolean" => new(DuckKind.Boolean),
            "tinyint" => new(DuckKind.TinyInt),
            "smallint" => new(DuckKind.SmallInt),
            "int" or "integer" => new(DuckKind.Integer),
            "bigint" or "long" => new(DuckKind.BigInt),
            "float" or "real" => new(DuckKind.Float),
            "double" => new(DuckKind.Double),
            "string" => new(DuckKind.Varchar),
            "varchar" or "char" => SkipNumbers(text, ref at, out _, out _) ? new(DuckKind.Varchar) : null,
            "binary" => new(DuckKind.Blob),
            "date" => new(DuckKind.Date),
            "timestamp" => new(DuckKind.Timestamp),
            "decimal" => ParseDecimal(text, ref at),
            "array" => ParseArray(text, ref at, depth),
            "map" => ParseMap(text, ref at, depth),
            "struct" => ParseStruct(text, ref at, depth),
            _ => null,
        };
    }

    private static DuckType? ParseDecimal(string text, ref int at)
    {
        if (!SkipNumbers(text, ref at, out var width, out var scale))
        {
            return null;
        }

        width ??= 10;
        return width is >= 1 and <= 38 && (scale ?? 0) <= width
            ? new(DuckKind.Decimal) { Width = width.Value, Scale = scale ?? 0 }
            : null;
    }

    private static DuckType? ParseArray(string text, ref int at, int depth) =>
        Take(text, ref at, '<') && ParseType(text, ref at, depth + 1) is { } element && Take(text, ref at, '>')
            ? new(DuckKind.List) { Element = element }
            : null;

    private static DuckType? ParseMap(string text, ref int at, int depth) =>
        Take(text, ref at, '<') && ParseType(text, ref at, depth + 1) is { } key && Take(text, ref at, ',')
        && ParseType(text, ref at, depth + 1) is { } value && Take(text, ref at, '>')
            ? new(DuckKind.Map) { Fields = [new("key", key), new("value", value)] }
            : null;

    private static DuckType? ParseStruct(string text, ref int at, int depth)
    {
        if (!Take(text, ref at, '<'))
        {
            return null;
        }

        var fields = new List<DuckField>();
        do
        {
            var name = FieldName(text, ref at);
            if (name.Length == 0 || !Take(text, ref at, ':') || ParseType(text, ref at, depth + 1) is not { } type)
            {
                return null;
            }

            fields.Add(new(name, type));
        }
        while (Take(text, ref at, ','));

        return Take(text, ref at, '>') ? new(DuckKind.Struct) { Fields = fields } : null;
    }

    /// <summary>An optional <c>(n)</c> or <c>(n,m)</c>.</summary>
    private static bool SkipNumbers(string text, ref int at, out int? first, out int? second)
    {
        (first, second) = (null, null);
        if (!Take(text, ref at, '('))
        {
            return true;
        }

        first = Number(text, ref at);
        if (first is not null && Take(text, ref at, ','))
        {
            second = Number(text, ref at);
        }

        return first is not null && Take(text, ref at, ')');
    }

    private static int? Number(string text, ref int at) =>
        int.TryParse(Word(text, ref at), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Word(string text, ref int at)
    {
        SkipSpace(text, ref at);
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return text[start..at];
    }

    /// <summary>Anything up to the colon: field names may hold what identifiers may not.</summary>
    private static string FieldName(string text, ref int at)
    {
        SkipSpace(text, ref at);
        var start = at;
        while (at < text.Length && text[at] is not (':' or ',' or '<' or '>'))
        {
            at++;
        }

        return text[start..at].Trim().Trim('`');
    }

    private static bool Take(string text, ref int at, char wanted)
    {
        SkipSpace(text, ref at);
        if (at >= text.Length || text[at] != wanted)
        {
            return false;
        }

        at++;
        return true;
    }

    private static void SkipSpace(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }
}
