using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Text;

namespace Weir.Engines.Formats.Avro;

/// <summary>Reads a field of the writer's into a column.</summary>
internal abstract class AvroColumn
{
    public abstract void Read(ref AvroInput input, ref DuckColumnWriter column, int row);

    /// <param name="writer">How the field is stored.</param>
    /// <param name="reader">What the table's schema makes of it; the same where the table has none.</param>
    public static AvroColumn Of(AvroSchema writer, AvroSchema reader, DuckType type, string name)
    {
        if (!AvroValues.Fits(reader, type))
        {
            throw new FormatException($"the Avro field {name} of type {reader.NotNull()} cannot be read as {type}");
        }

        var isPlain = ReferenceEquals(writer, reader) && writer.NotNull().Kind is AvroKind.Boolean or AvroKind.Int or AvroKind.Long
            or AvroKind.Float or AvroKind.Double or AvroKind.Bytes or AvroKind.String or AvroKind.Fixed;
        if (isPlain && ReferenceEquals(writer, reader) && Direct(writer.NotNull(), type) is { } direct)
        {
            if (writer.Kind != AvroKind.Union)
            {
                return direct;
            }

            if (writer.Branches.Count == 2)
            {
                return new AvroNullableColumn(direct, writer.Branches[0].Kind == AvroKind.Null ? 0 : 1);
            }
        }

        return new AvroBoxedColumn(AvroResolver.Resolve(writer, reader), reader, type);
    }

    private static AvroDirectColumn? Direct(AvroSchema schema, DuckType type) => (schema.Kind, type.Kind) switch
    {
        (AvroKind.Boolean, DuckKind.Boolean) => new AvroDirectColumn(AvroDirect.Boolean, schema, type),
        (AvroKind.Int, DuckKind.Integer) => new AvroDirectColumn(AvroDirect.Int, schema, type),
        (AvroKind.Int or AvroKind.Long, DuckKind.BigInt) => new AvroDirectColumn(AvroDirect.Long, schema, type),
        (AvroKind.Int, DuckKind.Date) => new AvroDirectColumn(AvroDirect.Int, schema, type),
        (AvroKind.Long, DuckKind.Timestamp) => new AvroDirectColumn(AvroDirect.Timestamp, schema, type),
        (AvroKind.Float, DuckKind.Float) => new AvroDirectColumn(AvroDirect.Float, schema, type),
        (AvroKind.Float, DuckKind.Double) => new AvroDirectColumn(AvroDirect.FloatAsDouble, schema, type),
        (AvroKind.Double, DuckKind.Double) => new AvroDirectColumn(AvroDirect.Double, schema, type),
        (AvroKind.String, DuckKind.Varchar) => new AvroDirectColumn(AvroDirect.Text, schema, type),
        (AvroKind.Bytes, DuckKind.Varchar) when schema.Logical == AvroLogical.None => new AvroDirectColumn(AvroDirect.Text, schema, type),
        (AvroKind.Bytes, DuckKind.Blob) => new AvroDirectColumn(AvroDirect.Bytes, schema, type),
        (AvroKind.Bytes or AvroKind.Fixed, DuckKind.Decimal) => new AvroDirectColumn(AvroDirect.Decimal, schema, type),
        _ => null,
    };
}

internal enum AvroDirect
{
    Boolean,
    Int,
    Long,
    Timestamp,
    Float,
    FloatAsDouble,
    Double,
    Text,
    Bytes,
    Decimal,
}

/// <summary>A primitive straight into the vector.</summary>
internal sealed class AvroDirectColumn(AvroDirect kind, AvroSchema schema, DuckType type) : AvroColumn
{
    public override void Read(ref AvroInput input, ref DuckColumnWriter column, int row)
    {
        switch (kind)
        {
            case AvroDirect.Boolean:
                column.Values<byte>(row + 1)[row] = input.ReadBoolean() ? (byte)1 : (byte)0;
                break;
            case AvroDirect.Int:
                column.Values<int>(row + 1)[row] = input.ReadInt();
                break;
            case AvroDirect.Long:
                column.Values<long>(row + 1)[row] = input.ReadLong();
                break;
            case AvroDirect.Timestamp:
                column.Values<long>(row + 1)[row] = AvroValues.Micros(schema.Logical, input.ReadLong());
                break;
            case AvroDirect.Float:
                column.Values<float>(row + 1)[row] = input.ReadFloat();
                break;
            case AvroDirect.FloatAsDouble:
                column.Values<double>(row + 1)[row] = input.ReadFloat();
                break;
            case AvroDirect.Double:
                column.Values<double>(row + 1)[row] = input.ReadDouble();
                break;
            case AvroDirect.Text:
                ScalarText.WriteText(ref column, row, input.ReadBytes());
                break;
            case AvroDirect.Bytes:
                column.SetBytes(row, input.ReadBytes());
                break;
            case AvroDirect.Decimal:
                var bytes = schema.Kind == AvroKind.Fixed ? input.Take(schema.Size) : input.ReadBytes();
                ScalarText.WriteDecimal(ref column, row, AvroValues.Decimal(bytes, schema, type));
                break;
        }
    }
}

internal sealed class AvroNullableColumn(AvroColumn inner, int nullBranch) : AvroColumn
{
    public override void Read(ref AvroInput input, ref DuckColumnWriter column, int row)
    {
        var branch = input.ReadLong();
        if (branch == nullBranch)
        {
            column.SetNull(row);
        }
        else if (branch == 1 - nullBranch)
        {
            inner.Read(ref input, ref column, row);
        }
        else
        {
            throw input.Damaged("a union branch that does not exist");
        }
    }
}

/// <summary>Whatever needs more than a copy.</summary>
internal sealed class AvroBoxedColumn(AvroReader reader, AvroSchema schema, DuckType type) : AvroColumn
{
    public override void Read(ref AvroInput input, ref DuckColumnWriter column, int row)
    {
        var value = AvroValues.Convert(schema, type, reader.Read(ref input));
        if (value is null)
        {
            column.SetNull(row);
        }
        else
        {
            column.Write(row, value);
        }
    }
}
