namespace Weir.Engines.Discovery.Files;

/// <summary>Cuts text into records and fields as RFC 4180 does, kindly: a quote inside an unquoted field is a letter.</summary>
/// <remarks>One thread at a time. Line ends may be CR, LF or both; inside quotes they belong to the field.</remarks>
internal ref struct CsvRecords(ReadOnlySpan<char> text, char delimiter, char? quote, bool isWhole)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Fields that were quoted.</summary>
    public long Quoted { get; private set; }

    /// <summary>Quoted fields with a line end inside.</summary>
    public long Broken { get; private set; }

    /// <summary>True when a quoted field never ended.</summary>
    public bool IsOpen { get; private set; }

    public readonly int Position => _at;

    /// <summary>The next record's fields; false at the end, or where the sample cuts the last record. Empty lines are skipped.</summary>
    public bool Next(List<string> fields)
    {
        fields.Clear();
        while (_at < _text.Length && _text[_at] is '\n' or '\r')
        {
            _at++;
        }

        if (_at >= _text.Length)
        {
            return false;
        }

        while (true)
        {
            fields.Add(Field());
            if (_at >= _text.Length)
            {
                return isWhole && !IsOpen;
            }

            var end = _text[_at++];
            if (end == delimiter)
            {
                if (fields.Count > DiscoveryLimits.ColumnsMax)
                {
                    return false;
                }

                continue;
            }

            if (end == '\r' && _at < _text.Length && _text[_at] == '\n')
            {
                _at++;
            }

            return true;
        }
    }

    private string Field()
    {
        if (quote is { } mark && _at < _text.Length && _text[_at] == mark)
        {
            return QuotedField(mark);
        }

        var rest = _text[_at..];
        var length = rest.IndexOfAny(delimiter, '\n', '\r');
        length = length < 0 ? rest.Length : length;
        _at += length;
        return rest[..length].ToString();
    }

    private string QuotedField(char mark)
    {
        var start = _at;
        var value = new System.Text.StringBuilder();
        var next = _at + 1;
        while (next < _text.Length)
        {
            var letter = _text[next];
            if (letter == '\\' && next + 1 < _text.Length && _text[next + 1] == mark)
            {
                value.Append(mark);
                next += 2;
            }
            else if (letter != mark)
            {
                value.Append(letter);
                next++;
            }
            else if (next + 1 < _text.Length && _text[next + 1] == mark)
            {
                value.Append(mark);
                next += 2;
            }
            else
            {
                return Closed(value, next + 1);
            }
        }

        IsOpen = true;
        _at = _text.Length;
        return _text[start..].ToString();
    }

    /// <summary>What follows a closing quote up to the delimiter belongs to the field.</summary>
    private string Closed(System.Text.StringBuilder value, int next)
    {
        Quoted++;
        var rest = _text[next..];
        var length = rest.IndexOfAny(delimiter, '\n', '\r');
        length = length < 0 ? rest.Length : length;
        value.Append(rest[..length]);
        _at = next + length;
        var text = value.ToString();
        Broken += text.AsSpan().IndexOfAny('\n', '\r') >= 0 ? 1 : 0;
        return text;
    }
}
