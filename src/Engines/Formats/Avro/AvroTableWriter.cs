using System.Numerics;
using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Avro;

/// <summary>Writes rows of DuckDB's as records of nullable fields, as Hive's AvroSerDe does. One thread.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Finish completes and closes the file; one that failed is no file")]
public sealed class AvroTableWriter(Stream target, IReadOnlyList<DuckField> columns, AvroCodec codec)
{
    private readonly AvroFileWriter _file = new(target, SchemaOf(columns), codec);

    /// <summary>Adds rows of a chunk whose first columns are the table's.</summary>
    public void Write(DuckChunk chunk, int from, int count)
    {
        var values = new object?[columns.Count];
        for (var row = from; row < from + count; row++)
        {
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = Plain(columns[column].Type, chunk[column].Read(row));
            }

            _file.Append(values);
        }
    }

    /// <summary>Writes what is left, and closes the stream.</summary>
    public void Finish() => _file.Dispose();

    /// <summary>The schema of a table's rows.</summary>
    public static AvroSchema SchemaOf(IReadOnlyList<DuckField> columns)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            var records = 0;
            WriteRecord(json, columns, "hive.table", ref records);
        }

        return AvroSchema.Parse(Encoding.UTF8.GetString(output.ToArray()));
    }

    private static void WriteRecord(Utf8JsonWriter json, IReadOnlyList<DuckField> fields, string name, ref int records)
    {
        json.WriteStartObject();
        json.WriteString("type", "record");
        json.WriteString("name", name);
        json.WriteStartArray("fields");
        foreach (var field in fields)
        {
            if (field.Name.Length == 0 || char.IsAsciiDigit(field.Name[0]) || !field.Name.All(one => char.IsAsciiLetterOrDigit(one) || one == '_'))
            {
                throw new NotSupportedException($"Avro has no fields with names like {field.Name}");
            }

            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WritePropertyName("type");
            WriteNullable(json, field.Type, ref records);
            json.WriteNull("default");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNullable(Utf8JsonWriter json, DuckType type, ref int records)
    {
        json.WriteStartArray();
        json.WriteStringValue("null");
        switch (type.Kind)
        {
            case DuckKind.Struct:
                WriteRecord(json, type.Fields, $"record_{records++}", ref records);
                break;
            case DuckKind.List:
                json.WriteStartObject();
                json.WriteString("type", "array");
                json.WritePropertyName("items");
                WriteNullable(json, type.Element!, ref records);
                json.WriteEndObject();
                break;
            case DuckKind.Map when type.Fields[0].Type.Kind == DuckKind.Varchar:
                json.WriteStartObject();
                json.WriteString("type", "map");
                json.WritePropertyName("values");
                WriteNullable(json, type.Fields[1].Type, ref records);
                json.WriteEndObject();
                break;
            case DuckKind.Date:
                Annotated(json, "int", "date");
                break;
            case DuckKind.Timestamp:
                Annotated(json, "long", "timestamp-millis");
                break;
            case DuckKind.Decimal:
                json.WriteStartObject();
                json.WriteString("type", "bytes");
                json.WriteString("logicalType", "decimal");
                json.WriteNumber("precision", type.Width);
                json.WriteNumber("scale", type.Scale);
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(type.Kind switch
                {
                    DuckKind.Boolean => "boolean",
                    DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer => "int",
                    DuckKind.BigInt => "long",
                    DuckKind.Float => "float",
                    DuckKind.Double => "double",
                    DuckKind.Varchar => "string",
                    DuckKind.Blob => "bytes",
                    _ => throw new NotSupportedException($"Avro has no type for {type}"),
                });
                break;
        }

        json.WriteEndArray();
    }

    private static void Annotated(Utf8JsonWriter json, string type, string logical)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("logicalType", logical);
        json.WriteEndObject();
    }

    /// <summary>A value as the encoder takes it.</summary>
    private static object? Plain(DuckType type, object? value) => value switch
    {
        null => null,
        DateOnly date => date.DayNumber - 719_162,
        DateTime time => (long)Math.Floor((time.Ticks - DateTime.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerMillisecond),
        DuckDecimal number => ((BigInteger)number.Unscaled).ToByteArray(isUnsigned: false, isBigEndian: true),
        byte[] bytes => bytes,
        object?[] items when type.Kind == DuckKind.Struct => items.Select((item, at) => Plain(type.Fields[at].Type, item)).ToArray(),
        object?[] items => items.Select(item => Plain(type.Element!, item)).ToArray(),
        IEnumerable<KeyValuePair<object, object?>> entries => entries.ToDictionary(
            entry => (string)entry.Key, entry => Plain(type.Fields[1].Type, entry.Value), StringComparer.Ordinal),
        _ => value,
    };
}
