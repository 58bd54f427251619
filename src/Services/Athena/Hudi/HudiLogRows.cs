using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Services.Athena.Hudi;

/// <summary>Rows in memory as a table.</summary>
internal sealed class HudiLogRows(IReadOnlyList<DuckField> columns, IReadOnlyList<object?[]> rows) : ITableSource
{
    public IReadOnlyList<DuckField> Columns => columns;

    public long? RowsEstimate => rows.Count;

    public ITableScan Open(IReadOnlyList<int> wanted) => new Pass(rows, wanted);

    private sealed class Pass(IReadOnlyList<object?[]> rows, IReadOnlyList<int> wanted) : ITableScan
    {
        private int _next;

        public int ReadersMax => 1;

        public ITableReader OpenReader() => new Reader(this);

        public void Dispose()
        {
        }

        private sealed class Reader(Pass pass) : ITableReader
        {
            public int Read(DuckChunkWriter chunk)
            {
                var end = Interlocked.Add(ref pass._next, DuckChunkWriter.RowsMax);
                var start = end - DuckChunkWriter.RowsMax;
                var count = Math.Clamp(pass.Rows - start, 0, DuckChunkWriter.RowsMax);
                for (var column = 0; column < pass.Wanted.Count; column++)
                {
                    if (pass.Wanted[column] < 0)
                    {
                        continue;
                    }

                    var writer = chunk[column];
                    for (var row = 0; row < count; row++)
                    {
                        writer.Write(row, pass.Value(start + row, pass.Wanted[column]));
                    }
                }

                return count;
            }

            public void Dispose()
            {
            }
        }

        private int Rows => rows.Count;

        private IReadOnlyList<int> Wanted => wanted;

        private object? Value(int row, int column) => rows[row][column];
    }
}
