using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Functions whose type or text no signature can say: conditionals, decimals, units and formats that must be constant.</summary>
internal sealed class SpecialCalls(ExpressionBinder binder)
{
    private const int ConcatMax = 127;

    private Conversions Conversions => binder.Conversions;

    /// <summary>Null when the registry's signatures tell all.</summary>
    public BoundExpression? Bind(string name, FunctionCall call)
    {
        var count = call.Arguments.Length;
        switch (name)
        {
            case "if" when count is 2 or 3:
                var (type, values) = binder.Unified(call.Arguments.Skip(1), "Result types for IF", call.At);
                return new BoundCase(type, [(binder.Boolean(call.Arguments[0], "IF condition"), values[0])], count == 3 ? values[1] : null);
            case "coalesce" when count >= 2:
                var (common, parts) = binder.Unified(call.Arguments, "All COALESCE operands", call.At);
                return new BoundCall(name, common, "coalesce({*})", parts);
            case "nullif" when count == 2:
                var first = binder.Bind(call.Arguments[0]);
                var same = binder.Operators.Compare("=", first, binder.Bind(call.Arguments[1]), call.At);
                return new BoundCase(first.Type, [(same, Conversions.Null(first.Type))], first);
            case "try" when count == 1:
                return binder.Try(binder.Bind(call.Arguments[0]));
            case "typeof" when count == 1:
                return Literals.Text(binder.Bind(call.Arguments[0]).Type.ToString()) with { Type = SqlType.Varchar };
            case "greatest" or "least" when count >= 1:
                return Extreme(name, call);
            case "grouping":
                return Grouping(call);
            case "format" when count >= 1:
                return new FormatBinder(binder).Bind(call);
            case "date_trunc" or "date_add" or "date_diff" or "date_format" or "date_parse" or "format_datetime" or "at_timezone" or "with_timezone" or "to_iso8601" or "to_unixtime":
                return new DateCalls(binder).Bind(name, call);
            case "regexp_like" when count == 2:
            case "regexp_extract" or "regexp_replace" when count is 2 or 3:
                return new RegexCalls(binder).Bind(name, call);
            case "array_join" when count is 2 or 3:
                return Joined(call);
            case "normalize" when call.Modifier is { } form and not "NFC" && count == 1:
                return new BoundCall(
                    name, SqlType.Varchar, $"weir_normalize({{0}}, '{form}')",
                    [binder.Coerced(binder.Bind(call.Arguments[0]), SqlType.Varchar, "normalize argument", call.Arguments[0].At)]);
            case "concat" or "concat_ws":
                return Concatenated(name, call);
            case "trim" when call.Modifier is "LEADING" or "TRAILING":
                return Bind(call with { Modifier = null, Name = new([new Identifier(call.Modifier == "LEADING" ? "ltrim" : "rtrim")]) });
            case "from_unixtime_nanos" when count == 1 && call.Arguments[0] is not Cast && binder.Bind(call.Arguments[0]).Type.Kind == SqlTypeKind.Decimal:
                return Bind(call with { Arguments = [new Cast(call.Arguments[0], new("bigint", []), false) { At = call.At }] });
            case "round" or "ceil" or "ceiling" or "floor" or "truncate" or "mod" or "sign" when count is 1 or 2:
                return Decimal(name, call);
            default:
                return null;
        }
    }

    private BoundExpression Bind(FunctionCall call) => binder.Bind(call);

    private BoundGrouping Grouping(FunctionCall call)
    {
        const int GroupingMax = 63;
        binder.RefuseAggregate(call);
        if (call.Arguments.Length > GroupingMax)
        {
            throw new SqlException(SqlErrorCode.TooManyArguments, $"GROUPING supports up to {GroupingMax} column arguments", call.At);
        }

        var outputs = binder.Scope.Outputs;
        if (outputs is not null)
        {
            outputs.Forbidden = (SqlErrorCode.InvalidArguments, "Invalid reference to output of SELECT clause from grouping() expression in ORDER BY");
        }

        var keys = call.Arguments.Select(binder.Bind).ToImmutableArray();
        if (outputs is not null)
        {
            outputs.Forbidden = null;
        }

        return keys.All(key => key is BoundColumn)
            ? new(keys)
            : throw new SqlException(
                SqlErrorCode.InvalidArguments,
                "The arguments to GROUPING() must be expressions referenced by the GROUP BY at the associated query level. Mismatch due to "
                + $"{Printing.SqlPrinter.Print(call.Arguments.First(argument => binder.Bind(argument) is not BoundColumn))}.", call.At);
    }

    /// <summary>Sums and averages of decimals, and listagg.</summary>
    public BoundAggregate? Aggregate(string name, FunctionCall call)
    {
        if (name == "listagg" && call.Arguments.Length is 1 or 2)
        {
            return Listed(call);
        }

        if (name is not ("sum" or "avg") || call.Arguments.Length != 1 || binder.Bind(call.Arguments[0]) is not { Type.Kind: SqlTypeKind.Decimal } value)
        {
            return null;
        }

        var sum = SqlType.Decimal(38, value.Type.Scale);
        if (name == "sum")
        {
            // What is short cannot add up to more than 38 digits: there are not so many rows.
            var total = $"CAST(sum({{D}}{{0}}){{M}} AS {DuckTypes.Template(sum)})";
            return new(name, sum, value.Type.Precision <= 20 ? total : $"weir_decimal_sum({total}, CAST('{Greatest(value.Type.Scale)}' AS {DuckTypes.Template(sum)}))", [value]);
        }

        // Beyond 18 digits the sum's digits and as many zeros may be more than DuckDB's integers hold: once for each group, by text.
        if (value.Type.Precision > 18)
        {
            return new(name, value.Type, string.Create(
                CultureInfo.InvariantCulture,
                $"CAST(weir_decimal_divide(CAST(sum({{D}}{{0}}){{M}} AS VARCHAR), CAST(nullif(count({{D}}{{0}}){{M}}, 0) AS VARCHAR), {value.Type.Scale}) AS {DuckTypes.Template(value.Type)})"), [value]);
        }

        var digits = value.Type.Scale == 0
            ? "CAST(sum({D}{0}){M} AS HUGEINT)"
            : string.Create(CultureInfo.InvariantCulture, $"CAST(sum({{D}}{{0}}){{M}} * CAST('1{new string('0', value.Type.Scale)}' AS DECIMAL({value.Type.Scale + 1},0)) AS HUGEINT)");
        return new(name, value.Type, Operators.Scaled($"weir_half_up({digits}, nullif(count({{D}}{{0}}){{M}}, 0))", value.Type), [value]);
    }

    /// <summary>Thirty-eight nines.</summary>
    private static string Greatest(int scale) => $"{new string('9', 38 - scale)}{(scale == 0 ? "" : ".")}{new string('9', scale)}";

    private BoundAggregate Listed(FunctionCall call)
    {
        var value = binder.Coerced(binder.Bind(call.Arguments[0]), SqlType.Varchar, "listagg argument", call.At);
        var separator = call.Arguments.Length == 2
            ? binder.Coerced(binder.Bind(call.Arguments[1]), SqlType.Varchar, "listagg separator", call.Arguments[1].At)
            : Literals.Text("");

        // The parser gives what ON OVERFLOW says as ERROR, or TRUNCATE '…' WITH COUNT.
        var overflow = call.Modifier is { } modifier && modifier != "ERROR" ? modifier["TRUNCATE ".Length..] : null;
        var withCount = overflow?.EndsWith(" WITH COUNT", StringComparison.Ordinal) == true;
        var filler = overflow is null ? "NULL" : TemplateText.Escape(DuckText.Literal(
            overflow[1..(overflow.LastIndexOf('\'', overflow.Length - 1))].Replace("''", "'", StringComparison.Ordinal)));
        return new(
            "listagg", SqlType.Varchar, $"weir_listagg(list({{D}}{{0}}{{O}}){{M}}, {{1}}, {filler}, {(withCount ? "true" : "false")})", [value, separator]);
    }

    private BoundCall Extreme(string name, FunctionCall call)
    {
        var (type, values) = binder.Unified(call.Arguments.Select(binder.Bind), $"All {name} arguments", call.At);
        if (!type.IsOrderable)
        {
            throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({type}) for function {name}", call.At);
        }

        // DuckDB holds NaN to be the greatest, here it loses against every number; NULL is passed over by greatest().
        var extreme = type.IsFloating && name == "greatest"
            ? "coalesce(greatest(" + string.Join(", ", Enumerable.Range(0, values.Length).Select(i => $"CASE WHEN isnan({{{i}}}) THEN NULL ELSE {{{i}}} END")) + "), {0})"
            : $"{name}({{*}})";
        var anyNull = string.Join(" OR ", Enumerable.Range(0, values.Length).Select(i => $"{{{i}}} IS NULL"));
        return new(name, type, $"(CASE WHEN {anyNull} THEN NULL ELSE {extreme} END)", values);
    }

    /// <summary>Elements join as the text a cast gives them.</summary>
    private BoundCall Joined(FunctionCall call)
    {
        var array = binder.Bind(call.Arguments[0]);
        if (array.Type.Kind != SqlTypeKind.Array)
        {
            throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({array.Type}) for function array_join", call.At);
        }

        if (array.Type.Element.IsStructural)
        {
            throw new SqlException(
                SqlErrorCode.FunctionNotFound,
                $"Unexpected parameters ({string.Join(", ", call.Arguments.Select(argument => binder.Bind(argument).Type))}) for function array_join. "
                    + "Expected: array_join(array(T), varchar) T, array_join(array(T), varchar, varchar) T", call.At);
        }

        array = Conversions.Cast(array, SqlType.Array(SqlType.Varchar), call.At);
        var separator = binder.Coerced(binder.Bind(call.Arguments[1]), SqlType.Varchar, "array_join delimiter", call.Arguments[1].At);
        return call.Arguments.Length == 2
            ? new("array_join", SqlType.Varchar, "weir_join({0}, {1})", [array, separator])
            : new("array_join", SqlType.Varchar, "weir_join(list_transform({0}, lambda e: coalesce(e, {2})), {1})",
                [array, separator, binder.Coerced(binder.Bind(call.Arguments[2]), SqlType.Varchar, "array_join null text", call.Arguments[2].At)]);
    }

    private static bool IsNumber(SqlType type) => type.IsNumeric || type.Kind == SqlTypeKind.Unknown;

    /// <summary>Texts of fixed length join to one of fixed length; how many arguments there may be no signature says.</summary>
    private BoundCall? Concatenated(string name, FunctionCall call)
    {
        var count = call.Arguments.Length;
        var types = call.Arguments.Where(argument => argument is not Lambda).Select(argument => binder.Bind(argument).Type).ToArray();
        if (name == "concat_ws")
        {
            return count >= 2 || count == 0 ? null : throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "There must be two or more arguments");
        }

        if (count == 1)
        {
            var things = types.Any(type => type.Kind == SqlTypeKind.Array) ? "arguments to concat" : "concatenation arguments";
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"There must be two or more {things}");
        }

        if (count > ConcatMax)
        {
            throw new SqlException(
                SqlErrorCode.NotSupported,
                types.Any(type => type.Kind == SqlTypeKind.Array) ? "Too many arguments for array concatenation" : "Too many arguments for string concatenation");
        }

        var isFixed = types is [{ IsText: true } first, { IsText: true } second] && (first.Kind == SqlTypeKind.Char || second.Kind == SqlTypeKind.Char)
            && first.Precision != SqlType.Unbounded && second.Precision != SqlType.Unbounded;
        if (!isFixed)
        {
            return null;
        }

        var length = (long)types[0].Precision + types[1].Precision;
        if (length > 65536)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"CHAR length must be in range [0, 65536], got {length}", call.At);
        }

        return new(
            name, SqlType.CharOf((int)length), string.Create(CultureInfo.InvariantCulture, $"rtrim(rpad({{0}}, {types[0].Precision}, ' ') || {{1}}, ' ')"),
            [.. call.Arguments.Select(argument => binder.Bind(argument))]);
    }

    private BoundExpression? Decimal(string name, FunctionCall call)
    {
        var value = binder.Bind(call.Arguments[0]);
        var second = call.Arguments.Length == 2 ? binder.Bind(call.Arguments[1]) : null;
        if (name == "mod" && second is not null)
        {
            return IsNumber(value.Type) && IsNumber(second.Type) && (value.Type.IsNumeric || second.Type.IsNumeric)
                ? binder.Operators.Arithmetic(ArithmeticOperator.Modulo, value, second, call.At)
                : null;
        }

        if (value.Type.IsInteger && second is null && name != "sign")
        {
            return value;
        }

        if (value.Type.Kind != SqlTypeKind.Decimal)
        {
            return null;
        }

        var (precision, scale) = (value.Type.Precision, value.Type.Scale);
        if (second is not null)
        {
            if (name is not ("round" or "truncate"))
            {
                return null;
            }

            var kept = SqlType.Decimal(name == "round" ? Math.Min(38, precision + 1) : precision, scale);
            var duck = DuckTypes.Template(kept);
            if (second is not BoundLiteral { Value: long digits })
            {
                var places = binder.Coerced(second, SqlType.BigInt, $"{name} argument", call.Arguments[1].At);
                var cut = name == "truncate" ? "true" : "false";
                return new BoundCall(
                    name, kept, string.Create(CultureInfo.InvariantCulture, $"CAST(weir_round_digits(CAST({{0}} AS VARCHAR), {scale}, {{1}}, {cut}) AS {duck})"), [value, places]);
            }

            if (digits >= scale)
            {
                return new BoundCall(name, kept, $"CAST({{0}} AS {duck})", [value]);
            }

            var function = name == "round" ? "round" : "trunc";
            return new BoundCall(name, kept, string.Create(CultureInfo.InvariantCulture, $"CAST({function}({{0}}, {digits}) AS {duck})"), [value]);
        }

        var whole = name switch
        {
            "truncate" => SqlType.Decimal(Math.Max(1, precision - scale), 0),
            "sign" => SqlType.Decimal(1, 0),
            _ => SqlType.Decimal(Math.Min(38, precision - scale + Math.Min(1, scale)), 0),
        };
        var call1 = name switch
        {
            "ceiling" => "ceil",
            "truncate" => "trunc",
            _ => name,
        };
        return new BoundCall(name, whole, $"CAST({call1}({{0}}) AS {DuckTypes.Template(whole)})", [value]);
    }
}
