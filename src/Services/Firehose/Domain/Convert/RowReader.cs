using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;

namespace Weir.Services.Firehose.Domain;

/// <summary>Turns a record's JSON objects into rows of a table's columns. One thread; reuse it for many records.</summary>
internal sealed class RowReader
{
    private readonly JsonOptions _options;
    private readonly ColumnIndex _columns;
    private readonly ScalarReader _scalars;

    public RowReader(IReadOnlyList<DuckField> columns, JsonOptions options)
    {
        _options = options;
        _columns = new(columns, options, isTop: true);
        _scalars = new(options);
    }

    /// <summary>The rows of one record: one JSON object, or several one after another.</summary>
    /// <exception cref="RowException">The record is not JSON, or does not fit the columns.</exception>
    public List<object?[]> Read(ReadOnlyMemory<byte> record)
    {
        var rows = new List<object?[]>(1);
        try
        {
            var reader = new Utf8JsonReader(
                record.Span, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = FirehoseLimits.NestingMax });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    throw RowException.Parse("a record must hold JSON objects, not an array or a single value");
                }

                rows.Add(ReadObject(ref reader, _columns));
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // the second is what the reader throws for text that is not Unicode: broken UTF-8, half a surrogate pair
            throw RowException.Parse($"Encountered malformed JSON. {malformed.Message}");
        }

        return rows.Count > 0 ? rows : throw RowException.Parse("the record is empty");
    }

    private object?[] ReadObject(ref Utf8JsonReader reader, ColumnIndex columns)
    {
        var row = new object?[columns.Count];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = columns.Find(ref reader);
            reader.Read();
            if (column < 0)
            {
                reader.Skip();
            }
            else
            {
                row[column] = ReadValue(ref reader, columns.Field(column), columns.Child(column));
            }
        }

        return row;
    }

    private object? ReadValue(ref Utf8JsonReader reader, DuckField field, ColumnIndex? children)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var type = field.Type;
        switch (type.Kind, reader.TokenType)
        {
            case (DuckKind.Struct, JsonTokenType.StartObject):
                return ReadObject(ref reader, children!);
            case (DuckKind.List, JsonTokenType.StartArray):
                return ReadList(ref reader, field, children);
            case (DuckKind.Map, JsonTokenType.StartObject):
                return ReadMap(ref reader, field, children);
            case (DuckKind.Varchar, JsonTokenType.StartObject or JsonTokenType.StartArray):
                return RawText(ref reader); // a string column takes nested JSON as its text
            case (DuckKind.Struct or DuckKind.List or DuckKind.Map, _):
                throw RowException.Misfit(field, reader.TokenType.ToString());
            default:
                return _scalars.Read(ref reader, field);
        }
    }

    private List<object?> ReadList(ref Utf8JsonReader reader, DuckField field, ColumnIndex? children)
    {
        var element = new DuckField(field.Name, field.Type.Element!);
        var list = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(ReadValue(ref reader, element, children));
        }

        return list;
    }

    private Dictionary<object, object?>? ReadMap(ref Utf8JsonReader reader, DuckField field, ColumnIndex? children)
    {
        var (key, value) = (field.Type.Fields[0], field.Type.Fields[1]);
        var map = new Dictionary<object, object?>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _scalars.ReadKey(reader.GetString()!, new(field.Name, key.Type));
            reader.Read();
            map[name] = ReadValue(ref reader, new(field.Name, value.Type), children);
        }

        return map;
    }

    private static string RawText(ref Utf8JsonReader reader)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var document = JsonDocument.ParseValue(ref reader))
        using (var writer = new Utf8JsonWriter(buffer))
        {
            document.RootElement.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Finds a column by a JSON key as the deserializer's options say.</summary>
    private sealed class ColumnIndex
    {
        private readonly IReadOnlyList<DuckField> _fields;
        private readonly JsonOptions _options;
        private readonly Dictionary<string, int> _byKey;
        private readonly byte[][] _keys;
        private readonly ColumnIndex?[] _children;

        public ColumnIndex(IReadOnlyList<DuckField> fields, JsonOptions options, bool isTop)
        {
            (_fields, _options) = (fields, options);
            _byKey = new(options.IsCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
            _keys = new byte[fields.Count][];
            _children = new ColumnIndex?[fields.Count];
            for (var at = 0; at < fields.Count; at++)
            {
                var key = isTop ? options.KeyOfColumn.GetValueOrDefault(fields[at].Name, fields[at].Name) : fields[at].Name;
                _byKey.TryAdd(key, at);
                _keys[at] = Encoding.UTF8.GetBytes(key);
                _children[at] = ChildrenOf(fields[at].Type, options);
            }
        }

        public int Count => _fields.Count;

        public DuckField Field(int column) => _fields[column];

        public ColumnIndex? Child(int column) => _children[column];

        public int Find(ref Utf8JsonReader reader)
        {
            for (var at = 0; at < _keys.Length; at++)
            {
                if (reader.ValueTextEquals(_keys[at])) // the usual case, without making a string
                {
                    return at;
                }
            }

            var key = reader.GetString()!;
            key = _options.DotsBecomeUnderscores ? key.Replace('.', '_') : key;
            return _byKey.GetValueOrDefault(key, -1);
        }

        private static ColumnIndex? ChildrenOf(DuckType type, JsonOptions options) => type.Kind switch
        {
            DuckKind.Struct => new(type.Fields, options, isTop: false),
            DuckKind.List => ChildrenOf(type.Element!, options),
            DuckKind.Map => ChildrenOf(type.Fields[1].Type, options),
            _ => null,
        };
    }
}

/// <summary>A record that cannot become rows; the message goes to the error object.</summary>
internal sealed class RowException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static RowException Parse(string message) => new("DataFormatConversion.ParseError", message);

    public static RowException Misfit(DuckField field, string value) => new(
        "DataFormatConversion.MalformedData", $"Data does not match the schema. Column {field.Name} of type {field.Type} cannot hold {value}.");
}
