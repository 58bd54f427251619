using System.Text;
using System.Text.Unicode;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Text;

/// <summary>How strict a reader is about the text of values.</summary>
internal sealed record TextRules
{
    /// <summary>Whether <c>1.5</c> is an integer, cut off.</summary>
    public bool CutsDecimals { get; init; }

    /// <summary>Whether anything but <c>true</c> is false, rather than NULL.</summary>
    public bool IsJavaBoolean { get; init; }

    public TimeForm Times { get; init; } = TimeForm.Hive;

    /// <summary>Fewer characters are no timestamp, whatever the pattern.</summary>
    public int TimestampCharsMin { get; init; }

    /// <summary>Patterns tried before the usual forms.</summary>
    public IReadOnlyList<TimestampPattern> Timestamps { get; init; } = [];

    /// <summary>Whether a binary value that could be base 64 is.</summary>
    public bool IsBase64 { get; init; } = true;
}

/// <summary>Writes texts as values of a column's type.</summary>
internal static class ScalarText
{
    /// <summary>False where the text is no value of that type: nothing is written then.</summary>
    public static bool TryWrite(ref DuckColumnWriter column, int row, ReadOnlySpan<byte> text, TextRules rules)
    {
        switch (column.Type.Kind)
        {
            case DuckKind.Varchar:
                WriteText(ref column, row, text);
                return true;
            case DuckKind.Boolean:
                if (!HiveText.TryBoolean(text, out var flag) && !rules.IsJavaBoolean)
                {
                    return false;
                }

                column.Values<byte>(row + 1)[row] = flag ? (byte)1 : (byte)0;
                return true;
            case DuckKind.TinyInt:
                return Integer<sbyte>(ref column, row, text, sbyte.MinValue, sbyte.MaxValue, rules);
            case DuckKind.SmallInt:
                return Integer<short>(ref column, row, text, short.MinValue, short.MaxValue, rules);
            case DuckKind.Integer:
                return Integer<int>(ref column, row, text, int.MinValue, int.MaxValue, rules);
            case DuckKind.BigInt:
                return Integer<long>(ref column, row, text, long.MinValue, long.MaxValue, rules);
            case DuckKind.Float:
                if (!HiveText.TryDouble(text, out var single))
                {
                    return false;
                }

                column.Values<float>(row + 1)[row] = (float)single;
                return true;
            case DuckKind.Double:
                if (!HiveText.TryDouble(text, out var real))
                {
                    return false;
                }

                column.Values<double>(row + 1)[row] = real;
                return true;
            case DuckKind.Decimal:
                return HiveText.TryDecimal(text, column.Type.Width, column.Type.Scale, out var digits) && WriteDecimal(ref column, row, digits);
            case DuckKind.Date:
                if (!HiveTimes.TryDate(text, rules.Times != TimeForm.Any, out var days))
                {
                    return false;
                }

                column.Values<int>(row + 1)[row] = days;
                return true;
            case DuckKind.Timestamp:
                if (!TryTimestamp(text, rules, out var micros))
                {
                    return false;
                }

                column.Values<long>(row + 1)[row] = micros;
                return true;
            case DuckKind.Blob:
                column.SetBytes(row, Binary(text, rules));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The text as a boxed value, for what is inside others; null where it is none.</summary>
    public static object? Box(DuckType type, ReadOnlySpan<byte> text, TextRules rules)
    {
        switch (type.Kind)
        {
            case DuckKind.Varchar:
                return Encoding.UTF8.GetString(text);
            case DuckKind.Boolean:
                return HiveText.TryBoolean(text, out var flag) || rules.IsJavaBoolean ? flag : null;
            case DuckKind.TinyInt:
                return HiveText.TryInteger(text, sbyte.MinValue, sbyte.MaxValue, rules.CutsDecimals, out var number) ? number : null;
            case DuckKind.SmallInt:
                return HiveText.TryInteger(text, short.MinValue, short.MaxValue, rules.CutsDecimals, out number) ? number : null;
            case DuckKind.Integer:
                return HiveText.TryInteger(text, int.MinValue, int.MaxValue, rules.CutsDecimals, out number) ? number : null;
            case DuckKind.BigInt:
                return HiveText.TryInteger(text, long.MinValue, long.MaxValue, rules.CutsDecimals, out number) ? number : null;
            case DuckKind.Float or DuckKind.Double:
                return HiveText.TryDouble(text, out var real) ? real : null;
            case DuckKind.Decimal:
                return HiveText.TryDecimal(text, type.Width, type.Scale, out var digits) ? new DuckDecimal(digits, type.Scale) : null;
            case DuckKind.Date:
                return HiveTimes.TryDate(text, rules.Times != TimeForm.Any, out var days) ? DateOnly.FromDayNumber(days + 719_162) : null;
            case DuckKind.Timestamp:
                return TryTimestamp(text, rules, out var micros) ? DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond) : null;
            case DuckKind.Blob:
                return Binary(text, rules).ToArray();
            default:
                return null;
        }
    }

    /// <summary>A text column's value: bytes that are not UTF-8 become replacement characters.</summary>
    public static void WriteText(ref DuckColumnWriter column, int row, ReadOnlySpan<byte> text) =>
        column.SetBytes(row, Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)));

    public static bool WriteDecimal(ref DuckColumnWriter column, int row, Int128 digits)
    {
        switch (column.Type.Width)
        {
            case <= 4:
                column.Values<short>(row + 1)[row] = (short)digits;
                break;
            case <= 9:
                column.Values<int>(row + 1)[row] = (int)digits;
                break;
            case <= 18:
                column.Values<long>(row + 1)[row] = (long)digits;
                break;
            default:
                column.Values<Int128>(row + 1)[row] = digits;
                break;
        }

        return true;
    }

    private static bool Integer<T>(ref DuckColumnWriter column, int row, ReadOnlySpan<byte> text, long min, long max, TextRules rules)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        if (!HiveText.TryInteger(text, min, max, rules.CutsDecimals, out var value))
        {
            return false;
        }

        column.Values<T>(row + 1)[row] = T.CreateTruncating(value);
        return true;
    }

    private static bool TryTimestamp(ReadOnlySpan<byte> text, TextRules rules, out long micros)
    {
        micros = 0;
        if (text.Length < rules.TimestampCharsMin)
        {
            return false;
        }

        foreach (var pattern in rules.Timestamps)
        {
            if (pattern.TryRead(text, out micros))
            {
                return true;
            }
        }

        return HiveTimes.TryTimestamp(text, rules.Times, out micros);
    }

    /// <summary>Bytes that are all of base 64's letters, of either alphabet, are read as such up to the first <c>=</c>; others are as they are.</summary>
    private static ReadOnlySpan<byte> Binary(ReadOnlySpan<byte> text, TextRules rules)
    {
        if (!rules.IsBase64)
        {
            return text;
        }

        var bytes = new byte[(3L * text.Length / 4) + 3];
        var (length, bits, count) = (0, 0u, 0);
        var isOver = false;
        foreach (var letter in text)
        {
            var value = letter switch
            {
                >= (byte)'A' and <= (byte)'Z' => letter - 'A',
                >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
                (byte)'+' or (byte)'-' => 62,
                (byte)'/' or (byte)'_' => 63,
                (byte)'=' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' => -1,
                _ => -2,
            };
            if (value == -2)
            {
                return text;
            }

            isOver |= letter == '=';
            if (value < 0 || isOver)
            {
                continue;
            }

            bits = (bits << 6) | (uint)value;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                bytes[length++] = (byte)(bits >> count);
            }
        }

        return bytes.AsSpan(0, length);
    }
}
