using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Scans;

/// <summary>Files of one format as a table: its columns, then the number of the file a row is from.</summary>
/// <remarks>Threads take ranges of files from one queue. Damage ends the query with the file's name.</remarks>
/// <param name="numbersRows">One more column says which row of its file each is; a file is then one thread's.</param>
public sealed class FileTableSource(IReadOnlyList<DuckField> columns, IReadOnlyList<DataFile> files, IFileFormat format, bool numbersRows = false) : ITableSource
{
    /// <summary>The name of the column that holds <see cref="DataFile.Index"/>.</summary>
    public const string FileColumn = "weir_file";

    /// <summary>The name of the column that holds the row's number in its file, from 0.</summary>
    public const string RowColumn = "weir_number";

    private const long RangeBytes = 16 << 20;

    public long? RowsEstimate { get; init; }

    public IReadOnlyList<DuckField> Columns { get; } =
    [
        .. columns, new(FileColumn, new DuckType(DuckKind.UBigInt)), .. numbersRows ? new DuckField[] { new(RowColumn, new DuckType(DuckKind.BigInt)) } : [],
    ];

    private int DataColumns => columns.Count;

    private bool NumbersRows => numbersRows;

    public ITableScan Open(IReadOnlyList<int> columns) => new Pass(this, files, format, columns);

    private sealed class Pass : ITableScan
    {
        private readonly IFileFormat _format;
        private readonly List<(DataFile File, long Start, long End)> _ranges = [];
        private readonly (int Place, int Column)[] _wanted;
        private readonly int _filePlace;
        private readonly int _rowPlace;
        private int _next = -1;

        public Pass(FileTableSource source, IReadOnlyList<DataFile> files, IFileFormat format, IReadOnlyList<int> columns)
        {
            _format = format;
            var fileColumn = source.DataColumns;
            _wanted = [.. columns.Index().Where(column => column.Item >= 0 && column.Item < fileColumn).Select(column => (column.Index, column.Item))];
            _filePlace = columns.Index().Where(column => column.Item == fileColumn).Select(column => column.Index).FirstOrDefault(-1);
            _rowPlace = columns.Index().Where(column => column.Item == fileColumn + 1).Select(column => column.Index).FirstOrDefault(-1);
            foreach (var file in files)
            {
                if (source.NumbersRows || file.Compression != Compression.None || file.Bytes <= RangeBytes || !format.CanSplit(file))
                {
                    _ranges.Add((file, 0, file.Bytes));
                    continue;
                }

                for (var start = 0L; start < file.Bytes; start += RangeBytes)
                {
                    _ranges.Add((file, start, Math.Min(file.Bytes, start + RangeBytes)));
                }
            }
        }

        public int ReadersMax => _ranges.Count;

        public ITableReader OpenReader() => new Reader(this);

        public void Dispose()
        {
        }

        private sealed class Reader(Pass pass) : ITableReader
        {
            private readonly DuckColumnWriter[] _writers = new DuckColumnWriter[pass._wanted.Length];
            private readonly int[] _columns = [.. pass._wanted.Select(column => column.Column)];
            private DataFile? _file;
            private IRowReader? _rows;
            private long _row;

            public int Read(DuckChunkWriter chunk)
            {
                while (true)
                {
                    if (_rows is null && !Next())
                    {
                        return 0;
                    }

                    for (var at = 0; at < _writers.Length; at++)
                    {
                        _writers[at] = chunk[pass._wanted[at].Place];
                    }

                    var count = Guarded(() => _rows!.Read(_writers, DuckChunkWriter.RowsMax));
                    if (count == 0)
                    {
                        _rows!.Dispose();
                        _rows = null;
                        continue;
                    }

                    if (pass._filePlace >= 0)
                    {
                        chunk[pass._filePlace].Values<ulong>(count).Fill(_file!.Index);
                    }

                    if (pass._rowPlace >= 0)
                    {
                        var numbers = chunk[pass._rowPlace].Values<long>(count);
                        for (var at = 0; at < count; at++)
                        {
                            numbers[at] = _row + at;
                        }
                    }

                    _row += count;
                    return count;
                }
            }

            public void Dispose() => _rows?.Dispose();

            private bool Next()
            {
                var index = Interlocked.Increment(ref pass._next);
                if (index >= pass._ranges.Count)
                {
                    return false;
                }

                var (file, start, end) = pass._ranges[index];
                (_file, _row) = (file, 0);
                _rows = Guarded(() => pass._format.Open(file, start, end, _columns));
                return true;
            }

            private T Guarded<T>(Func<T> work)
            {
                try
                {
                    return work();
                }
                catch (Exception error) when (error is FormatException or InvalidDataException or EndOfStreamException or OverflowException or ArgumentException or IndexOutOfRangeException or InvalidCastException)
                {
                    throw new FormatException($"{error.Message} (in {_file!.Name})", error);
                }
            }
        }
    }
}
