using System.Collections.Immutable;

namespace Weir.Engines.Sql.Json;

/// <summary>A path that cannot be evaluated: in strict mode, or where even lax mode knows no answer.</summary>
internal sealed class PathFailure(string text) : Exception(text);

/// <summary>Evaluates one path over one document. Lax mode opens and makes arrays by itself and passes over what is missing.</summary>
/// <param name="variables">What PASSING named.</param>
internal sealed class PathEvaluator(JsonPath path, JsonItem document, IReadOnlyDictionary<string, JsonItem> variables)
{
    /// <summary>Items one path may give in the middle of its evaluation.</summary>
    private const int ItemsMax = 10_000_000;

    private JsonItem? _current;
    private int _last = -1;

    /// <exception cref="PathFailure">See there.</exception>
    public IReadOnlyList<JsonItem> Evaluate() => Items(path.Root);

    private List<JsonItem> Items(PathNode node)
    {
        switch (node)
        {
            case PathLiteral literal:
                return [literal.Value];
            case PathContext:
                return [document];
            case PathVariable variable:
                // The binder has seen that a value is passed: what is not there is a NULL with FORMAT JSON, a sequence without items.
                return variables.TryGetValue(variable.Name, out var value) ? [value] : [];
            case PathCurrent:
                return [_current ?? throw new PathFailure("@ outside of a filter")];
            case PathLast:
                return [new JsonNumber(_last >= 0 ? _last : throw new PathFailure("accessing the last array index with no enclosing array"))];
            case PathMember member:
                return Members(member);
            case PathDescendant descendant:
                var found = new List<JsonItem>();
                foreach (var item in Items(descendant.Base))
                {
                    Descend(item, descendant.Key, found);
                }

                return found;
            case PathElements elements:
                return Elements(elements);
            case PathFilter filter:
                var kept = new List<JsonItem>();
                foreach (var item in Unwrapped(Items(filter.Base)))
                {
                    var outer = _current;
                    _current = item;
                    if (Test(filter.Test) is true)
                    {
                        kept.Add(item);
                    }

                    _current = outer;
                }

                return kept;
            case PathMethod method:
                var source = Items(method.Base);
                return [.. (method.Name is "size" or "type" ? source : Unwrapped(source)).SelectMany(item => Method(method.Name, item))];
            case PathSign sign:
                return [.. Unwrapped(Items(sign.Operand)).Select(item => sign.IsMinus ? Negated(Number(item)) : Number(item))];
            case PathArithmetic arithmetic:
                return [Arithmetic(arithmetic.Operator, Single(arithmetic.Left), Single(arithmetic.Right))];
            default:
                throw new PathFailure($"no form for {node.GetType().Name}");
        }
    }

    private List<JsonItem> Members(PathMember member)
    {
        var found = new List<JsonItem>();
        foreach (var item in Unwrapped(Items(member.Base)))
        {
            if (item is not JsonObject record)
            {
                if (!path.IsLax)
                {
                    throw new PathFailure($"invalid item type. Expected: OBJECT, actual: {TypeOf(item).ToUpperInvariant()}");
                }
            }
            else if (member.Key is null)
            {
                Add(found, record.Members.Select(pair => pair.Value));
            }
            else if (record.Find(member.Key) is { } value)
            {
                found.Add(value);
            }
            else if (!path.IsLax)
            {
                throw new PathFailure($"structural error: missing member '{member.Key}' in JSON object");
            }
        }

        return found;
    }

    private static void Descend(JsonItem item, string key, List<JsonItem> found)
    {
        if (item is JsonObject record)
        {
            if (record.Find(key) is { } value)
            {
                found.Add(value);
            }

            foreach (var member in record.Members)
            {
                Descend(member.Value, key, found);
            }
        }
        else if (item is JsonArray array)
        {
            foreach (var element in array.Items)
            {
                Descend(element, key, found);
            }
        }
    }

    private List<JsonItem> Elements(PathElements elements)
    {
        var found = new List<JsonItem>();
        foreach (var item in Items(elements.Base))
        {
            ImmutableArray<JsonItem> items = item switch
            {
                JsonArray array => array.Items,
                _ when path.IsLax => [item],
                _ => throw new PathFailure($"invalid item type. Expected: ARRAY, actual: {TypeOf(item).ToUpperInvariant()}"),
            };
            if (elements.Places.IsEmpty)
            {
                Add(found, items);
                continue;
            }

            if (items.IsEmpty)
            {
                if (!path.IsLax)
                {
                    throw new PathFailure("structural error: invalid array subscript for empty array");
                }

                continue;
            }

            var outer = _last;
            _last = items.Length - 1;
            foreach (var (from, to) in elements.Places)
            {
                var first = Place(from, "from");
                Slice(items, first, to is null ? first : Place(to, "to"), found);
            }

            _last = outer;
        }

        return found;
    }

    private void Slice(ImmutableArray<JsonItem> items, long first, long last, List<JsonItem> found)
    {
        if (!path.IsLax && (first > last || first < 0 || last >= items.Length))
        {
            throw new PathFailure($"structural error: invalid array subscript: [{first}, {last}] for array of size {items.Length}");
        }

        for (var place = Math.Max(0, first); place <= Math.Min(last, items.Length - 1); place++)
        {
            found.Add(items[(int)place]);
        }
    }

    private long Place(PathNode node, string which)
    {
        var items = Items(node);
        var number = items.Count == 1 ? Number(items[0]) : throw new PathFailure($"array subscript '{which}' value must be singleton numeric");
        return Math.Abs(number.Value) < long.MaxValue
            ? (long)(number.Exact is { } exact ? decimal.Truncate(exact) : (decimal)Math.Truncate(number.Value))
            : throw new PathFailure($"cannot convert value {number.ToJson()} to long");
    }

    private IEnumerable<JsonItem> Method(string name, JsonItem item)
    {
        switch (name)
        {
            case "type":
                return [new JsonText(TypeOf(item))];
            case "size":
                return item is JsonArray array
                    ? [new JsonNumber(array.Items.Length)]
                    : path.IsLax ? [new JsonNumber(1)] : throw new PathFailure($"invalid item type. Expected: ARRAY, actual: {TypeOf(item).ToUpperInvariant()}");
            case "keyvalue":
                return item is JsonObject record
                    ? record.Members.Select(member => new JsonObject(
                        [new("name", new JsonText(member.Key)), new("value", member.Value), new("id", new JsonNumber(0))]))
                    : throw new PathFailure($"invalid item type. Expected: OBJECT, actual: {TypeOf(item).ToUpperInvariant()}");
            case "double" when item is JsonText { Value: var text }:
                return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed)
                    ? [new JsonNumber(null, parsed)]
                    : throw new PathFailure($"cannot convert '{text}' to double");
        }

        var number = Number(item);
        return
        [
            name switch
            {
                "double" => new JsonNumber(null, number.Value),
                "ceiling" => number.Exact is { } exact ? new JsonNumber(decimal.Ceiling(exact)) : new(null, Math.Ceiling(number.Value)),
                "floor" => number.Exact is { } exact ? new JsonNumber(decimal.Floor(exact)) : new(null, Math.Floor(number.Value)),
                _ => number.Exact is { } exact ? new JsonNumber(Math.Abs(exact)) : new(null, Math.Abs(number.Value)),
            },
        ];
    }

    private bool? Test(PathTest test)
    {
        switch (test)
        {
            case PathNot not:
                return !Test(not.Test);
            case PathIsUnknown unknown:
                return Test(unknown.Test) is null;
            case PathLogic logic:
                var left = Test(logic.Left);
                return logic.IsAnd ? left is false ? false : left & Test(logic.Right) : left is true ? true : left | Test(logic.Right);
        }

        try
        {
            return test switch
            {
                PathExists exists => Items(exists.Path).Count > 0,
                PathStartsWith starts => Any(starts.Whole, starts.Start, (whole, start) =>
                    whole is JsonText text && start is JsonText begin ? text.Value.StartsWith(begin.Value, StringComparison.Ordinal) : null),
                PathCompare compare => Any(compare.Left, compare.Right, (a, b) => Compared(compare.Operator, a, b)),
                _ => null,
            };
        }
        catch (PathFailure)
        {
            return null;
        }
    }

    /// <summary>Whether some pair satisfies; in strict mode one that cannot be judged makes the whole unknown.</summary>
    private bool? Any(PathNode left, PathNode right, Func<JsonItem, JsonItem, bool?> test)
    {
        var found = false;
        var unknown = false;
        var others = Unwrapped(Items(right));
        foreach (var a in Unwrapped(Items(left)))
        {
            foreach (var b in others)
            {
                var result = test(a, b);
                found |= result is true;
                unknown |= result is null;
                if (path.IsLax && found)
                {
                    return true;
                }
            }
        }

        return unknown ? null : found;
    }

    private static bool? Compared(string sign, JsonItem left, JsonItem right)
    {
        if (left is JsonNull || right is JsonNull)
        {
            return sign switch
            {
                "==" => left is JsonNull && right is JsonNull,
                "<>" or "!=" => !(left is JsonNull && right is JsonNull),
                _ => null,
            };
        }

        int? order = (left, right) switch
        {
            (JsonNumber { Exact: { } a }, JsonNumber { Exact: { } b }) => a.CompareTo(b),
            (JsonNumber a, JsonNumber b) => a.Value.CompareTo(b.Value),
            (JsonText a, JsonText b) => string.CompareOrdinal(a.Value, b.Value),
            (JsonTruth a, JsonTruth b) => a.Value.CompareTo(b.Value),
            (JsonMoment a, JsonMoment b) when a.Type == b.Type => string.CompareOrdinal(a.Text, b.Text),
            _ => null,
        };
        return order is { } known
            ? sign switch
            {
                "==" => known == 0,
                "<>" or "!=" => known != 0,
                "<" => known < 0,
                "<=" => known <= 0,
                ">" => known > 0,
                _ => known >= 0,
            }
            : null;
    }

    private JsonItem Single(PathNode node)
    {
        var items = Unwrapped(Items(node));
        return items.Count == 1 ? items[0] : throw new PathFailure("arithmetic binary expression requires singleton operands");
    }

    private static JsonNumber Number(JsonItem item) =>
        item as JsonNumber ?? throw new PathFailure($"invalid item type. Expected: NUMBER, actual: {TypeOf(item).ToUpperInvariant()}");

    private static JsonNumber Negated(JsonNumber number) => number.Exact is { } exact ? new(-exact) : new(null, -number.Value);

    private static JsonNumber Arithmetic(char sign, JsonItem left, JsonItem right)
    {
        var (a, b) = (Number(left), Number(right));
        try
        {
            if (a.Exact is not { } x || b.Exact is not { } y)
            {
                return new(null, sign switch
                {
                    '+' => a.Value + b.Value,
                    '-' => a.Value - b.Value,
                    '*' => a.Value * b.Value,
                    '/' => a.Value / b.Value,
                    _ => a.Value % b.Value,
                });
            }

            return new(sign switch
            {
                '+' => x + y,
                '-' => x - y,
                '*' => x * y,
                '/' => decimal.IsInteger(x) && decimal.IsInteger(y) ? decimal.Truncate(x / y) : x / y,
                _ => x % y,
            });
        }
        catch (Exception problem) when (problem is DivideByZeroException or OverflowException)
        {
            throw new PathFailure(problem is DivideByZeroException ? "division by zero" : "number out of range");
        }
    }

    private List<JsonItem> Unwrapped(List<JsonItem> items)
    {
        if (!path.IsLax || !items.Any(item => item is JsonArray))
        {
            return items;
        }

        var open = new List<JsonItem>();
        foreach (var item in items)
        {
            Add(open, item is JsonArray array ? array.Items : [item]);
        }

        return open;
    }

    private static void Add(List<JsonItem> found, IEnumerable<JsonItem> items)
    {
        found.AddRange(items);
        if (found.Count > ItemsMax)
        {
            throw new PathFailure("too many items");
        }
    }

    private static string TypeOf(JsonItem item) => item switch
    {
        JsonNull => "null",
        JsonTruth => "boolean",
        JsonNumber => "number",
        JsonText => "string",
        JsonArray => "array",
        JsonMoment moment => moment.Type,
        _ => "object",
    };
}
