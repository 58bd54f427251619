namespace Weir.Engines.Formats.Codecs.Bzip2;

/// <summary>Compresses to one bzip2 stream in blocks of 900,000 bytes; memory is some twenty times a block. Complete when disposed. One thread.</summary>
/// <param name="target">Closed with this stream.</param>
public sealed class Bzip2Writer(Stream target) : WriteOnlyStream
{
    private const int BlockBytes = 900_000;

    /// <summary>A run takes at most five bytes: it must still fit.</summary>
    private const int Reserve = 19;

    private const int RunMax = 255 + 4;

    private readonly BitsOut _bits = new(target);
    private readonly BlockSort _sort = new();
    private readonly byte[] _block = new byte[BlockBytes];
    private int _held;
    private int _run;
    private byte _last;
    private uint _crc = uint.MaxValue;
    private uint _streamCrc;
    private bool _isBegun, _isOver;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        foreach (var value in buffer)
        {
            if (_run > 0 && (value != _last || _run == RunMax))
            {
                EndRun();
                if (_held > BlockBytes - Reserve)
                {
                    WriteBlock();
                }
            }

            _last = value;
            _run++;
            _crc = Bzip2Crc.Add(_crc, value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isOver)
        {
            _isOver = true;
            EndRun();
            WriteBlock();
            Begin();
            _bits.Write(0x177245, 24);
            _bits.Write(0x385090, 24);
            _bits.Write(_streamCrc, 32);
            _bits.Finish();
            target.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Four equal bytes are followed by a count of more.</summary>
    private void EndRun()
    {
        var plain = Math.Min(_run, 4);
        _block.AsSpan(_held, plain).Fill(_last);
        _held += plain;
        if (plain == 4)
        {
            _block[_held++] = (byte)(_run - 4);
        }

        _run = 0;
    }

    private void Begin()
    {
        if (!_isBegun)
        {
            _isBegun = true;
            _bits.Write(0x425A6839, 32);
        }
    }

    private void WriteBlock()
    {
        if (_held == 0)
        {
            return;
        }

        Begin();
        var crc = ~_crc;
        _streamCrc = ((_streamCrc << 1) | (_streamCrc >> 31)) ^ crc;
        var order = _sort.Sort(_block.AsSpan(0, _held));
        var permuted = new byte[_held];
        var origin = 0;
        for (var at = 0; at < order.Length; at++)
        {
            origin = order[at] == 0 ? at : origin;
            permuted[at] = _block[order[at] == 0 ? _held - 1 : order[at] - 1];
        }

        _bits.Write(0x314159, 24);
        _bits.Write(0x265359, 24);
        _bits.Write(crc, 32);
        _bits.Write(0, 1);
        _bits.Write((uint)origin, 24);
        Bzip2Block.Write(permuted, _bits);
        (_held, _crc) = (0, uint.MaxValue);
    }
}
