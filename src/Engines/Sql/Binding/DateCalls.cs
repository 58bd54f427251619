using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Date functions whose result has the type of an argument, or whose unit or format is best put into the text.</summary>
internal sealed class DateCalls(ExpressionBinder binder)
{
    private static readonly string[] ClockUnits = ["millisecond", "second", "minute", "hour"];
    private static readonly string[] DayUnits = ["day", "week", "month", "quarter", "year"];

    public BoundExpression? Bind(string name, FunctionCall call) => (name, call.Arguments.Length) switch
    {
        ("date_trunc", 2) => Truncate(call),
        ("date_add", 3) => Add(call),
        ("date_diff", 3) => Difference(call),
        ("date_format" or "format_datetime", 2) => Format(name, call),
        ("date_parse", 2) => new BoundCall(name, SqlType.Timestamp(3), "make_timestamp(weir_date_parse({0}, {1}))", [Text(call, 0), Text(call, 1)]),
        ("at_timezone", 2) => AtZone(call),
        ("with_timezone", 2) => WithZone(call),
        _ => throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters for function {name}", call.At),
    };

    private BoundExpression Text(FunctionCall call, int index) =>
        binder.Coerced(binder.Bind(call.Arguments[index]), SqlType.Varchar, $"{call.Name.Lower} argument", call.Arguments[index].At);

    private BoundExpression Moment(Expression expression, string name)
    {
        var value = binder.Bind(expression);
        return value.Type.Kind switch
        {
            SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned or SqlTypeKind.Time => value,
            SqlTypeKind.Unknown => binder.Conversions.Coerce(value, SqlType.Timestamp(3), expression.At),
            _ => throw new SqlException(
                SqlErrorCode.FunctionNotFound,
                $"Unexpected parameters ({value.Type}) for function {name}. Expected: {name}(varchar(x), date), {name}(varchar(x), timestamp(p)), {name}(varchar(x), timestamp(p) with time zone), {name}(varchar(x), time(p))", expression.At),
        };
    }

    /// <summary>The units a type has; a constant one is checked here and stands in the text.</summary>
#pragma warning disable CA1308 // units are lower case
    private (string[] Units, string? Constant, BoundExpression Text) Unit(FunctionCall call, SqlType type)
    {
        string[] units = type.Kind switch
        {
            SqlTypeKind.Date => DayUnits,
            SqlTypeKind.Time => ClockUnits,
            _ => [.. ClockUnits, .. DayUnits],
        };
        var text = Text(call, 0);
        if (text is not BoundLiteral { Value: string given })
        {
            return (units, null, text);
        }

        var unit = given.ToLowerInvariant();
        return units.Contains(unit)
            ? (units, unit, text)
            : throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"'{given}' is not a valid {FieldOf(type)} field");
    }
#pragma warning restore CA1308

    private static string FieldOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Date => "DATE",
        SqlTypeKind.Time => "TIME",
        _ => "TIMESTAMP",
    };

    private static string Checked(SqlType type, string place) => $"weir_unit({place}, '{FieldOf(type)}')";

    private BoundCall Truncate(FunctionCall call)
    {
        var value = Moment(call.Arguments[1], "date_trunc");
        var (_, constant, text) = Unit(call, value.Type);
        var unit = constant is null ? Checked(value.Type, "{1}") : $"'{constant}'";
        return new("date_trunc", value.Type, value.Type.Kind switch
        {
            SqlTypeKind.Date => $"CAST(date_trunc({unit}, {{0}}) AS DATE)",
            SqlTypeKind.Time => $"CAST(date_trunc({unit}, DATE '1970-01-01' + {{0}}) AS TIME)",
            SqlTypeKind.Timestamp => $"date_trunc({unit}, {{0}})",
            _ => $"weir_zoned(date_trunc({unit}, weir_local({{0}})), struct_extract({{0}}, 'z'))",
        }, [value, text]);
    }

    private static string Interval(string unit) => unit switch
    {
        "millisecond" => "to_milliseconds({1})",
        "second" => "to_seconds({1})",
        "minute" => "to_minutes({1})",
        "hour" => "to_hours({1})",
        "day" => "to_days(CAST({1} AS INTEGER))",
        "week" => "to_days(CAST({1} * 7 AS INTEGER))",
        "month" => "to_months(CAST({1} AS INTEGER))",
        "quarter" => "to_months(CAST({1} * 3 AS INTEGER))",
        _ => "to_years(CAST({1} AS INTEGER))",
    };

    private BoundCall Add(FunctionCall call)
    {
        var count = binder.Coerced(binder.Bind(call.Arguments[1]), SqlType.BigInt, "date_add value", call.Arguments[1].At);
        var value = Moment(call.Arguments[2], "date_add");
        var (units, constant, text) = Unit(call, value.Type);
        var template = constant is not null
            ? Added(value.Type, constant)
            : $"(CASE {Checked(value.Type, "{2}")} {string.Join(' ', units.Select(unit => $"WHEN '{unit}' THEN {Added(value.Type, unit)}"))} END)";
        return new("date_add", value.Type, template, [value, count, text]);
    }

    /// <summary>Hours pass on the line of time, days on the calendar of the zone.</summary>
    private static string Added(SqlType type, string unit) => type.Kind switch
    {
        SqlTypeKind.Date => $"CAST({{0}} + {Interval(unit)} AS DATE)",
        SqlTypeKind.Timestamp or SqlTypeKind.Time => $"({{0}} + {Interval(unit)})",
        _ when ClockUnits.Contains(unit) => $"weir_instant(struct_extract({{0}}, 't') + {Interval(unit)}, struct_extract({{0}}, 'z'))",
        _ => $"weir_zoned(weir_local({{0}}) + {Interval(unit)}, struct_extract({{0}}, 'z'))",
    };

    private BoundCall Difference(FunctionCall call)
    {
        var (type, values) = binder.Unified(
            [Moment(call.Arguments[1], "date_diff"), Moment(call.Arguments[2], "date_diff")], "date_diff arguments", call.At);
        var (units, constant, text) = Unit(call, type);
        var template = constant is not null
            ? Between(type, constant)
            : $"(CASE {Checked(type, "{2}")} {string.Join(' ', units.Select(unit => $"WHEN '{unit}' THEN {Between(type, unit)}"))} END)";
        return new("date_diff", SqlType.BigInt, template, [.. values, text]);
    }

    private static string Between(SqlType type, string unit) => type.Kind switch
    {
        SqlTypeKind.Time => $"date_sub('{unit}', {{0}}, {{1}})",
        SqlTypeKind.TimestampZoned when ClockUnits.Contains(unit) =>
            $"date_sub('{unit}', timezone('UTC', struct_extract({{0}}, 't')), timezone('UTC', struct_extract({{1}}, 't')))",
        SqlTypeKind.TimestampZoned => $"date_sub('{unit}', weir_local({{0}}), weir_local(weir_at({{1}}, struct_extract({{0}}, 'z'))))",
        _ => $"date_sub('{unit}', CAST({{0}} AS TIMESTAMP), CAST({{1}} AS TIMESTAMP))",
    };

    private BoundCall Format(string name, FunctionCall call)
    {
        var value = Moment(call.Arguments[0], name);
        var format = Text(call, 1);
        var zoned = value.Type.Kind == SqlTypeKind.TimestampZoned;
        var local = zoned ? "weir_local({0})" : value.Type.Kind == SqlTypeKind.Time ? "(DATE '1970-01-01' + {0})" : "CAST({0} AS TIMESTAMP)";
        var simple = format is BoundLiteral { Value: string text } ? name == "date_format" ? DateFormats.MySql(text) : DateFormats.Joda(text) : null;
        if (simple is not null)
        {
            return new(name, SqlType.Varchar, $"strftime({local}, {{1}})", [value, Literals.Text(simple)]);
        }

        var template = name == "date_format"
            ? $"weir_date_format(epoch_us({local}), {{1}})"
            : $"weir_format_datetime(epoch_us({local}), {(zoned ? "weir_offset({0}), struct_extract({0}, 'z')" : "0, 'UTC'")}, {{1}})";
        return new(name, SqlType.Varchar, template, [value, format]);
    }

    private BoundCall AtZone(FunctionCall call)
    {
        var value = Moment(call.Arguments[0], "at_timezone");
        var type = SqlType.TimestampZoned(value.Type.Kind == SqlTypeKind.Date ? 3 : value.Type.Precision);
        return new("at_timezone", type, "weir_at({0}, weir_check_zone({1}))", [binder.Conversions.Coerce(value, type, call.At), Text(call, 1)]);
    }

    private BoundCall WithZone(FunctionCall call)
    {
        var value = Moment(call.Arguments[0], "with_timezone");
        var type = SqlType.Timestamp(value.Type.Kind == SqlTypeKind.Date ? 3 : value.Type.Precision);
        if (value.Type.Kind is not (SqlTypeKind.Date or SqlTypeKind.Timestamp))
        {
            throw new SqlException(
                SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({value.Type}, varchar) for function with_timezone. Expected: with_timezone(timestamp(p), varchar(x))", call.At);
        }

        return new(
            "with_timezone", SqlType.TimestampZoned(type.Precision), "weir_zoned({0}, weir_check_zone({1}))",
            [binder.Conversions.Coerce(value, type, call.At), Text(call, 1)]);
    }
}
