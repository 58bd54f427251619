using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Text;

/// <summary>Quoted fields as the OpenCSV library reads them, with its ways around stray quotes; fields may hold line ends.</summary>
/// <remarks>Separator, quote and escape are single ASCII characters; 0 for none.</remarks>
public sealed class QuotedCsv : ILineDecoder
{
    private static readonly TextRules Rules = new() { IsJavaBoolean = true, Times = TimeForm.Any };

    private readonly byte _separator, _quote, _escape;
    private readonly int[] _places;
    private readonly string[] _names;
    private readonly byte[][] _nullWords;
    private readonly bool _nullsInvalid;
    private readonly int _lastWanted;
    private byte[] _field = new byte[256];
    private int _length, _scanned, _counted, _quotes;
    private bool _isInQuotes, _isInField;

    private QuotedCsv(byte separator, byte quote, byte escape, IReadOnlyList<DuckField> table, IReadOnlyList<int> columns, byte[][] nullWords, bool nullsInvalid)
    {
        (_nullWords, _nullsInvalid) = (nullWords, nullsInvalid);
        (_separator, _quote, _escape) = (separator, quote, escape);
        _places = new int[table.Count];
        Array.Fill(_places, -1);
        for (var place = 0; place < columns.Count; place++)
        {
            _places[columns[place]] = place;
        }

        _names = [.. table.Select(column => column.Name)];
        _lastWanted = columns.Count == 0 ? -1 : columns.Max();
    }

    /// <param name="nullWords">What columns that are no text read as NULL instead of failing; the empty text may be one.</param>
    /// <param name="nullsInvalid">Whether whatever is no value of its column's type is NULL.</param>
    public static LineFormat Format(
        LineOptions lines, char separator, char quote, char escape, IReadOnlyList<DuckField> table, IReadOnlyList<string>? nullWords = null, bool nullsInvalid = false)
    {
        byte[][] words = [.. (nullWords ?? []).Select(System.Text.Encoding.UTF8.GetBytes)];
        return new(
            lines,
            columns => new QuotedCsv((byte)separator, (byte)quote, (byte)escape, table, columns, words, nullsInvalid),
            quote == '\0' ? null : new QuoteRule((byte)quote, (byte)escape));
    }

    /// <summary>
    /// Without an escape what counts is how many quotes there are: one opens or closes, and where two make one of the text, both are passed over.
    /// </summary>
    bool ILineDecoder.IsOpen(ReadOnlySpan<byte> line, bool isFirst)
    {
        if (isFirst)
        {
            (_scanned, _isInQuotes, _isInField) = (0, false, false);
            (_counted, _quotes) = (0, 0);
        }

        if (_counted >= 0)
        {
            var more = line[_counted..];
            if (_escape == 0 || !more.Contains(_escape))
            {
                _quotes += more.Count(_quote);
                _counted = line.Length;
                return (_quotes & 1) != 0;
            }

            _counted = -1;
        }

        for (; _scanned < line.Length; _scanned++)
        {
            var next = _scanned + 1 < line.Length ? line[_scanned + 1] : -1;
            var one = line[_scanned];
            if (one == _escape && _escape != 0)
            {
                _scanned += (_isInQuotes || _isInField) && (next == _quote || next == _escape) ? 1 : 0;
            }
            else if (one == _quote)
            {
                if ((_isInQuotes || _isInField) && next == _quote)
                {
                    _scanned++;
                }
                else
                {
                    _isInQuotes = !_isInQuotes;
                }

                _isInField = !_isInField;
            }
            else if (one == _separator && !_isInQuotes)
            {
                _isInField = false;
            }
            else
            {
                _isInField = true;
            }
        }

        return _isInQuotes;
    }

    void ILineDecoder.Decode(ReadOnlySpan<byte> line, Span<DuckColumnWriter> columns, int row)
    {
        var field = 0;
        if (!line.IsEmpty && _lastWanted >= 0)
        {
            field = !line.ContainsAny(_quote, _escape) ? Plain(line, columns, row)
                : _quote == 0 || (_escape != 0 && line.Contains(_escape)) ? Quoted(line, 0, 0, columns, row)
                : Wrapped(line, columns, row);
        }

        for (; field <= _lastWanted; field++)
        {
            if (_places[field] >= 0)
            {
                columns[_places[field]].SetNull(row);
            }
        }
    }

    private int Plain(ReadOnlySpan<byte> line, Span<DuckColumnWriter> columns, int row)
    {
        for (var field = 0; field <= _lastWanted; field++)
        {
            var end = line.IndexOf(_separator);
            Write(field, end < 0 ? line : line[..end], columns, row);
            if (end < 0)
            {
                return field + 1;
            }

            line = line[(end + 1)..];
        }

        return _lastWanted + 1;
    }

    /// <summary>Fields with quotes around them or none at all, in place; from the first that is neither on, character by character.</summary>
    private int Wrapped(ReadOnlySpan<byte> line, Span<DuckColumnWriter> columns, int row)
    {
        var at = 0;
        for (var field = 0; field <= _lastWanted; field++)
        {
            var rest = line[at..];
            int end;
            if (rest is [var first, ..] && first == _quote)
            {
                var length = rest[1..].IndexOf(_quote);
                end = length + 2;
                if (length < 0 || (end < rest.Length && rest[end] != _separator))
                {
                    return Quoted(line, at, field, columns, row);
                }

                Write(field, rest.Slice(1, length), columns, row);
            }
            else
            {
                end = rest.IndexOfAny(_separator, _quote);
                end = end < 0 ? rest.Length : end;
                if (end < rest.Length && rest[end] == _quote)
                {
                    return Quoted(line, at, field, columns, row);
                }

                Write(field, rest[..end], columns, row);
            }

            if (end == rest.Length)
            {
                return field + 1;
            }

            at += end + 1;
        }

        return _lastWanted + 1;
    }

    /// <param name="at">Where the field begins.</param>
    private int Quoted(ReadOnlySpan<byte> line, int at, int field, Span<DuckColumnWriter> columns, int row)
    {
        var (isInQuotes, isInField) = (false, false);
        _length = 0;
        for (; at < line.Length && field <= _lastWanted; at++)
        {
            var one = line[at];
            var next = at + 1 < line.Length ? line[at + 1] : -1;
            if (one == _escape && _escape != 0)
            {
                if ((isInQuotes || isInField) && (next == _quote || next == _escape))
                {
                    Put(line[++at]);
                }
            }
            else if (one == _quote && _quote != 0)
            {
                if ((isInQuotes || isInField) && next == _quote)
                {
                    Put(line[++at]);
                }
                else
                {
                    // A quote in the middle of a field is text, but for blanks before it.
                    if (at > 2 && line[at - 1] != _separator && next >= 0 && next != _separator)
                    {
                        if (_length > 0 && !_field.AsSpan(0, _length).ContainsAnyExcept(" \t\v\f"u8))
                        {
                            _length = 0;
                        }
                        else
                        {
                            Put(one);
                        }
                    }

                    isInQuotes = !isInQuotes;
                }

                isInField = !isInField;
            }
            else if (one == _separator && !isInQuotes)
            {
                Write(field++, _field.AsSpan(0, _length), columns, row);
                _length = 0;
                isInField = false;
            }
            else
            {
                Put(one);
                isInField = true;
            }
        }

        // A quote that is never closed takes its field with it.
        if (field <= _lastWanted && !isInQuotes)
        {
            Write(field++, _field.AsSpan(0, _length), columns, row);
        }

        return field;
    }

    private void Write(int field, ReadOnlySpan<byte> text, Span<DuckColumnWriter> columns, int row)
    {
        if (_places[field] < 0)
        {
            return;
        }

        ref var column = ref columns[_places[field]];
        if (_nullWords.Length > 0 && column.Type.Kind != DuckKind.Varchar && IsNullWord(text.Trim(" \t"u8)))
        {
            column.SetNull(row);
            return;
        }

        switch (column.Type.Kind)
        {
            case DuckKind.Date when HiveText.TryInteger(text, -1_000_000, 10_000_000, false, out var days):
                column.Values<int>(row + 1)[row] = (int)days;
                break;
            case DuckKind.Timestamp when HiveText.TryInteger(text, -100_000_000_000_000, 300_000_000_000_000, false, out var millis):
                column.Values<long>(row + 1)[row] = 1000 * millis;
                break;
            default:
                if (!ScalarText.TryWrite(ref column, row, text, Rules))
                {
                    if (!_nullsInvalid)
                    {
                        throw ValueError.Of(text, _names[field], field, column.Type);
                    }

                    column.SetNull(row);
                }

                break;
        }
    }

    private bool IsNullWord(ReadOnlySpan<byte> text)
    {
        foreach (var word in _nullWords)
        {
            if (text.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    private void Put(byte one)
    {
        if (_length == _field.Length)
        {
            Array.Resize(ref _field, 2 * _length);
        }

        _field[_length++] = one;
    }
}
