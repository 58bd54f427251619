using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Avro;

/// <summary>Reads records that lie outside of container files, one by one. One thread.</summary>
public sealed class AvroDatums(AvroSchema schema)
{
    private readonly AvroReader _reader = AvroResolver.Resolve(schema, schema);

    /// <summary>A record's plain values, by field (see the folder's README).</summary>
    public object?[] Read(ReadOnlySpan<byte> datum)
    {
        var input = new AvroInput(datum);
        var value = _reader.Read(ref input) as object?[] ?? throw new FormatException("an Avro value that is no record");
        return input.IsAtEnd ? value : throw new FormatException("an Avro record that ends before its bytes do");
    }

    /// <summary>The place of a field by its name without regard to case; -1 when there is none.</summary>
    public int Find(string field) => AvroValues.Find(schema, field);

    /// <summary>Whether the values of a field can be of a column's type.</summary>
    public bool Fits(int field, DuckType type) => AvroValues.Fits(schema.Fields[field].Schema, type);

    /// <summary>A plain value of a field as a boxed value of a column.</summary>
    public object? Convert(int field, DuckType type, object? value) => AvroValues.Convert(schema.Fields[field].Schema, type, value);
}
