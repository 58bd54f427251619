using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Ion.Writing;

/// <summary>Writes rows of DuckDB's as Ion structs, as the Ion Hive SerDe does. One thread.</summary>
public sealed class IonTableWriter(Stream target, IReadOnlyList<DuckField> columns, IonWriteOptions options)
{
    private readonly IonForm[] _forms = [.. columns.Select(column => options.Forms.GetValueOrDefault(column.Name.ToLowerInvariant()))];
    private readonly IIonSink _sink = options.IsText ? new IonTextSink() : new IonBinarySink();

    /// <summary>Adds rows of a chunk whose first columns are the table's.</summary>
    public void Write(DuckChunk chunk, int from, int count)
    {
        for (var row = from; row < from + count; row++)
        {
            _sink.BeginStruct();
            for (var column = 0; column < columns.Count; column++)
            {
                Member(columns[column].Name, columns[column].Type, chunk[column].Read(row), _forms[column]);
            }

            _sink.End();
            _sink.EndRow(target);
        }
    }

    /// <summary>Writes what is left; the stream stays open.</summary>
    public void Finish() => _sink.Finish(target);

    private void Member(string name, DuckType type, object? value, IonForm form = IonForm.Usual)
    {
        if (value is null && options.Nulls == IonNulls.Omitted)
        {
            return;
        }

        _sink.Name(name);
        Value(type, value, form);
    }

    private void Value(DuckType type, object? value, IonForm form = IonForm.Usual)
    {
        switch (value)
        {
            case null:
                _sink.Null(options.Nulls == IonNulls.Typed ? KindOf(type, form) : IonKind.Untyped);
                break;
            case bool flag:
                _sink.Boolean(flag);
                break;
            case sbyte or short or int or long:
                _sink.Whole(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case float or double:
                _sink.Real(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case DuckDecimal number:
                _sink.Decimal((System.Numerics.BigInteger)number.Unscaled, number.Scale);
                break;
            case DateOnly date:
                _sink.Date(date);
                break;
            case DateTime time:
                _sink.Time(time, options.OffsetMinutes);
                break;
            case string text when form == IonForm.Symbol:
                _sink.Symbol(text);
                break;
            case byte[] bytes when form == IonForm.Clob:
                _sink.Clob(bytes);
                break;
            case string text:
                _sink.Text(text);
                break;
            case byte[] bytes:
                _sink.Blob(bytes);
                break;
            case object?[] fields when type.Kind == DuckKind.Struct:
                _sink.BeginStruct();
                foreach (var (at, field) in fields.Index())
                {
                    Member(type.Fields[at].Name, type.Fields[at].Type, field);
                }

                _sink.End();
                break;
            case object?[] items:
                if (form == IonForm.Sexp)
                {
                    _sink.BeginSexp();
                }
                else
                {
                    _sink.BeginList();
                }

                foreach (var item in items)
                {
                    Value(type.Element!, item);
                }

                _sink.End();
                break;
            case IEnumerable<KeyValuePair<object, object?>> entries:
                _sink.BeginStruct();
                foreach (var (key, item) in entries)
                {
                    _sink.Name(Convert.ToString(key, System.Globalization.CultureInfo.InvariantCulture)!);
                    Value(type.Fields[1].Type, item);
                }

                _sink.End();
                break;
            default:
                throw new NotSupportedException($"Ion has no type for {type}");
        }
    }

    private static IonKind KindOf(DuckType type, IonForm form) => type.Kind switch
    {
        _ when form != IonForm.Usual => form switch { IonForm.Symbol => IonKind.Symbol, IonForm.Clob => IonKind.Clob, _ => IonKind.Sexp },
        DuckKind.Boolean => IonKind.Boolean,
        DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt => IonKind.Whole,
        DuckKind.Float or DuckKind.Double => IonKind.Real,
        DuckKind.Decimal => IonKind.Decimal,
        DuckKind.Date or DuckKind.Timestamp => IonKind.Time,
        DuckKind.Varchar => IonKind.Text,
        DuckKind.Blob => IonKind.Blob,
        DuckKind.List => IonKind.List,
        DuckKind.Struct or DuckKind.Map => IonKind.Struct,
        _ => IonKind.Untyped,
    };
}
