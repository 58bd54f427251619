namespace Weir.Engines.DuckDb.Native;

/// <summary>Boxes the rows of a chunk that a function is called with. A text equal to the row's before stays the same object.</summary>
internal readonly ref struct ArgumentReader
{
    private readonly nint _chunk;
    private readonly DuckType[] _columns;
    private readonly object?[] _values;
    private readonly int _rows;

    public ArgumentReader(nint chunk, DuckType[] columns, int rows) =>
        (_chunk, _columns, _rows, _values) = (chunk, columns, rows, new object?[columns.Length]);

    public ReadOnlySpan<object?> Values => _values;

    /// <returns>False when one is NULL.</returns>
    public bool Read(int row)
    {
        var complete = true;
        for (var at = 0; at < _columns.Length; at++)
        {
            var vector = new DuckVector(ScalarMethods.ChunkVector(_chunk, (ulong)at), _columns[at], _rows);
            if (!vector.IsValid(row))
            {
                _values[at] = null;
                complete = false;
            }
            else if (_columns[at].Kind == DuckKind.Varchar)
            {
                _values[at] = row > 0 && _values[at] is string before && vector.IsValid(row - 1) && vector.Bytes(row).SequenceEqual(vector.Bytes(row - 1))
                    ? before
                    : vector.Text(row);
            }
            else
            {
                _values[at] = vector.Read(row);
            }
        }

        return complete;
    }
}
