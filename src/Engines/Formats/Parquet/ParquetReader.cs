using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Parquet.Pages;

namespace Weir.Engines.Formats.Parquet;

/// <summary>Reads row groups, one after the other. One thread.</summary>
internal sealed class ParquetReader(ParquetTable table, ParquetScan scan) : ITableReader
{
    private readonly ParquetAssembly?[] _columns = new ParquetAssembly?[scan.Columns.Count];
    private readonly List<LeafReader> _leaves = [];
    private readonly ParquetCompression _compression = new();
    private int _fileIndex = -1;
    private IFileBytes? _bytes;
    private long _left;
    private long _firstRow;
    private int _batchRows;

    public int Read(DuckChunkWriter chunk)
    {
        try
        {
            return ReadRows(chunk);
        }
        catch (Exception damage) when (damage is FormatException or IndexOutOfRangeException or ArgumentException or OverflowException or InvalidDataException)
        {
            throw new FormatException($"Malformed Parquet file. {damage.Message} [{table.Files[_fileIndex].Name}]", damage);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Failed to read Parquet file: {table.Files[_fileIndex].Name}", error);
        }
    }

    public void Dispose() => _bytes?.Dispose();

    private int ReadRows(DuckChunkWriter chunk)
    {
        while (_left == 0)
        {
            _leaves.ForEach(leaf => leaf.End());
            _leaves.Clear();
            if (scan.Take() is not { } part)
            {
                return 0;
            }

            Open(part.File, part.Group);
        }

        var rows = (int)Math.Min(_batchRows, _left);
        foreach (var leaf in _leaves)
        {
            leaf.Read(rows);
        }

        for (var at = 0; at < _columns.Length; at++)
        {
            if (scan.Columns[at] < 0)
            {
                continue;
            }

            var target = chunk[at];
            if (_columns[at] is { } column)
            {
                column.Write(ref target, rows, 0, 0);
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

        _left -= rows;
        _firstRow += rows;
        return rows;
    }

    private void Open(int fileIndex, int groupIndex)
    {
        var (file, places) = (table.Files[fileIndex].File, table.Files[fileIndex].Places);
        if (_bytes is null || fileIndex != _fileIndex)
        {
            _bytes?.Dispose();
            _bytes = null;
            _fileIndex = fileIndex;
            _bytes = file.OpenBytes();
        }

        var group = file.Footer.RowGroups[groupIndex];
        Array.Clear(_columns);
        _batchRows = DuckChunkWriter.RowsMax;
        _firstRow = table.RowColumn < 0 ? 0 : file.Footer.RowGroups.Take(groupIndex).Sum(before => before.Rows);
        _left = group.Rows >= 0 ? group.Rows : throw new FormatException($"a row group of {group.Rows} rows");
        for (var at = 0; at < _columns.Length && _left > 0; at++)
        {
            var column = scan.Columns[at];
            if (column >= 0 && column < places.Count && places[column] >= 0)
            {
                _columns[at] = ParquetAssembly.Of(file.Column(places[column], table.Declared[column]), leaf => OpenLeaf(file, group, leaf));
            }
        }
    }

    private LeafReader OpenLeaf(ParquetFile file, ParquetRowGroup group, ParquetColumn column)
    {
        var node = column.Node!;
        var place = ParquetCheck.PlaceOf(node, group);
        if (node.Repetition > 0)
        {
            _batchRows = (int)Math.Clamp(_left * ParquetLimits.ElementsWanted / Math.Max(1, place.Values), 1, _batchRows);
        }

        var leaf = new LeafReader(_bytes!, node, place, file.Footer.End, column.Type, _compression);
        _leaves.Add(leaf);
        return leaf;
    }
}
