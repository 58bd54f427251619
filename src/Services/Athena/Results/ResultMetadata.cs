using System.Buffers;
using System.Text;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Results;

/// <summary>The <c>.metadata</c> object beside a result: a protobuf message, its layout as drivers that read it know it.</summary>
/// <remarks>Field 1 is the engine's query id; each field 4 is a column: 1 catalog, 4 name, 5 label, 6 type, 7 precision, 8 scale,
/// 9 nullable (3: unknown), 10 case sensitive.</remarks>
internal static class ResultMetadata
{
    private const int TextWire = 2;
    private const int VarintWire = 0;
    private const int NullableUnknown = 3;

    public static byte[] Write(string queryId, IReadOnlyList<ResultColumn> columns)
    {
        var output = new ArrayBufferWriter<byte>();
        Bytes(output, 1, Encoding.UTF8.GetBytes(queryId));
        foreach (var column in columns)
        {
            var inner = new ArrayBufferWriter<byte>();
            Bytes(inner, 1, "hive"u8);
            Bytes(inner, 4, Encoding.UTF8.GetBytes(column.Name));
            Bytes(inner, 5, Encoding.UTF8.GetBytes(column.Name));
            Bytes(inner, 6, Encoding.UTF8.GetBytes(column.Type));
            Number(inner, 7, (ulong)column.Precision);
            Number(inner, 8, (ulong)column.Scale);
            Number(inner, 9, NullableUnknown);
            Number(inner, 10, column.CaseSensitive ? 1UL : 0UL);
            Bytes(output, 4, inner.WrittenSpan);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void Bytes(ArrayBufferWriter<byte> output, int field, ReadOnlySpan<byte> value)
    {
        Varint(output, (ulong)((field << 3) | TextWire));
        Varint(output, (ulong)value.Length);
        output.Write(value);
    }

    private static void Number(ArrayBufferWriter<byte> output, int field, ulong value)
    {
        Varint(output, (ulong)((field << 3) | VarintWire));
        Varint(output, value);
    }

    private static void Varint(ArrayBufferWriter<byte> output, ulong value)
    {
        var target = output.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length++] = (byte)value;
        output.Advance(length);
    }
}
