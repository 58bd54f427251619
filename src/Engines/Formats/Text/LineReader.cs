namespace Weir.Engines.Formats.Text;

/// <summary>Cuts a stream into lines, which end with LF, CR or both. One thread; a line is valid until the next one is asked for.</summary>
internal sealed class LineReader : IDisposable
{
    private readonly Stream _source;
    private readonly int _lineBytesMax;
    private byte[] _buffer = new byte[256 << 10];
    private int _start, _length, _next, _end;
    private long _offset;
    private bool _isOver;

    /// <summary>Where the line that was found last begins.</summary>
    private int _nextBefore;

    /// <param name="offset">Where in its file the stream begins.</param>
    public LineReader(Stream source, long offset, int lineBytesMax)
    {
        (_source, _offset, _lineBytesMax) = (source, offset, lineBytesMax);
        if (offset == 0 && Fill() && _buffer.AsSpan(0, _end) is [0xEF, 0xBB, 0xBF, ..])
        {
            _next = 3;
        }
    }

    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_start, _length);

    /// <summary>Where in the file the line begins.</summary>
    public long LineOffset => _offset + _start;

    /// <exception cref="FormatException">The line has more bytes than it may.</exception>
    public bool Next()
    {
        _start = _next;
        return Find(_start, out _length, out _next) && (_length <= _lineBytesMax ? true : throw TooLong());
    }

    /// <summary>Takes the next line into this one, with what was between them; false at the end, and the line is as before.</summary>
    public bool Extend(int bytesMax)
    {
        if (_next - _start > bytesMax || !Find(_next, out var length, out var next))
        {
            return false;
        }

        // Finding may have moved what is in the buffer: the line with it.
        _length = _nextBefore + length - _start;
        _next = next;
        return true;
    }

    /// <summary>Undoes what <see cref="Extend"/> did to the line since.</summary>
    public void CutBack(int length, int terminator)
    {
        _length = length;
        _next = _start + length + terminator;
    }

    /// <summary>Bytes between the line and the one after it.</summary>
    public int TerminatorLength => _next - _start - _length;

    public void Dispose() => _source.Dispose();

    private FormatException TooLong() => new($"Line too long in text file: more than {_lineBytesMax} bytes");

    private bool Find(int from, out int length, out int next)
    {
        var searched = 0;
        while (true)
        {
            var shift = from - _start;
            var found = _buffer.AsSpan(from + searched, _end - from - searched).IndexOfAny((byte)'\n', (byte)'\r');
            if (found >= 0)
            {
                found += searched;
                var at = from + found;
                // A CR at the end of what was read may be half of a terminator.
                if (_buffer[at] == '\n' || at + 1 < _end || _isOver)
                {
                    length = found;
                    next = at + (_buffer[at] == '\r' && at + 1 < _end && _buffer[at + 1] == '\n' ? 2 : 1);
                    _nextBefore = from;
                    return true;
                }

                searched = found;
            }
            else
            {
                searched = _end - from;
            }

            if (_isOver || !Fill())
            {
                _nextBefore = _start + shift;
                length = _end - _nextBefore;
                next = _end;
                if (length > 0 && searched < length)
                {
                    // The CR that waited for more.
                    length = searched;
                }

                return next > _nextBefore;
            }

            from = _start + shift;
        }
    }

    /// <summary>Reads more behind what is there, from the line's start on; false at the end.</summary>
    private bool Fill()
    {
        if (_isOver)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _offset += _start;
            _end -= _start;
            _next = Math.Max(0, _next - _start);
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length > _lineBytesMax)
            {
                throw TooLong();
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var count = _source.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isOver = count == 0;
        return count > 0;
    }
}
