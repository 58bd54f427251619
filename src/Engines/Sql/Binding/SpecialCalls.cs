using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Functions whose type or text no signature can say: conditionals, decimals, units and formats that must be constant.</summary>
internal sealed class SpecialCalls(ExpressionBinder binder)
{
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
                var tried = binder.Bind(call.Arguments[0]);
                return new BoundCall(name, tried.Type, "TRY({0})", [tried]);
            case "typeof" when count == 1:
                return Literals.Text(binder.Bind(call.Arguments[0]).Type.ToString()) with { Type = SqlType.Varchar };
            case "greatest" or "least" when count >= 1:
                return Extreme(name, call);
            case "grouping":
                return new BoundGrouping([.. call.Arguments.Select(binder.Bind)]);
            case "format" when count >= 1:
                return new FormatBinder(binder).Bind(call);
            case "date_trunc" or "date_add" or "date_diff" or "date_format" or "date_parse" or "format_datetime" or "parse_datetime":
                return new DateCalls(binder).Bind(name, call);
            case "regexp_replace" when count == 3:
                return Replace(call);
            case "regexp_extract" or "regexp_extract_all" when count == 3:
                return Extracted(name, call);
            case "array_join" when count is 2 or 3:
                return Joined(call);
            case "normalize" when call.Modifier is not null and not "NFC":
                throw new SqlException(SqlErrorCode.NotSupported, $"NORMALIZE to {call.Modifier} is not supported", call.At);
            case "trim" when call.Modifier is "LEADING" or "TRAILING":
                return Bind(call with { Modifier = null, Name = new([new Identifier(call.Modifier == "LEADING" ? "ltrim" : "rtrim")]) });
            case "round" or "ceil" or "ceiling" or "floor" or "truncate" or "mod" or "sign" when count is 1 or 2:
                return Decimal(name, call);
            default:
                return null;
        }
    }

    private BoundExpression Bind(FunctionCall call) => binder.Bind(call);

    /// <summary>Sums and averages of decimals.</summary>
    public BoundAggregate? Aggregate(string name, FunctionCall call)
    {
        if (name is not ("sum" or "avg") || call.Arguments.Length != 1 || binder.Bind(call.Arguments[0]) is not { Type.Kind: SqlTypeKind.Decimal } value)
        {
            return null;
        }

        var sum = SqlType.Decimal(38, value.Type.Scale);
        if (name == "sum")
        {
            return new(name, sum, $"CAST(sum({{D}}{{0}}){{M}} AS {DuckTypes.Template(sum)})", [value]);
        }

        var digits = value.Type.Scale == 0
            ? "CAST(sum({D}{0}){M} AS HUGEINT)"
            : string.Create(CultureInfo.InvariantCulture, $"CAST(sum({{D}}{{0}}){{M}} * CAST('1{new string('0', value.Type.Scale)}' AS DECIMAL({value.Type.Scale + 1},0)) AS HUGEINT)");
        return new(name, value.Type, Operators.Scaled($"weir_half_up({digits}, nullif(count({{D}}{{0}}){{M}}, 0))", value.Type), [value]);
    }

    private BoundCall Extreme(string name, FunctionCall call)
    {
        var (type, values) = binder.Unified(call.Arguments.Select(binder.Bind), $"All {name} arguments", call.At);
        if (!type.IsOrderable)
        {
            throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({type}) for function {name}", call.At);
        }

        var anyNull = string.Join(" OR ", Enumerable.Range(0, values.Length).Select(i => $"{{{i}}} IS NULL"));
        return new(name, type, $"(CASE WHEN {anyNull} THEN NULL ELSE {name}({{*}}) END)", values);
    }

    /// <summary>Java's <c>$1</c> and <c>${name}</c> become RE2's <c>\1</c>.</summary>
    private BoundCall? Replace(FunctionCall call)
    {
        if (call.Arguments[2] is Lambda)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "regexp_replace with a lambda is not supported", call.At);
        }

        if (call.Arguments[2] is not StringLiteral { Value: var text })
        {
            throw new SqlException(SqlErrorCode.NotSupported, "regexp_replace needs a constant replacement", call.At);
        }

        var output = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                output.Append(text[i] == '\\' ? "\\\\" : text[i].ToString());
            }
            else if (text[i] == '$' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
            {
                i++;
                output.Append('\\').Append(text[i]);
            }
            else if (text[i] == '$')
            {
                throw new SqlException(SqlErrorCode.NotSupported, "regexp_replace with named groups is not supported", call.At);
            }
            else
            {
                output.Append(text[i]);
            }
        }

        var subject = binder.Coerced(binder.Bind(call.Arguments[0]), SqlType.Varchar, "regexp_replace argument", call.At);
        var pattern = binder.Coerced(binder.Bind(call.Arguments[1]), SqlType.Varchar, "regexp_replace pattern", call.At);
        return new BoundCall(
            "regexp_replace", SqlType.Varchar, "regexp_replace({0}, {1}, {2}, 'g')", [subject, pattern, Literals.Text(output.ToString())]);
    }

    private BoundCall Extracted(string name, FunctionCall call)
    {
        if (binder.Bind(call.Arguments[2]) is not BoundLiteral { Value: long and >= 0 and <= 9 and var group })
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"{name} needs a constant group from 0 to 9", call.Arguments[2].At);
        }

        var subject = binder.Coerced(binder.Bind(call.Arguments[0]), SqlType.Varchar, $"{name} argument", call.At);
        var pattern = binder.Coerced(binder.Bind(call.Arguments[1]), SqlType.Varchar, $"{name} pattern", call.At);
        return name == "regexp_extract"
            ? new(name, SqlType.Varchar, string.Create(CultureInfo.InvariantCulture, $"(CASE WHEN regexp_matches({{0}}, {{1}}) THEN regexp_extract({{0}}, {{1}}, {group}) END)"), [subject, pattern])
            : new(name, SqlType.Array(SqlType.Varchar), string.Create(CultureInfo.InvariantCulture, $"regexp_extract_all({{0}}, {{1}}, {group})"), [subject, pattern]);
    }

    /// <summary>Elements join as the text a cast gives them.</summary>
    private BoundCall Joined(FunctionCall call)
    {
        var array = binder.Bind(call.Arguments[0]);
        if (array.Type.Kind != SqlTypeKind.Array)
        {
            throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({array.Type}) for function array_join", call.At);
        }

        array = Conversions.Cast(array, SqlType.Array(SqlType.Varchar), call.At);
        var separator = binder.Coerced(binder.Bind(call.Arguments[1]), SqlType.Varchar, "array_join delimiter", call.Arguments[1].At);
        return call.Arguments.Length == 2
            ? new("array_join", SqlType.Varchar, "weir_join({0}, {1})", [array, separator])
            : new("array_join", SqlType.Varchar, "weir_join(list_transform({0}, lambda e: coalesce(e, {2})), {1})",
                [array, separator, binder.Coerced(binder.Bind(call.Arguments[2]), SqlType.Varchar, "array_join null text", call.Arguments[2].At)]);
    }

    private BoundExpression? Decimal(string name, FunctionCall call)
    {
        var value = binder.Bind(call.Arguments[0]);
        var second = call.Arguments.Length == 2 ? binder.Bind(call.Arguments[1]) : null;
        if (name == "mod" && second is not null)
        {
            return value.Type.IsNumeric && second.Type.IsNumeric
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
            if (name is not ("round" or "truncate") || second is not BoundLiteral { Value: long digits })
            {
                return null;
            }

            var kept = SqlType.Decimal(name == "round" ? Math.Min(38, precision + 1) : precision, scale);
            var duck = DuckTypes.Template(kept);
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
