using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Columns;

namespace Weir.Engines.Formats.Orc;

/// <summary>Reads stripes, one after the other, and of them the groups of rows that are wanted. One thread.</summary>
internal sealed class OrcReader(OrcTable table, OrcScan scan) : ITableReader
{
    private readonly OrcColumn?[] _columns = new OrcColumn?[scan.Columns.Count];
    private int _fileIndex = -1;
    private IFileBytes? _bytes;
    private OrcRowRanges _rows = OrcRowRanges.None;
    private int _batchRows = DuckChunkWriter.RowsMax;
    private long _firstRow;

    public int Read(DuckChunkWriter chunk)
    {
        try
        {
            return ReadRows(chunk);
        }
        catch (Exception damage) when (damage is FormatException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new FormatException($"Malformed ORC file. {damage.Message} [{table.Files[_fileIndex].Name}]", damage);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Failed to read ORC file: {table.Files[_fileIndex].Name}", error);
        }
    }

    public void Dispose() => _bytes?.Dispose();

    private int ReadRows(DuckChunkWriter chunk)
    {
        while (_rows.Left == 0)
        {
            if (scan.Take() is not { } part)
            {
                return 0;
            }

            OpenStripe(part.File, part.Stripe);
        }

        if (_rows.TakeJump() is { } group)
        {
            foreach (var column in _columns)
            {
                column?.Seek(id => _rows.Positions(id, group));
            }
        }

        var rows = (int)Math.Min(_batchRows, _rows.Left);
        for (var at = 0; at < _columns.Length; at++)
        {
            if (scan.Columns[at] < 0)
            {
                continue;
            }

            var target = chunk[at];
            if (_columns[at] is { } column)
            {
                column.Read(ref target, rows, []);
            }
            else if (scan.Columns[at] == table.NumberColumn)
            {
                target.Values<ulong>(rows).Fill(table.Files[_fileIndex].Number);
            }
            else if (scan.Columns[at] == table.RowColumn)
            {
                var numbers = target.Values<long>(rows);
                for (var row = 0; row < rows; row++)
                {
                    numbers[row] = _firstRow + row;
                }
            }
            else
            {
                for (var row = 0; row < rows; row++)
                {
                    target.SetNull(row);
                }
            }
        }

        _rows.Advance(rows);
        _firstRow += rows;
        return rows;
    }

    private void OpenStripe(int fileIndex, int stripeIndex)
    {
        var (file, places) = (table.Files[fileIndex].File, table.Files[fileIndex].Places);
        if (_bytes is null || fileIndex != _fileIndex)
        {
            _bytes?.Dispose();
            _fileIndex = fileIndex;
            _bytes = file.OpenBytes();
        }

        var info = file.Tail.Stripes[stripeIndex];
        _firstRow = file.Tail.Stripes.Take(stripeIndex).Sum(stripe => stripe.Rows);
        Array.Clear(_columns);
        _batchRows = DuckChunkWriter.RowsMax;
        var isRead = scan.Columns.Any(column => column >= 0 && column < places.Count && places[column] >= 0);
        if (!isRead)
        {
            // Nothing but their number is wanted of these rows: the footer has it.
            _rows = OrcRowRanges.All(info.Rows);
            return;
        }

        var stripe = new OrcStripe(_bytes, file.Tail, info, file.Options, table.Read);
        _rows = OrcPruning.Groups(stripe, file, places, table.Ranges);
        if (_rows.Left == 0)
        {
            return;
        }

        for (var at = 0; at < _columns.Length; at++)
        {
            var column = scan.Columns[at];
            if (column >= 0 && column < places.Count && places[column] >= 0)
            {
                var type = file.Columns[places[column]].Type;
                _columns[at] = OrcColumn.Of(stripe, type);
                _batchRows = Math.Min(_batchRows, OrcPruning.BatchRows(file, stripeIndex, type));
            }
        }
    }
}
