using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Scans;

/// <summary>Files of one format as a table: its columns, then the number of the file a row is from.</summary>
/// <remarks>Threads take ranges of files from one queue. Damage ends the query with the file's name.</remarks>
public sealed class FileTableSource(IReadOnlyList<DuckField> columns, IReadOnlyList<DataFile> files, IFileFormat format) : ITableSource
{
    /// <summary>The name of the column that holds <see cref="DataFile.Index"/>.</summary>
    public const string FileColumn = "weir_file";

    private const long RangeBytes = 16 << 20;

    public long? RowsEstimate { get; init; }

    public IReadOnlyList<DuckField> Columns { get; } = [.. columns, new(FileColumn, new DuckType(DuckKind.UBigInt))];

    public ITableScan Open(IReadOnlyList<int> columns) => new Pass(this, files, format, columns);

    private sealed class Pass : ITableScan
    {
        private readonly IFileFormat _format;
        private readonly List<(DataFile File, long Start, long End)> _ranges = [];
        private readonly (int Place, int Column)[] _wanted;
        private readonly int _filePlace;
        private int _next = -1;

        public Pass(FileTableSource source, IReadOnlyList<DataFile> files, IFileFormat format, IReadOnlyList<int> columns)
        {
            _format = format;
            var fileColumn = source.Columns.Count - 1;
            _wanted = [.. columns.Index().Where(column => column.Item >= 0 && column.Item < fileColumn).Select(column => (column.Index, column.Item))];
            _filePlace = columns.Index().Where(column => column.Item == fileColumn).Select(column => column.Index).FirstOrDefault(-1);
            foreach (var file in files)
            {
                if (file.Compression != Compression.None || file.Bytes <= RangeBytes || !format.CanSplit(file))
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
                _file = file;
                _rows = Guarded(() => pass._format.Open(file, start, end, _columns));
                return true;
            }

            private T Guarded<T>(Func<T> work)
            {
                try
                {
                    return work();
                }
                catch (Exception error) when (error is FormatException or InvalidDataException or EndOfStreamException)
                {
                    throw new FormatException($"{error.Message} (in {_file!.Name})", error);
                }
            }
        }
    }
}
