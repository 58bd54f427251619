using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>
/// Texts and blobs. Texts begin in a dictionary; where most are distinct they go out directly, from the first group's end on and in all
/// later stripes.
/// </summary>
internal sealed class TextOut : ColumnOut
{
    /// <summary>A dictionary stays when it has at most this share of the values.</summary>
    private const double DistinctShareMax = 0.8;

    private readonly OutStream _data;
    private readonly OutStream _lengthStream;
    private readonly OutStream _entries;
    private readonly WholeNumbersOut _numbers;
    private readonly WholeNumbersOut _lengths;
    private readonly TextDictionary _dictionary = new();
    private readonly List<int> _indexes = [];
    private readonly List<int> _groupStarts = [];
    private bool _isDirect;
    private bool _isJudged;

    public TextOut(int id, DuckType type, OrcWriteOptions options)
        : base(id, type.Kind == DuckKind.Blob ? OrcKind.Binary : OrcKind.String, type, options)
    {
        _data = new(OrcStreamKind.Data, options);
        _lengthStream = new(OrcStreamKind.Length, options);
        _entries = new(OrcStreamKind.DictionaryData, options);
        _numbers = new(_data, isSigned: false);
        _lengths = new(_lengthStream, isSigned: false);
        _isDirect = Kind == OrcKind.Binary;
    }

    public override long Held => base.Held + _dictionary.Held + (_indexes.Count * 4L);

    public override OrcEncodingKind Encoding => _isDirect ? OrcEncodingKind.DirectV2 : OrcEncodingKind.DictionaryV2;

    public override long DictionarySize => _isDirect ? 0 : _dictionary.Count;

    protected override IReadOnlyList<OutStream> Streams => [_data, _lengthStream, _entries];

    public override void BeginGroup()
    {
        if (Positions.Count == 1)
        {
            Judge();
        }

        _groupStarts.Add(_indexes.Count);
        base.BeginGroup();
    }

    public override void Clear()
    {
        base.Clear();
        _dictionary.Clear();
        _indexes.Clear();
        _groupStarts.Clear();
        _isJudged = false;
    }

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            var bytes = vector.Bytes(row);
            Statistics.Text(bytes);
            if (_isDirect)
            {
                Direct(bytes);
            }
            else
            {
                _indexes.Add(_dictionary.Add(bytes));
            }
        }
    }

    protected override void ValuePositions(List<ulong> positions)
    {
        // With a dictionary nothing is written before the stripe ends: positions are known then.
        if (_isDirect)
        {
            _data.Position(positions);
            _lengths.Position(positions);
        }
    }

    protected override void FinishValues()
    {
        Judge();
        if (!_isDirect)
        {
            WriteDictionary();
        }

        _lengths.Flush();
        _data.Finish();
        _lengthStream.Finish();
        _entries.Finish();
    }

    private void Direct(ReadOnlySpan<byte> bytes)
    {
        _data.Bytes(bytes);
        _lengths.Add(bytes.Length);
    }

    /// <summary>Decides once a stripe, while at most one group is in the dictionary or at its end.</summary>
    private void Judge()
    {
        if (_isDirect || _isJudged)
        {
            return;
        }

        _isJudged = true;
        if (_dictionary.Count <= _indexes.Count * DistinctShareMax)
        {
            return;
        }

        _isDirect = true;
        if (Positions.Count > 0)
        {
            ValuePositions(Positions[0]);
        }

        foreach (var index in _indexes)
        {
            Direct(_dictionary[index]);
        }

        _dictionary.Clear();
        _indexes.Clear();
    }

    private void WriteDictionary()
    {
        var group = 0;
        for (var at = 0; at <= _indexes.Count; at++)
        {
            for (; group < _groupStarts.Count && _groupStarts[group] == at; group++)
            {
                _numbers.Position(Positions[group]);
            }

            if (at < _indexes.Count)
            {
                _numbers.Add(_indexes[at]);
            }
        }

        _numbers.Flush();
        for (var index = 0; index < _dictionary.Count; index++)
        {
            _entries.Bytes(_dictionary[index]);
            _lengths.Add(_dictionary[index].Length);
        }
    }
}
