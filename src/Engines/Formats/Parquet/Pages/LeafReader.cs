using Weir.Engines.Formats.Parquet.Encodings;
using Weir.Engines.Formats.Parquet.Values;

namespace Weir.Engines.Formats.Parquet.Pages;

/// <summary>Reads one column chunk, some rows at a time: the levels of all that is there, and the values. One thread.</summary>
internal sealed class LeafReader
{
    private const int StepLevels = 4096;

    private readonly ParquetNode _node;
    private readonly ParquetPlace _place;
    private readonly PageReader _pages;
    private readonly ParquetCompression _compression;
    private readonly PageBuffer _stored, _plain;
    private int[] _definitions = [];
    private int[] _repetitions = [];
    private int _levels;
    private int _values;
    private bool _isBegun;

    private long _leftInChunk;
    private int _leftInPage;
    private Action<Span<int>>? _readDefinitions, _readRepetitions;

    public LeafReader(IFileBytes file, ParquetNode node, ParquetPlace place, long end, DuckDb.DuckType type, ParquetCompression compression)
    {
        if (place.Physical != node.Element.Physical)
        {
            throw new FormatException($"column {node.Path} of physical type {node.Element.Physical} has a chunk of type {place.Physical}");
        }

        (_node, _place, _compression, _leftInChunk) = (node, place, compression, place.Values);
        _pages = new(file, place, node.Path, end);
        Values = LeafValues.Of(node, type);
        _plain = new(Values.LieInPages);

        // Also where a codec is named: pages of version 2 may say that they are not compressed after all.
        _stored = new(Values.LieInPages);
    }

    public ParquetNode Node => _node;

    public LeafValues Values { get; }

    /// <summary>How many levels the rows read have.</summary>
    public int Count { get; private set; }

    /// <summary>How many values the rows read have.</summary>
    public int ValueCount { get; private set; }

    public ReadOnlySpan<int> Definitions => _definitions.AsSpan(0, Count);

    /// <summary>Empty where nothing repeats.</summary>
    public ReadOnlySpan<int> Repetitions => _node.Repetition == 0 ? [] : _repetitions.AsSpan(0, Count);

    /// <summary>Reads the next rows; those read before are void.</summary>
    public void Read(int rows)
    {
        Forget();
        if (_node.Repetition == 0)
        {
            while (_levels < rows)
            {
                Fetch(rows - _levels);
            }

            (Count, ValueCount) = (rows, _values);
            return;
        }

        var (begun, at) = (0, 0);
        while (true)
        {
            for (; at < _levels; at++)
            {
                if (_repetitions[at] == 0 && ++begun > rows)
                {
                    Count = at;
                    ValueCount = 0;
                    for (var level = 0; level < at; level++)
                    {
                        ValueCount += _definitions[level] == _node.Definition ? 1 : 0;
                    }

                    return;
                }
            }

            if (_leftInChunk == 0 && _leftInPage == 0)
            {
                (Count, ValueCount) = (_levels, _values);
                if (begun != rows)
                {
                    throw new FormatException($"column {_node.Path} ends {rows - begun} rows too early");
                }

                return;
            }

            if (_levels > ParquetLimits.ElementsMax)
            {
                throw new FormatException($"column {_node.Path} has lists of more than {ParquetLimits.ElementsMax} elements in {rows} rows");
            }

            Fetch(StepLevels);
        }
    }

    /// <summary>All rows have been read: nothing may be left.</summary>
    public void End()
    {
        if (_leftInChunk > 0 || _leftInPage > 0 || _levels > Count)
        {
            throw new FormatException($"column {_node.Path} has more values than its row group has rows");
        }
    }

    private void Forget()
    {
        Values.Drop(ValueCount);
        _definitions.AsSpan(Count, _levels - Count).CopyTo(_definitions);
        if (_node.Repetition > 0)
        {
            _repetitions.AsSpan(Count, _levels - Count).CopyTo(_repetitions);
        }

        (_levels, _values) = (_levels - Count, _values - ValueCount);
        (Count, ValueCount) = (0, 0);
    }

    /// <summary>Reads at most so many levels of the current page, and the values that belong to them.</summary>
    private void Fetch(int most)
    {
        while (_leftInPage == 0)
        {
            if (_leftInChunk == 0)
            {
                throw new FormatException($"column {_node.Path} has fewer values than its row group has rows");
            }

            NextPage();
        }

        var count = Math.Min(most, _leftInPage);
        if (_definitions.Length < _levels + count)
        {
            Array.Resize(ref _definitions, Math.Max(_levels + count, Math.Min(_definitions.Length * 2, 1 << 20)));
        }

        var values = count;
        var definitions = _definitions.AsSpan(_levels, count);
        if (_readDefinitions is not null)
        {
            _readDefinitions(definitions);
            values = definitions.Count(_node.Definition);
            if (definitions.IndexOfAnyExceptInRange(0, _node.Definition) is >= 0 and var wrong)
            {
                throw new FormatException($"column {_node.Path} has the definition level {definitions[wrong]} where {_node.Definition} is the most");
            }
        }
        else
        {
            definitions.Clear();
        }

        if (_readRepetitions is not null)
        {
            ReadRepetitions(count);
        }

        Values.Append(values);
        _levels += count;
        _values += values;
        _leftInPage -= count;
    }

    private void ReadRepetitions(int count)
    {
        if (_repetitions.Length < _definitions.Length)
        {
            Array.Resize(ref _repetitions, _definitions.Length);
        }

        var repetitions = _repetitions.AsSpan(_levels, count);
        _readRepetitions!(repetitions);
        if (repetitions.IndexOfAnyExceptInRange(0, _node.Repetition) is >= 0 and var wrong)
        {
            throw new FormatException($"column {_node.Path} has the repetition level {repetitions[wrong]} where {_node.Repetition} is the most");
        }

        if (!_isBegun && count > 0 && repetitions[0] != 0)
        {
            throw new FormatException($"column {_node.Path} begins in the middle of a row");
        }

        _isBegun = true;
    }

    private void NextPage()
    {
        var header = _pages.ReadHeader();
        switch (header.Kind)
        {
            case PageKind.Index:
                _pages.Skip(header);
                break;
            case PageKind.Dictionary:
                if (_leftInChunk != _place.Values)
                {
                    throw new FormatException($"column {_node.Path} has a dictionary behind data");
                }

                var entries = _compression.Decompress(_place.Codec, _pages.ReadBytes(header, _stored), header.PlainBytes, _plain);
                Values.OpenDictionary(header.Encoding, entries, header.Values);
                break;
            case PageKind.Data or PageKind.DataV2:
                if (header.Values > _leftInChunk)
                {
                    throw new FormatException($"column {_node.Path} has a page of {header.Values} values where {_leftInChunk} are left");
                }

                var stored = _pages.ReadBytes(header, _stored);
                var values = header.Kind == PageKind.Data ? OpenPage(header, stored) : OpenPage2(header, stored);
                Values.Open(header.Encoding, values);
                _leftInPage = header.Values;
                _leftInChunk -= header.Values;
                break;
        }
    }

    private ReadOnlyMemory<byte> OpenPage(PageHeader header, ReadOnlyMemory<byte> stored)
    {
        var page = _compression.Decompress(_place.Codec, stored, header.PlainBytes, _plain);
        _readRepetitions = _node.Repetition == 0 ? null : Levels(ref page, header.RepetitionEncoding, _node.Repetition, header.Values);
        _readDefinitions = _node.Definition == 0 ? null : Levels(ref page, header.DefinitionEncoding, _node.Definition, header.Values);
        return page;
    }

    private ReadOnlyMemory<byte> OpenPage2(PageHeader header, ReadOnlyMemory<byte> stored)
    {
        var (repetitions, definitions) = (stored[..header.RepetitionBytes], stored.Slice(header.RepetitionBytes, header.DefinitionBytes));
        _readRepetitions = _node.Repetition == 0 ? null : new RunReader(repetitions, Width(_node.Repetition)).Read;
        _readDefinitions = _node.Definition == 0 ? null : new RunReader(definitions, Width(_node.Definition)).Read;
        var levels = header.RepetitionBytes + header.DefinitionBytes;
        var values = stored[levels..];
        return header.IsCompressed && !values.IsEmpty ? _compression.Decompress(_place.Codec, values, header.PlainBytes - levels, _plain) : values;
    }

    private Action<Span<int>> Levels(ref ReadOnlyMemory<byte> page, int encoding, int most, int count)
    {
        const int Runs = 3, Packed = 4;
        var width = Width(most);
        var length = encoding switch
        {
            Runs when page.Length >= 4 => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(page.Span),
            Packed => (uint)((((long)count * width) + 7) / 8),
            _ => throw new FormatException($"column {_node.Path} has levels with the encoding {encoding} in a page of {page.Length} bytes"),
        };
        page = encoding == Runs ? page[4..] : page;
        if (length > page.Length)
        {
            throw new FormatException($"column {_node.Path} has levels of {length} bytes in a page that has {page.Length} left");
        }

        var levels = page[..(int)length];
        page = page[(int)length..];
        return encoding == Runs ? new RunReader(levels, width).Read : new PackedLevels(levels, width).Read;
    }

    private static int Width(int most) => System.Numerics.BitOperations.Log2((uint)most) + 1;
}
