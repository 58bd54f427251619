using System.Text;
using Weir.Engines.Formats.Avro;

namespace Weir.Engines.Iceberg.Manifests;

/// <summary>Iceberg's own Avro files, manifests and their lists: small enough for memory, their fields known by id.</summary>
internal static class MetadataFile
{
    public static List<T> Read<T>(byte[] file, string path, Func<MetadataRecord, T> convert)
    {
        try
        {
            using var reader = AvroFileReader.Open(new MemoryStream(file, writable: false));
            var shape = new RecordShape(reader.Schema);
            return [.. reader.Read().Select(value => convert(shape.Record(value)))];
        }
        catch (IcebergException error)
        {
            throw new IcebergException(error.Problem, $"{path}: {error.Message}", error);
        }
        catch (Exception error) when (error is ArgumentException or OverflowException or InvalidCastException or System.FormatException or Formats.FormatException)
        {
            throw IcebergException.Bad($"{path}: the Avro file is damaged: {error.Message}", error);
        }
    }

    /// <param name="records">Values in the order of the schema's fields.</param>
    public static byte[] Write(string schema, IReadOnlyDictionary<string, string> metadata, IEnumerable<object?[]> records)
    {
        using var file = new MemoryStream();
        var header = metadata.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value), StringComparer.Ordinal);
        using (var writer = new AvroFileWriter(file, AvroSchema.Parse(schema), AvroCodec.Deflate, header))
        {
            foreach (var record in records)
            {
                writer.Append(record);
            }
        }

        return file.ToArray();
    }
}

/// <summary>Where a record has the fields that Iceberg knows by id.</summary>
internal sealed class RecordShape
{
    private readonly AvroSchema _schema;
    private readonly Dictionary<int, int> _places = [];
    private readonly Dictionary<int, RecordShape> _inner = [];

    public RecordShape(AvroSchema schema)
    {
        _schema = schema.Kind == AvroKind.Record ? schema : throw IcebergException.Bad("a manifest's values are no records");
        foreach (var (at, field) in schema.Fields.Index())
        {
            if (field.Properties.Number("field-id") is { } number)
            {
                _places[number] = at;
            }
        }
    }

    public MetadataRecord Record(object? value) => new(this, value as object?[] ?? throw IcebergException.Bad("a manifest's value is no record"));

    public int Place(int fieldId) => _places.GetValueOrDefault(fieldId, -1);

    /// <summary>Of the field at a place: a record, or an array of them.</summary>
    public RecordShape Inner(int place)
    {
        if (!_inner.TryGetValue(place, out var shape))
        {
            var type = _schema.Fields[place].Schema.NotNull();
            _inner[place] = shape = new(type.Kind == AvroKind.Array ? type.Element! : type);
        }

        return shape;
    }
}

/// <summary>One record: its values by Iceberg's field ids, null where the file has no such field.</summary>
internal readonly struct MetadataRecord(RecordShape shape, object?[] values)
{
    public object? this[int fieldId] => shape.Place(fieldId) is >= 0 and var place ? values[place] : null;

    public T Get<T>(int fieldId) => this[fieldId] is T value ? value : throw IcebergException.Bad($"the field {fieldId} of a manifest is missing or of another type");

    public long Long(int fieldId) => LongOrNull(fieldId) ?? throw IcebergException.Bad($"the field {fieldId} of a manifest is missing");

    public int Int(int fieldId) => IntOrNull(fieldId) ?? throw IcebergException.Bad($"the field {fieldId} of a manifest is missing");

    public long? LongOrNull(int fieldId) => this[fieldId] switch { long number => number, int number => number, _ => null };

    public int? IntOrNull(int fieldId) => this[fieldId] switch { int number => number, long number => checked((int)number), _ => null };

    public MetadataRecord? Record(int fieldId) => this[fieldId] is { } value ? shape.Inner(shape.Place(fieldId)).Record(value) : null;

    public IEnumerable<MetadataRecord> Records(int fieldId)
    {
        if (this[fieldId] is not object?[] items)
        {
            return [];
        }

        var inner = shape.Inner(shape.Place(fieldId));
        return items.Select(inner.Record);
    }
}
