using System.Globalization;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Orc;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Types;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Iceberg;

/// <summary>A data file on the disk.</summary>
/// <param name="Part">The number of its partition; 0 where there is but one.</param>
internal sealed record OtherFile(string Path, long Rows, long Bytes, int Part);

/// <summary>Data files that the engine's COPY does not write: ORC and Avro, with the columns' ids. They carry no column statistics.</summary>
internal abstract class OtherFiles(DuckConnection connection, TableMetadata table)
{
    /// <summary>As manifests name it.</summary>
    public abstract string Format { get; }

    public string Extension => Format.ToLowerInvariant();

    protected Schema Schema => table.Schema;

    /// <summary>Null for a table whose files are Parquet.</summary>
    public static OtherFiles? Of(DuckConnection connection, TableMetadata table) =>
        table.Properties.GetValueOrDefault("write.format.default", "parquet").ToLowerInvariant() switch
        {
            "orc" => new OrcFiles(connection, table),
            "avro" => new AvroFiles(connection, table),
            "parquet" => null,
            var other => throw QueryFailure.User($"NOT_SUPPORTED: Iceberg data files of format {other} are not written"),
        };

    /// <param name="select">The table's columns as they are stored and, when partitioned, the partition's number, by which the rows are sorted.</param>
    public List<OtherFile> Write(string select, bool isPartitioned, string directory, CancellationToken cancellationToken)
    {
        var bytesMax = Expiry.Number(table, "write.target-file-size-bytes", 512L << 20);
        var files = new List<OtherFile>();
        using var result = connection.Query($"SELECT {Items(isPartitioned)} FROM ({select}) AS s", cancellationToken);
        var columns = isPartitioned ? result.Columns.SkipLast(1).ToArray() : [.. result.Columns];
        Stream? stream = null;
        IRowFile? file = null;
        var (path, part, rows) = ("", 0, 0L);
        try
        {
            while (result.NextChunk() is { } chunk)
            {
                for (var from = 0; from < chunk.RowCount;)
                {
                    var next = PartOf(chunk, from, isPartitioned);
                    var to = from + 1;
                    while (to < chunk.RowCount && PartOf(chunk, to, isPartitioned) == next)
                    {
                        to++;
                    }

                    if (file is null || next != part || stream!.Position >= bytesMax)
                    {
                        Finish();
                        (path, part, rows) = (Path.Combine(directory, files.Count.ToString(CultureInfo.InvariantCulture)), next, 0);
                        stream = DiskBytes.Create(path);
                        file = Make(stream, columns);
                    }

                    file.Write(chunk, from, to - from);
                    rows += to - from;
                    from = to;
                }
            }

            Finish();
            return files;
        }
        finally
        {
            stream?.Dispose();
        }

        void Finish()
        {
            if (file is not null)
            {
                file.Finish();
                stream!.Dispose();
                files.Add(new(path, rows, LengthOf(path), part));
                (file, stream) = (null, null);
            }
        }
    }

    /// <summary>A column as the format takes it.</summary>
    protected virtual string Item(NestedField field) => DuckSql.Name(field.Name);

    protected abstract IRowFile Make(Stream stream, IReadOnlyList<DuckField> columns);

    protected string Codec(string format, string otherwise) => table.Properties.GetValueOrDefault($"write.{format}.compression-codec")
        ?? otherwise;

    private static long LengthOf(string path)
    {
        using var file = new DiskBytes(path);
        return file.Length;
    }

    private string Items(bool isPartitioned)
    {
        var items = Schema.Fields.Select(field => $"{Item(field)} AS {DuckSql.Name(field.Name)}");
        return string.Join(", ", isPartitioned ? items.Append("weir_part") : items);
    }

    private static int PartOf(DuckChunk chunk, int row, bool isPartitioned) =>
        isPartitioned ? (int)chunk[chunk.ColumnCount - 1].Values<long>()[row] : 0;
}

/// <summary>ORC: ids and what a type means are noted at the types.</summary>
internal sealed class OrcFiles(DuckConnection connection, TableMetadata table) : OtherFiles(connection, table)
{
    public override string Format => "ORC";

    protected override IRowFile Make(Stream stream, IReadOnlyList<DuckField> columns)
    {
        var attributes = new Dictionary<int, IReadOnlyDictionary<string, string>>();
        var next = 1;
        foreach (var field in Schema.Fields)
        {
            Note(field.Id, field.Type, field.IsRequired, attributes, ref next);
        }

        return new RowFile(new(stream, columns, new() { Codec = OrcRowFile.CodecOf(Codec("orc", "zlib")), Attributes = attributes }));
    }

    /// <summary>A time is a number of microseconds, a UUID its bytes.</summary>
    protected override string Item(NestedField field)
    {
        var name = DuckSql.Name(field.Name);
        return field.Type switch
        {
            PrimitiveType { Kind: PrimitiveKind.Time } => $"epoch_us(DATE '1970-01-01' + {name})",
            PrimitiveType { Kind: PrimitiveKind.Uuid } => $"unhex(replace(CAST({name} AS VARCHAR), '-', ''))",
            not PrimitiveType when new Schema(0, [field]).ById.Values.Any(part => part.Type is PrimitiveType { Kind: PrimitiveKind.Time or PrimitiveKind.Uuid }) =>
                throw QueryFailure.User($"NOT_SUPPORTED: column {field.Name}: times and UUIDs within other types are not written to ORC files"),
            _ => name,
        };
    }

    private static void Note(int id, IcebergType type, bool isRequired, Dictionary<int, IReadOnlyDictionary<string, string>> attributes, ref int next)
    {
        var notes = new Dictionary<string, string>
        {
            ["iceberg.id"] = id.ToString(CultureInfo.InvariantCulture),
            ["iceberg.required"] = isRequired ? "true" : "false",
        };
        attributes[next++] = notes;
        switch (type)
        {
            case StructType row:
                foreach (var field in row.Fields)
                {
                    Note(field.Id, field.Type, field.IsRequired, attributes, ref next);
                }

                break;
            case ListType list:
                Note(list.ElementId, list.Element, list.IsElementRequired, attributes, ref next);
                break;
            case MapType map:
                Note(map.KeyId, map.Key, true, attributes, ref next);
                Note(map.ValueId, map.Value, map.IsValueRequired, attributes, ref next);
                break;
            case PrimitiveType { Kind: PrimitiveKind.Time }:
                notes["iceberg.long-type"] = "TIME";
                break;
            case PrimitiveType { Kind: PrimitiveKind.Long }:
                notes["iceberg.long-type"] = "LONG";
                break;
            case PrimitiveType { Kind: PrimitiveKind.Uuid }:
                notes["iceberg.binary-type"] = "UUID";
                break;
            case PrimitiveType { Kind: PrimitiveKind.Fixed } fixedBytes:
                notes["iceberg.binary-type"] = "FIXED";
                notes["iceberg.length"] = fixedBytes.Precision.ToString(CultureInfo.InvariantCulture);
                break;
            case PrimitiveType { Kind: PrimitiveKind.Binary }:
                notes["iceberg.binary-type"] = "BINARY";
                break;
        }
    }

    private sealed class RowFile(OrcFileWriter writer) : IRowFile
    {
        public void Write(DuckChunk chunk, int from, int count) => writer.Write(chunk, from, count);

        public void Finish() => writer.Finish();
    }
}

/// <summary>Avro: ids are in the schema.</summary>
internal sealed class AvroFiles(DuckConnection connection, TableMetadata table) : OtherFiles(connection, table)
{
    private readonly AvroSchema _avro = AvroSchema.Parse(AvroTypes.Of(table.Schema));

    public override string Format => "AVRO";

    protected override IRowFile Make(Stream stream, IReadOnlyList<DuckField> columns)
    {
        var metadata = new Dictionary<string, byte[]> { ["iceberg.schema"] = System.Text.Encoding.UTF8.GetBytes(Schema.ToJson().ToJsonString()) };
        return new RowFile(new(stream, _avro, AvroRowFile.CodecOf(Codec("avro", "gzip")), metadata), Schema);
    }

    private sealed class RowFile(AvroFileWriter writer, Schema schema) : IRowFile
    {
        public void Write(DuckChunk chunk, int from, int count)
        {
            for (var row = from; row < from + count; row++)
            {
                writer.Append(schema.Fields.Select((field, at) => Plain(field.Type, chunk[at].Read(row))).ToArray());
            }
        }

        public void Finish() => writer.Dispose();

        /// <summary>A value as the encoder takes it.</summary>
        private static object? Plain(IcebergType type, object? value) => (type, value) switch
        {
            (_, null) => null,
            (StructType row, object?[] parts) => row.Fields.Select((field, at) => Plain(field.Type, parts[at])).ToArray(),
            (ListType list, object?[] items) => items.Select(item => Plain(list.Element, item)).ToArray(),
            (MapType { Key: PrimitiveType { Kind: PrimitiveKind.String } } map, IEnumerable<KeyValuePair<object, object?>> entries) =>
                entries.ToDictionary(entry => (string)entry.Key, entry => Plain(map.Value, entry.Value), StringComparer.Ordinal),
            (MapType map, IEnumerable<KeyValuePair<object, object?>> entries) =>
                entries.Select(entry => new[] { Plain(map.Key, entry.Key), Plain(map.Value, entry.Value) }).ToArray(),
            (_, DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber,
            (_, TimeOnly time) => time.Ticks / TimeSpan.TicksPerMicrosecond,
            (_, DateTime time) => Micros(time.Ticks),
            (_, DateTimeOffset time) => Micros(time.UtcTicks),
            (_, Guid uuid) => uuid.ToByteArray(bigEndian: true),
            (PrimitiveType number, DuckDecimal digits) => Digits(number, digits.Unscaled),
            _ => value,
        };

        private static long Micros(long ticks) => (long)Math.Floor((ticks - DateTime.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerMicrosecond);

        private static byte[] Digits(PrimitiveType type, Int128 unscaled)
        {
            var all = new byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteInt128BigEndian(all, unscaled);
            return all[(16 - AvroTypes.DecimalBytes(type.Precision))..];
        }
    }
}
