using System.Globalization;
using Weir.Engines.Sql.Runtime;
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
        ("to_iso8601", 1) => Iso(call),
        ("to_unixtime", 1) => UnixTime(call),
        _ => throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters for function {name}", call.At),
    };

    private BoundExpression Text(FunctionCall call, int index) =>
        binder.Coerced(binder.Bind(call.Arguments[index]), SqlType.Varchar, $"{call.Name.Lower} argument", call.Arguments[index].At);

    private BoundExpression Clock(Expression expression, string name) =>
        binder.Bind(expression) is { Type.Kind: SqlTypeKind.TimeZoned } zoned ? zoned : Moment(expression, name);

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
            SqlTypeKind.Time or SqlTypeKind.TimeZoned => ClockUnits,
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
        SqlTypeKind.Time or SqlTypeKind.TimeZoned => "TIME",
        _ => "TIMESTAMP",
    };

    private static string Checked(SqlType type, string place) => $"weir_unit({place}, '{FieldOf(type)}')";

    private BoundCall Truncate(FunctionCall call)
    {
        var value = Clock(call.Arguments[1], "date_trunc");
        var (_, constant, text) = Unit(call, value.Type);
        if (value.Type.Kind == SqlTypeKind.TimeZoned)
        {
            return new("date_trunc", value.Type, $"weir_clocked(weir_floor(weir_clock({{0}}), {UnitPicos(value.Type, constant, "{1}")}), struct_extract({{0}}, 'z'))", [value, text]);
        }

        var unit = constant is null ? Checked(value.Type, "{1}") : $"'{constant}'";
        return new("date_trunc", value.Type, Times.Lifted(value.Type, value.Type.Kind switch
        {
            SqlTypeKind.Date => $"CAST(date_trunc({unit}, {{0}}) AS DATE)",
            SqlTypeKind.Time => $"CAST(date_trunc({unit}, DATE '1970-01-01' + {{0}}) AS TIME)",
            SqlTypeKind.Timestamp => $"date_trunc({unit}, {{0}})",
            _ => $"weir_zoned(date_trunc({unit}, weir_local({{0}})), struct_extract({{0}}, 'z'))",
        }, keepsRest: false), [value, text]);
    }

    /// <summary>A unit of the clock in picoseconds.</summary>
    private static string UnitPicos(SqlType type, string? constant, string place) => constant is null
        ? $"(CASE {Checked(type, place)} {string.Join(' ', ClockUnits.Select(unit => $"WHEN '{unit}' THEN {Picos(unit)}"))} END)"
        : Picos(constant);

    private static string Picos(string unit) => unit switch
    {
        "millisecond" => "CAST(1000000000 AS BIGINT)",
        "second" => "CAST(1000000000000 AS BIGINT)",
        "minute" => "CAST(60000000000000 AS BIGINT)",
        _ => "CAST(3600000000000000 AS BIGINT)",
    };

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
        var value = Clock(call.Arguments[2], "date_add");
        var (units, constant, text) = Unit(call, value.Type);
        if (value.Type.Kind == SqlTypeKind.TimeZoned)
        {
            var step = UnitPicos(value.Type, constant, "{2}");
            return new("date_add", value.Type, $"weir_clocked(weir_clock({{0}}) + {{1}} % (86400000000000000 // {step}) * {step}, struct_extract({{0}}, 'z'))", [value, count, text]);
        }

        var template = constant is not null
            ? Added(value.Type, constant)
            : $"(CASE {Checked(value.Type, "{2}")} {string.Join(' ', units.Select(unit => $"WHEN '{unit}' THEN {Added(value.Type, unit)}"))} END)";
        return new("date_add", value.Type, Times.Lifted(value.Type, template), [value, count, text]);
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
            [Clock(call.Arguments[1], "date_diff"), Clock(call.Arguments[2], "date_diff")], "date_diff arguments", call.At);
        var (units, constant, text) = Unit(call, type);
        if (type.Kind == SqlTypeKind.TimeZoned)
        {
            return new("date_diff", SqlType.BigInt, $"((struct_extract({{1}}, 't') - struct_extract({{0}}, 't')) // {UnitPicos(type, constant, "{2}")})", [.. values, text]);
        }

        values = [.. values.Select(Times.Coarse)];
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
        // Only milliseconds are formatted, and what is finer is rounded to them.
        var value = Moment(call.Arguments[0], name);
        value = value.Type.Precision > 3 && value.Type.Kind != SqlTypeKind.Date ? binder.Conversions.Cast(value, Times.OfDigits(value.Type, 3), call.At) : value;
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

    /// <summary>As long as its digits, and as an offset is.</summary>
    private BoundCall Iso(FunctionCall call)
    {
        var value = Moment(call.Arguments[0], "to_iso8601");
        if (value.Type.Kind == SqlTypeKind.Time)
        {
            throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({value.Type}) for function to_iso8601. Expected: to_iso8601(date), to_iso8601(timestamp(p)), to_iso8601(timestamp(p) with time zone)", call.At);
        }

        var text = $"replace({Times.StampText(value.Type)}, ' ', 'T')";
        return value.Type.Kind switch
        {
            SqlTypeKind.Date => new("to_iso8601", SqlType.VarcharOf(16), "CAST({0} AS VARCHAR)", [value]),
            SqlTypeKind.Timestamp => new("to_iso8601", SqlType.VarcharOf(22 + Math.Min(1, value.Type.Precision) + value.Type.Precision), text, [value]),
            _ => new("to_iso8601", SqlType.VarcharOf(28 + Math.Min(1, value.Type.Precision) + value.Type.Precision), $"({text} || weir_offset_text(weir_offset({Times.Coarse(value.Type, "{0}")})))", [value]),
        };
    }

    private BoundCall UnixTime(FunctionCall call)
    {
        var value = Moment(call.Arguments[0], "to_unixtime");
        if (value.Type.Kind == SqlTypeKind.Time)
        {
            throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({value.Type}) for function to_unixtime. Expected: to_unixtime(timestamp(p)), to_unixtime(timestamp(p) with time zone)", call.At);
        }

        value = value.Type.Kind == SqlTypeKind.Date ? binder.Conversions.Coerce(value, SqlType.Timestamp(3), call.At) : value;
        var instant = value.Type.Kind == SqlTypeKind.Timestamp ? "{0}" : "struct_extract({0}, 't')";
        return new("to_unixtime", SqlType.Double, value.Type.IsFine
            ? $"(weir_fine_micros({instant}) / 1000000.0 + CAST(weir_rest({instant}) AS DOUBLE) / 1000000000000.0)"
            : $"(epoch_us({instant}) / 1000000.0)", [value]);
    }

    private BoundCall AtZone(FunctionCall call) => AtZone(Clock(call.Arguments[0], "at_timezone"), call.Arguments[1], call.At);

    /// <summary>The same moment on another zone's clocks.</summary>
    public BoundCall AtZone(BoundExpression value, Expression zone, SourcePosition at)
    {
        var type = value.Type.Kind switch
        {
            SqlTypeKind.TimestampZoned or SqlTypeKind.TimeZoned => value.Type,
            SqlTypeKind.Time => SqlType.TimeZoned(value.Type.Precision),
            SqlTypeKind.Timestamp => SqlType.TimestampZoned(value.Type.Precision),
            SqlTypeKind.Date or SqlTypeKind.Unknown => SqlType.TimestampZoned(3),
            _ => throw new SqlException(SqlErrorCode.TypeMismatch, $"Type of value must be a time or timestamp with or without time zone (actual {value.Type})", at),
        };
        var place = binder.Bind(zone);
        if (place is BoundLiteral { Value: string id } && Zones.Find(id) is null)
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"Time zone not supported: {id}");
        }

        var isOffset = place.Type.Kind == SqlTypeKind.IntervalDay;
        var template = (type.Kind, isOffset) switch
        {
            (SqlTypeKind.TimeZoned, true) => "weir_clock_at({0}, weir_interval_minutes({1}))",
            (SqlTypeKind.TimeZoned, false) => string.Create(CultureInfo.InvariantCulture, $"weir_clock_at({{0}}, weir_zone_minutes({{1}}, {binder.Now.ToUnixTimeSeconds()}))"),
            (_, true) => "weir_at({0}, weir_interval_zone({1}))",
            _ => "weir_at({0}, weir_check_zone({1}))",
        };
        return new("at_timezone", type, template, [binder.Conversions.Coerce(value, type, at), isOffset ? place : binder.Coerced(place, SqlType.Varchar, "Time zone", zone.At)]);
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
            "with_timezone", SqlType.TimestampZoned(type.Precision), $"{(type.IsFine ? "weir_fine_zoned" : "weir_zoned")}({{0}}, weir_check_zone({{1}}))",
            [binder.Conversions.Coerce(value, type, call.At), Text(call, 1)]);
    }
}
