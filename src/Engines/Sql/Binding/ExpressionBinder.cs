using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Weir.Engines.Sql.Binding.Patterns;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Gives expressions their meaning and type. One instance serves one clause.</summary>
internal sealed class ExpressionBinder
{
    private readonly BindContext _context;
    private readonly CallBinder _calls;

    public ExpressionBinder(BindContext context, QueryBinder queries, Scope scope)
    {
        _context = context;
        Queries = queries;
        Scope = scope;
        Conversions = new(context);
        Operators = new(Conversions);
        _calls = new(this, context);
    }

    public QueryBinder Queries { get; }

    public Scope Scope { get; private set; }

    public Conversions Conversions { get; }

    public Operators Operators { get; }

    /// <summary>Windows named in the query.</summary>
    public WindowSet Windows { get; init; } = new();

    /// <summary>Parts of windows, to be checked by a GROUP BY.</summary>
    public List<GroupedPart> Parts { get; } = [];

    /// <summary>Where the SELECT stands that the expression belongs to, for errors Trino places there.</summary>
    public SourcePosition? SelectAt { get; init; }

    /// <summary>The clause, when it may hold no aggregates or windows; null where it may.</summary>
    public string? ScalarOnly { get; set; }

    /// <summary>The lambda's body that is being bound.</summary>
    public Expression? LambdaBody { get; set; }

    /// <summary>The whole of what is being bound.</summary>
    private Expression? _whole;

    public bool FoundAggregate { get; set; }

    /// <summary>Throws where no aggregate, window function or GROUPING may stand.</summary>
    public void RefuseAggregate(Expression call)
    {
        var clause = ScalarOnly ?? (Scope.Kind == ScopeKind.Lambda ? "Lambda expression" : null);
        if (clause is not null)
        {
            var whole = (ScalarOnly is null ? LambdaBody : _whole) ?? call;
            throw new SqlException(
                SqlErrorCode.ExpressionNotScalar,
                $"{clause} cannot contain aggregations, window functions or grouping operations: [{string.Join(", ", AggregateCalls.Of(whole).DefaultIfEmpty(call).Select(SqlPrinter.Print))}]",
                whole.At);
        }
    }

    public BoundExpression Bind(Expression expression)
    {
        if (_whole is not null)
        {
            return BindPart(expression);
        }

        _whole = expression;
        try
        {
            return BindPart(expression);
        }
        finally
        {
            _whole = null;
        }
    }

    private BoundExpression BindPart(Expression expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(SqlErrorCode.StackOverflow, "statement is too large (stack overflow while analyzing)", expression.At);
        }

        var at = expression.At;
        switch (expression)
        {
            case NullLiteral:
                return new BoundLiteral(SqlType.Unknown, null, "NULL");
            case BooleanLiteral literal:
                return Literals.Boolean(literal.Value);
            case StringLiteral literal:
                return Literals.Text(literal.Value);
            case BinaryLiteral literal:
                return Literals.Binary(literal.Hex);
            case LongLiteral literal:
                return Literals.Long(literal.Value);
            case DecimalLiteral literal:
                return Literals.Decimal(literal.Text, at);
            case DoubleLiteral literal:
                return Literals.Double(literal.Text, at);
            case TypedLiteral literal:
                return Literals.Typed(literal, Conversions);
            case IntervalLiteral literal:
                return Literals.Interval(literal);
            case NameExpression or Dereference:
                return Named(expression);
            case Parameter parameter:
                return parameter.Index < _context.Session.Parameters.Length
                    ? new ExpressionBinder(_context, Queries, new([], null)).Bind(_context.Session.Parameters[parameter.Index])
                    : throw new SqlException(
                        SqlErrorCode.InvalidParameterUsage,
                        $"Incorrect number of parameters: expected {parameter.Index + 1} but found {_context.Session.Parameters.Length}", at);
            case Unary { Operator: UnaryOperator.Minus, Operand: LongLiteral number } when number.Value != long.MinValue:
                return Literals.Long(-number.Value);
            case Unary { Operator: UnaryOperator.Minus } unary:
                return Binding.Operators.Negate(Bind(unary.Operand), at);
            case Unary unary:
                var positive = Bind(unary.Operand);
                return positive.Type.IsNumeric || positive.Type.Kind == SqlTypeKind.Unknown
                    ? positive
                    : throw new SqlException(SqlErrorCode.TypeMismatch, $"Unary '+' operator cannot by applied to {positive.Type} type", at);
            case Arithmetic arithmetic:
                return Operators.Arithmetic(arithmetic.Operator, Bind(arithmetic.Left), Bind(arithmetic.Right), at);
            case Comparison comparison:
                return Operators.Compare(ExpressionPrinter.Symbol(comparison.Operator), Bind(comparison.Left), Bind(comparison.Right), at);
            case Logical logical:
                return new BoundCall(
                    logical.IsAnd ? "and" : "or",
                    SqlType.Boolean,
                    logical.IsAnd ? "({* AND })" : "({* OR })",
                    [.. logical.Terms.Select(term => Boolean(term, $"Logical expression term"))]);
            case Not not:
                return new BoundCall("not", SqlType.Boolean, "(NOT {0})", [Boolean(not.Operand, "Value of logical NOT expression")]);
            default:
                return Compound(expression);
        }
    }

    public BoundExpression Boolean(Expression expression, string what)
    {
        var bound = Bind(expression);
        return bound.Type.Kind switch
        {
            SqlTypeKind.Boolean => bound,
            SqlTypeKind.Unknown => Conversions.Coerce(bound, SqlType.Boolean, expression.At),
            _ => throw new SqlException(
                SqlErrorCode.TypeMismatch,
                what is "WHERE clause" or "HAVING clause" or "JOIN ON clause"
                    ? $"{what} must evaluate to a boolean: actual type {bound.Type}"
                    : $"{what} must evaluate to a boolean (actual: {bound.Type})", expression.At),
        };
    }

    public BoundExpression Coerced(BoundExpression value, SqlType to, string what, SourcePosition at) =>
        Coercion.CanCoerce(value.Type, to)
            ? Conversions.Coerce(value, to, at)
            : throw new SqlException(SqlErrorCode.TypeMismatch, $"{what} must evaluate to a {to} (actual: {value.Type})", at);

    /// <summary>Brings values to the type they share.</summary>
    public (SqlType Type, ImmutableArray<BoundExpression> Values) Unified(IEnumerable<BoundExpression> values, string what, SourcePosition at) =>
        Unified(values, what, at, []);

    /// <summary>Brings written expressions to the type they share.</summary>
    public (SqlType Type, ImmutableArray<BoundExpression> Values) Unified(IEnumerable<Expression> values, string what, SourcePosition at)
    {
        var written = values.ToImmutableArray();
        return Unified(written.Select(Bind), what, at, [.. written.Select(expression => expression.At)]);
    }

    /// <param name="places">Where the values stand, for errors; empty when unknown.</param>
    private (SqlType Type, ImmutableArray<BoundExpression> Values) Unified(
        IEnumerable<BoundExpression> values, string what, SourcePosition at, ImmutableArray<SourcePosition> places)
    {
        var list = values.ToImmutableArray();
        var type = SqlType.Unknown;
        for (var i = 0; i < list.Length; i++)
        {
            var value = list[i];
            type = Coercion.Common(type, value.Type)
                ?? throw new SqlException(
                    SqlErrorCode.TypeMismatch,
                    $"{what} must be the same type or coercible to a common type. Cannot find common type between {type} and {value.Type}, all types (without duplicates): [{string.Join(", ", list.Select(item => item.Type).Distinct())}]",
                    places.IsEmpty ? at : places[i]);
        }

        return (type, [.. list.Select(value => Conversions.Coerce(value, type, at))]);
    }

    /// <summary>When the statement began.</summary>
    public DateTimeOffset Now => _context.Session.Now;

    public BoundExpression WithScope(Scope inner, Func<BoundExpression> bind)
    {
        var outer = Scope;
        Scope = inner;
        try
        {
            return bind();
        }
        finally
        {
            Scope = outer;
        }
    }

    private BoundExpression Compound(Expression expression)
    {
        var at = expression.At;
        switch (expression)
        {
            case IsNull test:
                var isNull = new BoundCall("is null", SqlType.Boolean, "({0} IS NULL)", [Bind(test.Operand)]);
                return test.Negated ? Not(isNull) : isNull;
            case IsDistinctFrom test:
                return Operators.Compare(test.Negated ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM", Bind(test.Left), Bind(test.Right), at);
            case Between between:
                var operand = Bind(between.Operand);
                var (low, high) = (Bind(between.Low), Bind(between.High));
                if (Coercion.Common(operand.Type, low.Type) is not { } lower || Coercion.Common(lower, high.Type) is not { IsOrderable: true })
                {
                    throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot check if {operand.Type} is BETWEEN {low.Type} and {high.Type}", at);
                }

                var within = new BoundCall(
                    "and", SqlType.Boolean, "({* AND })",
                    [Operators.Compare(">=", operand, low, at), Operators.Compare("<=", operand, high, at)]);
                return between.Negated ? Not(within) : within;
            case InList list:
                return In(list);
            case Like like:
                return Like(like);
            case InQuery or Exists or Quantified or ScalarQuery:
                return new SubqueryBinder(this).Bind(expression);
            case Case branches:
                return Case(branches);
            case Cast cast:
                return Cast(cast);
            case AtTimeZone zoned:
                return new DateCalls(this).AtZone(Bind(zoned.Operand), zoned.Zone, at);
            case Extract extract:
                return _calls.Extract(extract);
            case CurrentValue current:
                return _calls.Current(current);
            case Subscript subscript:
                return Subscript(subscript);
            case ArrayConstructor array:
                var (element, items) = Unified(array.Items, "All ARRAY elements", at);
                return new BoundCall("array", SqlType.Array(element), items.IsEmpty ? "CAST([] AS INTEGER[])" : "[{*}]", items);
            case RowConstructor row:
                var values = row.Items.Select(Bind).ToImmutableArray();
                var rowType = SqlType.Row([.. values.Select(item => new SqlField(null, item.Type))]);
                return new BoundCall("row", rowType, Conversions.Struct(rowType, 0), values);
            case FunctionCall { Processing: { } processing }:
                throw new SqlException(SqlErrorCode.InvalidProcessingMode, $"{processing} semantics is not supported out of pattern recognition context", at);
            case FunctionCall call:
                return _calls.Bind(call);
            case PatternMatches { Conditions.IsEmpty: false } dependent:
                return new PatternProgramBinder(_context, this, dependent).Bind();
            case PatternMatches matches:
                return new BoundCall(
                    "row_pattern", SqlType.Array(SqlType.Array(SqlType.BigInt)), "weir_match_rows({0}, {1})",
                    [Literals.Text(matches.Specification), Bind(matches.Masks)]);
            case JsonPathCall call:
                return new JsonPathBinder(this).Bind(call);
            case JsonObjectCall call:
                return new JsonPathBinder(this).Bind(call);
            case JsonArrayCall call:
                return new JsonPathBinder(this).Bind(call);
            case Lambda:
                throw new SqlException(SqlErrorCode.TypeMismatch, "Lambda expression should always be used inside a function", at);
            default:
                throw new SqlException(SqlErrorCode.NotSupported, $"{expression.GetType().Name} is not supported", at);
        }
    }

    public static BoundCall Not(BoundExpression value) => new("not", SqlType.Boolean, "(NOT {0})", [value]);

    private BoundExpression Named(Expression expression)
    {
        // The longest chain of plain names at the front may be catalog.schema.table.column; the rest are fields.
        var chain = new List<Identifier>();
        var at = expression;
        while (at is Dereference part)
        {
            chain.Add(part.Field);
            at = part.Base;
        }

        if (at is NameExpression first)
        {
            chain.Add(first.Name);
            chain.Reverse();
            var names = chain.ToArray();
            if (Scope.Resolve(names, expression.At) is { } found)
            {
                var value = found.Field.Value;
                for (var i = found.Length; i < names.Length; i++)
                {
                    value = Field(value, names[i], string.Join('.', names.Take(i).Select(Shown)), expression.At);
                }

                return value;
            }

            throw new SqlException(
                SqlErrorCode.ColumnNotFound, $"Column '{string.Join('.', names.Select(Shown))}' cannot be resolved", expression.At);
        }

        var dereference = (Dereference)expression;
        return Field(Bind(dereference.Base), dereference.Field, SqlPrinter.Print(dereference.Base), dereference.Base.At);
    }

#pragma warning disable CA1308 // Trino shows unquoted names in lower case
    private static string Shown(Identifier name) => name.Quoted ? name.Value : name.Value.ToLowerInvariant();
#pragma warning restore CA1308

    private static BoundExpression Field(BoundExpression row, Identifier name, string written, SourcePosition at)
    {
        if (row.Type.Kind != SqlTypeKind.Row)
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, $"Expression {written} is not of type ROW", at);
        }

        var found = -1;
        for (var i = 0; i < row.Type.Fields.Length; i++)
        {
            if (string.Equals(row.Type.Fields[i].Name, name.Value, StringComparison.OrdinalIgnoreCase))
            {
                found = found < 0 ? i : throw new SqlException(SqlErrorCode.AmbiguousName, $"Ambiguous row field reference: {name.Value}", at);
            }
        }

        if (found >= 0)
        {
            return Conversions.Field(row, found);
        }

        throw new SqlException(SqlErrorCode.ColumnNotFound, $"Column '{written}.{Shown(name)}' cannot be resolved", at);
    }

    private BoundCall In(InList list)
    {
        var operand = Bind(list.Operand);
        var (_, values) = Unified([operand, .. list.Items.Select(Bind)], "IN value and list items", list.At, [list.Operand.At, .. list.Items.Select(item => item.At)]);
        if (values[0].Type.IsStructural || (values[0].Type.IsFloating && values.Skip(1).Any(value => value is not BoundLiteral)))
        {
            var any = new BoundCall("or", SqlType.Boolean, "({* OR })", [.. values.Skip(1).Select(value => Equality.Of(values[0], value))]);
            return list.Negated ? Not(any) : any;
        }

        var compared = values[0].Type.IsZoned ? [.. values.Select(Instants.Key)] : values;
        var bound = new BoundCall("in", SqlType.Boolean, "({0} IN ({1*}))", compared);
        return list.Negated ? Not(bound) : bound;
    }

    private BoundCall Like(Like like)
    {
        // A char is compared with its padding; no other type of text has any.
        var operand = Bind(like.Operand) is { Type.Kind: SqlTypeKind.Char } padded
            ? Conversions.Cast(padded, SqlType.Varchar, like.Operand.At)
            : Coerced(Bind(like.Operand), SqlType.Varchar, "Left side of LIKE expression", like.Operand.At);
        var pattern = Coerced(Bind(like.Pattern), SqlType.Varchar, "Pattern for LIKE expression", like.Pattern.At);
        if (like.Escape is null)
        {
            var plain = new BoundCall("like", SqlType.Boolean, "({0} LIKE {1})", [operand, pattern]);
            return like.Negated ? Not(plain) : plain;
        }

        var escape = Coerced(Bind(like.Escape), SqlType.Varchar, "Escape for LIKE expression", like.Escape.At);
        if (escape is BoundLiteral { Value: string text } && text.EnumerateRunes().Count() > 1)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "Escape string must be a single character");
        }

        if (escape is BoundLiteral { Value: string { Length: 1 } mark } && pattern is BoundLiteral { Value: string shape }
            && shape.Replace(mark + mark, "", StringComparison.Ordinal).Replace(mark + "%", "", StringComparison.Ordinal)
                .Replace(mark + "_", "", StringComparison.Ordinal).Contains(mark, StringComparison.Ordinal))
        {
            throw new SqlException(
                SqlErrorCode.InvalidFunctionArgument, "Escape character must be followed by '%', '_' or the escape character itself");
        }

        var bound = new BoundCall("like", SqlType.Boolean, "({0} LIKE {1} ESCAPE {2})", [operand, pattern, escape]);
        return like.Negated ? Not(bound) : bound;
    }

    private BoundCase Case(Case branches)
    {
        var whens = branches.Whens.Select(when => branches.Operand is null
            ? Boolean(when.Condition, "CASE WHEN clause")
            : Operators.Compare("=", Bind(branches.Operand), Bind(when.Condition), when.Condition.At)).ToList();
        var results = branches.Whens.Select(when => when.Result).ToList();
        if (branches.Else is not null)
        {
            results.Add(branches.Else);
        }

        var (type, values) = Unified(results, "All CASE results", branches.At);
        return new(
            type,
            [.. whens.Select((when, i) => (when, values[i]))],
            branches.Else is null ? null : values[^1]);
    }

    private BoundExpression Cast(Cast cast)
    {
        var type = Target(cast);
        var value = Conversions.Cast(Bind(cast.Operand), type, cast.At);
        return cast.IsTry ? _context.Try(value) : value;
    }

    public BoundCall Try(BoundExpression value) => _context.Try(value);

    private static SqlType Target(Cast cast)
    {
        try
        {
            return cast.Type is { Name: "unknown", Arguments.IsEmpty: true }
                ? throw new SqlException(SqlErrorCode.TypeMismatch, "UNKNOWN is not a valid type", cast.At)
                : SqlTypes.Resolve(cast.Type);
        }
        catch (SqlException problem) when (problem.Code == SqlErrorCode.TypeNotFound)
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, $"Unknown type: {SqlPrinter.Print(cast.Type)}", cast.At);
        }
    }

    private BoundExpression Subscript(Subscript subscript)
    {
        var value = Bind(subscript.Base);
        if (value.Type.Kind == SqlTypeKind.Row)
        {
            return Conversions.Field(value, Place(subscript.Index, value.Type.Fields.Length));
        }

        var index = Bind(subscript.Index);
        var wanted = value.Type.Kind switch
        {
            SqlTypeKind.Array => SqlType.BigInt,
            SqlTypeKind.Map => Coercion.Common(value.Type.Key, index.Type),
            _ => null,
        };
        if (wanted is null || !Coercion.CanCoerce(index.Type, wanted))
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot use {index.Type} for subscript of {value.Type}", subscript.At);
        }

        index = Conversions.Coerce(index, wanted, subscript.Index.At);
        if (value.Type.Kind == SqlTypeKind.Map)
        {
            value = Conversions.Coerce(value, SqlType.Map(wanted, value.Type.Value), subscript.At);
        }

        return value.Type.Kind == SqlTypeKind.Array
            ? new BoundCall("subscript", value.Type.Element, "weir_subscript({0}, {1})", [value, index])
            : new BoundCall("subscript", value.Type.Value, "weir_map_at({0}, {1})", [value, index]);
    }

    /// <summary>The field of a row that a constant names, from zero.</summary>
    private static int Place(Expression written, int count)
    {
        var constant = written is Unary { Operator: UnaryOperator.Minus, Operand: LongLiteral negative } ? -negative.Value : (written as LongLiteral)?.Value;
        if (constant is not { } place)
        {
            throw new SqlException(SqlErrorCode.ExpressionNotConstant, "Subscript expression on ROW requires a constant index", written.At);
        }

        if (place is > int.MaxValue or < int.MinValue)
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, "Subscript expression on ROW requires integer index, found bigint", written.At);
        }

        return place <= 0 ? throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"Invalid subscript index: {place}. ROW indices start at 1", written.At)
            : place > count ? throw new SqlException(SqlErrorCode.InvalidFunctionArgument, $"Subscript index out of bounds: {place}, max value is {count}", written.At)
            : (int)place - 1;
    }
}
