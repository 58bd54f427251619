using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

/// <summary>Texts that name entries of a dictionary. Each entry is copied into a chunk once; other rows point to it.</summary>
internal sealed class DictionaryColumn : OrcColumn
{
    private readonly WholeNumbers _indexes;
    private readonly OrcEncodingKind _encoding;
    private readonly long _size;
    private readonly TextBytes _text;
    private byte[]? _entries;
    private int[] _starts = [];
    private long[] _wide = [];

    // For each entry the chunk that has it, and the row there: (chunk << 32) | row.
    private long[] _copied = [];
    private long _chunk;

    public DictionaryColumn(OrcStripe stripe, OrcType type)
        : base(stripe, type)
    {
        (_encoding, _size) = stripe.Encoding(type.Id);
        if (type.Kind == OrcKind.Binary)
        {
            throw new FormatException($"column {type.Id}, a Binary, in the encoding {_encoding}");
        }

        _indexes = WholeNumbers.Of(Stream(OrcStreamKind.Data), _encoding, isSigned: false);
        _text = new(type.Kind);
    }

    public override void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted)
    {
        var count = ReadPresent(ref target, rows, wanted, out var present);
        if (count == 0)
        {
            return;
        }

        var entries = _entries ??= ReadDictionary();
        var indexes = Room(ref _wide, count);
        _indexes.Read(indexes);
        var chunk = ++_chunk << 32;
        var from = 0;
        for (var row = 0; row < rows; row++)
        {
            if (!present.IsEmpty && present[row] == 0)
            {
                continue;
            }

            var index = indexes[from++];
            if ((ulong)index >= (ulong)_copied.Length)
            {
                throw new FormatException($"entry {index} of a dictionary of {_copied.Length}");
            }

            ref var copied = ref _copied[index];
            if (copied >= chunk)
            {
                target.SetSame(row, (int)copied);
                continue;
            }

            copied = chunk | (uint)row;
            target.SetBytes(row, _text.Of(entries.AsSpan(_starts[index], _starts[index + 1] - _starts[index])));
        }
    }

    protected override void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf) =>
        _indexes.Seek(ref positions);

    /// <summary>Memory grows with what is really there, whatever the sizes say.</summary>
    private byte[] ReadDictionary()
    {
        const int StepEntries = 1 << 14;
        const int StepBytes = 1 << 20;
        if (_size > Array.MaxLength)
        {
            throw new FormatException($"a dictionary of {_size} entries");
        }

        var lengths = WholeNumbers.Of(Stream(OrcStreamKind.Length), _encoding, isSigned: false);
        var step = new long[(int)Math.Min(StepEntries, _size)];
        var starts = new int[step.Length + 1];
        var sum = 0;
        for (var read = 0L; read < _size;)
        {
            var part = step.AsSpan(0, (int)Math.Min(step.Length, _size - read));
            lengths.Read(part);
            if (starts.Length < read + part.Length + 1)
            {
                Array.Resize(ref starts, checked((int)Math.Min(_size + 1, Math.Max(read + part.Length + 1, starts.Length * 2L))));
            }

            foreach (var length in part)
            {
                if (length < 0 || length > OrcLimits.DictionaryBytesMax - sum)
                {
                    throw new FormatException($"a dictionary entry of {length} bytes");
                }

                sum += (int)length;
                starts[++read] = sum;
            }
        }

        var data = Stream(OrcStreamKind.DictionaryData);
        var entries = new byte[Math.Min(sum, StepBytes)];
        for (var read = 0; read < sum;)
        {
            var part = Math.Min(StepBytes, sum - read);
            if (entries.Length < read + part)
            {
                Array.Resize(ref entries, (int)Math.Min(sum, Math.Max(read + part, entries.Length * 2L)));
            }

            data.Read(entries.AsSpan(read, part));
            read += part;
        }

        (_starts, _copied) = (starts, new long[(int)_size]);
        return entries;
    }
}
