namespace Weir.Engines.Formats.Avro;

/// <summary>Matches a writer's schema with a reader's, as Avro's rules of schema resolution say.</summary>
internal sealed class AvroResolver
{
    private readonly Dictionary<(AvroSchema Writer, AvroSchema Reader), AvroReader> _records = [];

    /// <summary>A reader of the writer's data that gives values of the reader's schema.</summary>
    public static AvroReader Resolve(AvroSchema writer, AvroSchema reader) => new AvroResolver().Match(writer, reader);

    private AvroReader Match(AvroSchema writer, AvroSchema reader) =>
        TryMatch(writer, reader) ?? throw new FormatException($"Avro data written as {writer} cannot be read as {reader}");

    private AvroReader? TryMatch(AvroSchema writer, AvroSchema reader)
    {
        if (writer.Kind == AvroKind.Union)
        {
            var branches = writer.Branches.Select(branch => TryMatch(branch, reader)
                ?? new AvroMismatchReader($"Avro data written as {branch} cannot be read as {reader}", Match(branch, branch))).ToArray();
            return new AvroUnionReader(branches);
        }

        if (reader.Kind == AvroKind.Union)
        {
            var branch = reader.Branches.FirstOrDefault(branch => IsSame(writer, branch))
                ?? reader.Branches.FirstOrDefault(branch => branch.Kind == writer.Kind)
                ?? reader.Branches.FirstOrDefault(branch => CanPromote(writer.Kind, branch.Kind));
            return branch is null ? null : TryMatch(writer, branch);
        }

        if (writer.Kind != reader.Kind)
        {
            return CanPromote(writer.Kind, reader.Kind)
                ? new AvroPromotionReader(new AvroPrimitiveReader(writer.Kind), reader.Kind)
                : null;
        }

        switch (writer.Kind)
        {
            case AvroKind.Record:
                return Record(writer, reader);
            case AvroKind.Enum:
                return new AvroEnumReader(writer.Name,
                    [.. writer.Symbols.Select(symbol => reader.Symbols.Contains(symbol) ? symbol : reader.SymbolDefault)]);
            case AvroKind.Fixed:
                return writer.Size == reader.Size ? new AvroFixedReader(writer.Size) : null;
            case AvroKind.Array:
                return TryMatch(writer.Element!, reader.Element!) is { } item
                    ? new AvroArrayReader(item, writer.Element!.BytesMin)
                    : null;
            case AvroKind.Map:
                return TryMatch(writer.Element!, reader.Element!) is { } value
                    ? new AvroMapReader(value, writer.Element!.BytesMin)
                    : null;
            default:
                return IsSameDecimal(writer, reader) ? new AvroPrimitiveReader(writer.Kind) : null;
        }
    }

    private AvroRecordReader Record(AvroSchema writer, AvroSchema reader)
    {
        if (_records.TryGetValue((writer, reader), out var known))
        {
            return (AvroRecordReader)known;
        }

        var record = new AvroRecordReader();
        _records[(writer, reader)] = record;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var defaults = new object?[reader.Fields.Count];
        for (var place = 0; place < reader.Fields.Count; place++)
        {
            var field = reader.Fields[place];
            var found = writer.Field(field.Name)
                ?? field.Aliases.Select(writer.Field).FirstOrDefault(candidate => candidate is not null);
            if (found is not null)
            {
                places[found.Name] = place;
            }
            else if (field.Default is { } value)
            {
                defaults[place] = AvroDefaults.Value(field.Schema, value, 0);
            }
            else
            {
                throw new FormatException($"Avro data written as {writer} has no field {field.Name}, which has no default");
            }
        }

        var steps = new (AvroReader, int)[writer.Fields.Count];
        for (var at = 0; at < steps.Length; at++)
        {
            var field = writer.Fields[at];
            steps[at] = places.TryGetValue(field.Name, out var place)
                ? (Match(field.Schema, reader.Fields[place].Schema), place)
                : (Match(field.Schema, field.Schema), -1);
        }

        (record.Steps, record.Defaults) = (steps, defaults);
        return record;
    }

    private static bool IsSame(AvroSchema writer, AvroSchema reader) => writer.Kind == reader.Kind
        && writer.Logical == reader.Logical
        && (writer.Name == reader.Name || reader.Aliases.Contains(writer.Name) || Simple(writer.Name) == Simple(reader.Name));

    private static string Simple(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static bool IsSameDecimal(AvroSchema writer, AvroSchema reader) =>
        writer.Logical != AvroLogical.Decimal || reader.Logical != AvroLogical.Decimal
        || (writer.Scale == reader.Scale && writer.Precision <= reader.Precision);

    private static bool CanPromote(AvroKind writer, AvroKind reader) => (writer, reader) switch
    {
        (AvroKind.Int, AvroKind.Long or AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Long, AvroKind.Float or AvroKind.Double) => true,
        (AvroKind.Float, AvroKind.Double) => true,
        (AvroKind.String, AvroKind.Bytes) or (AvroKind.Bytes, AvroKind.String) => true,
        _ => false,
    };
}
