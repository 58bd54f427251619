using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Text;

namespace Weir.Engines.Formats.Json;

/// <summary>JSON values as texts that their columns' types can be read from. One thread; a text is valid until the next one is asked for.</summary>
internal sealed class JsonScalars
{
    /// <summary>Whole numbers with so many characters are milliseconds, shorter ones seconds.</summary>
    private const int MillisCharsMin = 13;

    private readonly JsonOptions _options;
    private byte[] _text = new byte[256];

    public JsonScalars(JsonOptions options)
    {
        _options = options;
        Rules = new()
        {
            CutsDecimals = true,
            IsJavaBoolean = true,
            Times = options.IsHive ? TimeForm.Hive : TimeForm.Zoned,
            IsBase64 = !options.IsHive,
            Timestamps = [.. options.TimestampFormats.Select(TimestampPattern.TryParse).OfType<TimestampPattern>()],
        };
        KeyRules = options.IsHive ? Rules with { CutsDecimals = false } : Rules;
    }

    public TextRules Rules { get; }

    public TextRules KeyRules { get; }

    /// <summary>False where the value is of a kind that is none of the type's; the text is then what it looks like.</summary>
    public bool TryText(ref Utf8JsonReader reader, DuckType type, out ReadOnlySpan<byte> text)
    {
        var token = reader.TokenType;
        if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            text = JsonCanon.Nested(ref reader, _options);
            return !_options.IsHive && type.Kind is DuckKind.Varchar or DuckKind.Boolean && !_options.IsHive;
        }

        text = Text(ref reader);
        if (_options.IsHive)
        {
            return type.Kind switch
            {
                DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt => token == JsonTokenType.Number && TryWhole(ref text, type.Kind == DuckKind.TinyInt),
                DuckKind.Float or DuckKind.Double => token == JsonTokenType.Number,
                _ => true,
            };
        }

        switch (type.Kind)
        {
            case DuckKind.Varchar:
                text = token == JsonTokenType.Number ? JsonCanon.Number(text) : text;
                return true;
            case DuckKind.Blob:
                return token == JsonTokenType.String && Base64.IsValid(text);
            default:
                return TryConvert(type, ref text);
        }
    }

    /// <summary>A key of a map, as <see cref="TryText"/> has its values.</summary>
    public bool TryKey(DuckType type, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> text)
    {
        text = key;
        return type.Kind switch
        {
            _ when _options.IsHive => true,
            DuckKind.Varchar => true,
            DuckKind.Blob => Base64.IsValid(text),
            DuckKind.List or DuckKind.Map or DuckKind.Struct => false,
            _ => TryConvert(type, ref text),
        };
    }

    /// <summary>Whether a text that is no value of the type is NULL rather than an error: Hive forgives decimals what is no number.</summary>
    public bool IsNull(DuckType type, ReadOnlySpan<byte> text) =>
        _options.IsHive && type.Kind == DuckKind.Decimal && !JsonCanon.IsNumber(text);

    private static bool TryConvert(DuckType type, ref ReadOnlySpan<byte> text)
    {
        switch (type.Kind)
        {
            case DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt:
                return TryWhole(ref text, isUnsignedToo: false);
            case DuckKind.Date:
                if (TryLong(text, out var days) && Math.Abs(days) < 3_700_000 && !HiveTimes.TryDate(text, isLenient: true, out _))
                {
                    text = Put(DateOnly.FromDayNumber((int)Math.Clamp(days + 719_162, 0, DateOnly.MaxValue.DayNumber)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                }

                return true;
            case DuckKind.Timestamp:
                if (!text.Contains((byte)':') && TryMillis(text, out var millis))
                {
                    text = Put(DateTime.UnixEpoch.AddMilliseconds(millis).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
                }

                return true;
            default:
                return true;
        }
    }

    /// <summary>An integer out of one with a point, an exponent, or in hexadecimal digits.</summary>
    private static bool TryWhole(ref ReadOnlySpan<byte> text, bool isUnsignedToo)
    {
        if (text.IndexOfAny("eExX"u8) >= 0)
        {
            if (!TryLong(text, out var number) && !(HiveText.TryDecimal(text, 38, 6, out var digits) && TryFit(digits / 1_000_000, out number)))
            {
                return false;
            }

            text = Put(number.ToString(CultureInfo.InvariantCulture));
        }

        // Java's bytes have a sign; JSON's may be written without.
        if (isUnsignedToo && HiveText.TryInteger(text, 128, 255, allowsPoint: true, out var large))
        {
            text = Put((large - 256).ToString(CultureInfo.InvariantCulture));
        }

        return true;
    }

    private static bool TryFit(Int128 value, out long number)
    {
        number = (long)value;
        return number == value;
    }

    private static bool TryLong(ReadOnlySpan<byte> text, out long number)
    {
        if (text is [(byte)'0', (byte)'x' or (byte)'X', _, ..])
        {
            return long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0;
        }

        return HiveText.TryInteger(text, long.MinValue, long.MaxValue, allowsPoint: false, out number);
    }

    /// <summary>Seconds with a point, or seconds or milliseconds by how long the number is.</summary>
    private static bool TryMillis(ReadOnlySpan<byte> text, out double millis)
    {
        millis = 0;
        if (text.Contains((byte)'.'))
        {
            if (text.ContainsAny("eE"u8) || !HiveText.TryDecimal(text, 38, 12, out var digits))
            {
                return false;
            }

            millis = (double)(digits / 1_000_000_000);
        }
        else if (HiveText.TryInteger(text, long.MinValue, long.MaxValue, allowsPoint: false, out var number))
        {
            millis = text.Length >= MillisCharsMin ? number : 1000.0 * number;
        }
        else
        {
            return false;
        }

        return millis is > -62_135_596_800_000 and < 253_402_300_800_000;
    }

    /// <summary>The value as text: of strings what is in them, of others as it is written.</summary>
    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when reader.ValueIsEscaped:
                if (_text.Length < reader.ValueSpan.Length)
                {
                    _text = new byte[2 * reader.ValueSpan.Length];
                }

                return _text.AsSpan(0, reader.CopyString(_text));
            case JsonTokenType.True:
                return "true"u8;
            case JsonTokenType.False:
                return "false"u8;
            default:
                return reader.ValueSpan;
        }
    }

    private static byte[] Put(string text) => Encoding.UTF8.GetBytes(text);
}
