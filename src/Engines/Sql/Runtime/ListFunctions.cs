using System.Collections.Immutable;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Functions on lists of any type: they answer with places (from 1), and the lowered text takes the elements.</summary>
internal static class ListFunctions
{
    private const int CombinationsMax = 100_000;

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_first_places", ["ANY"], "BIGINT[]", values => FirstPlaces((object?[])values[0]!)),
        new("weir_group_places", ["ANY"], "BIGINT[][]", values => GroupPlaces((object?[])values[0]!)),
        new("weir_except_places", ["ANY", "ANY"], "BIGINT[]", values => Chosen((object?[])values[0]!, (object?[])values[1]!, common: false)),
        new("weir_intersect_places", ["ANY", "ANY"], "BIGINT[]", values => Chosen((object?[])values[0]!, (object?[])values[1]!, common: true)),
        new("weir_combination_places", ["BIGINT", "BIGINT"], "BIGINT[][]", values => Combinations((long)values[0]!, (long)values[1]!)),
        new("weir_sorted_places", ["BIGINT", "BIGINT[]"], "BIGINT[]", values => Sorted((int)(long)values[0]!, (object?[])values[1]!)),
        new("weir_unsure", ["ANY", "ANY"], "BOOLEAN", values => IsUnsure((object?[])values[0]!, values[1])),
        new("weir_weave", ["VARCHAR[]", "VARCHAR[]"], "VARCHAR", values => Woven((object?[])values[0]!, (object?[])values[1]!)),
        new("weir_listagg", ["VARCHAR[]", "VARCHAR", "VARCHAR", "BOOLEAN"], "VARCHAR", values =>
            Listed((object?[])values[0]!, (string)values[1]!, (string?)values[2], values[3] as bool? ?? false)) { SeesNulls = true },

        // Always fails, with a code and a text; what else it is given only keeps the engine from asking early.
        new("weir_raise", ["VARCHAR", "ANY"], "BOOLEAN", values => throw new RuntimeFailure($"[[WEIR! {values[0]}]]")) { SeesNulls = true },
    ];

    /// <summary>Whether NULL within the parts leaves it open if an element is the value, before one is found that surely is.</summary>
    private static bool IsUnsure(object?[] elements, object? value)
    {
        foreach (var element in elements)
        {
            switch (element is null ? false : Same(element, value))
            {
                case null:
                    return true;
                case true:
                    return false;
            }
        }

        return false;
    }

    private static bool? Same(object? left, object? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        if (left is not object?[] parts || right is not object?[] others)
        {
            return ValueHash.Comparer.Equals(left, right);
        }

        var all = parts.Length == others.Length ? parts.Zip(others, Same).ToArray() : [false];
        return all.Contains(false) ? false : all.Contains(null) ? null : true;
    }

    private static object[] FirstPlaces(object?[] values)
    {
        var seen = new HashSet<object?>(ValueHash.Comparer);
        var places = new List<object>();
        for (var i = 0; i < values.Length; i++)
        {
            if (seen.Add(values[i]))
            {
                places.Add(i + 1L);
            }
        }

        return [.. places];
    }

    /// <summary>Different values that the other list has, or has not.</summary>
    private static object[] Chosen(object?[] values, object?[] others, bool common)
    {
        var other = new HashSet<object?>(others, ValueHash.Comparer);
        return [.. FirstPlaces(values).Where(place => other.Contains(values[(long)place - 1]) == common)];
    }

    private static object[] GroupPlaces(object?[] values)
    {
        var groups = new Dictionary<object, List<object>>(ValueHash.Comparer);
        var order = new List<List<object>>();
        for (var i = 0; i < values.Length; i++)
        {
            // A dictionary takes no null key: one of our own stands for it.
            var key = values[i] ?? DBNull.Value;
            if (!groups.TryGetValue(key, out var places))
            {
                groups[key] = places = [];
                order.Add(places);
            }

            places.Add(i + 1L);
        }

        return [.. order.Select(places => places.ToArray())];
    }

    private static object[] Combinations(long count, long size)
    {
        if (size < 0)
        {
            throw SqlRuntime.Invalid($"combination size must not be negative: {size}");
        }

        if (size > 5)
        {
            throw SqlRuntime.Invalid("combination size must not exceed 5: " + size);
        }

        var total = 1L;
        for (var i = 0; i < size; i++)
        {
            total = total * (count - i) / (i + 1);
            if (total * size > CombinationsMax)
            {
                throw SqlRuntime.Invalid("combinations exceed max size");
            }
        }

        var output = new List<object>();
        var places = Enumerable.Range(1, (int)size).Select(place => (long)place).ToArray();
        while (size <= count)
        {
            output.Add(places.Cast<object>().ToArray());

            // The first place that can move on moves, those before it start over: (1,2), (1,3), (2,3).
            var at = 0;
            while (at < size && (at + 1 < size ? places[at] + 1 == places[at + 1] : places[at] == count))
            {
                at++;
            }

            if (at >= size)
            {
                break;
            }

            places[at]++;
            for (var i = 0; i < at; i++)
            {
                places[i] = i + 1;
            }
        }

        return [.. output];
    }

    /// <param name="comparisons">For each element a row: each other element compared with it.</param>
    private static object[] Sorted(int count, object?[] comparisons)
    {
        foreach (var comparison in comparisons)
        {
            if (comparison is not (long and >= -1 and <= 1))
            {
                throw SqlRuntime.Invalid("Lambda comparator must return either -1, 0, or 1");
            }
        }

        var places = Enumerable.Range(0, count).ToArray();

        // Stable, and safe with comparators that contradict themselves.
        var buffer = new int[count];
        for (var width = 1; width < count; width *= 2)
        {
            for (var start = 0; start < count; start += 2 * width)
            {
                var (left, middle, end) = (start, Math.Min(start + width, count), Math.Min(start + (2 * width), count));
                var right = middle;
                for (var at = start; at < end; at++)
                {
                    var takeLeft = left < middle && (right >= end || (long)comparisons[(places[left] * count) + places[right]]! <= 0);
                    buffer[at] = takeLeft ? places[left++] : places[right++];
                }
            }

            (places, buffer) = (buffer, places);
        }

        return [.. places.Select(place => (object)(place + 1L))];
    }

    /// <summary>NULL when a replacement is.</summary>
    private static string? Woven(object?[] pieces, object?[] between)
    {
        if (between.Contains(null))
        {
            return null;
        }

        var output = new System.Text.StringBuilder();
        for (var i = 0; i < pieces.Length; i++)
        {
            output.Append((string?)pieces[i]);
            output.Append(i < between.Length ? (string?)between[i] : "");
        }

        return output.ToString();
    }

    /// <summary>Joined up to Trino's million bytes.</summary>
    private static string? Listed(object?[]? values, string separator, string? filler, bool withCount)
    {
        const int BytesMax = 1 << 20;
        var texts = values?.OfType<string>().ToArray() ?? [];
        if (texts.Length == 0)
        {
            return null;
        }

        var bytes = 0L;
        for (var i = 0; i < texts.Length; i++)
        {
            bytes += System.Text.Encoding.UTF8.GetByteCount(texts[i]) + (i > 0 ? System.Text.Encoding.UTF8.GetByteCount(separator) : 0);
            if (bytes <= BytesMax)
            {
                continue;
            }

            if (filler is null)
            {
                throw SqlRuntime.Invalid($"Concatenated string has the length in bytes larger than the maximum output length {BytesMax}");
            }

            var count = withCount ? $"({texts.Length - i})" : "";
            return string.Join(separator, texts.Take(i)) + separator + filler + count;
        }

        return string.Join(separator, texts);
    }
}
