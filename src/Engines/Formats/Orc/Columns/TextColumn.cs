using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

/// <summary>Texts and blobs, one behind the other.</summary>
internal sealed class TextColumn : OrcColumn
{
    private readonly OrcStream _data;
    private readonly WholeNumbers _lengths;
    private readonly TextBytes _text;
    private long[] _wide = [];
    private byte[] _joined = [];

    public TextColumn(OrcStripe stripe, OrcType type)
        : base(stripe, type)
    {
        _data = Stream(OrcStreamKind.Data);
        _lengths = WholeNumbers.Of(Stream(OrcStreamKind.Length), DirectEncoding(), isSigned: false);
        _text = new(type.Kind);
    }

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        var lengths = Room(ref _wide, count);
        _lengths.Read(lengths);
        var from = 0;
        for (var row = 0; row < rows; row++)
        {
            if (!present.IsEmpty && present[row] == 0)
            {
                continue;
            }

            var length = lengths[from++];
            if ((ulong)length > OrcLimits.ValueBytesMax)
            {
                throw new FormatException($"a text of {length} bytes");
            }

            var ready = _data.Ready;
            if (ready.Length >= length)
            {
                target.SetBytes(row, _text.Of(ready[..(int)length]));
                _data.Advance((int)length);
            }
            else
            {
                target.SetBytes(row, _text.Of(Join((int)length)));
            }
        }
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf)
    {
        _data.Seek(ref positions);
        _lengths.Seek(ref positions);
    }

    /// <summary>A value that several chunks share. Memory grows with what is really there.</summary>
    private ReadOnlySpan<byte> Join(int length)
    {
        const int StepBytes = 1 << 20;
        for (var read = 0; read < length;)
        {
            var part = Math.Min(StepBytes, length - read);
            if (_joined.Length < read + part)
            {
                Array.Resize(ref _joined, Math.Min(length, Math.Max(read + part, _joined.Length * 2)));
            }

            _data.Read(_joined.AsSpan(read, part));
            read += part;
        }

        return _joined.AsSpan(0, length);
    }
}
