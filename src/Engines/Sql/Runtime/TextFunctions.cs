using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Weir.Engines.Sql.Runtime.Stemming;

namespace Weir.Engines.Sql.Runtime;

/// <summary>Text functions that DuckDB lacks or answers otherwise.</summary>
internal static class TextFunctions
{
    private const int PaddedMax = 1 << 24;

    public static ImmutableArray<RuntimeFunction> All { get; } =
    [
        new("weir_chr", ["BIGINT"], "VARCHAR", values => Rune.TryCreate(checked((int)Math.Clamp((long)values[0]!, -1, int.MaxValue)), out var rune)
            ? rune.ToString()
            : throw SqlRuntime.Invalid($"Not a valid Unicode code point: {values[0]}")),
        new("weir_codepoint", ["VARCHAR"], "INTEGER", values => Texts.CodePoints((string)values[0]!) is [var only]
            ? only
            : throw SqlRuntime.Invalid("Input string must be a single character string")),
        new("weir_hamming", ["VARCHAR", "VARCHAR"], "BIGINT", values =>
        {
            var (left, right) = (Texts.CodePoints((string)values[0]!), Texts.CodePoints((string)values[1]!));
            return left.Length == right.Length
                ? left.Zip(right).LongCount(pair => pair.First != pair.Second)
                : throw SqlRuntime.Invalid("The input strings to hamming_distance function must have the same length");
        }),
        new("weir_levenshtein", ["VARCHAR", "VARCHAR"], "BIGINT", values =>
            Texts.Levenshtein(Texts.CodePoints((string)values[0]!), Texts.CodePoints((string)values[1]!))),
        new("weir_soundex", ["VARCHAR"], "VARCHAR", values => Texts.Soundex((string)values[0]!)),
        new("weir_luhn", ["VARCHAR"], "BOOLEAN", values => Texts.Luhn((string)values[0]!)),
        new("weir_word_stem", ["VARCHAR", "VARCHAR"], "VARCHAR", values => Stemmers.Stem((string)values[0]!, (string)values[1]!)),
        new("weir_pad", ["VARCHAR", "BIGINT", "VARCHAR", "BOOLEAN"], "VARCHAR", values => Padded((string)values[0]!, (long)values[1]!, (string)values[2]!, (bool)values[3]!)),
        new("weir_pad_bytes", ["BLOB", "BIGINT", "BLOB", "BOOLEAN"], "BLOB", values => Padded((byte[])values[0]!, (long)values[1]!, (byte[])values[2]!, (bool)values[3]!)),
        new("weir_translate", ["VARCHAR", "VARCHAR", "VARCHAR"], "VARCHAR", values => Translated((string)values[0]!, (string)values[1]!, (string)values[2]!)),
        new("weir_replace", ["VARCHAR", "VARCHAR", "VARCHAR"], "VARCHAR", values => Replaced((string)values[0]!, (string)values[1]!, (string)values[2]!)),
        new("weir_split_limit", ["VARCHAR", "VARCHAR", "BIGINT"], "VARCHAR[]", values => Split((string)values[0]!, (string)values[1]!, (long)values[2]!)),
        new("weir_split_map", ["VARCHAR", "VARCHAR", "VARCHAR"], "MAP(VARCHAR, VARCHAR)", values => SplitToMap((string)values[0]!, (string)values[1]!, (string)values[2]!)),
        new("weir_split_multimap", ["VARCHAR", "VARCHAR", "VARCHAR"], "MAP(VARCHAR, VARCHAR[])", values =>
            Entries("split_to_multimap", (string)values[0]!, (string)values[1]!, (string)values[2]!).GroupBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(group => new KeyValuePair<string, object?>(group.Key, group.Select(entry => entry.Value).ToArray())).ToArray()),
        new("weir_split_groups", ["VARCHAR", "VARCHAR", "VARCHAR"], "STRUCT(key VARCHAR, value VARCHAR, third VARCHAR)[]", values => SplitGroups((string)values[0]!, (string)values[1]!, (string)values[2]!)),
        new("weir_normalize", ["VARCHAR", "VARCHAR"], "VARCHAR", values => Unicode.TextNormalizer.Normalize((string)values[0]!, (string)values[1]!)),
        new("weir_strpos", ["VARCHAR", "VARCHAR", "BIGINT"], "BIGINT", values => Position((string)values[0]!, (string)values[1]!, (long)values[2]!)),
        new("weir_from_utf8", ["BLOB", "VARCHAR"], "VARCHAR", values =>
        {
            var replacement = (string)values[1]!;
            return replacement.Length == 0 || Texts.Length(replacement) == 1
                ? Texts.FromUtf8((byte[])values[0]!, replacement)
                : throw SqlRuntime.Invalid("Replacement character string must empty or a single character");
        }),
        new("weir_from_utf8_point", ["BLOB", "BIGINT"], "VARCHAR", values => Rune.TryCreate(checked((int)(long)values[1]!), out var rune)
            ? Texts.FromUtf8((byte[])values[0]!, rune.ToString())
            : throw SqlRuntime.Invalid("Invalid replacement character")),
        new("weir_char2hexint", ["VARCHAR"], "VARCHAR", values => Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes((string)values[0]!))),
        new("weir_format", ["VARCHAR", "VARCHAR", "VARCHAR[]"], "VARCHAR", values => new JavaFormatter((string)values[0]!, (string)values[1]!, (object?[])values[2]!).Format()),
        new("weir_url_encode", ["VARCHAR"], "VARCHAR", values => Urls.Encode((string)values[0]!)),
        new("weir_url_decode", ["VARCHAR"], "VARCHAR", values => Urls.Decode((string)values[0]!)),
        new("weir_url_part", ["VARCHAR", "VARCHAR"], "VARCHAR", values => Urls.Part((string)values[0]!, (string)values[1]!)),
        new("weir_url_parameter", ["VARCHAR", "VARCHAR"], "VARCHAR", values => Urls.Parameter((string)values[0]!, (string)values[1]!)),
        new("weir_color", ["VARCHAR"], "INTEGER", values => Colors.Parse((string)values[0]!)),
        new("weir_color_between", ["DOUBLE", "DOUBLE", "DOUBLE", "INTEGER", "INTEGER"], "INTEGER", values =>
            Colors.Between((double)values[0]!, (double)values[1]!, (double)values[2]!, (int)values[3]!, (int)values[4]!)),
        new("weir_color_text", ["INTEGER"], "VARCHAR", values => Colors.Text((int)values[0]!)),
        new("weir_rgb", ["BIGINT", "BIGINT", "BIGINT"], "INTEGER", values => Colors.Rgb((long)values[0]!, (long)values[1]!, (long)values[2]!)),
        new("weir_render", ["VARCHAR", "INTEGER"], "VARCHAR", values => Colors.Render((string)values[0]!, (int)values[1]!)),
        new("weir_bar", ["DOUBLE", "BIGINT", "INTEGER", "INTEGER"], "VARCHAR", values =>
            Colors.Bar((double)values[0]!, (long)values[1]!, (int)values[2]!, (int)values[3]!)),
        new("weir_data_size", ["VARCHAR"], "VARCHAR", values => DataSize((string)values[0]!)),
    ];

    private static string Padded(string text, long size, string with, bool left)
    {
        if (size is < 0 or > int.MaxValue)
        {
            throw SqlRuntime.Invalid($"Target length must be in the range [0..{int.MaxValue}]");
        }

        if (with.Length == 0)
        {
            throw SqlRuntime.Invalid("Padding string must not be empty");
        }

        if (size > PaddedMax)
        {
            throw SqlRuntime.Invalid($"Target length {size} is more than {PaddedMax}");
        }

        var points = Texts.CodePoints(text);
        if (points.Length >= size)
        {
            return Texts.Of(points.AsSpan(0, (int)size));
        }

        var fill = Texts.CodePoints(with);
        var padding = new int[size - points.Length];
        for (var i = 0; i < padding.Length; i++)
        {
            padding[i] = fill[i % fill.Length];
        }

        return left ? Texts.Of(padding) + text : text + Texts.Of(padding);
    }

    private static byte[] Padded(byte[] bytes, long size, byte[] with, bool left)
    {
        if (size is < 0 or > int.MaxValue)
        {
            throw SqlRuntime.Invalid($"Target length must be in the range [0..{int.MaxValue}]");
        }

        if (with.Length == 0)
        {
            throw SqlRuntime.Invalid("Padding bytes must not be empty");
        }

        if (size > PaddedMax)
        {
            throw SqlRuntime.Invalid($"Target length {size} is more than {PaddedMax}");
        }

        if (bytes.Length >= size)
        {
            return bytes[..(int)size];
        }

        var padding = new byte[size - bytes.Length];
        for (var i = 0; i < padding.Length; i++)
        {
            padding[i] = with[i % with.Length];
        }

        return left ? [.. padding, .. bytes] : [.. bytes, .. padding];
    }

    private static string Translated(string text, string from, string to)
    {
        var (search, replace) = (Texts.CodePoints(from), Texts.CodePoints(to));
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var place = Array.IndexOf(search, rune.Value);
            if (place < 0)
            {
                output.Append(rune);
            }
            else if (place < replace.Length)
            {
                output.Append(new Rune(replace[place]));
            }
        }

        return output.ToString();
    }

    /// <summary>An empty search text stands before each character and at the end, as in Java.</summary>
    private static string Replaced(string text, string search, string with)
    {
        if (search.Length > 0)
        {
            return text.Replace(search, with, StringComparison.Ordinal);
        }

        var output = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            output.Append(with).Append(rune);
        }

        return output.Append(with).ToString();
    }

    private static string[] Split(string text, string delimiter, long limit)
    {
        if (limit <= 0)
        {
            throw SqlRuntime.Invalid("Limit must be positive");
        }

        if (limit > int.MaxValue)
        {
            throw SqlRuntime.Invalid("Limit is too large");
        }

        return delimiter.Length > 0
            ? text.Split(delimiter, (int)limit)
            : throw SqlRuntime.Invalid("The delimiter may not be the empty string");
    }

    private static IEnumerable<KeyValuePair<string, string>> Entries(string function, string text, string between, string within)
    {
        if (between.Length == 0)
        {
            throw SqlRuntime.Invalid("entryDelimiter is empty");
        }

        if (within.Length == 0)
        {
            throw SqlRuntime.Invalid("keyValueDelimiter is empty");
        }

        if (between == within)
        {
            throw SqlRuntime.Invalid("entryDelimiter and keyValueDelimiter must not be the same");
        }

        foreach (var entry in text.Split(between))
        {
            if (entry.Length == 0)
            {
                continue;
            }

            var place = entry.IndexOf(within, StringComparison.Ordinal);
            if (place < 0 || entry.IndexOf(within, place + within.Length, StringComparison.Ordinal) >= 0)
            {
                throw SqlRuntime.Invalid($"Key-value delimiter must appear exactly once in each entry. Bad input: {(function == "split_to_map" ? $"'{entry}'" : entry)}");
            }

            yield return new(entry[..place], entry[(place + within.Length)..]);
        }
    }

    /// <summary>Each key with its value and the second one, if any: what a function that resolves duplicates is given.</summary>
    private static object?[] SplitGroups(string text, string between, string within)
    {
        var groups = Entries("split_to_map", text, between, within).GroupBy(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal).ToArray();
        if (groups.Any(group => group.Count() > 2))
        {
            throw new SqlException(SqlErrorCode.NotSupported, "split_to_map with a key that comes more than twice is not supported");
        }

        return [.. groups.Select(group => (object?)new object?[] { group.Key, group.First(), group.ElementAtOrDefault(1) })];
    }

    private static KeyValuePair<string, object?>[] SplitToMap(string text, string between, string within)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in Entries("split_to_map", text, between, within))
        {
            if (!map.TryAdd(key, value))
            {
                throw SqlRuntime.Invalid($"Duplicate keys ({key}) are not allowed");
            }
        }

        return [.. map];
    }

    private static long Position(string text, string search, long instance)
    {
        if (instance == 0)
        {
            throw SqlRuntime.Invalid("'instance' must be a positive or negative number.");
        }

        if (search.Length == 0)
        {
            return 1;
        }

        var place = instance > 0 ? -1 : text.Length;
        for (var seen = 0L; seen < Math.Abs(instance); seen++)
        {
            place = instance > 0
                ? place + 1 > text.Length ? -1 : text.IndexOf(search, place + 1, StringComparison.Ordinal)
                : place <= 0 ? -1 : text.AsSpan(0, Math.Min(text.Length, place + search.Length - 1)).LastIndexOf(search, StringComparison.Ordinal);
            if (place < 0)
            {
                return 0;
            }
        }

        return Texts.Length(text.AsSpan(0, place)) + 1;
    }

    private static string DataSize(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        if (end == 0)
        {
            throw SqlRuntime.Invalid($"Invalid data size: '{text}'");
        }

        if (!decimal.TryParse(text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw SqlRuntime.Invalid($"Invalid data size: '{text}'");
        }

        var power = Array.IndexOf(["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"], text[end..]);
        if (power < 0)
        {
            throw SqlRuntime.Invalid($"Invalid data size: '{text}'");
        }

        var (digits, scale) = (new System.Numerics.BigInteger(number * 1_000_000_000m), System.Numerics.BigInteger.Pow(1024, power));
        var size = digits * scale / 1_000_000_000;
        return size < System.Numerics.BigInteger.Pow(10, 38)
            ? size.ToString(CultureInfo.InvariantCulture)
            : throw new SqlException(SqlErrorCode.NumericValueOutOfRange, $"Value out of range: '{text}' ('{size}B')");
    }
}
