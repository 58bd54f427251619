using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Runtime;

/// <summary>
/// Casts from JSON: checked and reshaped by Trino's rules into text that DuckDB casts without a doubt. A scalar becomes its text;
/// arrays, maps and rows become JSON whose rows have all their fields by the names DuckDB knows, and whose leaves are already converted.
/// </summary>
internal static class JsonCasts
{
    private const int ShownMax = 10_000;
    private static readonly ConcurrentDictionary<string, SqlType> Types = new(StringComparer.Ordinal);

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_json_as", ["VARCHAR", "VARCHAR"], "VARCHAR", values => Cast((string)values[0]!, TypeOf((string)values[1]!))),
    ];

    private static SqlType TypeOf(string text) => Types.Count > 10_000 ? SqlTypes.Parse(text) : Types.GetOrAdd(text, SqlTypes.Parse);

    private static string? Cast(string json, SqlType to)
    {
        // A number beyond a double's range is held as Infinity.
        var tree = json is "Infinity" or "-Infinity" ? JsonTree.Number(json[0] == '-' ? "-1e999" : "1e999") : JsonTree.TryParse(json) ?? throw Refused($"Cannot cast '{json}' to {Shown(to)}");
        if (tree.Kind == JsonKind.Null)
        {
            return null;
        }

        if (!to.IsStructural)
        {
            try
            {
                return Leaf(tree, to);
            }
            catch (Mismatch)
            {
                throw Refused($"Cannot cast '{json}' to {Shown(to)}");
            }
            catch (SqlException error) when (error.Code == SqlErrorCode.NumericValueOutOfRange && to.Kind != SqlTypeKind.BigInt)
            {
                throw Refused($"Cannot cast '{json}' to INTEGER");
            }
        }

        try
        {
            var output = new StringBuilder();
            Write(tree, to, output);
            return output.ToString();
        }
        catch (Exception error) when (error is Mismatch or SqlException)
        {
            var text = error is SqlException known ? known.Text : error.Message;
            throw Refused($"Cannot cast to {to}. {text}\n{(json.Length <= ShownMax ? json : json[..ShownMax] + "...(truncated)")}");
        }
    }

    private static void Write(JsonTree tree, SqlType to, StringBuilder output)
    {
        switch (to.Kind)
        {
            case SqlTypeKind.Json:
                output.Append(JsonTree.Of(tree.ToString()));
                break;
            case var _ when tree.Kind == JsonKind.Null:
                output.Append("null");
                break;
            case SqlTypeKind.Array:
                if (tree.Kind != JsonKind.Array)
                {
                    throw new Mismatch($"Expected a json array, but got {Token(tree)}");
                }

                output.Append('[');
                for (var i = 0; i < tree.Items.Count; i++)
                {
                    output.Append(i > 0 ? "," : "");
                    Write(tree.Items[i], to.Element, output);
                }

                output.Append(']');
                break;
            case SqlTypeKind.Map:
                WriteMap(tree, to, output);
                break;
            case SqlTypeKind.Row:
                WriteRow(tree, to, output);
                break;
            case SqlTypeKind.Boolean or SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt:
                output.Append(Leaf(tree, to));
                break;
            default:
                output.Append(JsonTree.Of(Leaf(tree, to)));
                break;
        }
    }

    private static void WriteMap(JsonTree tree, SqlType to, StringBuilder output)
    {
        if (tree.Kind != JsonKind.Object)
        {
            throw new Mismatch($"Expected a json object, but got {Token(tree)}");
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        output.Append('{');
        foreach (var (key, value) in tree.Members)
        {
            output.Append(keys.Count > 0 ? "," : "");
            var name = Leaf(JsonTree.Of(key), to.Key);
            if (!keys.Add(name))
            {
                throw new Mismatch("Duplicate map keys are not allowed");
            }

            output.Append(JsonTree.Of(name)).Append(':');
            Write(value, to.Value, output);
        }

        output.Append('}');
    }

    private static void WriteRow(JsonTree tree, SqlType to, StringBuilder output)
    {
        var values = tree.Kind switch
        {
            JsonKind.Array => ByPlace(tree, to),
            JsonKind.Object => ByName(tree, to),
            _ => throw new Mismatch($"Expected a json array or object, but got {Token(tree)}"),
        };
        output.Append('{');
        for (var i = 0; i < values.Length; i++)
        {
            output.Append(i > 0 ? "," : "").Append(JsonTree.Of(DuckTypes.FieldName(to, i))).Append(':');
            if (values[i] is { } value)
            {
                Write(value, to.Fields[i].Type, output);
            }
            else
            {
                output.Append("null");
            }
        }

        output.Append('}');
    }

    private static JsonTree?[] ByPlace(JsonTree tree, SqlType to)
    {
        if (tree.Items.Count > to.Fields.Length)
        {
            throw new Mismatch($"Expected json array ending, but got {Token(tree.Items[to.Fields.Length])}");
        }

        if (tree.Items.Count < to.Fields.Length)
        {
            var missing = to.Fields[tree.Items.Count].Type;
            throw new Mismatch(missing.Kind switch
            {
                SqlTypeKind.Array => "Expected a json array, but got ]",
                SqlTypeKind.Map => "Expected a json object, but got ]",
                SqlTypeKind.Row => "Expected a json array or object, but got ]",
                _ => $"Unexpected token when cast to {Called(missing)}: ]",
            });
        }

        return [.. tree.Items];
    }

    private static JsonTree?[] ByName(JsonTree tree, SqlType to)
    {
        if (to.Fields[0].Name is null)
        {
            throw new Mismatch("Cannot cast a JSON object to anonymous row type. Input must be a JSON array.");
        }

        var values = new JsonTree?[to.Fields.Length];
        foreach (var (key, value) in tree.Members)
        {
#pragma warning disable CA1308 // fields' names are lower case
            var name = key.ToLowerInvariant();
#pragma warning restore CA1308
            for (var i = 0; i < values.Length; i++)
            {
                if (!string.Equals(to.Fields[i].Name, name, StringComparison.Ordinal))
                {
                    continue;
                }

                values[i] = values[i] is null ? value : throw new Mismatch($"Duplicate field: {name}");
                break;
            }
        }

        return values;
    }

    /// <summary>A scalar's text in the type asked for; the value is not null.</summary>
    private static string Leaf(JsonTree tree, SqlType to) => tree.Kind is JsonKind.Array or JsonKind.Object
        ? throw new Mismatch($"Unexpected token when cast to {Called(to)}: {Token(tree)}")
        : to.Kind switch
        {
            SqlTypeKind.Varchar => tree.Kind == JsonKind.Number && IsFraction(tree.Text) ? JavaNumbers.Scientific(NumberOf(tree.Text)) : Token(tree),
            SqlTypeKind.Boolean => Flag(tree),
            SqlTypeKind.Double or SqlTypeKind.Real => Floating(tree, to),
            SqlTypeKind.Decimal => Decimal(tree, to),
            SqlTypeKind.TinyInt => Whole(tree, to, sbyte.MinValue, sbyte.MaxValue),
            SqlTypeKind.SmallInt => Whole(tree, to, short.MinValue, short.MaxValue),
            SqlTypeKind.Integer => Whole(tree, to, int.MinValue, int.MaxValue),
            SqlTypeKind.BigInt => Whole(tree, to, long.MinValue, long.MaxValue),
            _ => throw new Mismatch($"Unsupported type: {to}"),
        };

    private static string Flag(JsonTree tree)
    {
        switch (tree.Kind)
        {
            case JsonKind.Boolean:
                return tree.IsTrue ? "true" : "false";
            case JsonKind.Number:
                return (IsFraction(tree.Text) && double.IsFinite(NumberOf(tree.Text))) || long.TryParse(tree.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    ? NumberOf(tree.Text) != 0 ? "true" : "false"
                    : throw new Mismatch($"Numeric value ({tree.Text}) out of range of long");
            default:
#pragma warning disable CA1308 // what is compared is lower case
                return tree.Text.ToLowerInvariant() switch
#pragma warning restore CA1308
                {
                    "t" or "true" or "1" => "true",
                    "f" or "false" or "0" => "false",
                    _ => throw Refused($"Cannot cast '{tree.Text}' to BOOLEAN"),
                };
        }
    }

    private static string Whole(JsonTree tree, SqlType to, long min, long max)
    {
        if (tree.Kind == JsonKind.Boolean)
        {
            return tree.IsTrue ? "1" : "0";
        }

        var name = to.Kind == SqlTypeKind.Integer ? "INT" : Shown(to);
        if (tree.Kind == JsonKind.Text)
        {
            return long.TryParse(tree.Text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) && read >= min && read <= max
                ? read.ToString(CultureInfo.InvariantCulture)
                : throw Refused($"Cannot cast '{tree.Text}' to {name}");
        }

        if (!IsFraction(tree.Text))
        {
            return long.TryParse(tree.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole >= min && whole <= max
                ? whole.ToString(CultureInfo.InvariantCulture)
                : throw new Mismatch($"Out of range for {to}: {tree.Text}");
        }

        var number = NumberOf(tree.Text);
        var rounded = Math.Round(number, MidpointRounding.AwayFromZero);
        var fits = to.Kind == SqlTypeKind.BigInt ? rounded is >= -9223372036854775808d and < 9223372036854775808d : rounded >= min && rounded <= max;
        return fits
            ? ((long)rounded).ToString(CultureInfo.InvariantCulture)
            : throw (to.Kind == SqlTypeKind.BigInt
                ? Refused($"Unable to cast {JavaNumbers.Text(number)} to bigint")
                : new SqlException(SqlErrorCode.NumericValueOutOfRange, $"Out of range for {to}: {JavaNumbers.Text(number)}"));
    }

    private static string Floating(JsonTree tree, SqlType to)
    {
        if (tree.Kind == JsonKind.Boolean)
        {
            return tree.IsTrue ? "1" : "0";
        }

        var text = tree.Text.Trim();
        var isNamed = text.TrimStart('+', '-') is "NaN" or "Infinity";
        if (!isNamed && (!double.TryParse(text.TrimEnd('f', 'F', 'd', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture, out _) || text.EndsWith("nfinity", StringComparison.OrdinalIgnoreCase)))
        {
            throw Refused($"Cannot cast '{tree.Text}' to {Shown(to)}");
        }

        if (isNamed)
        {
            return text.TrimStart('+').Replace("Infinity", "inf", StringComparison.Ordinal).TrimStart(text.EndsWith('N') ? '-' : ' ');
        }

        var number = NumberOf(text.TrimEnd('f', 'F', 'd', 'D'));
        if (to.Kind == SqlTypeKind.Real)
        {
            number = float.Parse(text.TrimEnd('f', 'F', 'd', 'D'), CultureInfo.InvariantCulture);
            return float.IsInfinity((float)number) ? number > 0 ? "inf" : "-inf" : ((float)number).ToString("R", CultureInfo.InvariantCulture);
        }

        return double.IsInfinity(number) ? number > 0 ? "inf" : "-inf" : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string Decimal(JsonTree tree, SqlType to)
    {
        var text = tree.Kind == JsonKind.Boolean ? tree.IsTrue ? "1" : "0" : tree.Text;
        if (!TryUnscaled(text, to.Scale, out var unscaled))
        {
            throw new Mismatch($"Cannot cast '{tree.Text}' to {Shown(to)}");
        }

        if (BigInteger.Abs(unscaled) >= BigInteger.Pow(10, to.Precision))
        {
            throw Refused($"Cannot cast input json to {Shown(to)}");
        }

        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(to.Scale + 1, '0');
        return (unscaled.Sign < 0 ? "-" : "") + digits[..^to.Scale] + (to.Scale > 0 ? "." + digits[^to.Scale..] : "");
    }

    /// <summary>A written number with so many digits after the point, rounded half up.</summary>
    private static bool TryUnscaled(string text, int scale, out BigInteger unscaled)
    {
        unscaled = default;
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (mark >= 0 && !int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var number = mark >= 0 ? text[..mark] : text;
        var point = number.IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : number.Length - point - 1;
        if (!BigInteger.TryParse(number.Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits))
        {
            return false;
        }

        var shift = exponent + scale;
        if (shift > 100)
        {
            unscaled = digits.IsZero ? digits : BigInteger.Pow(10, 100);
            return true;
        }

        if (shift >= 0)
        {
            unscaled = digits * BigInteger.Pow(10, shift);
            return true;
        }

        if (-shift > text.Length + 1)
        {
            return true;
        }

        var divisor = BigInteger.Pow(10, -shift);
        unscaled = ((BigInteger.Abs(digits) * 2) + divisor) / (divisor * 2) * digits.Sign;
        return true;
    }

    private static bool IsFraction(string number) => number.AsSpan().IndexOfAny('.', 'e', 'E') >= 0;

    private static double NumberOf(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The token a reader stands on, as a message shows it.</summary>
    private static string Token(JsonTree tree) => tree.Kind switch
    {
        JsonKind.Array => "[",
        JsonKind.Object => "{",
        JsonKind.Null => "null",
        JsonKind.Boolean => tree.IsTrue ? "true" : "false",
        _ => tree.Text,
    };

    private static string Called(SqlType type) => type.Kind == SqlTypeKind.Decimal ? Shown(type) : type.BaseName;

    private static string Shown(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision},{type.Scale})"),
        _ => type.BaseName.ToUpperInvariant(),
    };

    private static SqlException Refused(string text) => new(SqlErrorCode.InvalidCastArgument, text);

    /// <summary>A value of another shape than the type's.</summary>
    private sealed class Mismatch(string message) : Exception(message);
}
