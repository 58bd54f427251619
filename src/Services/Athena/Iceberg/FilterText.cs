using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Iceberg.Scanning;
using Weir.Engines.Iceberg.Types;
using Weir.Engines.Sql.Binding;

namespace Weir.Services.Athena.Iceberg;

/// <summary>Conditions of the dialect as conditions on field ids.</summary>
internal static class FilterText
{
    private const long MicrosPerDay = 86_400_000_000;

    public static Filter Of(ColumnFilter filter, Schema schema) => filter switch
    {
        AllOfFilter all => Filter.And(all.Terms.Select(term => Of(term, schema))),
        AnyOfFilter any => Filter.Or(any.Terms.Select(term => Of(term, schema))),
        ColumnTest test when schema.Find(test.Column.Name) is { Type: PrimitiveType type } field => Of(test, field.Id, type),
        _ => Filter.All,
    };

    private static Filter Of(ColumnTest test, int id, PrimitiveType type)
    {
        if (test.Kind is ColumnTestKind.IsNull or ColumnTestKind.NotNull)
        {
            return new Comparison(id, test.Kind == ColumnTestKind.IsNull ? FilterOperator.IsNull : FilterOperator.NotNull);
        }

        if (test.AsDate)
        {
            return OfDay(test, id, type);
        }

        if (test.Kind == ColumnTestKind.In)
        {
            var values = test.Values.Select(value => Value(type, value)).ToImmutableArray();
            return values.Contains(null) ? Filter.All : values.IsEmpty ? Filter.None : new Comparison(id, FilterOperator.In, values!);
        }

        if (Value(type, test.Values[0]) is { } exact)
        {
            return new Comparison(id, Operator(test.Kind), exact);
        }

        // A number between two of the column's: what is less than 1.5 is at most 1.
        return Below(type, test.Values[0]) is { } below
            ? test.Kind switch
            {
                ColumnTestKind.Less or ColumnTestKind.LessOrEqual => new Comparison(id, FilterOperator.LessOrEqual, below),
                ColumnTestKind.Greater or ColumnTestKind.GreaterOrEqual => new Comparison(id, FilterOperator.Greater, below),
                ColumnTestKind.Equal => Filter.None,
                _ => Filter.All,
            }
            : Filter.All;
    }

    /// <summary>A condition on the day of a timestamp, as one on the timestamp.</summary>
    private static Filter OfDay(ColumnTest test, int id, PrimitiveType type)
    {
        if (type.Kind is not (PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz) || test.Values.Any(value => value is not DateTime { TimeOfDay.Ticks: 0 }))
        {
            return Filter.All;
        }

        var starts = test.Values.Select(value => Micros((DateTime)value)).ToArray();
        return test.Kind switch
        {
            ColumnTestKind.Equal or ColumnTestKind.In => Filter.Or(starts.Select(start => Filter.And(
                [new Comparison(id, FilterOperator.GreaterOrEqual, start), new Comparison(id, FilterOperator.Less, start + MicrosPerDay)]))),
            ColumnTestKind.Less => new Comparison(id, FilterOperator.Less, starts[0]),
            ColumnTestKind.LessOrEqual => new Comparison(id, FilterOperator.Less, starts[0] + MicrosPerDay),
            ColumnTestKind.Greater => new Comparison(id, FilterOperator.GreaterOrEqual, starts[0] + MicrosPerDay),
            ColumnTestKind.GreaterOrEqual => new Comparison(id, FilterOperator.GreaterOrEqual, starts[0]),
            _ => Filter.All,
        };
    }

    private static FilterOperator Operator(ColumnTestKind kind) => kind switch
    {
        ColumnTestKind.Equal => FilterOperator.Equal,
        ColumnTestKind.NotEqual => FilterOperator.NotEqual,
        ColumnTestKind.Less => FilterOperator.Less,
        ColumnTestKind.LessOrEqual => FilterOperator.LessOrEqual,
        ColumnTestKind.Greater => FilterOperator.Greater,
        ColumnTestKind.GreaterOrEqual => FilterOperator.GreaterOrEqual,
        ColumnTestKind.StartsWith => FilterOperator.StartsWith,
        ColumnTestKind.In => FilterOperator.In,
        ColumnTestKind.IsNull => FilterOperator.IsNull,
        ColumnTestKind.NotNull => FilterOperator.NotNull,
    };

    /// <summary>The value in the column's type; null when it has none that is exactly it.</summary>
    private static object? Value(PrimitiveType type, object value) => (type.Kind, value) switch
    {
        (PrimitiveKind.Boolean, bool) => value,
        (PrimitiveKind.Int, decimal number) when number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue => (int)number,
        (PrimitiveKind.Long, decimal number) when number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue => (long)number,
        (PrimitiveKind.Decimal, decimal number) => Digits(number, type.Scale),
        (PrimitiveKind.Double, double number) when !double.IsNaN(number) => number,
        (PrimitiveKind.Double, decimal number) => (double)number,
        (PrimitiveKind.String, string) => value,
        (PrimitiveKind.Date, DateTime time) when time.TimeOfDay == TimeSpan.Zero => (int)(Micros(time) / MicrosPerDay),
        (PrimitiveKind.Timestamp, DateTime time) when time.Ticks % 10 == 0 => Micros(time),
        (PrimitiveKind.TimestampTz, DateTimeOffset time) when time.Ticks % 10 == 0 => Micros(time.UtcDateTime),
        (PrimitiveKind.Float, double number) when (float)number == number => (float)number,
        (PrimitiveKind.Float, decimal number) when (decimal)(float)number == number && Math.Abs(number) < 1 << 24 => (float)number,
        _ => null,
    };

    private static object? Below(PrimitiveType type, object value) => (type.Kind, value) switch
    {
        (PrimitiveKind.Int, decimal number) when number is > int.MinValue and < int.MaxValue => (int)decimal.Floor(number),
        (PrimitiveKind.Long, decimal number) when number is > long.MinValue and < long.MaxValue => (long)decimal.Floor(number),
        (PrimitiveKind.Date, DateTime time) => (int)Math.Floor((double)Micros(time) / MicrosPerDay),
        _ => null,
    };

    private static Int128? Digits(decimal number, int scale)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        return decimals.Length <= scale
            && Int128.TryParse((point < 0 ? text : text[..point]) + decimals.PadRight(scale, '0'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits)
                ? digits
                : null;
    }

    private static long Micros(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
