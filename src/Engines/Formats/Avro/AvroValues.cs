using System.Globalization;
using System.Text;
using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Avro;

/// <summary>Plain Avro values as values of a table's column.</summary>
internal static class AvroValues
{
    private const int DepthMax = 64;

    /// <summary>Whether values of the schema can be of the type at all; says what cannot otherwise.</summary>
    public static bool Fits(AvroSchema schema, DuckType type, int depth = 0)
    {
        if (depth > DepthMax)
        {
            return false;
        }

        switch (schema.Kind)
        {
            case AvroKind.Null:
                return true;
            case AvroKind.Union:
                return schema.Branches.All(branch => Fits(branch, type, depth + 1));
            case AvroKind.Boolean:
                return type.Kind is DuckKind.Boolean or DuckKind.Varchar;
            case AvroKind.Int or AvroKind.Long:
                return type.Kind switch
                {
                    DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt or DuckKind.Float or DuckKind.Double
                        or DuckKind.Varchar => true,
                    DuckKind.Decimal => schema.Logical == AvroLogical.None,
                    DuckKind.Date => schema.Kind == AvroKind.Int && schema.Logical is AvroLogical.Date or AvroLogical.None,
                    DuckKind.Timestamp => schema.Kind == AvroKind.Long && schema.Logical is not (AvroLogical.TimeMicros or AvroLogical.TimeMillis),
                    _ => false,
                };
            case AvroKind.Float or AvroKind.Double:
                return type.Kind is DuckKind.Float or DuckKind.Double or DuckKind.Varchar;
            case AvroKind.Bytes or AvroKind.Fixed:
                return schema.Logical == AvroLogical.Decimal
                    ? type.Kind is DuckKind.Decimal or DuckKind.Double or DuckKind.Varchar
                    : type.Kind is DuckKind.Blob or DuckKind.Varchar;
            case AvroKind.String or AvroKind.Enum:
                return type.Kind is DuckKind.Varchar or DuckKind.Blob;
            case AvroKind.Array:
                return type.Kind == DuckKind.List ? Fits(schema.Element!, type.Element!, depth + 1) : IsEntries(schema, type, depth);
            case AvroKind.Map:
                return type.Kind == DuckKind.Map && type.Fields[0].Type.Kind == DuckKind.Varchar
                    && Fits(schema.Element!, type.Fields[1].Type, depth + 1);
            case AvroKind.Record:
                return type.Kind == DuckKind.Struct && type.Fields.All(field =>
                    Find(schema, field.Name) is not (>= 0 and var at) || Fits(schema.Fields[at].Schema, field.Type, depth + 1));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public static object? Convert(AvroSchema schema, DuckType type, object? value)
    {
        if (value is null)
        {
            return null;
        }

        if (schema.Kind == AvroKind.Union)
        {
            schema = Branch(schema, value);
        }

        switch (value)
        {
            case object?[] items when schema.Kind == AvroKind.Record:
                return type.Fields.Select(field => Find(schema, field.Name) is >= 0 and var at
                    ? Convert(schema.Fields[at].Schema, field.Type, items[at])
                    : null).ToArray();
            case object?[] items when type.Kind == DuckKind.Map:
                return items.OfType<object?[]>().Where(entry => entry[0] is not null).Select(entry => new KeyValuePair<object, object?>(
                    Convert(schema.Element!.Fields[0].Schema, type.Fields[0].Type, entry[0])!,
                    Convert(schema.Element.Fields[1].Schema, type.Fields[1].Type, entry[1]))).ToArray();
            case object?[] items:
                return items.Select(item => Convert(schema.Element!, type.Element!, item)).ToArray();
            case Dictionary<string, object?> entries:
                return entries.Select(entry => new KeyValuePair<object, object?>(
                    entry.Key, Convert(schema.Element!, type.Fields[1].Type, entry.Value))).ToArray();
            default:
                return Scalar(schema, type, value);
        }
    }

    public static Int128 Decimal(ReadOnlySpan<byte> bytes, AvroSchema schema, DuckType type)
    {
        if (bytes.Length > 32)
        {
            throw new FormatException($"an Avro decimal of {bytes.Length} bytes");
        }

        var number = new System.Numerics.BigInteger(bytes, isUnsigned: false, isBigEndian: true);
        if (type.Scale >= schema.Scale)
        {
            number *= System.Numerics.BigInteger.Pow(10, type.Scale - schema.Scale);
        }
        else
        {
            var unit = System.Numerics.BigInteger.Pow(10, schema.Scale - type.Scale);
            var half = unit / 2;
            number = (number + (number.Sign < 0 ? -half : half)) / unit;
        }

        return System.Numerics.BigInteger.Abs(number) < System.Numerics.BigInteger.Pow(10, type.Width)
            ? (Int128)number
            : throw new FormatException($"an Avro decimal that does not fit {type}");
    }

    public static long Micros(AvroLogical logical, long value) => logical switch
    {
        AvroLogical.TimestampMicros or AvroLogical.LocalTimestampMicros => value,
        AvroLogical.TimestampNanos or AvroLogical.LocalTimestampNanos => (long)Math.Floor(value / 1000m),
        // Hive wrote timestamps as milliseconds before there was an annotation.
        _ => Math.Abs(value) <= long.MaxValue / 1000 ? value * 1000 : throw new FormatException("an Avro timestamp out of range"),
    };

    public static int Find(AvroSchema record, string name)
    {
        for (var at = 0; at < record.Fields.Count; at++)
        {
            if (string.Equals(record.Fields[at].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return at;
            }
        }

        return -1;
    }

    private static object Scalar(AvroSchema schema, DuckType type, object value)
    {
        switch (value)
        {
            case bool flag:
                return type.Kind == DuckKind.Boolean ? flag : flag ? "true" : "false";
            case int or long:
                return Integer(schema, type, System.Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case float or double:
                var real = System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return type.Kind == DuckKind.Varchar ? string.Format(CultureInfo.InvariantCulture, "{0}", value) : real;
            case string text:
                return type.Kind == DuckKind.Blob ? Encoding.UTF8.GetBytes(text) : text;
            case byte[] bytes when schema.Logical == AvroLogical.Decimal:
                return FromDecimal(bytes, schema, type);
            case byte[] bytes when type.Kind == DuckKind.Blob:
                return bytes;
            case byte[] bytes:
                return schema.Logical == AvroLogical.Uuid ? new Guid(bytes, bigEndian: true).ToString() : Encoding.UTF8.GetString(bytes);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static object FromDecimal(byte[] bytes, AvroSchema schema, DuckType type)
    {
        if (type.Kind == DuckKind.Decimal)
        {
            return new DuckDecimal(Decimal(bytes, schema, type), type.Scale);
        }

        var wide = new DuckType(DuckKind.Decimal) { Width = 38, Scale = schema.Scale };
        var text = new DuckDecimal(Decimal(bytes, schema, wide), schema.Scale).ToString();
        return type.Kind == DuckKind.Varchar ? text : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static object Integer(AvroSchema schema, DuckType type, long value) => type.Kind switch
    {
        DuckKind.Timestamp => DateTime.UnixEpoch.AddTicks(Micros(schema.Logical, value) * TimeSpan.TicksPerMicrosecond),
        DuckKind.Date => value is > -719_162 and < 2_932_897
            ? DateOnly.FromDayNumber((int)value + 719_162)
            : throw new FormatException("an Avro date out of range"),
        DuckKind.Varchar => value.ToString(CultureInfo.InvariantCulture),
        DuckKind.Float or DuckKind.Double => (double)value,
        DuckKind.TinyInt when value is < sbyte.MinValue or > sbyte.MaxValue => throw OutOfRange(value, type),
        DuckKind.SmallInt when value is < short.MinValue or > short.MaxValue => throw OutOfRange(value, type),
        DuckKind.Integer when value is < int.MinValue or > int.MaxValue => throw OutOfRange(value, type),
        _ => value,
    };

    private static FormatException OutOfRange(long value, DuckType type) => new($"the Avro value {value} does not fit {type}");

    /// <summary>An array of key and value records: how maps with other keys than strings are written.</summary>
    private static bool IsEntries(AvroSchema schema, DuckType type, int depth) => type.Kind == DuckKind.Map
        && schema.Element!.Kind == AvroKind.Record && schema.Element.Fields.Count == 2
        && Fits(schema.Element.Fields[0].Schema, type.Fields[0].Type, depth + 1)
        && Fits(schema.Element.Fields[1].Schema, type.Fields[1].Type, depth + 1);

    private static AvroSchema Branch(AvroSchema union, object value)
    {
        foreach (var branch in union.Branches)
        {
            var isOne = value switch
            {
                bool => branch.Kind == AvroKind.Boolean,
                int => branch.Kind == AvroKind.Int,
                long => branch.Kind == AvroKind.Long,
                float => branch.Kind == AvroKind.Float,
                double => branch.Kind == AvroKind.Double,
                string => branch.Kind is AvroKind.String or AvroKind.Enum,
                byte[] => branch.Kind is AvroKind.Bytes or AvroKind.Fixed,
                Dictionary<string, object?> => branch.Kind == AvroKind.Map,
                object?[] items => branch.Kind == AvroKind.Array || (branch.Kind == AvroKind.Record && branch.Fields.Count == items.Length),
                _ => false,
            };
            if (isOne)
            {
                return branch;
            }
        }

        throw new System.Diagnostics.UnreachableException();
    }
}
