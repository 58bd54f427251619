using System.Collections.Immutable;
using System.Text;

namespace Weir.Engines.Sql.Binding;

/// <summary>The functions that conditions over partition columns are mostly made of, for <see cref="PartitionPredicate"/>. What is not here keeps the partition.</summary>
internal static class PartitionFunctions
{
    /// <summary>Of arguments that are known and not NULL; false when the call cannot be told.</summary>
    public static bool TryCall(BoundCall call, ImmutableArray<object> values, out object? result)
    {
        try
        {
            result = Call(call, values);
        }
        catch (OverflowException)
        {
            result = null;
        }

        return result is not null;
    }

    private static object? Call(BoundCall call, ImmutableArray<object> values) =>
        (call.Name, values) switch
        {
            ("+", [decimal left, decimal right]) when call.Type.IsInteger => left + right,
            ("-", [decimal left, decimal right]) when call.Type.IsInteger => left - right,
            ("*", [decimal left, decimal right]) when call.Type.IsInteger => left * right,
            ("/", [decimal left, decimal right]) when call.Type.IsInteger && right != 0 => decimal.Truncate(left / right),
            ("%", [decimal left, decimal right]) when call.Type.IsInteger && right != 0 => left % right,
            ("negate", [decimal number]) => -number,
            ("||" or "concat", _) when call.Type.IsText && values.All(value => value is string) => string.Concat(values),
            ("lower", [string text]) when Ascii.IsValid(text) => Lower(text),
            ("upper", [string text]) when Ascii.IsValid(text) => text.ToUpperInvariant(),
            ("length", [string text]) when Ascii.IsValid(text) => (decimal)text.Length,
            ("substr" or "substring", [string text, decimal start]) when Ascii.IsValid(text) => Part(text, start, decimal.MaxValue),
            ("substr" or "substring", [string text, decimal start, decimal length]) when Ascii.IsValid(text) => Part(text, start, length),
            ("starts_with", [string text, string start]) => text.StartsWith(start, StringComparison.Ordinal),
            ("like", [string text, string pattern]) when !text.Any(char.IsSurrogate) => IsLike(text, pattern),
            ("year", [DateTime time]) => (decimal)time.Year,
            ("month", [DateTime time]) => (decimal)time.Month,
            ("day", [DateTime time]) => (decimal)time.Day,
            _ => null,
        };

#pragma warning disable CA1308 // the function is lower
    private static string Lower(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>From 1, or from the end when negative; nothing from places outside the text.</summary>
    private static string Part(string text, decimal start, decimal length)
    {
        var from = start > 0 ? start - 1 : text.Length + start;
        return start == 0 || from < 0 || from >= text.Length || length <= 0 ? "" : text.Substring((int)from, (int)Math.Min(length, text.Length - from));
    }

    private static bool IsLike(string text, string pattern)
    {
        // The last % and how far it reaches: any later one makes earlier ones unnecessary to reconsider.
        var (at, next, star, reach) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (next < pattern.Length && pattern[next] == '%')
            {
                (star, reach) = (next++, at);
            }
            else if (next < pattern.Length && (pattern[next] == text[at] || pattern[next] == '_'))
            {
                at++;
                next++;
            }
            else if (star >= 0)
            {
                (next, at) = (star + 1, ++reach);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(next).IndexOfAnyExcept('%') < 0;
    }
}
