namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>Byte run-length encoding. Runs end where <see cref="Flush"/> is called, so that an index can point there.</summary>
internal sealed class ByteRunsOut(OutStream stream)
{
    private const int LiteralsMax = 128;
    private const int RunMin = 3;
    private const int RunMax = 130;

    private readonly byte[] _pending = new byte[LiteralsMax];
    private int _count;

    /// <summary>How many bytes at the end of the pending ones are equal.</summary>
    private int _equal;
    private bool _isRun;

    public void Add(byte value)
    {
        if (_isRun)
        {
            if (value == _pending[0] && _count < RunMax)
            {
                _count++;
                return;
            }

            Flush();
        }

        _equal = _count > 0 && _pending[_count - 1] == value ? _equal + 1 : 1;
        _pending[_count++] = value;
        if (_equal == RunMin)
        {
            _count -= RunMin;
            FlushLiterals();
            (_isRun, _count, _pending[0]) = (true, RunMin, value);
        }
        else if (_count == LiteralsMax)
        {
            Flush();
        }
    }

    public void Flush()
    {
        if (_isRun)
        {
            stream.Byte((byte)(_count - RunMin));
            stream.Byte(_pending[0]);
        }
        else
        {
            FlushLiterals();
        }

        (_isRun, _count, _equal) = (false, 0, 0);
    }

    /// <summary>Ends the run and adds where the next value will be.</summary>
    public void Position(List<ulong> positions)
    {
        Flush();
        stream.Position(positions);
        positions.Add(0);
    }

    private void FlushLiterals()
    {
        if (_count > 0)
        {
            stream.Byte((byte)-_count);
            stream.Bytes(_pending.AsSpan(0, _count));
        }
    }
}

/// <summary>Booleans, eight to a byte, run-length encoded.</summary>
internal sealed class BitRunsOut(OutStream stream)
{
    private readonly ByteRunsOut _bytes = new(stream);
    private int _current;
    private int _bits;

    public void Add(bool value)
    {
        _current = (_current << 1) | (value ? 1 : 0);
        if (++_bits == 8)
        {
            _bytes.Add((byte)_current);
            (_current, _bits) = (0, 0);
        }
    }

    public void Flush()
    {
        if (_bits > 0)
        {
            _bytes.Add((byte)(_current << (8 - _bits)));
            (_current, _bits) = (0, 0);
        }

        _bytes.Flush();
    }

    /// <summary>The byte that is not full yet will be the first behind the position; its bits so far are counted.</summary>
    public void Position(List<ulong> positions)
    {
        _bytes.Position(positions);
        positions.Add((ulong)_bits);
    }
}
