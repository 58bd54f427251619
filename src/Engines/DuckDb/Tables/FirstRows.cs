namespace Weir.Engines.DuckDb.Tables;

/// <summary>The first rows of a source, read by one thread in the source's order: nothing behind them is touched.</summary>
public sealed class FirstRows(ITableSource source, long rowsMax) : ITableSource
{
    public IReadOnlyList<DuckField> Columns => source.Columns;

    public long? RowsEstimate => source.RowsEstimate is { } rows ? Math.Min(rows, rowsMax) : rowsMax;

    public ITableScan Open(IReadOnlyList<int> columns) => new Pass(source.Open(columns), rowsMax);

    private sealed class Pass(ITableScan scan, long rowsMax) : ITableScan
    {
        public int ReadersMax => 1;

        public ITableReader OpenReader() => new Reader(scan.OpenReader(), rowsMax);

        public void Dispose() => scan.Dispose();
    }

    private sealed class Reader(ITableReader reader, long rowsLeft) : ITableReader
    {
        private long _left = rowsLeft;

        /// <summary>The last chunk may have more rows than wanted: whoever limits cuts them off.</summary>
        public int Read(DuckChunkWriter chunk)
        {
            if (_left <= 0)
            {
                return 0;
            }

            var rows = reader.Read(chunk);
            _left -= rows;
            return rows;
        }

        public void Dispose() => reader.Dispose();
    }
}
