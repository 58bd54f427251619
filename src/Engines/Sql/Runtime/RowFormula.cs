using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Engines.Sql.Runtime;

/// <summary>An expression over values of a match, with NULL as SQL has it.</summary>
internal sealed class RowFormula
{
    private readonly string _name;
    private readonly char _type;
    private readonly int _scale;
    private readonly int _place;
    private readonly string _column = "";
    private readonly RowFormula[] _parts = [];

    private RowFormula(JsonElement element)
    {
        _name = element[0].GetString()!;
        switch (_name)
        {
            case "value":
                _place = element[1].GetInt32();
                break;
            case "constant":
                _column = element[1].GetString()!;
                break;
            default:
                _type = element[1].GetString()![0];
                _scale = element[2].GetInt32();
                _parts = [.. element.EnumerateArray().Skip(3).Select(part => new RowFormula(part))];
                break;
        }
    }

    public static RowFormula Parse(JsonElement element) => new(element);

    public object? Evaluate(RowMatch match)
    {
        switch (_name)
        {
            case "value":
                return match.Value(_place);
            case "constant":
                return match.Columns.Read(_column, 0);
            case "and" or "or":
                return Logic(match, _name == "or");
            case "case":
                for (var at = 0; at + 1 < _parts.Length; at += 2)
                {
                    if (_parts[at].Evaluate(match) is true)
                    {
                        return _parts[at + 1].Evaluate(match);
                    }
                }

                return _parts[^1].Evaluate(match);
            case "coalesce":
                return _parts.Select(part => part.Evaluate(match)).FirstOrDefault(value => value is not null);
            case "in":
                return In(match);
        }

        if (!IsOperator(_name))
        {
            var values = _parts.Select(part => part.Evaluate(match)).ToArray();
            return values.Contains(null) ? null : Held(RowCalls.Compute(_name, values!));
        }

        var left = _parts[0].Evaluate(match);
        var right = _parts.Length > 1 ? _parts[1].Evaluate(match) : null;
        switch (_name)
        {
            case "is null":
                return left is null;
            case "IS DISTINCT FROM":
                return !Same(left, right);
            case "IS NOT DISTINCT FROM":
                return Same(left, right);
        }

        return left is null || (_parts.Length > 1 && right is null) ? null : Operation(left, right!);
    }

    private static bool IsOperator(string name) => name is "not" or "is null" or "=" or "<>" or "<" or "<=" or ">" or ">=" or "||" or "days" or "between" or "cast"
        or "IS DISTINCT FROM" or "IS NOT DISTINCT FROM" or "+" or "-" or "*" or "/" or "%" or "negate" or "abs";

    /// <summary>As values of the result's type are held.</summary>
    private object? Held(object? value) => (_type, value) switch
    {
        ('f', double number) => (double)(float)number,
        ('m', decimal number) => RowNumbers.Scaled(number, _scale),
        _ => value,
    };

    private object? Operation(object left, object right) => _name switch
    {
        "not" => !(bool)left,
        "=" => IsNumber(left, right) && Compare(left, right) == 0,
        "<>" => !IsNumber(left, right) || Compare(left, right) != 0,
        "<" => IsNumber(left, right) && Compare(left, right) < 0,
        "<=" => IsNumber(left, right) && Compare(left, right) <= 0,
        ">" => IsNumber(left, right) && Compare(left, right) > 0,
        ">=" => IsNumber(left, right) && Compare(left, right) >= 0,
        "||" => (string)left + (string)right,
        "days" => ((long)left - (long)right) * 86_400_000_000,
        "between" => (long)Math.Round(((long)left - (long)right) / 1000.0, MidpointRounding.AwayFromZero) * 1000,
        "cast" => Cast(left),
        _ => RowNumbers.Compute(_name, _type, _scale, left, right),
    };

    private object Cast(object value) => _type switch
    {
        'd' => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        'f' => (double)(float)Convert.ToDouble(value, CultureInfo.InvariantCulture),
        'm' => RowNumbers.Scaled(Convert.ToDecimal(value, CultureInfo.InvariantCulture), _scale),
        _ => value,
    };

    private bool? Logic(RowMatch match, bool decisive)
    {
        bool? result = !decisive;
        foreach (var part in _parts)
        {
            var value = (bool?)part.Evaluate(match);
            if (value == decisive)
            {
                return decisive;
            }

            result = value is null ? null : result;
        }

        return result;
    }

    private bool? In(RowMatch match)
    {
        if (_parts[0].Evaluate(match) is not { } value)
        {
            return null;
        }

        bool? result = false;
        foreach (var part in _parts.AsSpan(1))
        {
            var item = part.Evaluate(match);
            if (item is not null && IsNumber(value, item) && Compare(value, item) == 0)
            {
                return true;
            }

            result = item is null ? null : result;
        }

        return result;
    }

    private static bool Same(object? left, object? right) => left is null || right is null
        ? left is null && right is null
        : left is double.NaN || right is double.NaN ? left.Equals(right) : Compare(left, right) == 0;

    /// <summary>NaN is neither the same as anything, nor more, nor less.</summary>
    private static bool IsNumber(object left, object right) => left is not double.NaN && right is not double.NaN;

    /// <summary>Text goes by code points.</summary>
    public static int Compare(object left, object right) => left is string text
        ? Encoding.UTF8.GetBytes(text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes((string)right))
        : ((IComparable)left).CompareTo(right);
}
