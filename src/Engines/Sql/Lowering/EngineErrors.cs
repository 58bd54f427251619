using System.Text.RegularExpressions;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Turns what DuckDB says of a failed query into Trino's words.</summary>
public static partial class EngineErrors
{
    /// <summary>The code (Trino's name) and the text for a DuckDB message.</summary>
    public static (string Code, string Text) Translate(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var ours = Ours().Match(message);
        if (ours.Success)
        {
            return (ours.Groups[1].Value, ours.Groups[2].Value);
        }

        var overflow = Overflow().Match(message);
        if (overflow.Success)
        {
            var type = overflow.Groups[2].Value switch
            {
                "8" => "tinyint",
                "16" => "smallint",
                "32" => "integer",
                _ => "bigint",
            };
            var operation = overflow.Groups[1].Value;
            return ("NUMERIC_VALUE_OUT_OF_RANGE", $"{type} {operation} overflow: {overflow.Groups[3].Value}");
        }

        var cast = Cast().Match(message);
        if (cast.Success)
        {
            return ("INVALID_CAST_ARGUMENT", $"Cannot cast '{cast.Groups[1].Value}' to {TrinoName(cast.Groups[2].Value)}");
        }

        if (message.Contains("More than one row returned by a subquery", StringComparison.OrdinalIgnoreCase))
        {
            return ("SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows");
        }

        var kind = message.IndexOf(" Error: ", StringComparison.Ordinal);
        var text = (kind is > 0 and < 40 ? message[(kind + 8)..] : message).Split('\n')[0];
        return message switch
        {
            _ when message.StartsWith("Out of Range", StringComparison.Ordinal) => ("NUMERIC_VALUE_OUT_OF_RANGE", text),
            _ when message.StartsWith("Conversion", StringComparison.Ordinal) => ("INVALID_CAST_ARGUMENT", text),
            _ when message.StartsWith("Out of Memory", StringComparison.Ordinal) => ("EXCEEDED_MEMORY_LIMIT", text),
            _ when message.StartsWith("Invalid Input", StringComparison.Ordinal) => ("INVALID_FUNCTION_ARGUMENT", text),
            _ => ("GENERIC_INTERNAL_ERROR", text),
        };
    }

    private static string TrinoName(string duck) => duck switch
    {
        "INT8" => "TINYINT",
        "INT16" => "SMALLINT",
        "INT32" => "INT",
        "INT64" => "BIGINT",
        "BOOL" => "BOOLEAN",
        "FLOAT" => "REAL",
        _ => duck,
    };

    [GeneratedRegex(@"\[\[WEIR!? ([A-Z_]+) (.*?)\]\]", RegexOptions.Singleline)]
    private static partial Regex Ours();

    [GeneratedRegex(@"Overflow in (\w+) of INT(\d+) \((.*)\)!")]
    private static partial Regex Overflow();

    [GeneratedRegex(@"Could not convert string ['""](.*?)['""] to ([A-Z0-9()_,]+)", RegexOptions.Singleline)]
    private static partial Regex Cast();
}
