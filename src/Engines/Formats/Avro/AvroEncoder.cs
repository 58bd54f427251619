using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using System.Text;
using Weir.Engines.Formats.Codecs;

namespace Weir.Engines.Formats.Avro;

/// <summary>Writes plain values in Avro's binary encoding.</summary>
/// <remarks>
/// Takes what the reader gives; also any integer type that fits, records as dictionaries by field name, and memory for bytes. A field
/// that a dictionary lacks takes its default.
/// </remarks>
internal static class AvroEncoder
{
    public static void Write(AvroSchema schema, object? value, ByteSink output)
    {
        switch (schema.Kind)
        {
            case AvroKind.Null when value is null:
                break;
            case AvroKind.Boolean when value is bool flag:
                output.Byte(flag ? (byte)1 : (byte)0);
                break;
            case AvroKind.Int or AvroKind.Long when Integer(value) is { } number
                && (schema.Kind == AvroKind.Long || number is >= int.MinValue and <= int.MaxValue):
                Long(number, output);
                break;
            case AvroKind.Float when Real(value) is { } number:
                BinaryPrimitives.WriteSingleLittleEndian(output.Next(4), (float)number);
                break;
            case AvroKind.Double when Real(value) is { } number:
                BinaryPrimitives.WriteDoubleLittleEndian(output.Next(8), number);
                break;
            case AvroKind.String when value is string text:
                Bytes(Encoding.UTF8.GetBytes(text), output);
                break;
            case AvroKind.Bytes when Memory(value) is { } bytes:
                Bytes(bytes.Span, output);
                break;
            case AvroKind.Fixed when Memory(value) is { } bytes && bytes.Length == schema.Size:
                output.Bytes(bytes.Span);
                break;
            case AvroKind.Enum when value is string symbol && IndexOf(schema.Symbols, symbol) is >= 0 and var index:
                Long(index, output);
                break;
            case AvroKind.Array when value is ICollection items and not byte[]:
                Array(schema, items, output);
                break;
            case AvroKind.Map when value is IReadOnlyCollection<KeyValuePair<string, object?>> entries:
                Map(schema, entries, output);
                break;
            case AvroKind.Record:
                Record(schema, value, output);
                break;
            case AvroKind.Union:
                var branch = Branch(schema, value);
                Long(branch, output);
                Write(schema.Branches[branch], value, output);
                break;
            default:
                throw Misfit(schema, value);
        }
    }

    public static void Long(long value, ByteSink output) => output.Varint((ulong)((value << 1) ^ (value >> 63)));

    public static void Bytes(ReadOnlySpan<byte> bytes, ByteSink output)
    {
        Long(bytes.Length, output);
        output.Bytes(bytes);
    }

    private static void Array(AvroSchema schema, ICollection items, ByteSink output)
    {
        if (items.Count > 0)
        {
            Long(items.Count, output);
            foreach (var item in items)
            {
                Write(schema.Element!, item, output);
            }
        }

        output.Byte(0);
    }

    private static void Map(AvroSchema schema, IReadOnlyCollection<KeyValuePair<string, object?>> entries, ByteSink output)
    {
        if (entries.Count > 0)
        {
            Long(entries.Count, output);
            foreach (var (key, value) in entries)
            {
                Bytes(Encoding.UTF8.GetBytes(key), output);
                Write(schema.Element!, value, output);
            }
        }

        output.Byte(0);
    }

    private static void Record(AvroSchema schema, object? value, ByteSink output)
    {
        switch (value)
        {
            case IReadOnlyList<object?> values when values.Count == schema.Fields.Count:
                for (var at = 0; at < values.Count; at++)
                {
                    Write(schema.Fields[at].Schema, values[at], output);
                }

                break;
            case IReadOnlyDictionary<string, object?> named:
                foreach (var field in schema.Fields)
                {
                    var given = named.TryGetValue(field.Name, out var found) ? found
                        : field.Default is { } own ? AvroDefaults.Value(field.Schema, own, 0)
                        : null;
                    Write(field.Schema, given, output);
                }

                break;
            default:
                throw Misfit(schema, value);
        }
    }

    private static int Branch(AvroSchema schema, object? value)
    {
        var widened = -1;
        for (var at = 0; at < schema.Branches.Count; at++)
        {
            switch (Fit(schema.Branches[at], value))
            {
                case 2:
                    return at;
                case 1 when widened < 0:
                    widened = at;
                    break;
            }
        }

        return widened >= 0 ? widened : throw Misfit(schema, value);
    }

    /// <summary>Two for the value's own type, one for a type that takes it too.</summary>
    private static int Fit(AvroSchema schema, object? value) => (schema.Kind, value) switch
    {
        (AvroKind.Null, null) => 2,
        (_, null) => 0,
        (AvroKind.Boolean, bool) => 2,
        (AvroKind.Int, int or short or sbyte or byte or ushort) => 2,
        (AvroKind.Long, long or uint) => 2,
        (AvroKind.Long, int or short or sbyte or byte or ushort) => 1,
        (AvroKind.Int, long and >= int.MinValue and <= int.MaxValue) => 1,
        (AvroKind.Float, float) => 2,
        (AvroKind.Double, double) => 2,
        (AvroKind.Double, float) => 1,
        (AvroKind.Float or AvroKind.Double, int or long) => 1,
        (AvroKind.Enum, string symbol) => schema.Symbols.Contains(symbol) ? 2 : 0,
        (AvroKind.String, string) => 2,
        (AvroKind.Fixed, byte[] bytes) => bytes.Length == schema.Size ? 2 : 0,
        (AvroKind.Fixed, ReadOnlyMemory<byte> bytes) => bytes.Length == schema.Size ? 2 : 0,
        (AvroKind.Bytes, byte[] or ReadOnlyMemory<byte>) => 2,
        (AvroKind.Record, IReadOnlyList<object?> values) => values.Count == schema.Fields.Count ? 2 : 0,
        (AvroKind.Record, IReadOnlyDictionary<string, object?> named) => named.Keys.All(name => schema.Field(name) is not null) ? 2 : 0,
        (AvroKind.Map, IReadOnlyCollection<KeyValuePair<string, object?>>) => 2,
        (AvroKind.Array, byte[] or IReadOnlyCollection<KeyValuePair<string, object?>>) => 0,
        (AvroKind.Array, ICollection) => 2,
        _ => 0,
    };

    private static long? Integer(object? value) => value switch
    {
        int or long or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static double? Real(object? value) => value switch
    {
        double number => number,
        float number => number,
        int number => number,
        long number => number,
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Memory(object? value) => value switch
    {
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> bytes => bytes,
        _ => null,
    };

    private static int IndexOf(IReadOnlyList<string> symbols, string symbol)
    {
        for (var at = 0; at < symbols.Count; at++)
        {
            if (symbols[at] == symbol)
            {
                return at;
            }
        }

        return -1;
    }

    private static ArgumentException Misfit(AvroSchema schema, object? value) =>
        new($"a value of {value?.GetType().Name ?? "null"} does not fit the Avro type {schema}");
}
