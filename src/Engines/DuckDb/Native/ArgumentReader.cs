namespace Weir.Engines.DuckDb.Native;

/// <summary>Boxes the rows of a chunk that a function is called with. A text equal to the row's before stays the same object.</summary>
internal readonly unsafe ref struct ArgumentReader
{
    private readonly Column[] _columns;
    private readonly object?[] _values;
    private readonly int _rows;

    public ArgumentReader(nint chunk, DuckType[] types, int rows)
    {
        (_rows, _values, _columns) = (rows, new object?[types.Length], new Column[types.Length]);
        for (var at = 0; at < types.Length; at++)
        {
            var vector = ScalarMethods.ChunkVector(chunk, (ulong)at);
            _columns[at] = new(types[at], vector, (byte*)NativeMethods.VectorData(vector), NativeMethods.VectorValidity(vector));
        }
    }

    public ReadOnlySpan<object?> Values => _values;

    /// <returns>False when one is NULL.</returns>
    public bool Read(int row)
    {
        var complete = true;
        for (var at = 0; at < _columns.Length; at++)
        {
            ref readonly var column = ref _columns[at];
            if (column.Validity is not null && (column.Validity[row >> 6] & (1UL << (row & 63))) == 0)
            {
                _values[at] = null;
                complete = false;
                continue;
            }

            _values[at] = column.Type.Kind switch
            {
                DuckKind.Boolean => column.Data[row] != 0,
                DuckKind.Integer => ((int*)column.Data)[row],
                DuckKind.BigInt => ((long*)column.Data)[row],
                DuckKind.UBigInt => ((ulong*)column.Data)[row],
                DuckKind.Double => ((double*)column.Data)[row],
                DuckKind.Varchar => Text(column, row, _values[at] as string),
                _ => new DuckVector(column.Vector, column.Type, _rows).Read(row),
            };
        }

        return complete;
    }

    private static string Text(in Column column, int row, string? before)
    {
        var bytes = Bytes(column, row);
        return before is not null && row > 0 && bytes.SequenceEqual(Bytes(column, row - 1)) ? before : System.Text.Encoding.UTF8.GetString(bytes);
    }

    /// <summary>duckdb_string_t: a length, then up to 12 bytes in place, or 4 bytes of prefix and a pointer.</summary>
    private static ReadOnlySpan<byte> Bytes(in Column column, int row)
    {
        var entry = column.Data + (row * 16L);
        var length = *(uint*)entry;
        return length <= 12 ? new(entry + 4, (int)length) : new(*(byte**)(entry + 8), checked((int)length));
    }

    private readonly struct Column(DuckType type, nint vector, byte* data, ulong* validity)
    {
        public readonly DuckType Type = type;
        public readonly nint Vector = vector;
        public readonly byte* Data = data;
        public readonly ulong* Validity = validity;
    }
}
