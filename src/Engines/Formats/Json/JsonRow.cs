using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Text;

namespace Weir.Engines.Formats.Json;

/// <summary>Writes the members of one JSON object as a row. One thread.</summary>
internal sealed class JsonRow
{
    private const int ExpectedMax = 1000;

    private static readonly JsonReaderOptions Plain = new() { MaxDepth = LenientJson.DepthMax };

    private readonly JsonOptions _options;
    private readonly string[] _names;
    private readonly JsonPlaces _places;
    private readonly JsonNames _members;
    private readonly JsonScalars _scalars;

    /// <summary>By the table's column: the writer's place, or -1.</summary>
    private readonly int[] _ordinals;

    /// <summary>The keys of the object before, in their order, as bytes: most objects have the same.</summary>
    private readonly List<(byte[] Raw, string Key, int Place, bool IsDotted)> _expected = [];

    /// <summary>How many of the expected keys are known to differ.</summary>
    private int _distinct;
    private readonly bool[] _isWritten, _isByRight;
    private bool _isAgain, _isLenient;

    public JsonRow(JsonOptions options, IReadOnlyList<DuckField> table, IReadOnlyList<int> columns)
    {
        _options = options;
        _names = [.. columns.Select(column => table[column].Name)];
        _ordinals = new int[table.Count];
        Array.Fill(_ordinals, -1);
        for (var place = 0; place < columns.Count; place++)
        {
            _ordinals[columns[place]] = place;
        }

        _members = new(options);
        _places = _members.Of(_names, _ordinals);
        _scalars = new(options);
        _isWritten = new bool[_names.Length];
        _isByRight = new bool[_names.Length];
    }

    public void Write(ReadOnlySpan<byte> json, Span<DuckColumnWriter> columns, int row)
    {
        Array.Clear(_isWritten);
        Array.Clear(_isByRight);
        _isAgain = false;
        var line = HiveTimes.Trim(json);
        if (line.IsEmpty || (!_options.IsHive && line[0] is not ((byte)'{' or (byte)'[')))
        {
            WriteNulls(columns, row);
            return;
        }

        try
        {
            if (!_isLenient && !TryRead(line, columns, row, out var strict))
            {
                if (_options.IsHive || strict is DuplicateKey)
                {
                    throw strict;
                }

                _isAgain = true;
                Read(LenientJson.Normalize(line), columns, row);
                _isLenient = true;
            }
            else if (_isLenient)
            {
                Read(LenientJson.Normalize(line), columns, row);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            if (!_options.IgnoresMalformed)
            {
                throw new FormatException(
                    _options.IsHive ? $"JsonParseException: {error.Message}" : $"Row is not a valid JSON Object - JSONException: {error.Message}", error);
            }

            Array.Clear(_isWritten);
        }

        WriteNulls(columns, row);
    }

    private bool TryRead(ReadOnlySpan<byte> json, Span<DuckColumnWriter> columns, int row, out Exception error)
    {
        try
        {
            Read(json, columns, row);
            error = null!;
            return true;
        }
        catch (Exception caught) when (caught is JsonException or InvalidOperationException)
        {
            error = caught;
            return false;
        }
    }

    /// <summary>What follows the object is not looked at.</summary>
    private void Read(ReadOnlySpan<byte> json, Span<DuckColumnWriter> columns, int row)
    {
        var reader = new Utf8JsonReader(json, Plain);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadObject(ref reader, columns, row);
        }
        else if (reader.TokenType == JsonTokenType.StartArray && !_options.IsHive)
        {
            ReadArray(ref reader, columns, row);
        }
        else
        {
            throw new JsonException("a row must be a JSON object");
        }
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
            var place = Place(ref reader, at++, out var isDotted);
            reader.Read();
            if (place < 0 || (isDotted && _isByRight[place]))
            {
                reader.Skip();
                continue;
            }

            _isByRight[place] |= !isDotted;
            WriteValue(ref reader, ref columns[place], place, row);
        }

        if (_options.RefusesDuplicates && at > _distinct)
        {
            CheckDistinct(at);
        }
    }

    private void CheckDistinct(int count)
    {
        var keys = new HashSet<string>(_options.Keys);
        count = Math.Min(count, _expected.Count);
        for (var at = 0; at < count; at++)
        {
            if (!keys.Add(_expected[at].Key))
            {
                throw new DuplicateKey(_expected[at].Key);
            }
        }

        _distinct = count;
    }

    /// <summary>A row given as an array: its items are the columns.</summary>
    private void ReadArray(ref Utf8JsonReader reader, Span<DuckColumnWriter> columns, int row)
    {
        for (var ordinal = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; ordinal++)
        {
            if (ordinal < _ordinals.Length && _ordinals[ordinal] is >= 0 and var place)
            {
                WriteValue(ref reader, ref columns[place], place, row);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private int Place(ref Utf8JsonReader reader, int at, out bool isDotted)
    {
        if (at < _expected.Count && reader.ValueSpan.SequenceEqual(_expected[at].Raw))
        {
            isDotted = _expected[at].IsDotted;
            return _expected[at].Place;
        }

        var key = reader.GetString()!;
        var place = _members.Find(_places, key, out isDotted);
        if (at < ExpectedMax && at <= _expected.Count)
        {
            var entry = (reader.ValueSpan.ToArray(), key, place, isDotted);
            _distinct = Math.Min(_distinct, at);
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
        if (_isWritten[place] || _isAgain)
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
                if (Box(ref reader, column.Type, place) is { } boxed)
                {
                    column.Write(row, boxed);
                }
                else
                {
                    column.SetNull(row);
                }

                return;
            case DuckKind.Varchar when reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped:
                ScalarText.WriteText(ref column, row, reader.ValueSpan);
                return;
            case DuckKind.BigInt when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number):
                column.Values<long>(row + 1)[row] = number;
                return;
            case DuckKind.Double when reader.TokenType == JsonTokenType.Number:
                column.Values<double>(row + 1)[row] = reader.GetDouble();
                return;
            default:
                var isValid = _scalars.TryText(ref reader, column.Type, out var text);
                if (!isValid || text.IsEmpty && column.Type.Kind is not (DuckKind.Varchar or DuckKind.Blob)
                    || !ScalarText.TryWrite(ref column, row, text, _scalars.Rules))
                {
                    Invalid(isValid, text, column.Type, place);
                    column.SetNull(row);
                }

                return;
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
                var isValid = _scalars.TryText(ref reader, type, out var text);
                var isEmpty = text.IsEmpty && type.Kind is not (DuckKind.Varchar or DuckKind.Blob);
                var value = isValid && !isEmpty ? ScalarText.Box(type, text, _scalars.Rules) : null;
                if (value is null)
                {
                    Invalid(isValid, text, type, place);
                }

                return value;
        }
    }

    /// <summary>Nothing, where the value is to be NULL.</summary>
    private void Invalid(bool isValid, ReadOnlySpan<byte> text, DuckType type, int place)
    {
        var isEmpty = isValid && text.IsEmpty && !_options.IsHive;
        if (!isEmpty && !_options.NullsInvalid && !(isValid && _scalars.IsNull(type, text)))
        {
            throw ValueError.Of(text, _names[place], place, type);
        }
    }

    private List<object?>? BoxList(ref Utf8JsonReader reader, DuckType type, int place)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (_options.IsHive)
            {
                IsBlank(ref reader, type, place);
                return null;
            }

            // A single value stands for a list of one, the empty text for none.
            return reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty ? null : [Box(ref reader, type.Element!, place)];
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
            IsBlank(ref reader, type, place);
            return null;
        }

        var entries = new Dictionary<object, object?>();
        var keys = _options.RefusesDuplicates ? new HashSet<string>(_options.Keys) : null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var key = Key(type.Fields[0].Type, name, place);
            reader.Read();
            var value = Box(ref reader, type.Fields[1].Type, place);
            if (keys is not null && !keys.Add(name))
            {
                throw new DuplicateKey(name);
            }

            if (key is not null)
            {
                entries[key] = value;
            }
        }

        return [.. entries];
    }

    /// <summary>A key is a text, whatever it is to be.</summary>
    private object? Key(DuckType type, string name, int place)
    {
        var text = Encoding.UTF8.GetBytes(name);
        if (type.Kind is DuckKind.List && !_options.IsHive)
        {
            return null;
        }

        if (!_scalars.TryKey(type, text, out var plain) || ScalarText.Box(type, plain, _scalars.KeyRules) is not { } key)
        {
            return _options.IsHive ? throw ValueError.Of(text, _names[place], place, type) : null;
        }

        return key;
    }

    private object?[]? BoxStruct(ref Utf8JsonReader reader, DuckType type, int place)
    {
        var values = new object?[type.Fields.Count];
        if (reader.TokenType == JsonTokenType.StartArray && !_options.IsHive)
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
            // A blank text is a struct of NULLs.
            return IsBlank(ref reader, type, place) ? values : null;
        }

        var places = _members.Of(type);
        var keys = _options.RefusesDuplicates ? new HashSet<string>(_options.Keys) : null;
        var isByRight = places.Dotted is null ? null : new bool[values.Length];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            if (keys is not null && !keys.Add(key))
            {
                throw new DuplicateKey(key);
            }

            var field = _members.Find(places, key, out var isDotted);
            reader.Read();
            if (field < 0 || (isDotted && isByRight![field]))
            {
                reader.Skip();
                continue;
            }

            if (isByRight is not null && !isDotted)
            {
                isByRight[field] = true;
            }

            values[field] = Box(ref reader, type.Fields[field].Type, place);
        }

        return values;
    }

    /// <summary>Something else where something nested belongs: whether it is a text that is blank; if not, it is NULL or an error.</summary>
    private bool IsBlank(ref Utf8JsonReader reader, DuckType type, int place)
    {
        if (!_options.IsHive && reader.TokenType == JsonTokenType.String && string.IsNullOrWhiteSpace(reader.GetString()))
        {
            return true;
        }

        if (!_options.NullsInvalid)
        {
            _scalars.TryText(ref reader, new(DuckKind.Varchar), out var text);
            throw ValueError.Of(text, _names[place], place, type);
        }

        reader.Skip();
        return false;
    }

    private sealed class DuplicateKey(string key) : JsonException($"Duplicate key \"{key.ToLowerInvariant()}\"");
}
