using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Scans;

namespace Weir.Engines.Formats.Json;

/// <summary>Files that are one JSON object with its rows in an array: <c>{"Records": [ … ]}</c>.</summary>
public sealed class JsonRecordsFormat(string member, JsonOptions options, IReadOnlyList<DuckField> table, int rowBytesMax = 16 << 20) : IFileFormat
{
    public bool CanSplit(DataFile file) => false;

    public IRowReader Open(DataFile file, long start, long end, IReadOnlyList<int> columns) =>
        new Reader(CompressedFile.Open(file), member, new JsonRow(options, table, columns), rowBytesMax);

    private sealed class Reader(Stream source, string member, JsonRow json, int rowBytesMax) : IRowReader
    {
        private byte[] _buffer = new byte[64 << 10];
        private int _start, _end;
        private bool _isLast, _isInArray, _isOver;
        private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 130 });

        public int Read(Span<DuckColumnWriter> columns, int rowsMax)
        {
            var row = 0;
            while (row < rowsMax && !_isOver)
            {
                try
                {
                    if (!TryNext(columns, ref row))
                    {
                        Fill();
                    }
                }
                catch (JsonException error)
                {
                    throw new FormatException($"the file is not JSON with an array {member}: {error.Message}", error);
                }
            }

            return row;
        }

        public void Dispose() => source.Dispose();

        /// <summary>Takes one token, or one element of the array; false where more bytes are needed.</summary>
        private bool TryNext(Span<DuckColumnWriter> columns, ref int row)
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isLast, _state);
            if (!reader.Read())
            {
                _isOver = _isLast;
                return _isLast;
            }

            if (_isInArray)
            {
                var from = _start + (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.EndArray:
                        _isInArray = false;
                        break;
                    case JsonTokenType.StartObject:
                        if (!reader.TrySkip())
                        {
                            return false;
                        }

                        json.Write(_buffer.AsSpan(from, _start + (int)reader.BytesConsumed - from), columns, row++);
                        break;
                    default:
                        throw new JsonException("an element that is no object");
                }
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var isMember = reader.ValueTextEquals(member);
                if (!reader.Read() || (!(isMember && reader.TokenType == JsonTokenType.StartArray) && !reader.TrySkip()))
                {
                    return _isLast ? throw new JsonException("the end within a value") : false;
                }

                _isInArray = isMember && reader.TokenType == JsonTokenType.StartArray;
            }

            _start += (int)reader.BytesConsumed;
            _state = reader.CurrentState;
            return true;
        }

        private void Fill()
        {
            if (_isLast)
            {
                throw new FormatException("a JSON file is cut short");
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
            {
                if (_buffer.Length > rowBytesMax)
                {
                    throw new FormatException($"a JSON record is longer than {rowBytesMax} bytes");
                }

                Array.Resize(ref _buffer, 2 * _buffer.Length);
            }

            var count = source.Read(_buffer, _end, _buffer.Length - _end);
            _end += count;
            _isLast = count == 0;
        }
    }
}
