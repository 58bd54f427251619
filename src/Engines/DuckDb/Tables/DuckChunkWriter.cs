using Weir.Engines.DuckDb.Native;

namespace Weir.Engines.DuckDb.Tables;

/// <summary>A chunk of DuckDB's to be filled, column by column; valid during one call of <see cref="ITableReader.Read"/>.</summary>
public readonly ref struct DuckChunkWriter
{
    private readonly nint _chunk;
    private readonly ReadOnlySpan<DuckType> _types;

    internal DuckChunkWriter(nint chunk, ReadOnlySpan<DuckType> types)
    {
        _chunk = chunk;
        _types = types;
    }

    /// <summary>DuckDB's vector size.</summary>
    public static int RowsMax { get; } = (int)NativeMethods.VectorSize();

    public int ColumnCount => _types.Length;

    /// <summary>A column by its place among those the scan was opened for. Fetch it once a chunk.</summary>
    public DuckColumnWriter this[int column] => new(TableMethods.ChunkVector(_chunk, (ulong)column), _types[column]);
}
