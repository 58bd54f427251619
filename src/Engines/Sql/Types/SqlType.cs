using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Weir.Engines.Sql.Types;

/// <summary>A field of a row; the name is null when it has none.</summary>
public sealed record SqlField(string? Name, SqlType Type);

/// <summary>One of Trino's types. Equal when written the same.</summary>
public sealed class SqlType : IEquatable<SqlType>
{
    /// <summary>The length of a varchar without one.</summary>
    public const int Unbounded = int.MaxValue;

    private readonly string _text;

    private SqlType(SqlTypeKind kind, int precision = 0, int scale = 0, ImmutableArray<SqlField> fields = default)
    {
        Kind = kind;
        Precision = precision;
        Scale = scale;
        Fields = fields.IsDefault ? [] : fields;
        _text = Write();
    }

    public SqlTypeKind Kind { get; }

    /// <summary>Digits of a decimal, length of a varchar or char, fractional digits of a time or timestamp.</summary>
    public int Precision { get; }

    public int Scale { get; }

    /// <summary>The fields of a row; the element of an array; key and value of a map.</summary>
    public ImmutableArray<SqlField> Fields { get; }

    public static SqlType Unknown { get; } = new(SqlTypeKind.Unknown);

    public static SqlType Boolean { get; } = new(SqlTypeKind.Boolean);

    public static SqlType TinyInt { get; } = new(SqlTypeKind.TinyInt);

    public static SqlType SmallInt { get; } = new(SqlTypeKind.SmallInt);

    public static SqlType Integer { get; } = new(SqlTypeKind.Integer);

    public static SqlType BigInt { get; } = new(SqlTypeKind.BigInt);

    public static SqlType Real { get; } = new(SqlTypeKind.Real);

    public static SqlType Double { get; } = new(SqlTypeKind.Double);

    public static SqlType Varchar { get; } = new(SqlTypeKind.Varchar, Unbounded);

    public static SqlType Varbinary { get; } = new(SqlTypeKind.Varbinary);

    public static SqlType Date { get; } = new(SqlTypeKind.Date);

    public static SqlType IntervalDay { get; } = new(SqlTypeKind.IntervalDay);

    public static SqlType IntervalYear { get; } = new(SqlTypeKind.IntervalYear);

    public static SqlType Json { get; } = new(SqlTypeKind.Json);

    public static SqlType Uuid { get; } = new(SqlTypeKind.Uuid);

    /// <summary>A type that its name alone tells: addresses, sketches, geometry.</summary>
    public static SqlType Plain(SqlTypeKind kind) => new(kind);

    /// <summary>A quantile digest of values of a type.</summary>
    public static SqlType QDigest(SqlType element) => new(SqlTypeKind.QDigest, fields: [new(null, element)]);

    public static SqlType Decimal(int precision, int scale) => new(SqlTypeKind.Decimal, precision, scale);

    public static SqlType VarcharOf(int length) => new(SqlTypeKind.Varchar, length);

    public static SqlType CharOf(int length) => new(SqlTypeKind.Char, length);

    public static SqlType Time(int precision = 3) => new(SqlTypeKind.Time, precision);

    public static SqlType TimeZoned(int precision = 3) => new(SqlTypeKind.TimeZoned, precision);

    public static SqlType Timestamp(int precision = 3) => new(SqlTypeKind.Timestamp, precision);

    public static SqlType TimestampZoned(int precision = 3) => new(SqlTypeKind.TimestampZoned, precision);

    public static SqlType Array(SqlType element) => new(SqlTypeKind.Array, fields: [new(null, element)]);

    public static SqlType Map(SqlType key, SqlType value) => new(SqlTypeKind.Map, fields: [new(null, key), new(null, value)]);

    public static SqlType Row(ImmutableArray<SqlField> fields) => new(SqlTypeKind.Row, fields: fields);

    public static SqlType Function(ImmutableArray<SqlType> parametersAndResult) =>
        new(SqlTypeKind.Function, fields: [.. parametersAndResult.Select(type => new SqlField(null, type))]);

    /// <summary>The element of an array.</summary>
    public SqlType Element => Fields[0].Type;

    public SqlType Key => Fields[0].Type;

    public SqlType Value => Fields[1].Type;

    public bool IsInteger => Kind is SqlTypeKind.TinyInt or SqlTypeKind.SmallInt or SqlTypeKind.Integer or SqlTypeKind.BigInt;

    public bool IsFloating => Kind is SqlTypeKind.Real or SqlTypeKind.Double;

    public bool IsNumeric => IsInteger || IsFloating || Kind == SqlTypeKind.Decimal;

    public bool IsText => Kind is SqlTypeKind.Varchar or SqlTypeKind.Char;

    public bool IsStructural => Kind is SqlTypeKind.Array or SqlTypeKind.Map or SqlTypeKind.Row;

    /// <summary>Whether values are the same when their instants are, whatever their zones.</summary>
    public bool IsZoned => Kind is SqlTypeKind.TimestampZoned or SqlTypeKind.TimeZoned;

    /// <summary>A time of more digits than microseconds have: held as picoseconds.</summary>
    public bool IsFine => Precision > 6 && (Kind is SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned);

    /// <summary>Whether values have an order.</summary>
    public bool IsOrderable => Kind switch
    {
        SqlTypeKind.Map or SqlTypeKind.Json or SqlTypeKind.Function => false,
        SqlTypeKind.HyperLogLog or SqlTypeKind.QDigest or SqlTypeKind.TDigest or SqlTypeKind.SetDigest
            or SqlTypeKind.Geometry or SqlTypeKind.SphericalGeography or SqlTypeKind.BingTile or SqlTypeKind.Color => false,
        SqlTypeKind.Array or SqlTypeKind.Row => Fields.All(part => part.Type.IsOrderable),
        _ => true,
    };

    /// <summary>Whether values can be compared for equality.</summary>
    public bool IsComparable => Kind switch
    {
        SqlTypeKind.Function or SqlTypeKind.HyperLogLog or SqlTypeKind.QDigest or SqlTypeKind.TDigest or SqlTypeKind.SetDigest => false,
        SqlTypeKind.Array or SqlTypeKind.Row or SqlTypeKind.Map => Fields.All(part => part.Type.IsComparable),
        _ => true,
    };

    /// <summary>The type's name without parameters: <c>decimal</c>, <c>timestamp with time zone</c>.</summary>
    public string BaseName => Kind switch
    {
        SqlTypeKind.TimeZoned => "time with time zone",
        SqlTypeKind.TimestampZoned => "timestamp with time zone",
        SqlTypeKind.IntervalDay => "interval day to second",
        SqlTypeKind.IntervalYear => "interval year to month",
        SqlTypeKind.HyperLogLog => "HyperLogLog",
        SqlTypeKind.SetDigest => "SetDigest",
        SqlTypeKind.Geometry => "Geometry",
        SqlTypeKind.SphericalGeography => "SphericalGeography",
        SqlTypeKind.BingTile => "BingTile",
#pragma warning disable CA1308 // types are lower case
        _ => Kind.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };

    public bool Equals(SqlType? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as SqlType);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The type as Trino displays it.</summary>
    public override string ToString() => _text;

    /// <summary>The type as Hive writes it in a table's definition.</summary>
    public string ToHive() => Kind switch
    {
        SqlTypeKind.Integer => "int",
        SqlTypeKind.Real => "float",
        SqlTypeKind.Varchar when Precision is Unbounded or > 65535 => "string",
        SqlTypeKind.Varbinary => "binary",
        SqlTypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})"),
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned => "timestamp",
        SqlTypeKind.Array => $"array<{Element.ToHive()}>",
        SqlTypeKind.Map => $"map<{Key.ToHive()},{Value.ToHive()}>",
        SqlTypeKind.Row => "struct<" + string.Join(',', Fields.Select((field, i) => $"{field.Name ?? $"field{i}"}:{field.Type.ToHive()}")) + ">",
        SqlTypeKind.Json or SqlTypeKind.Uuid => "string",
        _ => _text,
    };

    private string Write()
    {
        switch (Kind)
        {
            case SqlTypeKind.Decimal:
                return string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})");
            case SqlTypeKind.Varchar when Precision != Unbounded:
            case SqlTypeKind.Char or SqlTypeKind.Time or SqlTypeKind.Timestamp:
                return string.Create(CultureInfo.InvariantCulture, $"{BaseName}({Precision})");
            case SqlTypeKind.TimeZoned:
                return string.Create(CultureInfo.InvariantCulture, $"time({Precision}) with time zone");
            case SqlTypeKind.TimestampZoned:
                return string.Create(CultureInfo.InvariantCulture, $"timestamp({Precision}) with time zone");
            case SqlTypeKind.Array or SqlTypeKind.Map or SqlTypeKind.QDigest or SqlTypeKind.Function:
                return $"{BaseName}({string.Join(", ", Fields.Select(field => field.Type))})";
            case SqlTypeKind.Row:
                var text = new StringBuilder("row(");
                foreach (var (name, type) in Fields)
                {
                    text.Append(text.Length > 4 ? ", " : "").Append(name is null ? "" : FieldName(name) + " ").Append(type);
                }

                return text.Append(')').ToString();
            default:
                return BaseName;
        }
    }

    private static string FieldName(string name) =>
        name.All(letter => letter == '_' || char.IsAsciiLetterOrDigit(letter)) && !char.IsAsciiDigit(name[0])
            ? name
            : $"\"{name}\"";
}
