using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;

namespace Weir.Services.Firehose.Domain;

/// <summary>Reads one JSON value as a column's type; kind where Hive's readers are, and no kinder.</summary>
internal sealed class ScalarReader(JsonOptions options)
{
    private const int ShownMax = 100;

    private readonly TimestampParser _timestamps = new(options.TimestampFormats);

    public object Read(ref Utf8JsonReader reader, DuckField field)
    {
        var value = reader.TokenType switch
        {
            JsonTokenType.String => FromText(reader.GetString()!, field.Type),
            JsonTokenType.Number => FromNumber(ref reader, field.Type),
            JsonTokenType.True => FromBoolean(true, field.Type),
            JsonTokenType.False => FromBoolean(false, field.Type),
            _ => null,
        };
        return value ?? throw RowException.Misfit(field, Shown(ref reader));
    }

    /// <summary>A map's key: always text in JSON, whatever the type.</summary>
    public object ReadKey(string text, DuckField field) => FromText(text, field.Type) ?? throw RowException.Misfit(field, text);

    private static object? FromBoolean(bool value, DuckType type) => type.Kind switch
    {
        DuckKind.Boolean => value,
        DuckKind.Varchar => value ? "true" : "false",
        _ => null,
    };

    private object? FromText(string text, DuckType type) => type.Kind switch
    {
        DuckKind.Varchar => text,
        DuckKind.Blob => Binary(text),
        DuckKind.Boolean => bool.TryParse(text, out var boolean) ? boolean : null,
        DuckKind.Date => DateOnly.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : _timestamps.Parse(text) is { } time ? DateOnly.FromDateTime(time) : null,
        DuckKind.Timestamp => _timestamps.Parse(text),
        DuckKind.Float or DuckKind.Double => Floating(text),
        DuckKind.Decimal => Decimal(text, type),
        _ => Integer(text, type),
    };

    private object? FromNumber(ref Utf8JsonReader reader, DuckType type)
    {
        switch (type.Kind)
        {
            case DuckKind.BigInt when reader.TryGetInt64(out var number):
                return number;
            case DuckKind.Integer when reader.TryGetInt32(out var number):
                return number;
            case DuckKind.Double when reader.TryGetDouble(out var number):
                return double.IsFinite(number) ? number : null;
            case DuckKind.Boolean or DuckKind.Blob or DuckKind.Date:
                return null;
            case DuckKind.Timestamp:
                return _timestamps.FromNumber(RawText(ref reader));
            default:
                return FromText(RawText(ref reader), type);
        }
    }

    private static object? Integer(string text, DuckType type)
    {
        if (!Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            // 12.0 and 1e3 are whole numbers all the same
            if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) || exact != decimal.Truncate(exact))
            {
                return null;
            }

            number = (Int128)exact;
        }

        return type.Kind switch
        {
            DuckKind.TinyInt when number >= sbyte.MinValue && number <= sbyte.MaxValue => (sbyte)number,
            DuckKind.SmallInt when number >= short.MinValue && number <= short.MaxValue => (short)number,
            DuckKind.Integer when number >= int.MinValue && number <= int.MaxValue => (int)number,
            DuckKind.BigInt when number >= long.MinValue && number <= long.MaxValue => (long)number,
            _ => null,
        };
    }

    private static double? Floating(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DuckDecimal? Decimal(string text, DuckType type)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        // Hive rounds to the column's scale, half up, and refuses what has too many digits before the point.
        var rounded = DuckDecimal.Of(Math.Round(number, Math.Min(type.Scale, 28), MidpointRounding.AwayFromZero)).Rescale(type.Scale);
        if (rounded is not { } value)
        {
            return null;
        }

        var digits = Int128.Abs(value.Unscaled).ToString(CultureInfo.InvariantCulture).Length;
        return digits <= type.Width ? value : null;
    }

    private static byte[] Binary(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : Encoding.UTF8.GetBytes(text);
    }

    private static string RawText(ref Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.ValueSpan);

    private static string Shown(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.String => $"\"{reader.GetString()}\"",
            JsonTokenType.Number => RawText(ref reader),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            _ => reader.TokenType.ToString(),
        };
        return text.Length <= ShownMax ? text : text[..ShownMax] + "…";
    }
}
