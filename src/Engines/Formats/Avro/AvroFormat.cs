using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Scans;

namespace Weir.Engines.Formats.Avro;

/// <summary>Avro files as a table: fields by name without regard to case; ranges begin at sync markers.</summary>
/// <param name="schema">The schema to read as, whose defaults stand in for missing fields; null to take each file as it is.</param>
public sealed class AvroFormat(IReadOnlyList<DuckField> table, AvroSchema? schema) : IFileFormat
{
    public bool CanSplit(DataFile file) => true;

    public IRowReader Open(DataFile file, long start, long end, IReadOnlyList<int> columns)
    {
        var reader = AvroFileReader.Open(
            CountedStream.Open(file));
        try
        {
            if (start > 0)
            {
                reader.SeekBlock(start);
            }

            return new Reader(reader, end, Steps(reader.Schema, columns), Missing(reader.Schema, columns));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private (AvroReader? Skip, AvroColumn? Column, int Place)[] Steps(AvroSchema writer, IReadOnlyList<int> columns)
    {
        if (writer.Kind != AvroKind.Record)
        {
            throw new FormatException($"the Avro file holds values of type {writer}, not records");
        }

        return [.. writer.Fields.Select(field =>
        {
            var target = TargetOf(field.Name);
            var place = columns.Index().FirstOrDefault(column => Same(table[column.Item].Name, target?.Name ?? field.Name), (Index: -1, Item: -1)).Index;
            return place < 0
                ? ((AvroReader?)AvroResolver.Resolve(field.Schema, field.Schema), (AvroColumn?)null, -1)
                : (null, AvroColumn.Of(field.Schema, target?.Schema ?? field.Schema, table[columns[place]].Type, field.Name), place);
        })];
    }

    /// <summary>Columns no field of the file is read into: their default, or NULL.</summary>
    private (int Place, object? Value)[] Missing(AvroSchema writer, IReadOnlyList<int> columns) =>
        [.. columns.Index()
            .Where(column => !writer.Fields.Any(field => Same(TargetOf(field.Name)?.Name ?? field.Name, table[column.Item].Name)))
            .Select(column =>
            {
                var field = schema?.Fields.FirstOrDefault(field => Same(field.Name, table[column.Item].Name));
                var value = field?.Default is { } given ? AvroDefaults.Value(field.Schema, given, 0) : null;
                return (column.Index, value is null ? null : AvroValues.Convert(field!.Schema, table[column.Item].Type, value));
            })];

    /// <summary>The table's field that a file's field is read as: by its name or one of its former names.</summary>
    private AvroField? TargetOf(string name) => schema?.Fields.FirstOrDefault(field => Same(field.Name, name))
        ?? schema?.Fields.FirstOrDefault(field => field.Aliases.Any(alias => Same(alias, name)));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private sealed class Reader(
        AvroFileReader file, long end, (AvroReader? Skip, AvroColumn? Column, int Place)[] steps, (int Place, object? Value)[] missing) : IRowReader
    {
        private AvroBlock? _block;
        private ReadOnlyMemory<byte> _bytes;
        private long _left;
        private int _at;

        public int Read(Span<DuckColumnWriter> columns, int rowsMax)
        {
            while (_left == 0)
            {
                _block?.RequireEnd(_at, _bytes.Length);
                if (file.LastSyncPosition >= end || (_block = file.NextBlock()) is null)
                {
                    _block = null;
                    return 0;
                }

                (_bytes, _left, _at) = (_block.Decompress(), _block.Count, 0);
            }

            var rows = (int)Math.Min(rowsMax, _left);
            var input = new AvroInput(_bytes.Span[_at..]);
            for (var row = 0; row < rows; row++)
            {
                foreach (var (skip, column, place) in steps)
                {
                    if (column is null)
                    {
                        skip!.Skip(ref input);
                    }
                    else
                    {
                        column.Read(ref input, ref columns[place], row);
                    }
                }
            }

            foreach (var (place, value) in missing)
            {
                for (var row = 0; row < rows; row++)
                {
                    if (value is null)
                    {
                        columns[place].SetNull(row);
                    }
                    else
                    {
                        columns[place].Write(row, value);
                    }
                }
            }

            _at += input.Position;
            _left -= rows;
            return rows;
        }

        public void Dispose() => file.Dispose();
    }
}
