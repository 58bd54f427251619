using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Types;

namespace Weir.Services.Athena.Results;

/// <summary>Writes rows as Athena's result CSV: a header, every value in quotes, NULL as nothing at all.</summary>
internal sealed class CsvResult(PipeWriter output, IReadOnlyList<(string Name, SqlType Type)> columns)
{
    private const int FlushBytes = 256 << 10;

    private readonly ArrayBufferWriter<byte> _line = new(64 << 10);
    private readonly ArrayBufferWriter<byte> _value = new(4 << 10);

    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    public void WriteHeader()
    {
        for (var column = 0; column < columns.Count; column++)
        {
            Separate(column);
            Quote(Encoding.UTF8.GetBytes(columns[column].Name));
        }

        _line.Write("\n"u8);
        Flush(always: false);
    }

    /// <summary>Blocks while the reader of the pipe is behind: call it from a thread that may.</summary>
    public void Write(DuckChunk chunk)
    {
        for (var row = 0; row < chunk.RowCount; row++)
        {
            for (var column = 0; column < columns.Count; column++)
            {
                Separate(column);
                var vector = chunk[column];
                if (vector.IsValid(row))
                {
                    _value.ResetWrittenCount();
                    ValueText.Write(_value, vector, row, columns[column].Type);
                    Quote(_value.WrittenSpan);
                }
            }

            _line.Write("\n"u8);
            Flush(always: false);
        }

        Rows += chunk.RowCount;
    }

    public void Complete() => Flush(always: true);

    private void Separate(int column)
    {
        if (column > 0)
        {
            _line.Write(","u8);
        }
    }

    private void Quote(ReadOnlySpan<byte> text)
    {
        _line.Write("\""u8);
        while (text.IndexOf((byte)'"') is var quote and >= 0)
        {
            _line.Write(text[..(quote + 1)]);
            _line.Write("\""u8);
            text = text[(quote + 1)..];
        }

        _line.Write(text);
        _line.Write("\""u8);
    }

    private void Flush(bool always)
    {
        if (_line.WrittenCount == 0 || (!always && _line.WrittenCount < FlushBytes))
        {
            return;
        }

        Bytes += _line.WrittenCount;
        output.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
        var flushed = output.FlushAsync(CancellationToken.None);
        var result = flushed.IsCompletedSuccessfully ? flushed.Result : flushed.AsTask().GetAwaiter().GetResult();
        if (result.IsCompleted)
        {
            throw new IOException("the result's object could not be written");
        }
    }
}
