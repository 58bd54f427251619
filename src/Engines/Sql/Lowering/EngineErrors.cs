using System.Text.RegularExpressions;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Turns what DuckDB says of a failed query into Trino's words.</summary>
public static partial class EngineErrors
{
    /// <summary>The code (Trino's name) and the text for a DuckDB message.</summary>
    public static (string Code, string Text) Translate(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var thrown = Thrown().Match(message);
        if (thrown.Success)
        {
            return (thrown.Groups[1].Value, thrown.Groups[2].Value);
        }

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
            if (operation == "subtraction" && Negation().Match(overflow.Groups[3].Value) is { Success: true } negated)
            {
                return ("NUMERIC_VALUE_OUT_OF_RANGE", $"{type} negation overflow: {negated.Groups[1].Value}");
            }

            return ("NUMERIC_VALUE_OUT_OF_RANGE", $"{type} {operation} overflow: {overflow.Groups[3].Value}");
        }

        if (Narrow(message) is { } narrow)
        {
            return narrow;
        }

        var cast = Cast().Match(message);
        if (cast.Success)
        {
            return ("INVALID_CAST_ARGUMENT", $"Cannot cast '{cast.Groups[1].Value}' to {TrinoName(cast.Groups[2].Value)}");
        }

        if (message.Contains("Map keys must be unique", StringComparison.OrdinalIgnoreCase))
        {
            return ("INVALID_FUNCTION_ARGUMENT", "Duplicate map keys are not allowed");
        }

        if (message.Contains("Map keys can not be NULL", StringComparison.OrdinalIgnoreCase))
        {
            return ("INVALID_FUNCTION_ARGUMENT", "map key cannot be null");
        }

        if (message.Contains("More than one row returned by a subquery", StringComparison.OrdinalIgnoreCase))
        {
            return ("SUBQUERY_MULTIPLE_ROWS", "Scalar sub-query has returned multiple rows");
        }

        const string UnknownZone = "Unknown TimeZone '";
        if (message.IndexOf(UnknownZone, StringComparison.Ordinal) is >= 0 and var zoneAt
            && message.IndexOf('\'', zoneAt + UnknownZone.Length) is > 0 and var zoneEnd)
        {
            return ("INVALID_FUNCTION_ARGUMENT", $"'{message[(zoneAt + UnknownZone.Length)..zoneEnd]}' is not a valid time zone");
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

    /// <summary>A decimal was computed with 18 digits (<see cref="LoweringOptions.NarrowDecimals"/>) and needs more.</summary>
    public static bool IsNarrowDecimal(string message) => NarrowDecimal().IsMatch(message);

    /// <summary>Numbers that do not fit.</summary>
    private static (string Code, string Text)? Narrow(string message)
    {
        if (Division().Match(message) is { Success: true } division)
        {
            var type = division.Groups[1].Value switch
            {
                "-128" => "tinyint",
                "-32768" => "smallint",
                "-2147483648" => "integer",
                _ => "bigint",
            };
            return ("NUMERIC_VALUE_OUT_OF_RANGE", $"{type} division overflow: {division.Groups[1].Value} / -1");
        }

        if (Absolute().Match(message) is { Success: true } absolute)
        {
            var type = absolute.Groups[1].Value switch
            {
                "-128" => "tinyint",
                "-32768" => "smallint",
                "-2147483648" => "integer",
                _ => "bigint",
            };
            return ("NUMERIC_VALUE_OUT_OF_RANGE", $"Value {absolute.Groups[1].Value} is out of range for abs({type})");
        }

        if (DecimalOverflow().IsMatch(message))
        {
            return ("NUMERIC_VALUE_OUT_OF_RANGE", "Decimal overflow");
        }

        if (DecimalToInteger().Match(message) is { Success: true } whole)
        {
            return ("INVALID_CAST_ARGUMENT", $"Cannot cast '{whole.Groups[1].Value}' to {(whole.Groups[2].Value == "INT32" ? "INTEGER" : TrinoName(whole.Groups[2].Value))}");
        }

        return OutOfRange().Match(message) is { Success: true } range
            ? Narrow(range.Groups[1].Value, range.Groups[2].Value, range.Groups[3].Value)
            : null;
    }

    private static (string Code, string Text) Narrow(string source, string text, string target)
    {
        var name = target switch
        {
            "INT8" => "tinyint",
            "INT16" => "smallint",
            "INT32" => "integer",
            _ => "bigint",
        };
        if (source is not ("DOUBLE" or "FLOAT"))
        {
            return ("NUMERIC_VALUE_OUT_OF_RANGE", $"Out of range for {name}: {text}");
        }

        var value = text switch
        {
            "nan" or "-nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        };
        return target == "INT64" ? ("INVALID_CAST_ARGUMENT", $"Unable to cast {JavaNumbers.Text(value)} to bigint")
            : double.IsNaN(value) ? ("INVALID_CAST_ARGUMENT", $"Cannot cast {(source == "FLOAT" ? "real" : "double")} NaN to {name}")
            : ("NUMERIC_VALUE_OUT_OF_RANGE", $"Out of range for {name}: {JavaNumbers.Text(value)}");
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

    /// <summary>What a function in C# threw: its text ends at the last brackets, whatever is in it.</summary>
    [GeneratedRegex(@"\[\[WEIR! ([A-Z_]+) (.*)\]\]", RegexOptions.Singleline)]
    private static partial Regex Thrown();

    [GeneratedRegex(@"\[\[WEIR ([A-Z_]+) (.*?)\]\]", RegexOptions.Singleline)]
    private static partial Regex Ours();

    [GeneratedRegex(@"Overflow in (\w+) of INT(\d+) \((.*)\)!")]
    private static partial Regex Overflow();

    [GeneratedRegex(@"^0 - (-128|-32768|-2147483648|-9223372036854775808)$")]
    private static partial Regex Negation();

    [GeneratedRegex(@"Overflow on abs\((-\d+)\)")]
    private static partial Regex Absolute();

    [GeneratedRegex(@"Overflow in division of (-\d+) / -1")]
    private static partial Regex Division();

    [GeneratedRegex(@"Overflow in \w+ of (DECIMAL|HUGEINT|INT128)|Overflow in HUGEINT \w+|Casting value "".*"" to type DECIMAL\(\d+,\d+\) failed")]
    private static partial Regex DecimalOverflow();

    [GeneratedRegex(@"(Out of Range Error: Overflow in \w+ of DECIMAL\(18\)|Conversion Error: Casting value ""[0-9.-]*"" to type DECIMAL\(18,[0-9]+\) failed)")]
    private static partial Regex NarrowDecimal();

    [GeneratedRegex(@"Failed to cast decimal value (\S+) to type (INT\d+)")]
    private static partial Regex DecimalToInteger();

    [GeneratedRegex(@"Type (\w+) with value (\S+) can't be cast because the value is out of range for the destination type (INT\d+)")]
    private static partial Regex OutOfRange();

    [GeneratedRegex(@"Could not convert string ['""](.*?)['""] to ([A-Z0-9()_,]+)", RegexOptions.Singleline)]
    private static partial Regex Cast();
}
