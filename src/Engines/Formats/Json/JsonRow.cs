using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Text;

namespace Weir.Engines.Formats.Json;

/// <summary>Writes the members of one JSON object as a row. One thread.</summary>
internal sealed class JsonRow
{
    private const int DepthMax = 128;

    private static readonly JsonReaderOptions Plain = new() { MaxDepth = DepthMax };

    /// <summary>Comments are skipped where there may be some: looking for them takes time at every token.</summary>
    private static readonly JsonReaderOptions Commented = new() { MaxDepth = DepthMax, CommentHandling = JsonCommentHandling.Skip };

    private readonly JsonOptions _options;
    private readonly TextRules _rules;
    private readonly string[] _names;

    /// <summary>By key as it is looked up: the writer's place.</summary>
    private readonly Dictionary<string, int> _places;

    /// <summary>The keys of the object before, in their order, as bytes: most objects have the same.</summary>
    private readonly List<(byte[] Key, int Place)> _expected = [];
    private readonly bool[] _isWritten;
    private readonly JsonNames _members;
    private byte[] _text = new byte[256];

    public JsonRow(JsonOptions options, IReadOnlyList<DuckField> table, IReadOnlyList<int> columns)
    {
        _options = options;
        _rules = new()
        {
            CutsDecimals = true,
            IsJavaBoolean = true,
            IsIso = true,
            Timestamps = [.. options.TimestampFormats.Select(TimestampPattern.TryParse).OfType<TimestampPattern>()],
        };
        _names = [.. columns.Select(column => table[column].Name)];
        _members = new(options);
        _places = new(options.IsCaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        for (var place = 0; place < _names.Length; place++)
        {
            _places.TryAdd(options.Mappings.GetValueOrDefault(_names[place], _names[place]), place);
        }

        _isWritten = new bool[_names.Length];
    }

    public void Write(ReadOnlySpan<byte> json, Span<DuckColumnWriter> columns, int row)
    {
        Array.Clear(_isWritten);
        try
        {
            var reader = new Utf8JsonReader(json, MayHaveComments(json) ? Commented : Plain);
            if (!reader.Read())
            {
                WriteNulls(columns, row);
                return;
            }

            if (reader.TokenType == JsonTokenType.StartArray)
            {
                ReadArray(ref reader, columns, row);
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref reader, columns, row);
            }
            else
            {
                throw new JsonException("a row must be a JSON object");
            }

            if (reader.Read())
            {
                throw new JsonException("more than one JSON object in a row");
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            if (!_options.IgnoresMalformed)
            {
                throw new FormatException($"Error parsing row: Row is not a valid JSON Object - {error.Message}", error);
            }

            Array.Clear(_isWritten);
        }

        WriteNulls(columns, row);
    }

    private static bool MayHaveComments(ReadOnlySpan<byte> json)
    {
        for (var at = json.IndexOf((byte)'/'); at >= 0 && at + 1 < json.Length;)
        {
            if (json[at + 1] is (byte)'/' or (byte)'*')
            {
                return true;
            }

            var next = json[(at + 1)..].IndexOf((byte)'/');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    private void WriteNulls(Span<DuckColumnWriter> columns, int row)
    {
        for (var place = 0; place < columns.Length; place++)
        {
            if (!_isWritten[place])
            {
                columns[place].SetNull(row);
            }
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, Span<DuckColumnWriter> columns, int row)
    {
        var at = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = Place(ref reader, at++);
            reader.Read();
            if (place < 0)
            {
                reader.Skip();
            }
            else
            {
                WriteValue(ref reader, ref columns[place], place, row);
            }
        }
    }

    /// <summary>A row given as an array: its items are the columns.</summary>
    private void ReadArray(ref Utf8JsonReader reader, Span<DuckColumnWriter> columns, int row)
    {
        for (var place = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; place++)
        {
            if (place < columns.Length)
            {
                WriteValue(ref reader, ref columns[place], place, row);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private int Place(ref Utf8JsonReader reader, int at)
    {
        if (at < _expected.Count && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(_expected[at].Key))
        {
            return _expected[at].Place;
        }

        var key = reader.GetString()!;
        if (!_places.TryGetValue(key, out var place) && !(_options.HasDotsInKeys && _places.TryGetValue(key.Replace('.', '_'), out place)))
        {
            place = -1;
        }

        if (at < 1000 && at <= _expected.Count && !reader.ValueIsEscaped)
        {
            var entry = (reader.ValueSpan.ToArray(), place);
            if (at == _expected.Count)
            {
                _expected.Add(entry);
            }
            else
            {
                _expected[at] = entry;
            }
        }

        return place;
    }

    private void WriteValue(ref Utf8JsonReader reader, ref DuckColumnWriter column, int place, int row)
    {
        if (_isWritten[place])
        {
            column.SetValid(row);
        }

        _isWritten[place] = true;
        if (reader.TokenType == JsonTokenType.Null)
        {
            column.SetNull(row);
            return;
        }

        switch (column.Type.Kind)
        {
            case DuckKind.List or DuckKind.Map or DuckKind.Struct:
                column.Write(row, Box(ref reader, column.Type, place));
                return;
            case DuckKind.Varchar:
                ScalarText.WriteText(ref column, row, Text(ref reader));
                return;
            case DuckKind.BigInt when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number):
                column.Values<long>(row + 1)[row] = number;
                return;
            case DuckKind.Double when reader.TokenType == JsonTokenType.Number:
                column.Values<double>(row + 1)[row] = reader.GetDouble();
                return;
            default:
                var text = Text(ref reader);
                if (!ScalarText.TryWrite(ref column, row, text, _rules))
                {
                    if (!_options.IgnoresMalformed && !text.IsEmpty)
                    {
                        throw ValueError.Of(text, _names[place], place, column.Type);
                    }

                    column.SetNull(row);
                }

                return;
        }
    }

    /// <summary>The value as text: of strings what is in them, of others as it is written.</summary>
    private ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                if (!reader.ValueIsEscaped)
                {
                    return reader.ValueSpan;
                }

                if (_text.Length < reader.ValueSpan.Length)
                {
                    _text = new byte[2 * reader.ValueSpan.Length];
                }

                return _text.AsSpan(0, reader.CopyString(_text));
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                using (var document = JsonDocument.ParseValue(ref reader))
                {
                    var output = new ArrayBufferWriter<byte>();
                    using (var writer = new Utf8JsonWriter(output, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
                    {
                        document.RootElement.WriteTo(writer);
                    }

                    return output.WrittenSpan;
                }

            case JsonTokenType.True:
                return "true"u8;
            case JsonTokenType.False:
                return "false"u8;
            default:
                return reader.ValueSpan;
        }
    }

    private object? Box(ref Utf8JsonReader reader, DuckType type, int place)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        switch (type.Kind)
        {
            case DuckKind.List:
                return BoxList(ref reader, type, place);
            case DuckKind.Map:
                return BoxMap(ref reader, type, place);
            case DuckKind.Struct:
                return BoxStruct(ref reader, type, place);
            default:
                var text = Text(ref reader);
                var value = ScalarText.Box(type, text, _rules);
                return value is null && !text.IsEmpty && !_options.IgnoresMalformed
                    ? throw ValueError.Of(text, _names[place], place, type)
                    : value;
        }
    }

    private List<object?> BoxList(ref Utf8JsonReader reader, DuckType type, int place)
    {
        // A single value stands for a list of one.
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty ? [] : [Box(ref reader, type.Element!, place)];
        }

        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Box(ref reader, type.Element!, place));
        }

        return items;
    }

    private List<KeyValuePair<object, object?>>? BoxMap(ref Utf8JsonReader reader, DuckType type, int place)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return NotNested(ref reader, type, place) as List<KeyValuePair<object, object?>>;
        }

        var entries = new Dictionary<object, object?>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = ScalarText.Box(type.Fields[0].Type, Encoding.UTF8.GetBytes(reader.GetString()!), _rules);
            reader.Read();
            var value = Box(ref reader, type.Fields[1].Type, place);
            if (key is not null)
            {
                entries[key] = value;
            }
        }

        return [.. entries];
    }

    private object?[]? BoxStruct(ref Utf8JsonReader reader, DuckType type, int place)
    {
        var values = new object?[type.Fields.Count];
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var at = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; at++)
            {
                if (at < values.Length)
                {
                    values[at] = Box(ref reader, type.Fields[at].Type, place);
                }
                else
                {
                    reader.Skip();
                }
            }

            return values;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return NotNested(ref reader, type, place) as object?[];
        }

        var fields = _members.Of(type);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var isField = fields.TryGetValue(key, out var field) || (_options.HasDotsInKeys && fields.TryGetValue(key.Replace('.', '_'), out field));
            reader.Read();
            if (isField)
            {
                values[field] = Box(ref reader, type.Fields[field].Type, place);
            }
            else
            {
                reader.Skip();
            }
        }

        return values;
    }

    /// <summary>A scalar where something nested belongs: NULL where it is empty or errors are ignored.</summary>
    private object? NotNested(ref Utf8JsonReader reader, DuckType type, int place)
    {
        var isEmpty = reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty;
        if (!isEmpty && !_options.IgnoresMalformed)
        {
            throw ValueError.Of(Text(ref reader), _names[place], place, type);
        }

        reader.Skip();
        return null;
    }
}
