using System.Globalization;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Arithmetic and comparison: result types, rounding and failures as Trino defines them.</summary>
internal sealed class Operators(Conversions conversions)
{
    private const int ChainMax = 4;

    public BoundExpression Arithmetic(ArithmeticOperator op, BoundExpression left, BoundExpression right, SourcePosition at)
    {
        if (op == ArithmeticOperator.Concat)
        {
            return Concat(left, right, at);
        }

        if (left.Type.Kind == SqlTypeKind.Unknown && right.Type.IsNumeric)
        {
            left = conversions.Coerce(left, right.Type, at);
        }
        else if (right.Type.Kind == SqlTypeKind.Unknown && left.Type.IsNumeric)
        {
            right = conversions.Coerce(right, left.Type, at);
        }

        if (left.Type.IsNumeric && right.Type.IsNumeric)
        {
            return Number(op, left, right, at);
        }

        return Time(op, left, right, at)
            ?? throw Mismatch(ExpressionPrinter.Symbol(op), left.Type, right.Type, at);
    }

    public BoundExpression Compare(string name, BoundExpression left, BoundExpression right, SourcePosition at)
    {
        if (Coercion.Common(left.Type, right.Type) is not { } common || !common.IsComparable
            || (name is not ("=" or "<>" or "IS DISTINCT FROM" or "IS NOT DISTINCT FROM") && !common.IsOrderable))
        {
            // Trino has one operator for equality and turns the greater ones around.
            throw name switch
            {
                "<>" => Mismatch("=", left.Type, right.Type, at),
                ">" => Mismatch("<", left.Type, right.Type, at),
                ">=" => Mismatch("<=", left.Type, right.Type, at),
                "IS DISTINCT FROM" or "IS NOT DISTINCT FROM" => new SqlException(
                    SqlErrorCode.TypeMismatch, $"Cannot check if {left.Type} is distinct from {right.Type}", at),
                _ => Mismatch(name, left.Type, right.Type, at),
            };
        }

        if (common.IsStructural && name is "=" or "<>")
        {
            var same = Equality.Of(conversions.Coerce(left, common, at), conversions.Coerce(right, common, at));
            return name == "=" ? same : ExpressionBinder.Not(same);
        }

        if (common.Kind is SqlTypeKind.Row or SqlTypeKind.Array && name is "<" or "<=" or ">" or ">=")
        {
            return Ordering.Of(name, conversions.Coerce(left, common, at), conversions.Coerce(right, common, at));
        }

        var template = common.IsZoned ? $"(struct_extract({{0}}, 't') {name} struct_extract({{1}}, 't'))"
            : common.IsFloating ? Floating(name, left is BoundLiteral, right is BoundLiteral)
            : $"({{0}} {name} {{1}})";
        return new BoundCall(
            name, SqlType.Boolean, template, [conversions.Coerce(left, common, at), conversions.Coerce(right, common, at)]);
    }

    /// <summary>NaN equals nothing and is neither more nor less; DuckDB holds it to equal itself and to be the greatest. Literals are numbers.</summary>
    public static string Floating(string name, bool leftIsNumber, bool rightIsNumber) => name switch
    {
        "=" when !leftIsNumber && !rightIsNumber => "({0} = {1} AND (NOT isnan({0}) OR {1} IS NULL))",
        "<>" when !leftIsNumber && !rightIsNumber => "({0} <> {1} OR (isnan({0}) AND isnan({1})))",
        ">" or ">=" when !leftIsNumber => $"({{0}} {name} {{1}} AND (NOT isnan({{0}}) OR {{1}} IS NULL))",
        "<" or "<=" when !rightIsNumber => $"({{0}} {name} {{1}} AND (NOT isnan({{1}}) OR {{0}} IS NULL))",
        _ => $"({{0}} {name} {{1}})",
    };

    public static BoundExpression Negate(BoundExpression operand, SourcePosition at)
    {
        if (operand is BoundLiteral { Value: long number } && number != Smallest(operand.Type))
        {
            var negated = Literals.Long(-number);
            return negated.Type.Equals(operand.Type) ? negated : negated with { Type = operand.Type, Text = $"CAST({negated.Text} AS {DuckTypes.Name(operand.Type)})" };
        }

        if (operand is BoundLiteral { Value: string text, Type.Kind: SqlTypeKind.Decimal } && !text.StartsWith('-'))
        {
            return Literals.Decimal("-" + text, at);
        }

        // Written so, an overflow of an integer says what overflowed; a double would lose the sign of its zero.
        var sign = operand.Type.IsInteger ? $"CAST(0 AS {DuckTypes.Template(operand.Type)}) - " : "- ";
        return operand.Type.IsNumeric || operand.Type.Kind is SqlTypeKind.IntervalDay or SqlTypeKind.IntervalYear
            ? new BoundCall("negate", operand.Type, $"CAST({sign}{{0}} AS {DuckTypes.Template(operand.Type)})", [operand])
            : throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot negate {operand.Type}", at);
    }

    private static long Smallest(SqlType type) => type.Kind switch
    {
        SqlTypeKind.TinyInt => sbyte.MinValue,
        SqlTypeKind.SmallInt => short.MinValue,
        SqlTypeKind.Integer => int.MinValue,
        _ => long.MinValue,
    };

    public static SqlException Mismatch(string symbol, SqlType left, SqlType right, SourcePosition at) =>
        new(SqlErrorCode.TypeMismatch, $"Cannot apply operator: {left} {symbol} {right}", at);

    private BoundCall Concat(BoundExpression left, BoundExpression right, SourcePosition at)
    {
        if (left.Type.Kind == SqlTypeKind.Array || right.Type.Kind == SqlTypeKind.Array)
        {
            return Append(left, right, at);
        }

        var bothText = (left.Type.IsText || left.Type.Kind == SqlTypeKind.Unknown) && (right.Type.IsText || right.Type.Kind == SqlTypeKind.Unknown);
        if (!bothText && !(left.Type.Kind == SqlTypeKind.Varbinary && right.Type.Kind == SqlTypeKind.Varbinary))
        {
            throw NoConcat(left.Type, right.Type, at);
        }

        if (bothText && (left.Type.Kind == SqlTypeKind.Char || right.Type.Kind == SqlTypeKind.Char)
            && left.Type.Precision < SqlType.Unbounded && right.Type.Precision < SqlType.Unbounded)
        {
            // The left one keeps its blanks; those at the end of a char are never held.
            var both = SqlType.CharOf(Math.Min(65536, left.Type.Precision + right.Type.Precision));
            return new BoundCall("||", both, "rtrim({0} || {1}, ' ')", [conversions.Coerce(left, SqlType.Varchar, at), conversions.Coerce(right, SqlType.Varchar, at)]);
        }

        var type = bothText ? SqlType.Varchar : SqlType.Varbinary;
        return new BoundCall("||", type, "({0} || {1})", [conversions.Coerce(left, type, at), conversions.Coerce(right, type, at)]);
    }

    private BoundCall Append(BoundExpression left, BoundExpression right, SourcePosition at)
    {
        if (left.Type.Kind == SqlTypeKind.Array && Coercion.Common(left.Type, right.Type) is { } both)
        {
            return new BoundCall("||", both, "(CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL ELSE list_concat({0}, {1}) END)", [conversions.Coerce(left, both, at), conversions.Coerce(right, both, at)]);
        }

        if (left.Type.Kind == SqlTypeKind.Array && Coercion.Common(left.Type.Element, right.Type) is { } element)
        {
            var type = SqlType.Array(element);
            return new BoundCall("||", type, "(CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL ELSE list_append({0}, {1}) END)", [conversions.Coerce(left, type, at), conversions.Coerce(right, element, at)]);
        }

        if (right.Type.Kind == SqlTypeKind.Array && Coercion.Common(right.Type.Element, left.Type) is { } first)
        {
            var type = SqlType.Array(first);
            return new BoundCall("||", type, "(CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL ELSE list_prepend({0}, {1}) END)", [conversions.Coerce(left, first, at), conversions.Coerce(right, type, at)]);
        }

        throw NoConcat(left.Type, right.Type, at);
    }

    /// <summary>
    /// Whether an operand is itself a sum (or product), or has one inside, which it may become when its conditions are known: DuckDB brings the
    /// constants of a chain of <c>+</c> or <c>*</c> together, which fails where they overflow and the chain in its own order does not. It leaves
    /// the functions that do the same alone.
    /// </summary>
    private static bool Has(ArithmeticOperator op, BoundExpression operand) => operand switch
    {
        BoundCall call => call.Name == ExpressionPrinter.Symbol(op) || call.Arguments.Any(argument => Has(op, argument)),
        BoundCase choice => choice.Branches.Any(branch => Has(op, branch.Then)) || (choice.Else is { } otherwise && Has(op, otherwise)),
        _ => false,
    };

    private static SqlException NoConcat(SqlType left, SqlType right, SourcePosition at) => new(
        SqlErrorCode.FunctionNotFound,
        $"Unexpected parameters ({left}, {right}) for function concat. Expected: concat(char(x), char(y)), concat(array(E), E) E, concat(E, array(E)) E, concat(array(E)) E, concat(varchar), concat(varbinary)", at);

    private BoundCall Number(ArithmeticOperator op, BoundExpression left, BoundExpression right, SourcePosition at)
    {
        var common = Coercion.Common(left.Type, right.Type)!;
        if (common.Kind == SqlTypeKind.Decimal)
        {
            return Decimal(op, conversions.Coerce(left, Coercion.AsDecimal(left.Type), at), conversions.Coerce(right, Coercion.AsDecimal(right.Type), at), at);
        }

        // A macro says its arguments again and again: a long chain must not double at each step.
        var once = IsChain(left, right) ? "_once" : "";
        var safe = right is BoundLiteral { Value: long and not 0 and not -1 };
        var template = op switch
        {
            ArithmeticOperator.Add when common.IsInteger && (Has(op, left) || Has(op, right)) => "add({0}, {1})",
            ArithmeticOperator.Add => "({0} + {1})",
            ArithmeticOperator.Subtract => "({0} - {1})",
            ArithmeticOperator.Multiply when common.IsInteger && (Has(op, left) || Has(op, right)) => "multiply({0}, {1})",
            ArithmeticOperator.Multiply => "({0} * {1})",
            ArithmeticOperator.Divide when common.IsInteger => safe ? "({0} // {1})" : $"weir_div{once}({{0}}, {{1}})",
            ArithmeticOperator.Divide => "({0} / {1})",
            _ when common.IsInteger => safe ? "({0} % {1})" : $"weir_mod{once}({{0}}, {{1}})",
            _ => "({0} % {1})",
        };

        // DuckDB computes FLOAT with DOUBLE here and there: the result type is said.
        if (common.Kind == SqlTypeKind.Real)
        {
            template = $"CAST({template} AS FLOAT)";
        }

        return new BoundCall(
            ExpressionPrinter.Symbol(op), common, template, [conversions.Coerce(left, common, at), conversions.Coerce(right, common, at)]);
    }

    private static BoundCall Decimal(ArithmeticOperator op, BoundExpression left, BoundExpression right, SourcePosition at)
    {
        var (p1, s1, p2, s2) = (left.Type.Precision, left.Type.Scale, right.Type.Precision, right.Type.Scale);
        var scale = Math.Max(s1, s2);
        var (precision, resultScale) = op switch
        {
            ArithmeticOperator.Multiply => (p1 + p2, s1 + s2),
            ArithmeticOperator.Divide => (p1 + s2 + Math.Max(0, s2 - s1), scale),
            ArithmeticOperator.Modulo => (Math.Min(p2 - s2, p1 - s1) + scale, scale),
            _ => (Math.Max(p1 - s1, p2 - s2) + scale + 1, scale),
        };
        if (resultScale > 38)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"DECIMAL scale must be in range [0, precision (38)]: {resultScale}", at);
        }

        var type = SqlType.Decimal(Math.Max(1, Math.Min(38, precision)), resultScale);
        var name = DuckTypes.Template(type);
        var template = op switch
        {
            // Up to 18 digits DuckDB's sum has the very type that Trino's has.
            ArithmeticOperator.Add or ArithmeticOperator.Subtract when precision <= 18 => $"CAST({{0}} {ExpressionPrinter.Symbol(op)} {{1}} AS {name})",
            ArithmeticOperator.Add => $"CAST(CAST({{0}} AS {name}) + CAST({{1}} AS {name}) AS {name})",
            ArithmeticOperator.Subtract => $"CAST(CAST({{0}} AS {name}) - CAST({{1}} AS {name}) AS {name})",
            ArithmeticOperator.Multiply => Product(left, right, type),
            ArithmeticOperator.Divide when p1 + s1 + resultScale + s2 - s1 <= 37 && p2 + s2 <= 37 && !IsChain(left, right) =>
                Scaled($"weir_half_up({Unscaled("{0}", s1, resultScale + s2 - s1)}, {Unscaled("{1}", s2, 0)})", type),
            ArithmeticOperator.Divide => $"CAST(weir_decimal_divide(CAST({{0}} AS VARCHAR), CAST({{1}} AS VARCHAR), {resultScale}) AS {name})",
            // DuckDB has no remainder of decimals but that of doubles.
            ArithmeticOperator.Modulo when Math.Max(p1, p2) + scale <= 37 && !IsChain(left, right) =>
                Scaled($"weir_mod({Unscaled("{0}", s1, scale - s1)}, {Unscaled("{1}", s2, scale - s2)})", type),
            ArithmeticOperator.Modulo =>
                $"CAST(weir_decimal_modulo(CAST({{0}} AS VARCHAR), CAST({{1}} AS VARCHAR), {resultScale}) AS {name})",
            _ => throw new InvalidOperationException($"{op} is no operator of decimals"),
        };
        return new(ExpressionPrinter.Symbol(op), type, template, [left, right]);
    }

    /// <summary>How many divisions and products stand one in the other, near the top.</summary>
    private static int Chain(BoundExpression expression, int look = 8) =>
        look > 0 && expression is BoundCall { Name: "/" or "%" or "*" or "+" or "-" or "cast", Arguments: { IsEmpty: false } parts } call
            ? (call.Name is "/" or "%" or "*" ? 1 : 0) + parts.Max(part => Chain(part, look - 1))
            : 0;

    private static bool IsChain(BoundExpression left, BoundExpression right) => Math.Max(Chain(left), Chain(right)) >= ChainMax;

    /// <summary>DuckDB multiplies two short decimals as 64 bits and fails where Trino's wider type holds the product.</summary>
    private static string Product(BoundExpression left, BoundExpression right, SqlType type)
    {
        var name = DuckTypes.Template(type);
        var (a, b) = (left.Type, right.Type);
        return a.Precision + b.Precision <= 18 || a.Precision > 18 || b.Precision > 18
            ? $"CAST({{0}} * {{1}} AS {name})"
            : string.Create(CultureInfo.InvariantCulture, $"CAST(CAST({{0}} AS DECIMAL(19,{a.Scale})) * {{1}} AS {name})");
    }

    /// <summary>A decimal's digits as an integer, times a power of ten; the caller knows that 38 digits hold it.</summary>
    private static string Unscaled(string text, int scale, int shift)
    {
        var power = scale + shift;
        return power == 0
            ? $"CAST({text} AS HUGEINT)"
            : string.Create(
                CultureInfo.InvariantCulture, $"CAST(CAST({text} AS DECIMAL(38,{scale})) * CAST('1{new string('0', power)}' AS DECIMAL({power + 1},0)) AS HUGEINT)");
    }

    /// <summary>An integer of digits back as a decimal.</summary>
    public static string Scaled(string text, SqlType type) =>
        type.Scale == 0
            ? $"CAST({text} AS {DuckTypes.Template(type)})"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"CAST(CAST({text} AS DECIMAL(38,0)) * CAST('0.{new string('0', type.Scale - 1)}1' AS DECIMAL({type.Scale},{type.Scale})) AS {DuckTypes.Template(type)})");

    private BoundCall? Time(ArithmeticOperator op, BoundExpression left, BoundExpression right, SourcePosition at)
    {
        var (a, b) = (left.Type.Kind, right.Type.Kind);
        var symbol = op == ArithmeticOperator.Add ? "+" : "-";
        var additive = op is ArithmeticOperator.Add or ArithmeticOperator.Subtract;
        if (op == ArithmeticOperator.Add && IsInterval(a) && !IsInterval(b))
        {
            return Time(op, right, left, at);
        }

        if (additive && IsInterval(b))
        {
            return Moved(symbol, left, right);
        }

        if (op == ArithmeticOperator.Subtract && Coercion.Common(left.Type, right.Type) is { } common)
        {
            // What is finer than microseconds does not count, and milliseconds are rounded.
            var template = common.Kind switch
            {
                SqlTypeKind.Date => "to_days(CAST({0} - {1} AS INTEGER))",
                SqlTypeKind.Time => common.IsFine ? "to_microseconds(weir_round_to({0} - {1}, 1000000000) // 1000000)" : "weir_millis_between(epoch_us({0}), epoch_us({1}))",
                SqlTypeKind.TimeZoned => "to_microseconds(weir_round_to(struct_extract({0}, 't') - struct_extract({1}, 't'), 1000000000) // 1000000)",
                SqlTypeKind.Timestamp => common.IsFine ? "weir_millis_between(weir_fine_micros({0}), weir_fine_micros({1}))" : "weir_millis_between(epoch_us({0}), epoch_us({1}))",
                SqlTypeKind.TimestampZoned when common.IsFine => "weir_millis_between(weir_fine_micros(struct_extract({0}, 't')), weir_fine_micros(struct_extract({1}, 't')))",
                SqlTypeKind.TimestampZoned => "weir_millis_between(epoch_us(struct_extract({0}, 't')), epoch_us(struct_extract({1}, 't')))",
                _ => null,
            };
            return template is null
                ? null
                : new("-", SqlType.IntervalDay, template, [conversions.Coerce(left, common, at), conversions.Coerce(right, common, at)]);
        }

        if (op == ArithmeticOperator.Multiply && IsInterval(b) && left.Type.IsNumeric)
        {
            return Time(op, right, left, at);
        }

        if (!IsInterval(a) || !right.Type.IsNumeric || op is not (ArithmeticOperator.Multiply or ArithmeticOperator.Divide))
        {
            return null;
        }

        var (units, back) = a == SqlTypeKind.IntervalDay ? ("weir_micros({0}) // 1000", "to_microseconds(1000 * ") : ("weir_months({0})", "to_months(");
        if (op == ArithmeticOperator.Multiply && right.Type.IsInteger)
        {
            return new("*", left.Type, $"{back}({units}) * {{1}})", [left, right]);
        }

        var sign = op == ArithmeticOperator.Multiply ? "*" : "/";
        var whole = a == SqlTypeKind.IntervalDay ? "BIGINT" : "INTEGER";
        var number = op == ArithmeticOperator.Multiply ? "weir_factor({1})" : "weir_divisor({1})";
        return new(sign, left.Type, $"{back}CAST(trunc(({units}) {sign} {number}) AS {whole}))", [left, conversions.Coerce(right, SqlType.Double, at)]);
    }

    /// <summary>A date or time some interval later or earlier.</summary>
    private BoundCall? Moved(string symbol, BoundExpression left, BoundExpression right)
    {
        // An interval of days has milliseconds: so has the sum.
        var (a, b) = (left.Type.Kind, right.Type.Kind);
        var isDay = b == SqlTypeKind.IntervalDay;
        if (isDay && left.Type.Precision < 3 && a is SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned)
        {
            return Moved(symbol, conversions.Cast(left, Times.OfDigits(left.Type, 3), default), right);
        }

        var template = a switch
        {
            SqlTypeKind.Date when isDay => $"CAST(({{0}} {symbol} weir_whole_days({{1}})) AS DATE)",
            SqlTypeKind.Date => $"CAST(({{0}} {symbol} {{1}}) AS DATE)",
            SqlTypeKind.Time when isDay => left.Type.IsFine ? $"weir_day_picos({{0}} {symbol} weir_day_step({{1}}))" : $"({{0}} {symbol} {{1}})",
            SqlTypeKind.TimeZoned when isDay => $"weir_clocked(weir_clock({{0}}) {symbol} weir_day_step({{1}}), struct_extract({{0}}, 'z'))",
            SqlTypeKind.Timestamp => $"({{0}} {symbol} {{1}})",
            SqlTypeKind.TimestampZoned when isDay => $"weir_instant(struct_extract({{0}}, 't') {symbol} {{1}}, struct_extract({{0}}, 'z'))",
            SqlTypeKind.TimestampZoned => $"weir_zoned(weir_local({{0}}) {symbol} {{1}}, struct_extract({{0}}, 'z'))",
            _ when a == b => $"({{0}} {symbol} {{1}})",
            _ => null,
        };
        if (template is null)
        {
            return null;
        }

        return new(symbol, left.Type, a == SqlTypeKind.Time ? template : Times.Lifted(left.Type, template), [left, right]);
    }

    private static bool IsInterval(SqlTypeKind kind) => kind is SqlTypeKind.IntervalDay or SqlTypeKind.IntervalYear;
}
