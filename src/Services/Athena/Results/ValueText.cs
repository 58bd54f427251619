using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Results;

/// <summary>Writes values as Athena prints them in result files: Trino's text of each type, nested ones included.</summary>
internal static class ValueText
{
    /// <summary>The text of a value that is not NULL.</summary>
    public static void Write(ArrayBufferWriter<byte> output, in DuckVector vector, int row, SqlType type)
    {
        switch (type.Kind)
        {
            case SqlTypeKind.Array:
                WriteArray(output, vector, row, type);
                break;
            case SqlTypeKind.Map:
                WriteMap(output, vector, row, type);
                break;
            case SqlTypeKind.Row:
                WriteRow(output, vector, row, type);
                break;
            case SqlTypeKind.Time when vector.Type.Kind == DuckKind.BigInt:
                Ascii(output, TimeText.Clock(vector.Values<long>()[row], type.Precision));
                break;
            case SqlTypeKind.TimeZoned when vector.Type.Kind == DuckKind.Struct:
                Ascii(output, TimeText.Clock(vector.Field(0).Values<long>()[row], vector.Field(1).Values<int>()[row], type.Precision));
                break;
            case SqlTypeKind.Timestamp when vector.Type.Kind == DuckKind.HugeInt:
                Ascii(output, TimeText.Fine(vector.Values<Int128>()[row], type.Precision));
                break;
            case SqlTypeKind.TimestampZoned when vector.Type.Kind == DuckKind.Struct && type.IsFine:
                Ascii(output, TimeText.Fine(vector.Field(0).Values<Int128>()[row], vector.Field(1).Text(row), type.Precision));
                break;
            case SqlTypeKind.TimestampZoned when vector.Type.Kind == DuckKind.Struct:
                Ascii(output, TimeText.Zoned(vector.Field(0).Values<long>()[row], vector.Field(1).Text(row), type.Precision));
                break;
            case SqlTypeKind.Varbinary:
                WriteHex(output, vector.Bytes(row));
                break;
            case SqlTypeKind.IpAddress:
                Ascii(output, AddressText.Of(vector.Bytes(row)));
                break;
            case SqlTypeKind.Geometry or SqlTypeKind.SphericalGeography:
                Ascii(output, OpaqueText.Geometry(vector.Bytes(row)));
                break;
            case SqlTypeKind.BingTile:
                Ascii(output, OpaqueText.Tile(vector.Values<long>()[row]));
                break;
            case SqlTypeKind.Color:
                Ascii(output, OpaqueText.Color(vector.Values<int>()[row]));
                break;
            case SqlTypeKind.IntervalDay:
                Ascii(output, TimeText.IntervalDay(vector.Values<DuckInterval>()[row]));
                break;
            case SqlTypeKind.IntervalYear:
                Ascii(output, TimeText.IntervalYear(vector.Values<DuckInterval>()[row]));
                break;
            default:
                WriteScalar(output, vector, row, type);
                break;
        }
    }

    private static void WriteScalar(ArrayBufferWriter<byte> output, in DuckVector vector, int row, SqlType type)
    {
        switch (vector.Type.Kind)
        {
            case DuckKind.Boolean:
                output.Write(vector.Values<bool>()[row] ? "true"u8 : "false"u8);
                break;
            case DuckKind.TinyInt:
                Number(output, vector.Values<sbyte>()[row]);
                break;
            case DuckKind.SmallInt:
                Number(output, vector.Values<short>()[row]);
                break;
            case DuckKind.Integer:
                Number(output, vector.Values<int>()[row]);
                break;
            case DuckKind.BigInt:
                Number(output, vector.Values<long>()[row]);
                break;
            case DuckKind.UTinyInt:
                Number(output, vector.Values<byte>()[row]);
                break;
            case DuckKind.USmallInt:
                Number(output, vector.Values<ushort>()[row]);
                break;
            case DuckKind.UInteger:
                Number(output, vector.Values<uint>()[row]);
                break;
            case DuckKind.UBigInt:
                Number(output, vector.Values<ulong>()[row]);
                break;
            case DuckKind.HugeInt:
                Number(output, vector.Values<Int128>()[row]);
                break;
            case DuckKind.Float:
                Ascii(output, JavaNumbers.Text(vector.Values<float>()[row]));
                break;
            case DuckKind.Double:
                Ascii(output, JavaNumbers.Text(vector.Values<double>()[row]));
                break;
            case DuckKind.Decimal:
                Ascii(output, new DuckDecimal(vector.Unscaled(row), vector.Type.Scale).ToString());
                break;
            case DuckKind.Varchar:
                WriteVarchar(output, vector.Bytes(row), type);
                break;
            case DuckKind.Blob:
                WriteHex(output, vector.Bytes(row));
                break;
            case DuckKind.Enum:
                output.Write(Encoding.UTF8.GetBytes(vector.EnumText(row)));
                break;
            case DuckKind.Uuid:
                Ascii(output, vector.Uuid(row).ToString());
                break;
            default:
                WriteTime(output, vector, row, type);
                break;
        }
    }

    private static void WriteTime(ArrayBufferWriter<byte> output, in DuckVector vector, int row, SqlType type)
    {
        var digits = type.Kind is SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned
            ? type.Precision
            : 3;
        var text = vector.Type.Kind switch
        {
            DuckKind.Date => TimeText.Date(vector.Values<int>()[row]),
            DuckKind.Timestamp => TimeText.Timestamp(vector.Values<long>()[row], 1_000_000, digits),
            DuckKind.TimestampMillis => TimeText.Timestamp(vector.Values<long>()[row], 1000, digits),
            DuckKind.TimestampSeconds => TimeText.Timestamp(vector.Values<long>()[row], 1, digits),
            DuckKind.TimestampNanos => TimeText.Timestamp(vector.Values<long>()[row], 1_000_000_000, digits),
            DuckKind.TimestampTz => TimeText.Timestamp(vector.Values<long>()[row], 1_000_000, digits) + " UTC",
            DuckKind.Time => TimeText.Time(vector.Values<long>()[row], 1_000_000, digits),
            DuckKind.TimeNanos => TimeText.Time(vector.Values<long>()[row], 1_000_000_000, digits),
            DuckKind.TimeTz => TimeText.TimeZoned(vector.Values<DuckTimeTz>()[row], digits),
            DuckKind.Interval => TimeText.IntervalDay(vector.Values<DuckInterval>()[row]),
            DuckKind.Null => "null",
            _ => throw new NotSupportedException($"a result of type {vector.Type} cannot be written"),
        };
        Ascii(output, text);
    }

    private static void WriteArray(ArrayBufferWriter<byte> output, in DuckVector vector, int row, SqlType type)
    {
        var (start, length) = vector.Range(row);
        var elements = vector.Elements();
        output.Write("["u8);
        for (var at = 0; at < length; at++)
        {
            output.Write(at == 0 ? ""u8 : ", "u8);
            WriteOrNull(output, elements, start + at, type.Element);
        }

        output.Write("]"u8);
    }

    private static void WriteMap(ArrayBufferWriter<byte> output, in DuckVector vector, int row, SqlType type)
    {
        var (start, length) = vector.Range(row);
        var entries = vector.Elements();
        var keys = entries.Field(0);
        var values = entries.Field(1);
        output.Write("{"u8);
        for (var at = 0; at < length; at++)
        {
            output.Write(at == 0 ? ""u8 : ", "u8);
            WriteOrNull(output, keys, start + at, type.Key);
            output.Write("="u8);
            WriteOrNull(output, values, start + at, type.Value);
        }

        output.Write("}"u8);
    }

    private static void WriteRow(ArrayBufferWriter<byte> output, in DuckVector vector, int row, SqlType type)
    {
        output.Write("{"u8);
        for (var at = 0; at < type.Fields.Length; at++)
        {
            output.Write(at == 0 ? ""u8 : ", "u8);
            output.Write(Encoding.UTF8.GetBytes(type.Fields[at].Name ?? string.Create(CultureInfo.InvariantCulture, $"field{at}")));
            output.Write("="u8);
            WriteOrNull(output, vector.Field(at), row, type.Fields[at].Type);
        }

        output.Write("}"u8);
    }

    private static void WriteOrNull(ArrayBufferWriter<byte> output, in DuckVector vector, int row, SqlType type)
    {
        if (vector.IsValid(row))
        {
            Write(output, vector, row, type);
        }
        else
        {
            output.Write("null"u8);
        }
    }

    private static void WriteVarchar(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text, SqlType type)
    {
        output.Write(text);
        if (type.Kind == SqlTypeKind.Char)
        {
            // A char is as long as its type says, in characters.
            for (var length = CharacterCount(text); length < type.Precision; length++)
            {
                output.Write(" "u8);
            }
        }
    }

    /// <summary>Every byte but those that go on with a character.</summary>
    private static int CharacterCount(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var unit in text)
        {
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    private static void WriteHex(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        const string Digits = "0123456789abcdef";
        for (var at = 0; at < bytes.Length; at++)
        {
            var target = output.GetSpan(3);
            var length = 0;
            if (at > 0)
            {
                target[length++] = (byte)' ';
            }

            target[length++] = (byte)Digits[bytes[at] >> 4];
            target[length++] = (byte)Digits[bytes[at] & 15];
            output.Advance(length);
        }
    }

    private static void Number<T>(ArrayBufferWriter<byte> output, T value)
        where T : IUtf8SpanFormattable
    {
        var target = output.GetSpan(64);
        value.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static void Ascii(ArrayBufferWriter<byte> output, string text)
    {
        var target = output.GetSpan(text.Length);
        output.Advance(Encoding.ASCII.GetBytes(text, target));
    }
}
