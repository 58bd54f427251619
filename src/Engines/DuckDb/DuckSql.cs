namespace Weir.Engines.DuckDb;

/// <summary>Quotes values that we put into DuckDB SQL.</summary>
public static class DuckSql
{
    /// <summary>A quoted identifier.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A string literal. DuckDB knows no escapes but the doubled quote; a zero character cannot be written.</summary>
    public static string Text(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new DuckException(DuckErrorKind.InvalidInput, "a string literal cannot hold a zero character");
        }

        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>A list of string literals: <c>['a', 'b']</c>.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Text))}]";
}
