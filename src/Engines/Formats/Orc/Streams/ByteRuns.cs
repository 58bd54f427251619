namespace Weir.Engines.Formats.Orc.Streams;

/// <summary>Byte run-length encoding: a run of equal bytes, or bytes as they are.</summary>
internal sealed class ByteRuns(OrcStream stream)
{
    private const int RunMin = 3;

    private int _left;
    private bool _isRun;
    private byte _value;

    public void Read(Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            if (_left == 0)
            {
                Begin();
            }

            var count = Math.Min(_left, into.Length);
            if (_isRun)
            {
                into[..count].Fill(_value);
            }
            else
            {
                stream.Read(into[..count]);
            }

            _left -= count;
            into = into[count..];
        }
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            if (_left == 0)
            {
                Begin();
            }

            var part = (int)Math.Min(_left, count);
            if (!_isRun)
            {
                stream.Skip(part);
            }

            _left -= part;
            count -= part;
        }
    }

    public void Seek(ref OrcPositions positions)
    {
        stream.Seek(ref positions);
        _left = 0;
        Skip(positions.Next());
    }

    private void Begin()
    {
        var control = (sbyte)stream.ReadByte();
        _isRun = control >= 0;
        _left = _isRun ? control + RunMin : -control;
        if (_isRun)
        {
            _value = stream.ReadByte();
        }
    }
}
