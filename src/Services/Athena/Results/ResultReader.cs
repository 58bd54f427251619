using System.Text;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Results;

/// <summary>Reads result objects back row by row, counting bytes so that the next page can start where this one ended.</summary>
internal sealed class ResultReader(Stream input)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly List<byte> _value = [];
    private int _at;
    private int _filled;
    private bool _ended;

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>One row of quoted values; null at the end.</summary>
    public async ValueTask<Row?> CsvRowAsync(CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken) < 0)
        {
            return null;
        }

        var values = new List<Datum>();
        var rowBytes = 0L;
        while (true)
        {
            values.Add(await CsvValueAsync(cancellationToken));
            rowBytes += _value.Count;
            if (rowBytes > AthenaLimits.ResultRowBytesMax)
            {
                throw new InvalidDataException("a result row is too long to be shown");
            }

            if (await TakeAsync(cancellationToken) != ',')
            {
                return new Row { Data = values };
            }
        }
    }

    /// <summary>One line as a row of one value; null at the end.</summary>
    public async ValueTask<Row?> LineAsync(CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken) < 0)
        {
            return null;
        }

        _value.Clear();
        while (await TakeAsync(cancellationToken) is var next and >= 0 and not '\n')
        {
            _value.Add((byte)next);
        }

        return new Row { Data = [new Datum { VarCharValue = Text() }] };
    }

    public async ValueTask<bool> IsAtEndAsync(CancellationToken cancellationToken) => await PeekAsync(cancellationToken) < 0;

    private async ValueTask<Datum> CsvValueAsync(CancellationToken cancellationToken)
    {
        _value.Clear();
        if (await PeekAsync(cancellationToken) != '"')
        {
            return new Datum();
        }

        await TakeAsync(cancellationToken);
        while (true)
        {
            var next = await TakeAsync(cancellationToken);
            if (next < 0)
            {
                throw new InvalidDataException("the result ends inside a value");
            }

            if (next == '"')
            {
                if (await PeekAsync(cancellationToken) != '"')
                {
                    return new Datum { VarCharValue = Text() };
                }

                await TakeAsync(cancellationToken);
            }

            _value.Add((byte)next);
            if (_value.Count > AthenaLimits.ResultRowBytesMax)
            {
                throw new InvalidDataException("a result value is too long to be shown");
            }
        }
    }

    private string Text() => Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_value));

    private async ValueTask<int> PeekAsync(CancellationToken cancellationToken)
    {
        if (_at == _filled && !_ended)
        {
            (_at, _filled) = (0, await input.ReadAsync(_buffer, cancellationToken));
            _ended = _filled == 0;
        }

        return _ended ? -1 : _buffer[_at];
    }

    private async ValueTask<int> TakeAsync(CancellationToken cancellationToken)
    {
        var next = await PeekAsync(cancellationToken);
        if (next >= 0)
        {
            _at++;
            Position++;
        }

        return next;
    }
}
