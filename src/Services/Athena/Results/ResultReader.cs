using System.Text;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Results;

/// <summary>Reads result objects back row by row, counting bytes so that the next page can start where this one ended.</summary>
internal sealed class ResultReader(Stream input)
{
    private byte[] _buffer = new byte[64 << 10];
    private int _at;
    private int _filled;
    private bool _ended;

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>One row of quoted values; null at the end.</summary>
    public async ValueTask<Row?> CsvRowAsync(CancellationToken cancellationToken)
    {
        if (await IsAtEndAsync(cancellationToken))
        {
            return null;
        }

        int length;
        while ((length = CsvRowLength(_buffer.AsSpan(_at, _filled - _at))) < 0 && !_ended)
        {
            await FillAsync(cancellationToken);
        }

        return length >= 0 || IsWhole(_buffer.AsSpan(_at, _filled - _at))
            ? CsvRow(Take(length))
            : throw new InvalidDataException("the result ends inside a value");
    }

    /// <summary>One line as a row of one value; null at the end.</summary>
    public async ValueTask<Row?> LineAsync(CancellationToken cancellationToken)
    {
        if (await IsAtEndAsync(cancellationToken))
        {
            return null;
        }

        int length;
        while ((length = _buffer.AsSpan(_at, _filled - _at).IndexOf((byte)'\n')) < 0 && !_ended)
        {
            await FillAsync(cancellationToken);
        }

        return new Row { Data = [new Datum { VarCharValue = Encoding.UTF8.GetString(Take(length)) }] };
    }

    public async ValueTask<bool> IsAtEndAsync(CancellationToken cancellationToken)
    {
        while (_at == _filled && !_ended)
        {
            await FillAsync(cancellationToken);
        }

        return _at == _filled;
    }

    /// <summary>Up to the line feed that is in no quotes; negative when there is none yet.</summary>
    private static int CsvRowLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        var isQuoted = false;
        while (true)
        {
            var next = isQuoted ? text[at..].IndexOf((byte)'"') : text[at..].IndexOfAny((byte)'"', (byte)'\n');
            if (next < 0)
            {
                return -1;
            }

            at += next + 1;
            if (text[at - 1] == '\n')
            {
                return at - 1;
            }

            isQuoted = !isQuoted;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> text) => text.Count((byte)'"') % 2 == 0;

    private static Row CsvRow(ReadOnlySpan<byte> text)
    {
        var values = new List<Datum>();
        while (true)
        {
            if (text.Length == 0 || text[0] != '"')
            {
                values.Add(new Datum());
            }
            else
            {
                var end = 1 + ValueLength(text[1..]);
                values.Add(new Datum { VarCharValue = Value(text[1..end]) });
                text = text[(end + 1)..];
            }

            if (text.Length == 0)
            {
                return new Row { Data = values };
            }

            text = text[1..]; // the comma
        }
    }

    /// <summary>Up to the closing quote; doubled ones are within.</summary>
    private static int ValueLength(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (true)
        {
            at += text[at..].IndexOf((byte)'"');
            if (at + 1 >= text.Length || text[at + 1] != '"')
            {
                return at;
            }

            at += 2;
        }
    }

    private static string Value(ReadOnlySpan<byte> text)
    {
        var value = Encoding.UTF8.GetString(text);
        return text.Contains((byte)'"') ? value.Replace("\"\"", "\"", StringComparison.Ordinal) : value;
    }

    /// <summary>Takes a row and the line feed after it; all that is left when the length is negative.</summary>
    private ReadOnlySpan<byte> Take(int length)
    {
        var row = _buffer.AsSpan(_at, length < 0 ? _filled - _at : length);
        var taken = row.Length + (length < 0 ? 0 : 1);
        _at += taken;
        Position += taken;
        return row;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_at > 0)
        {
            _buffer.AsSpan(_at, _filled - _at).CopyTo(_buffer);
            (_at, _filled) = (0, _filled - _at);
        }

        if (_filled == _buffer.Length)
        {
            if (_buffer.Length >= 2 * AthenaLimits.ResultRowBytesMax)
            {
                throw new InvalidDataException("a result row is too long to be shown");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = await input.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
        _filled += read;
        _ended = read == 0;
    }
}
