using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Weir.Engines.Formats.Json;

/// <summary>JSON values as the text that stands for them in a column of texts.</summary>
internal static class JsonCanon
{
    private const int ExponentMax = 100_000;

    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The object or array that the reader is at, without blanks.</summary>
    public static ReadOnlySpan<byte> Nested(ref Utf8JsonReader reader, JsonOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Relaxed))
        {
            Copy(ref reader, writer, options);
        }

        return output.WrittenSpan;
    }

    public static bool IsNumber(ReadOnlySpan<byte> text) => TryParts(text, out _, out _);

    /// <summary>A number as Java's decimals write themselves: without a plus, an exponent only where there must be one.</summary>
    public static ReadOnlySpan<byte> Number(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny("eE+"u8) < 0 && text is not ([(byte)'0', (byte)'.', (byte)'0', (byte)'0', (byte)'0', ..] or [(byte)'-', (byte)'0', ..] or [(byte)'0', >= (byte)'0' and <= (byte)'9', ..] or [(byte)'.', ..] or [.., (byte)'.'] or [(byte)'-', (byte)'.', ..]))
        {
            return text;
        }

        if (!TryParts(text, out var unscaled, out var scale))
        {
            return text;
        }

        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        var sign = unscaled.Sign < 0 ? "-" : "";
        var exponent = digits.Length - 1L - scale;
        if (scale == 0)
        {
            return Encoding.ASCII.GetBytes(sign + digits);
        }

        if (scale > 0 && exponent >= -6)
        {
            digits = digits.PadLeft(scale + 1, '0');
            return Encoding.ASCII.GetBytes($"{sign}{digits[..^scale]}.{digits[^scale..]}");
        }

        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}E{exponent:+0;-0}"));
    }

    private static bool TryParts(ReadOnlySpan<byte> text, out BigInteger unscaled, out int scale)
    {
        (unscaled, scale) = (default, 0);
        var exponent = 0;
        if (text.IndexOfAny("eE"u8) is >= 0 and var mark)
        {
            if (!int.TryParse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > ExponentMax)
            {
                return false;
            }

            text = text[..mark];
        }

        var point = text.IndexOf((byte)'.');
        var plain = point < 0 ? Encoding.Latin1.GetString(text) : Encoding.Latin1.GetString(text[..point]) + Encoding.Latin1.GetString(text[(point + 1)..]);
        scale = (point < 0 ? 0 : text.Length - point - 1) - exponent;
        return plain.Length <= ExponentMax && BigInteger.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out unscaled);
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, JsonOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var keys = options.RefusesDuplicates ? new HashSet<string>(options.Keys) : null;
                writer.WriteStartObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = reader.GetString()!;
                    if (keys is not null && !keys.Add(key))
                    {
                        throw new JsonException($"Duplicate key \"{key.ToLowerInvariant()}\"");
                    }

                    writer.WritePropertyName(key);
                    reader.Read();
                    Copy(ref reader, writer, options);
                }

                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Copy(ref reader, writer, options);
                }

                writer.WriteEndArray();
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            case JsonTokenType.Number:
                writer.WriteRawValue(Number(reader.ValueSpan), skipInputValidation: true);
                break;
            case JsonTokenType.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
        }
    }
}
