using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;

namespace Weir.Engines.Formats.Text;

/// <summary>Fields between delimiters, without quotes: what cannot be read is NULL.</summary>
public sealed class DelimitedText : ILineDecoder
{
    private readonly DelimitedOptions _options;
    private readonly TextRules _rules;

    /// <summary>By the table's column: its writer, or -1.</summary>
    private readonly int[] _places;
    private readonly DuckType[] _types;
    private readonly int _lastWanted;
    private byte[] _unescaped = new byte[256];

    private DelimitedText(DelimitedOptions options, IReadOnlyList<DuckField> table, IReadOnlyList<int> columns)
    {
        _options = options;
        _rules = new()
        {
            CutsDecimals = true,
            TimestampCharsMin = 8,
            Timestamps = [.. options.TimestampFormats.Select(TimestampPattern.TryParse).OfType<TimestampPattern>()],
        };
        _types = [.. table.Select(column => column.Type)];
        _places = new int[table.Count];
        Array.Fill(_places, -1);
        for (var place = 0; place < columns.Count; place++)
        {
            _places[columns[place]] = place;
        }

        _lastWanted = columns.Count == 0 ? -1 : columns.Max();
    }

    /// <param name="table">All columns of the table, by their position in the lines.</param>
    /// <exception cref="FormatException">A type has more levels than there are separators.</exception>
    public static LineFormat Format(LineOptions lines, DelimitedOptions options, IReadOnlyList<DuckField> table)
    {
        foreach (var column in table)
        {
            if (Levels(column.Type) is var levels && levels > options.Separators.Length)
            {
                throw new FormatException(
                    $"column {column.Name} of type {column.Type} requires {levels} nesting levels, which the table's property "
                    + (levels > NestingSeparators.Extended ? NestingSeparators.AdditionalKey : NestingSeparators.ExtendedKey) + " may enable");
            }
        }

        return new(lines, columns => new DelimitedText(options, table, columns));
    }

    /// <summary>How many separators it takes: fields have the first, items the one after what they are in.</summary>
    private static int Levels(DuckType type) => type.Kind switch
    {
        DuckKind.List => 1 + Levels(type.Element!),
        DuckKind.Map => 2 + type.Fields.Max(field => Levels(field.Type)),
        DuckKind.Struct => 1 + type.Fields.Max(field => Levels(field.Type)),
        _ => 1,
    };

    void ILineDecoder.Decode(ReadOnlySpan<byte> line, Span<DuckColumnWriter> columns, int row)
    {
        var field = 0;
        for (; field <= _lastWanted; field++)
        {
            var isLast = _options.LastTakesRest && field == _types.Length - 1;
            var end = isLast ? -1 : Delimiter(line);
            if (_places[field] >= 0)
            {
                Write(ref columns[_places[field]], row, end < 0 ? line : line[..end]);
            }

            if (end < 0)
            {
                field++;
                break;
            }

            line = line[(end + _options.FieldDelimiter.Length)..];
        }

        for (; field <= _lastWanted; field++)
        {
            if (_places[field] >= 0)
            {
                columns[_places[field]].SetNull(row);
            }
        }
    }

    private int Delimiter(ReadOnlySpan<byte> line)
    {
        if (_options.IsMulti)
        {
            return line.IndexOf(_options.FieldDelimiter);
        }

        return _options.Escape is { } escape ? Unescaped(line, _options.FieldDelimiter[0], escape) : line.IndexOf(_options.FieldDelimiter[0]);
    }

    private static int Unescaped(ReadOnlySpan<byte> line, byte separator, byte escape)
    {
        var from = 0;
        while (from < line.Length)
        {
            var at = line[from..].IndexOfAny(separator, escape);
            if (at < 0)
            {
                return -1;
            }

            at += from;
            if (line[at] == separator)
            {
                return at;
            }

            from = at + 2;
        }

        return -1;
    }

    private void Write(ref DuckColumnWriter column, int row, ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual(_options.NullText))
        {
            column.SetNull(row);
            return;
        }

        switch (column.Type.Kind)
        {
            case DuckKind.List or DuckKind.Map or DuckKind.Struct:
                column.Write(row, Box(column.Type, text, 1));
                return;
            case DuckKind.Varchar:
                ScalarText.WriteText(ref column, row, Plain(text));
                return;
            case DuckKind.Blob:
                // Escapes are for texts alone.
                ScalarText.TryWrite(ref column, row, text, _rules);
                return;
            default:
                if (text.IsEmpty || !ScalarText.TryWrite(ref column, row, Plain(text), _rules))
                {
                    column.SetNull(row);
                }

                return;
        }
    }

    private object? Box(DuckType type, ReadOnlySpan<byte> text, int level)
    {
        if (text.SequenceEqual(_options.NullText))
        {
            return null;
        }

        switch (type.Kind)
        {
            case DuckKind.List:
                var items = new List<object?>();
                for (var isMore = !text.IsEmpty; isMore;)
                {
                    items.Add(Box(type.Element!, Cut(ref text, level, out isMore), level + 1));
                }

                return items;
            case DuckKind.Map:
                return Map(type, text, level);
            case DuckKind.Struct:
                var fields = new object?[type.Fields.Count];
                var hasField = true;
                for (var at = 0; at < fields.Length && hasField; at++)
                {
                    var isRest = _options.LastTakesRest && at == fields.Length - 1;
                    hasField = false;
                    fields[at] = Box(type.Fields[at].Type, isRest ? text : Cut(ref text, level, out hasField), level + 1);
                }

                return fields;
            case DuckKind.Blob:
                return ScalarText.Box(type, text, _rules);
            default:
                return text.IsEmpty && type.Kind != DuckKind.Varchar ? null : ScalarText.Box(type, Plain(text), _rules);
        }
    }

    private List<KeyValuePair<object, object?>> Map(DuckType type, ReadOnlySpan<byte> text, int level)
    {
        var entries = new List<KeyValuePair<object, object?>>();
        var keys = new HashSet<object>();
        for (var isMore = !text.IsEmpty; isMore;)
        {
            var entry = Cut(ref text, level, out isMore);
            var separator = Find(entry, Separator(level + 1));
            var key = Box(type.Fields[0].Type, separator < 0 ? entry : entry[..separator], level + 2);
            // Hive keeps the first of equal keys and none that is NULL.
            if (key is not null && keys.Add(key))
            {
                entries.Add(new(key, separator < 0 ? null : Box(type.Fields[1].Type, entry[(separator + 1)..], level + 2)));
            }
        }

        return entries;
    }

    /// <summary>The next item; then the text is what follows it, if anything does.</summary>
    private ReadOnlySpan<byte> Cut(ref ReadOnlySpan<byte> text, int level, out bool isMore)
    {
        var at = Find(text, Separator(level));
        isMore = at >= 0;
        var item = isMore ? text[..at] : text;
        text = isMore ? text[(at + 1)..] : [];
        return item;
    }

    private int Find(ReadOnlySpan<byte> text, byte separator) =>
        _options.Escape is { } escape ? Unescaped(text, separator, escape) : text.IndexOf(separator);

    private byte Separator(int level) => _options.Separators[level];

    private ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> text)
    {
        if (_options.Escape is not { } escape || !text.Contains(escape))
        {
            return text;
        }

        if (_unescaped.Length < text.Length)
        {
            _unescaped = new byte[2 * text.Length];
        }

        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == escape && at + 1 < text.Length)
            {
                at++;
            }

            _unescaped[length++] = text[at];
        }

        return _unescaped.AsSpan(0, length);
    }
}
