using System.Globalization;
using System.Numerics;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Tests.Differential;

/// <summary>A table <c>t</c> of random rows: an id and two columns of every kind.</summary>
internal sealed class Table : ISqlCatalog, IScanPlanner
{
    private static readonly (string Name, ValueType Type)[] Columns =
    [
        ("t1", new(ValueKind.TinyInt)), ("t2", new(ValueKind.TinyInt)), ("s1", new(ValueKind.SmallInt)), ("s2", new(ValueKind.SmallInt)),
        ("i1", new(ValueKind.Integer)), ("i2", new(ValueKind.Integer)), ("b1", new(ValueKind.BigInt)), ("b2", new(ValueKind.BigInt)),
        ("d1", new(ValueKind.Decimal, 7, 2)), ("d2", new(ValueKind.Decimal, 18, 4)), ("x1", new(ValueKind.Double)), ("x2", new(ValueKind.Double)),
        ("v1", new(ValueKind.Text)), ("v2", new(ValueKind.Text)), ("dt1", new(ValueKind.Date)), ("dt2", new(ValueKind.Date)),
        ("q1", new(ValueKind.Boolean)), ("q2", new(ValueKind.Boolean)), ("a1", new(ValueKind.Array)), ("a2", new(ValueKind.Array)),
    ];

    private static readonly DateOnly Epoch = new(1970, 1, 1);
    private readonly string _relation;

    public Table(Random random, int rows)
    {
        Rows = [.. Enumerable.Range(0, rows).Select(_ => new Row([.. Columns.Select(column => random.Next(5) == 0 ? null : RandomValue(column.Type, random))]))];
        var lines = Rows.Select((row, id) =>
            $"({id.ToString(CultureInfo.InvariantCulture)}, {string.Join(", ", row.Values.Select((value, i) => Duck(Columns[i].Type, value)))})");
        _relation = $"(SELECT * FROM (VALUES {string.Join(", ", lines)}) AS z(id, {string.Join(", ", Columns.Select(column => column.Name))})) AS z";
    }

    public IReadOnlyList<Row> Rows { get; }

    public static Made Column(ValueKind kind, Random random)
    {
        var index = ((int)kind * 2) + random.Next(2);
        return new(Columns[index].Name, Columns[index].Type, row => new(row.Values[index]));
    }

    public static ValueType TypeOf(ValueKind kind, Random random)
    {
        if (kind != ValueKind.Decimal)
        {
            return new(kind);
        }

        var scale = random.Next(5);
        return new(kind, scale + 1 + random.Next(8), scale);
    }

    public static object RandomValue(ValueType type, Random random) => type.Kind switch
    {
        ValueKind.TinyInt => Small(random, sbyte.MinValue, sbyte.MaxValue),
        ValueKind.SmallInt => Small(random, short.MinValue, short.MaxValue),
        ValueKind.Integer => Small(random, int.MinValue, int.MaxValue),
        ValueKind.BigInt => Small(random, long.MinValue, long.MaxValue),
        ValueKind.Decimal => new BigInteger(random.NextInt64(-(long)Math.Pow(10, type.Precision) + 1, (long)Math.Pow(10, type.Precision))),
        ValueKind.Double => random.Next(4) switch
        {
            0 => random.Next(-9, 10),
            1 => random.Next(-99, 100) / 4.0,
            2 => Math.Round(random.NextDouble() * 1000, 3),
            _ => random.NextDouble() * Math.Pow(10, random.Next(-8, 12)),
        },
        ValueKind.Text => new string([.. Enumerable.Range(0, random.Next(5)).Select(_ => "abxyZ 1"[random.Next(7)])]),
        ValueKind.Date => random.Next(-20_000, 30_000),
        ValueKind.Boolean => random.Next(2) == 0,
        _ => Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5) == 0 ? (BigInteger?)null : random.Next(-3, 9)).ToArray(),
    };

    /// <summary>A value as a literal of the dialect.</summary>
    public static string Written(ValueType type, object value) => type.Kind switch
    {
        ValueKind.Decimal => $"CAST('{Shown(type, value)}' AS {type.Sql})",
        ValueKind.Double => $"DOUBLE '{((double)value).ToString("R", CultureInfo.InvariantCulture)}'",
        ValueKind.Text => $"CAST('{value}' AS varchar)",
        ValueKind.Date => $"DATE '{Shown(type, value)}'",
        ValueKind.Boolean => (bool)value ? "true" : "false",
        ValueKind.Array => $"CAST(ARRAY[{string.Join(", ", ((BigInteger?[])value).Select(item => item?.ToString(CultureInfo.InvariantCulture) ?? "NULL"))}] AS array(integer))",
        _ => $"{type.Sql} '{value}'",
    };

    /// <summary>A value as results show it.</summary>
    public static string Shown(ValueType type, object value)
    {
        switch (type.Kind)
        {
            case ValueKind.Decimal:
                var digits = BigInteger.Abs((BigInteger)value).ToString(CultureInfo.InvariantCulture).PadLeft(type.Scale + 1, '0');
                var sign = ((BigInteger)value).Sign < 0 ? "-" : "";
                return type.Scale == 0 ? sign + digits : $"{sign}{digits[..^type.Scale]}.{digits[^type.Scale..]}";
            case ValueKind.Double:
                return JavaNumbers.Text((double)value);
            case ValueKind.Date:
                return Epoch.AddDays((int)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case ValueKind.Boolean:
                return (bool)value ? "true" : "false";
            case ValueKind.Array:
                return $"[{string.Join(", ", ((BigInteger?[])value).Select(item => item?.ToString(CultureInfo.InvariantCulture) ?? "null"))}]";
            default:
                return Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }
    }

    public SqlTable? FindTable(SqlTableName name) => name.Table != "t" ? null : new SqlTable
    {
        Name = name,
        Columns = [new("id", SqlType.Integer), .. Columns.Select(column => new SqlColumn(column.Name, SqlTypes.Parse(column.Type.Sql)))],
    };

    public bool SchemaExists(string catalog, string schema) => true;

    public string Plan(ScanRequest request) => _relation;

    private static BigInteger Small(Random random, long min, long max) => random.Next(12) switch
    {
        0 => new BigInteger(min),
        1 => new BigInteger(max),
        2 => new BigInteger(random.NextInt64(min, max)),
        _ => new BigInteger(random.Next(-12, 13)),
    };

    private static string Duck(ValueType type, object? value) => value is null ? "NULL" : type.Kind switch
    {
        ValueKind.Text => $"'{value}'",
        ValueKind.Date => $"DATE '{Shown(type, value)}'",
        ValueKind.Decimal => $"CAST('{Shown(type, value)}' AS DECIMAL({type.Precision},{type.Scale}))",
        ValueKind.Double => $"CAST('{((double)value).ToString("R", CultureInfo.InvariantCulture)}' AS DOUBLE)",
        ValueKind.Array => $"CAST([{string.Join(", ", ((BigInteger?[])value).Select(item => item?.ToString(CultureInfo.InvariantCulture) ?? "NULL"))}] AS INTEGER[])",
        ValueKind.Boolean => (bool)value ? "true" : "false",
        _ => $"CAST('{value}' AS {type.Kind.ToString().ToUpperInvariant()})",
    };
}
