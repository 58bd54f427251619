using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Date functions whose unit or format is a constant that becomes part of the text.</summary>
internal sealed class DateCalls(ExpressionBinder binder)
{
    private static readonly string[] Units = ["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"];

    public BoundExpression? Bind(string name, FunctionCall call) => (name, call.Arguments.Length) switch
    {
        ("date_trunc", 2) => Truncate(call),
        ("date_add", 3) => Add(call),
        ("date_diff", 3) => Difference(call),
        ("date_format", 2) => Format(name, call, DateFormats.MySqlOutput(Constant(call, 1))),
        ("format_datetime", 2) => Format(name, call, DateFormats.JavaOutput(Constant(call, 1), call.Arguments[1].At)),
        ("date_parse", 2) => Parse(name, call, DateFormats.MySqlInput(Constant(call, 1)), SqlType.Timestamp(3)),
        ("parse_datetime", 2) => Parse(name, call, DateFormats.JavaInput(Constant(call, 1), call.Arguments[1].At), SqlType.TimestampZoned(3)),
        _ => throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters for function {name}", call.At),
    };

    private string Constant(FunctionCall call, int index) => binder.Bind(call.Arguments[index]) is BoundLiteral { Value: string text }
        ? text
        : throw new SqlException(SqlErrorCode.NotSupported, $"{call.Name.Lower} needs a constant format or unit", call.Arguments[index].At);

#pragma warning disable CA1308 // units are lower case
    private string Unit(FunctionCall call)
    {
        var unit = Constant(call, 0).ToLowerInvariant();
        return Units.Contains(unit)
            ? unit
            : throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"'{unit}' is not a valid DATE field", call.Arguments[0].At);
    }
#pragma warning restore CA1308

    private BoundExpression Moment(Expression expression, string name)
    {
        var value = binder.Bind(expression);
        return value.Type.Kind switch
        {
            SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned => value,
            SqlTypeKind.Unknown => binder.Conversions.Coerce(value, SqlType.Timestamp(3), expression.At),
            _ => throw new SqlException(
                SqlErrorCode.FunctionNotFound,
                $"Unexpected parameters ({value.Type}) for function {name}. Expected: {name}(varchar(x), date), {name}(varchar(x), timestamp(p)), {name}(varchar(x), timestamp(p) with time zone)", expression.At),
        };
    }

    private BoundCall Truncate(FunctionCall call)
    {
        var unit = Unit(call);
        var value = Moment(call.Arguments[1], "date_trunc");
        return new("date_trunc", value.Type, value.Type.Kind switch
        {
            SqlTypeKind.Date => $"CAST(date_trunc('{unit}', {{0}}) AS DATE)",
            SqlTypeKind.Timestamp => $"date_trunc('{unit}', {{0}})",
            _ => $"weir_zoned(date_trunc('{unit}', weir_local({{0}})), struct_extract({{0}}, 'z'))",
        }, [value]);
    }

    private BoundCall Add(FunctionCall call)
    {
        var unit = Unit(call);
        var count = binder.Coerced(binder.Bind(call.Arguments[1]), SqlType.BigInt, "date_add value", call.Arguments[1].At);
        var value = Moment(call.Arguments[2], "date_add");
        var interval = unit switch
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
        return new("date_add", value.Type, value.Type.Kind switch
        {
            SqlTypeKind.Date => $"CAST({{0}} + {interval} AS DATE)",
            SqlTypeKind.Timestamp => $"({{0}} + {interval})",
            _ => $"weir_zoned(weir_local({{0}}) + {interval}, struct_extract({{0}}, 'z'))",
        }, [value, count]);
    }

    private BoundCall Difference(FunctionCall call)
    {
        var unit = Unit(call);
        var (type, values) = binder.Unified(
            [Moment(call.Arguments[1], "date_diff"), Moment(call.Arguments[2], "date_diff")], "date_diff arguments", call.At);
        var (from, to) = type.Kind == SqlTypeKind.TimestampZoned
            ? ("timezone('UTC', struct_extract({0}, 't'))", "timezone('UTC', struct_extract({1}, 't'))")
            : ("CAST({0} AS TIMESTAMP)", "CAST({1} AS TIMESTAMP)");
        return new("date_diff", SqlType.BigInt, $"date_sub('{unit}', {from}, {to})", values);
    }

    private BoundCall Format(string name, FunctionCall call, string format)
    {
        var value = Moment(call.Arguments[0], name);
        var local = value.Type.Kind == SqlTypeKind.TimestampZoned ? "weir_local({0})" : "CAST({0} AS TIMESTAMP)";
        return new(name, SqlType.Varchar, $"strftime({local}, {{1}})", [value, Literals.Text(format)]);
    }

    private BoundCall Parse(string name, FunctionCall call, string format, SqlType type)
    {
        var text = binder.Coerced(binder.Bind(call.Arguments[0]), SqlType.Varchar, $"{name} argument", call.Arguments[0].At);
        var parsed = type.Kind == SqlTypeKind.Timestamp ? "strptime({0}, {1})" : "weir_zoned(CAST(strptime({0}, {1}) AS TIMESTAMP), 'UTC')";
        return new(name, type, parsed, [text, Literals.Text(format)]);
    }
}
