using System.Globalization;
using System.Numerics;
using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Ion.Writing;
using Weir.Engines.Formats.Scans;

namespace Weir.Engines.Formats.Ion;

/// <summary>How Ion values become rows.</summary>
public sealed record IonOptions
{
    /// <summary>Where in a value a column is, by the column's name: names of fields, places in lists, <c>*</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Paths { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public bool IsCaseSensitive { get; init; }

    /// <summary>Whether a number too large for its column ends the query, rather than losing its high bits (a decimal: being NULL).</summary>
    public bool FailsOnOverflow { get; init; } = true;

    /// <summary>The same for single columns.</summary>
    public IReadOnlyDictionary<string, bool> FailsOnOverflowOf { get; init; } = new Dictionary<string, bool>();

    /// <summary>A row whose values do not fit the table is a row of NULLs, rather than the query's end.</summary>
    public bool IgnoresMalformed { get; init; }
}

/// <summary>Ion files, text or binary, of one struct a row.</summary>
public sealed class IonFormat(IReadOnlyList<DuckField> table, IonOptions options) : IFileFormat
{
    public bool CanSplit(DataFile file) => false;

    public IRowReader Open(DataFile file, long start, long end, IReadOnlyList<int> columns)
    {
        var source = CompressedFile.Open(file);
        var mark = new byte[4];
        var count = source.ReadAtLeast(mark, 4, throwOnEndOfStream: false);
        var whole = new BufferedStream(new PrefixedStream(mark[..count], source), 1 << 16);
        IonReader reader = mark is [0xE0, 1, 0, 0xEA] ? new IonBinaryReader(whole) : new IonTextReader(whole);
        return new Reader(reader, [.. columns.Select(column => table[column].Name)], options);
    }

    private sealed class Reader(IonReader ion, string[] names, IonOptions options) : IRowReader
    {
        private readonly StringComparison _case = options.IsCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        private bool _isBroken;

        public int Read(Span<DuckColumnWriter> columns, int rowsMax)
        {
            var row = 0;
            while (row < rowsMax && TryRead(out var value))
            {
                var boxes = Boxes(columns, value);
                for (var at = 0; at < columns.Length; at++)
                {
                    var boxed = boxes[at];
                    if (boxed is null)
                    {
                        columns[at].SetNull(row);
                    }
                    else
                    {
                        columns[at].Write(row, boxed);
                    }
                }

                row++;
            }

            return row;
        }

        public void Dispose() => ion.Dispose();

        /// <summary>What comes after something that is no Ion cannot be found.</summary>
        private bool TryRead(out object? value)
        {
            value = null;
            try
            {
                return !_isBroken && ion.TryRead(out value);
            }
            catch (FormatException) when (options.IgnoresMalformed)
            {
                _isBroken = true;
                return false;
            }
        }

        private object?[] Boxes(Span<DuckColumnWriter> columns, object? value)
        {
            var boxes = new object?[columns.Length];
            try
            {
                for (var at = 0; at < boxes.Length; at++)
                {
                    boxes[at] = Box(columns[at].Type, Find(value, names[at]), names[at]);
                }
            }
            catch (FormatException) when (options.IgnoresMalformed)
            {
                Array.Clear(boxes);
            }

            return boxes;
        }

        private object? Find(object? value, string name)
        {
            if (!options.Paths.TryGetValue(name, out var path))
            {
                return Member(value, name);
            }

            foreach (var step in path)
            {
                value = value switch
                {
                    object?[] items when step == "*" => items.FirstOrDefault(),
                    object?[] items when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) => items.ElementAtOrDefault(index),
                    IonStruct { Members: var members } when step == "*" => members.Count > 0 ? members[0].Value : null,
                    _ => Member(value, step),
                };
            }

            return value;
        }

        private object? Member(object? value, string name) => value is IonStruct { Members: var members }
            ? members.LastOrDefault(member => string.Equals(member.Key, name, _case)).Value
            : null;

        private object? Box(DuckType type, object? value, string column)
        {
            switch (type.Kind, value)
            {
                case (_, null):
                    return null;
                case (_, IonNull none):
                    return Fits(type.Kind, none.Type) ? null : throw Mistyped(type, column);
                case (DuckKind.Float, double real) when double.IsFinite(real) && Math.Abs(real) > float.MaxValue:
                    Overflow(type, column);
                    return real;
                case (DuckKind.Boolean, bool flag):
                    return flag;
                case (DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt, BigInteger number):
                    var bits = type.Kind switch { DuckKind.TinyInt => 8, DuckKind.SmallInt => 16, DuckKind.Integer => 32, _ => 64 };
                    return number >= -(BigInteger.One << (bits - 1)) && number < (BigInteger.One << (bits - 1)) ? (long)number : Low(number, bits, type, column);
                case (DuckKind.Float or DuckKind.Double, double real):
                    return real;
                case (DuckKind.Float or DuckKind.Double, float real):
                    return real;
                case (DuckKind.Float or DuckKind.Double, BigInteger number):
                    return (double)number;
                case (DuckKind.Float or DuckKind.Double, IonDecimal number):
                    return double.Parse($"{number.Unscaled}e{-number.Scale}", CultureInfo.InvariantCulture);
                case (DuckKind.Decimal, IonDecimal number):
                    return Decimal(type, number, column);
                case (DuckKind.Decimal, BigInteger number):
                    return Decimal(type, new(number, 0), column);
                case (DuckKind.Varchar, string text):
                    return text;
                case (DuckKind.Blob, IonBytes bytes):
                    return bytes.Bytes;
                case (DuckKind.Varchar, IonBytes bytes):
                    return Encoding.UTF8.GetString(bytes.Bytes);
                case (DuckKind.Date, IonTimestamp time):
                    return DateOnly.FromDateTime(time.Utc);
                case (DuckKind.Timestamp, IonTimestamp time):
                    return time.Utc.AddTicks(time.ExtraNanos / TimeSpan.NanosecondsPerTick);
                case (DuckKind.List, object?[] items):
                    return items.Select(item => Box(type.Element!, item, column)).ToArray();
                case (DuckKind.Map, IonStruct { Members: var members }):
                    return members.GroupBy(member => member.Key, StringComparer.Ordinal)
                        .Select(group => new KeyValuePair<object, object?>(group.Key, Box(type.Fields[1].Type, group.Last().Value, column))).ToArray();
                case (DuckKind.Struct, IonStruct):
                    return type.Fields.Select(field => Box(field.Type, Member(value, field.Name), column)).ToArray();
                case (DuckKind.Varchar, _):
                    return IonTextSink.Of(sink => Write(sink, value));
                default:
                    throw Mistyped(type, column);
            }
        }

        private static FormatException Mistyped(DuckType type, string column) => new($"Error parsing field value for column {column}: an Ion value is no {type}");

        private static bool Fits(DuckKind kind, string type) => kind switch
        {
            DuckKind.Boolean => type == "bool",
            DuckKind.TinyInt or DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt => type == "int",
            DuckKind.Float or DuckKind.Double or DuckKind.Decimal => type is "float" or "decimal" or "int",
            DuckKind.Date or DuckKind.Timestamp => type == "timestamp",
            DuckKind.Blob => type is "blob" or "clob",
            DuckKind.List => type is "list" or "sexp",
            DuckKind.Map or DuckKind.Struct => type == "struct",
            _ => true,
        };

        /// <summary>A value as Ion's own text has it.</summary>
        private static void Write(IonTextSink sink, object? value)
        {
            switch (value)
            {
                case bool flag:
                    sink.Boolean(flag);
                    break;
                case BigInteger number:
                    sink.Whole(number);
                    break;
                case double or float:
                    sink.Real(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                    break;
                case IonDecimal number:
                    sink.Plain(number.Unscaled, number.Scale);
                    break;
                case IonTimestamp time:
                    sink.Time(time.Utc, 0);
                    break;
                case IonBytes bytes:
                    sink.Blob(bytes.Bytes);
                    break;
                case string text:
                    sink.Text(text);
                    break;
                case object?[] items:
                    sink.BeginList();
                    foreach (var item in items)
                    {
                        Write(sink, item);
                    }

                    sink.End();
                    break;
                case IonStruct { Members: var members }:
                    sink.BeginStruct();
                    foreach (var (name, member) in members)
                    {
                        sink.Name(name);
                        Write(sink, member);
                    }

                    sink.End();
                    break;
                default:
                    sink.Null(IonKind.Untyped);
                    break;
            }
        }

        private object? Decimal(DuckType type, IonDecimal number, string column)
        {
            var shift = type.Scale - number.Scale;
            var digits = number.Unscaled;
            if (shift >= 0)
            {
                digits = shift > 80 && !digits.IsZero ? BigInteger.Pow(10, 60) : digits * BigInteger.Pow(10, Math.Min(shift, 80));
            }
            else if (!digits.IsZero)
            {
                // Nothing is rounded: digits that the column has no place for do not fit it.
                (digits, var rest) = BigInteger.DivRem(digits, BigInteger.Pow(10, Math.Min(-shift, 400)));
                if (!rest.IsZero)
                {
                    return Overflow(type, column);
                }
            }

            return BigInteger.Abs(digits) < BigInteger.Pow(10, type.Width) ? new DuckDecimal((Int128)digits, type.Scale) : Overflow(type, column);
        }

        private long Low(BigInteger number, int bits, DuckType type, string column)
        {
            Overflow(type, column);
            var low = (long)(ulong)(number & ulong.MaxValue);
            return unchecked(bits switch { 8 => (long)(sbyte)low, 16 => (short)low, 32 => (int)low, _ => low });
        }

        private object? Overflow(DuckType type, string column) =>
            options.FailsOnOverflowOf.GetValueOrDefault(column, options.FailsOnOverflow) ? throw new FormatException($"Error parsing field value for column {column}: an Ion number does not fit {type}") : null;
    }
}
