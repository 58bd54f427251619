using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Weir.Engines.Sql.Functions;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Runtime;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Calls of functions: signatures from the registry, lambdas, aggregates, windows.</summary>
internal sealed partial class CallBinder
{
    /// <summary>Functions whose lambda of several parameters becomes one over entries of a key and a value.</summary>
    private static readonly string[] EntryFunctions = ["map_filter", "transform_keys", "transform_values", "zip_with", "map_zip_with", "array_sort", "split_to_map"];

    private const string Deep = "{DEEP}";

    private readonly ExpressionBinder _binder;
    private readonly BindContext _context;
    private readonly SpecialCalls _special;
    private bool _inAggregate;
    private FunctionCall? _aggregate;

    public CallBinder(ExpressionBinder binder, BindContext context)
    {
        _binder = binder;
        _context = context;
        _special = new(binder);
    }

#pragma warning disable CA1308 // function names are lower case
    public BoundExpression Bind(FunctionCall call)
    {
        var name = call.Name.Parts[^1].Value.ToLowerInvariant();
        if (call.Name.Parts.Length > 1)
        {
            throw new SqlException(SqlErrorCode.FunctionNotFound, $"Function '{call.Name.Lower}' not registered", call.At);
        }
#pragma warning restore CA1308

        if (call.StarOf is { } label)
        {
            throw new SqlException(SqlErrorCode.InvalidFunctionArgument, "label.* syntax is only supported as the only argument of row pattern count function", label.At);
        }

        if (call is { Over: null, Filter: null, IsDistinct: false } && call.Arguments.Length <= 127 && _special.Bind(name, call) is { } special)
        {
            return special;
        }

        if (call.Over is not null)
        {
            _binder.RefuseAggregate(call);
        }

        if (call.Arguments.Length > 127)
        {
            throw new SqlException(SqlErrorCode.TooManyArguments, $"Too many arguments for function call {name}()", call.At);
        }

        var signatures = Registry.Find(name);
        if (signatures.IsEmpty)
        {
            throw new SqlException(
                SqlErrorCode.FunctionNotFound, Registry.Knows(name) ? $"Unexpected parameters for function {name}" : $"Function '{name}' not registered", call.At);
        }

        if (signatures.All(signature => !signature.IsSupported))
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"function {name} is not supported", call.At);
        }

        var kind = signatures[0].Kind;
        if (kind == FunctionKind.Scalar && (call.Over is not null || call.Filter is not null || call.IsDistinct || !call.OrderBy.IsEmpty || call.IsStar))
        {
            throw call switch
            {
                { Over: not null } => new SqlException(SqlErrorCode.FunctionNotWindow, $"'{name}' is not a window function", call.At),
                { IsDistinct: true } => new SqlException(SqlErrorCode.FunctionNotAggregate, "DISTINCT is not supported for non-aggregation functions", call.At),
                { Filter: not null } => new SqlException(SqlErrorCode.FunctionNotAggregate, "Filter is only valid for aggregation functions", call.At),
                _ => new SqlException(SqlErrorCode.FunctionNotAggregate, "ORDER BY is only valid for aggregation functions", call.At),
            };
        }

        if (kind == FunctionKind.Window && !call.OrderBy.IsEmpty)
        {
            throw new SqlException(SqlErrorCode.FunctionNotAggregate, "ORDER BY is only valid for aggregation functions", call.At);
        }

        if (kind == FunctionKind.Window && call.Over is null)
        {
            _binder.RefuseAggregate(call);
            throw new SqlException(SqlErrorCode.MissingOver, $"Window function {name} requires an OVER clause", call.At);
        }

        return kind == FunctionKind.Scalar
            ? Scalar(name, call, signatures)
            : Aggregate(name, call, signatures);
    }

    public BoundExpression Extract(Extract extract)
    {
        var function = extract.Field switch
        {
            "YEAR" or "QUARTER" or "MONTH" or "WEEK" or "DAY" or "HOUR" or "MINUTE" or "SECOND" or "DAY_OF_MONTH" or "DAY_OF_WEEK"
                or "DOW" or "DAY_OF_YEAR" or "DOY" or "YEAR_OF_WEEK" or "YOW" or "TIMEZONE_HOUR" or "TIMEZONE_MINUTE" => extract.Field,
            _ => throw new SqlException(SqlErrorCode.SyntaxError, $"Invalid EXTRACT field: {extract.Field}", extract.At),
        };
        if (function is "HOUR" or "MINUTE" or "SECOND" or "TIMEZONE_HOUR" or "TIMEZONE_MINUTE" && _binder.Bind(extract.Operand).Type.Kind == SqlTypeKind.Date)
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot extract {function} from date", extract.Operand.At);
        }

        var type = _binder.Bind(extract.Operand).Type;
        if (function is "TIMEZONE_HOUR" or "TIMEZONE_MINUTE" && type.Kind is not (SqlTypeKind.TimeZoned or SqlTypeKind.TimestampZoned or SqlTypeKind.Unknown))
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot extract {function} from {type}", extract.Operand.At);
        }

        return type.Kind is SqlTypeKind.Unknown or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned
            or SqlTypeKind.IntervalDay or SqlTypeKind.IntervalYear
            ? Bind(new FunctionCall(new([new Identifier(function)]), [extract.Operand]) { At = extract.At })
            : throw new SqlException(SqlErrorCode.TypeMismatch, $"Cannot extract {function} from {type}", extract.Operand.At);
    }

    public BoundExpression Current(CurrentValue current)
    {
        // The clock of the session, to the hundred nanoseconds it has.
        var now = _context.Session.Now.ToUniversalTime();
        var zone = _context.Session.Zone;
        var digits = current.Precision ?? 3;
        var minutes = Zones.Minutes(Zones.Find(zone) ?? "UTC", now);
        var step = (Int128)Math.Pow(10, FineTimes.DigitsMax - digits);
        var picos = ((Int128)(now.AddMinutes(minutes) - DateTimeOffset.UnixEpoch).Ticks * 100_000 / step) * step;
        var clock = (long)(picos % FineTimes.DayPicos);
        return current.Name switch
        {
            "CURRENT_DATE" => new BoundLiteral(
                SqlType.Date, FineTimes.StampText(picos, 0)[..10], $"DATE '{FineTimes.StampText(picos, 0)[..10]}'"),
            "CURRENT_TIMESTAMP" => TimeLiterals.Stamp(picos, digits, zone),
            "LOCALTIMESTAMP" => TimeLiterals.Stamp(picos, digits),
            "LOCALTIME" => TimeLiterals.Time(clock, digits),
            "CURRENT_TIME" => new BoundLiteral(SqlType.TimeZoned(digits), null, TimeLiterals.Zoned(clock, minutes)),
            "CURRENT_USER" => Literals.Text(_context.Session.User) with { Type = SqlType.Varchar },
            "CURRENT_CATALOG" => Literals.Text(_context.Session.Catalog) with { Type = SqlType.Varchar },
            "CURRENT_SCHEMA" => Literals.Text(_context.Session.Schema) with { Type = SqlType.Varchar },
            _ => throw new SqlException(SqlErrorCode.NotSupported, $"{current.Name} is not supported", current.At),
        };
    }

    private BoundCall Scalar(string name, FunctionCall call, ImmutableArray<FunctionSignature> signatures)
    {
        var (match, arguments, types) = Resolve(name, call, call.Arguments, signatures);
        var type = FunctionResolver.Instantiate(match.Signature.Result, match.Variables) ?? SqlType.Unknown;
        var template = Prepared(match.Signature.Template, name, call, arguments);
        if (ResultTypes.Of(name, type, types) is not { } exact || exact.Equals(type))
        {
            return new BoundCall(name, type, template, arguments);
        }

        // Steps are taken in microseconds; what the first value has beyond them, all have.
        if (name == "sequence" && exact.Element.IsFine && arguments[0] is BoundCall { Name: "coarse", Arguments: [var whole] })
        {
            return new BoundCall(name, exact, $"list_transform({template}, lambda step: weir_picos(step) + weir_rest({{{arguments.Length}}}))", [.. arguments, whole]);
        }

        template = exact.Kind switch
        {
            SqlTypeKind.Char => $"rtrim({template}, ' ')",

            _ when exact.IsNumeric => $"CAST({template} AS {DuckTypes.Template(exact)})",
            _ => template,
        };
        return new BoundCall(name, exact, template, arguments);
    }

    private string Prepared(string template, string name, FunctionCall call, ImmutableArray<BoundExpression> arguments)
    {
        if (template == Registry.Unsupported)
        {
            throw new SqlException(SqlErrorCode.NotSupported, $"function {name} with these parameters is not supported", call.At);
        }

        // Elements that are themselves made of parts must not hold NULL where they are compared.
        if (template.StartsWith(Deep, StringComparison.Ordinal))
        {
            var plain = template[Deep.Length..];
            template = arguments[0].Type.Kind == SqlTypeKind.Array && arguments[0].Type.Element.IsStructural
                ? $"(CASE WHEN weir_unsure({{0}}, {{1}}) THEN weir_fail('NOT_SUPPORTED {name} does not support arrays with elements that are null or contain null', {{0}}) ELSE {plain} END)"
                : plain;
            if (arguments[0].Type.Kind == SqlTypeKind.Array && arguments[0].Type.Element.IsFloating)
            {
                // NaN equals no element; DuckDB finds it.
                var none = name switch
                {
                    "array_position" => "CASE WHEN {0} IS NOT NULL THEN 0 END",
                    "array_remove" => "{0}",
                    _ => "CASE WHEN list_count({0}) = len({0}) THEN false END",
                };
                template = $"(CASE WHEN isnan({{1}}) THEN {none} ELSE {plain} END)";
            }
        }

        // A constant path of members and places is DuckDB's; any other is walked by our own code.
        if (template.Split(" {OR} ") is [var constant, var general])
        {
            template = arguments[1] is BoundLiteral { Value: string path } && JsonPaths.IsSimple(path) ? constant : general;
        }

        // In one pass: what is put in may itself look like a place.
        return Places().Replace(template, place => place.Value switch
        {
            "{NOW}" => ((BoundLiteral)Current(new CurrentValue("CURRENT_TIMESTAMP", 3))).Text,
            "{ZONE}" => TemplateText.Escape(DuckText.Literal(_context.Session.Zone)),
            "{PATH1}" => arguments[1] is BoundLiteral { Value: string text }
                ? TemplateText.Escape(DuckText.Literal(JsonPaths.ToDuck(text, call.Arguments[1].At)))
                : throw new SqlException(SqlErrorCode.NotSupported, $"{name} needs a constant JSON path", call.Arguments[1].At),
            "{P0}" => arguments[0].Type.Precision.ToString(CultureInfo.InvariantCulture),
            "{T0}" => DuckTypes.Template(arguments[0].Type),
            "{T1}" => DuckTypes.Template(arguments[1].Type),
            _ => DuckTypes.Template(arguments[0].Type.Element),
        });
    }

    [GeneratedRegex(@"\{(NOW|ZONE|PATH1|P0|T0|T1|E0)\}")]
    private static partial Regex Places();

    private (FunctionResolver.Match Match, ImmutableArray<BoundExpression> Arguments, ImmutableArray<SqlType?> Types) Resolve(
        string name, FunctionCall call, ImmutableArray<Expression> written, ImmutableArray<FunctionSignature> signatures)
    {
        var bound = written.Select(argument => argument is Lambda ? null : _binder.Bind(argument)).ToArray();
        var lambdas = written.Select(argument => argument is Lambda lambda ? lambda.Parameters.Length : -1).ToImmutableArray();
        var types = bound.Select(argument => argument?.Type).ToImmutableArray();
        var match = FunctionResolver.Resolve(signatures, types, lambdas) ?? throw (WrongLambda(written, signatures, types) ?? NoSignature(name, call, signatures, types));
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] is Lambda lambda)
            {
                bound[i] = Lambda(name, lambda, FunctionResolver.Parameter(match.Signature, i), match.Variables);
            }
        }

        FunctionResolver.Complete(match);
        var arguments = ImmutableArray.CreateBuilder<BoundExpression>();
        for (var i = 0; i < written.Length; i++)
        {
            var parameter = FunctionResolver.Parameter(match.Signature, i);
            var argument = bound[i]!;
            arguments.Add(argument is BoundLambda ? argument : Fitted(argument, parameter, match.Variables, written[i].At));
        }

        return (match, arguments.ToImmutable(), types);
    }

    /// <summary>The error for a lambda of too few or too many parameters, where that alone is wrong.</summary>
    private static SqlException? WrongLambda(ImmutableArray<Expression> written, ImmutableArray<FunctionSignature> signatures, ImmutableArray<SqlType?> types)
    {
        foreach (var signature in signatures.Where(signature => signature.Parameters.Length == written.Length))
        {
            var counts = signature.Parameters.Select(parameter => parameter.Arguments.Length - 1).ToImmutableArray();
            if (FunctionResolver.Resolve([signature], types, counts) is null)
            {
                continue;
            }

            for (var i = 0; i < written.Length; i++)
            {
                if (written[i] is Lambda lambda && lambda.Parameters.Length != counts[i])
                {
                    return new(
                        SqlErrorCode.InvalidParameterUsage, $"Expected a lambda that takes {counts[i]} argument(s) but got {lambda.Parameters.Length}", lambda.At);
                }
            }
        }

        return null;
    }

    private BoundExpression Fitted(BoundExpression argument, TypeSyntax parameter, Dictionary<char, SqlType> variables, SourcePosition at)
    {
        var wanted = FunctionResolver.Instantiate(parameter, variables) ?? argument.Type;
        var open = wanted.Kind == argument.Type.Kind && wanted.Kind is SqlTypeKind.Varchar or SqlTypeKind.Timestamp or SqlTypeKind.TimestampZoned
            or SqlTypeKind.Time or SqlTypeKind.TimeZoned or SqlTypeKind.Decimal && parameter.Arguments.IsEmpty && !FunctionResolver.IsVariable(parameter);
        return open && wanted.Kind == argument.Type.Kind ? Held(argument, parameter) : _binder.Conversions.Coerce(argument, wanted, at);
    }

    /// <summary>A function that names times takes them in microseconds; one that takes anything takes them as they are.</summary>
    private static BoundExpression Held(BoundExpression argument, TypeSyntax parameter) =>
        FunctionResolver.IsVariable(parameter) ? argument : Times.Coarse(argument);

    private static SqlException NoSignature(
        string name, FunctionCall call, ImmutableArray<FunctionSignature> signatures, ImmutableArray<SqlType?> types)
    {
        var given = string.Join(", ", types.Select(type => type?.ToString() ?? "function"));
        var expected = string.Join(", ", signatures.Select(signature => FunctionResolver.Written(signature, name)));
        return new(SqlErrorCode.FunctionNotFound, $"Unexpected parameters ({given}) for function {name}. Expected: {expected}", call.At);
    }

    private BoundLambda Lambda(string name, Lambda lambda, TypeSyntax parameter, Dictionary<char, SqlType> variables)
    {
        var result = parameter.Arguments[^1].Type!;
        for (var attempt = 0; ; attempt++)
        {
            var types = parameter.Arguments.Take(parameter.Arguments.Length - 1)
                .Select(argument => FunctionResolver.Instantiate(argument.Type!, variables) ?? SqlType.Unknown).ToImmutableArray();
            var step = name is "reduce" or "reduce_agg" && types.Length == 2;
            var (symbols, fields) = step ? Step(lambda, types) : EntryFunctions.Contains(name) ? Entry(lambda, types) : Plain(lambda, types);
            var around = _binder.LambdaBody;
            _binder.LambdaBody = lambda.Body;
            var body = _binder.WithScope(new Scope(fields, _binder.Scope, ScopeKind.Lambda), () => _binder.Bind(lambda.Body));
            _binder.LambdaBody = around;
            if (FunctionResolver.IsVariable(result))
            {
                var known = variables.GetValueOrDefault(result.Name[0]);
                var common = known is null ? body.Type : Coercion.Common(known, body.Type);
                if (common is null)
                {
                    throw new SqlException(SqlErrorCode.TypeMismatch, $"Lambda result {body.Type} does not fit {known}", lambda.At);
                }

                variables[result.Name[0]] = common;
                if (known is not null && !common.Equals(known) && attempt < 2)
                {
                    continue;
                }

                body = _binder.Conversions.Coerce(body, common, lambda.At);
            }
            else
            {
                body = _binder.Coerced(body, SqlTypes.Resolve(result), "Lambda result", lambda.Body.At);
            }

            body = name switch
            {
                "reduce" or "reduce_agg" when step => new BoundCall(
                    "row", SqlType.Row([new("s", body.Type), new("e", types[1])]), $"{{{{'s': {{0}}, 'e': CAST(NULL AS {DuckTypes.Template(types[1])})}}}}", [body]),
                "map_zip_with" => Pair(fields[0].Value, body),
                "transform_keys" => Pair(body, fields[1].Value),
                "split_to_map" => Pair(fields[0].Value, new BoundCall(
                    "merged", SqlType.Varchar, "(CASE WHEN {1} IS NULL THEN {0} ELSE {2} END)", [fields[1].Value, fields[2].Value, body])),
                "transform_values" => Pair(fields[0].Value, body),
                _ => body,
            };
            return new(SqlType.Function([.. types, body.Type]), symbols, body);
        }
    }

    private static BoundCall Pair(BoundExpression key, BoundExpression value) => new(
        "row", SqlType.Row([new("key", key.Type), new("value", value.Type)]), "{{'key': {0}, 'value': {1}}}", [key, value]);

    private (ImmutableArray<ColumnSymbol> Symbols, ImmutableArray<ScopeField> Fields) Plain(Lambda lambda, ImmutableArray<SqlType> types)
    {
        var symbols = lambda.Parameters.Select((parameter, i) => _context.Symbol(parameter.Value, types[i])).ToImmutableArray();
        return (symbols, [.. symbols.Select(symbol => new ScopeField(symbol.Name, [], new BoundColumn(symbol)))]);
    }

    /// <summary>DuckDB reduces a list to the type of its elements: state and element travel together as one struct.</summary>
    private (ImmutableArray<ColumnSymbol> Symbols, ImmutableArray<ScopeField> Fields) Step(Lambda lambda, ImmutableArray<SqlType> types)
    {
        var pair = SqlType.Row([new("s", types[0]), new("e", types[1])]);
        var (state, next) = (_context.Symbol("state", pair), _context.Symbol("next", pair));
        return (
            [state, next],
            [
                new(lambda.Parameters[0].Value, [], Conversions.Field(new BoundColumn(state), 0)),
                new(lambda.Parameters[1].Value, [], Conversions.Field(new BoundColumn(next), 1)),
            ]);
    }

    private (ImmutableArray<ColumnSymbol> Symbols, ImmutableArray<ScopeField> Fields) Entry(Lambda lambda, ImmutableArray<SqlType> types)
    {
        var entry = _context.Symbol("entry", SqlType.Row([.. types.Select((type, i) => new SqlField(i == 0 ? "key" : i == 1 ? "value" : "third", type))]));
        return (
            [entry],
            [.. lambda.Parameters.Select((parameter, i) => new ScopeField(parameter.Value, [], Conversions.Field(new BoundColumn(entry), i)))]);
    }

    private BoundAggregate Aggregate(string name, FunctionCall call, ImmutableArray<FunctionSignature> signatures)
    {
        _binder.RefuseAggregate(call);

        if (call.Over is null && _inAggregate)
        {
            throw new SqlException(
                SqlErrorCode.NestedAggregation,
                $"Cannot nest aggregations inside aggregation '{_aggregate?.Name.Lower ?? name}': [{Printing.SqlPrinter.Print(call)}]", _aggregate?.At ?? call.At);
        }

        if (call.Over is not null && _inAggregate)
        {
            throw new SqlException(
                SqlErrorCode.NestedWindow,
                $"Cannot nest window functions or row pattern measures inside aggregation '{_aggregate!.Name.Lower}': [{Printing.SqlPrinter.Print(call)}]", _aggregate.At);
        }

        if (call.Over is not null && call.Arguments.SelectMany(SyntaxTree.All).OfType<FunctionCall>().FirstOrDefault(inner => inner.Over is not null) is { } nested)
        {
            throw new SqlException(
                SqlErrorCode.NestedWindow, "Cannot nest window functions or row pattern measures inside window function arguments", nested.At);
        }

        if (call.Over is not null)
        {
            return Bound(name, call, signatures);
        }

        // What subqueries inside take from around them is aggregated, and an ORDER BY's aggregate is of rows, not of outputs.
        var (outer, scope) = (_aggregate, _binder.Scope);
        var uses = scope.Source.Uses;
        var taken = uses.Count;
        (_aggregate, _inAggregate) = (call, true);
        if (scope.Outputs is { } outputs)
        {
            outputs.Forbidden ??= (SqlErrorCode.ColumnNotFound, "Invalid reference to output projection attribute from ORDER BY aggregation");
        }

        try
        {
            var bound = Bound(name, call, signatures);
            _binder.FoundAggregate = true;
            return bound;
        }
        finally
        {
            (_aggregate, _inAggregate) = (outer, false);
            uses.RemoveRange(taken, uses.Count - taken);
            if (scope.Outputs is { } open)
            {
                open.Forbidden = null;
            }
        }
    }

    private BoundAggregate Bound(string name, FunctionCall call, ImmutableArray<FunctionSignature> signatures)
    {
        if (call.IsStar && name != "count")
        {
            throw new SqlException(SqlErrorCode.FunctionNotFound, $"Unexpected parameters () for function {name}", call.At);
        }

        if (call.IsDistinct && call.Arguments.IsEmpty)
        {
            throw new SqlException(SqlErrorCode.SyntaxError, $"DISTINCT can not be applied to {name} without arguments", call.At);
        }

        var sorts = Sorts(call);
        var aggregate = _special.Aggregate(name, call);
        if (aggregate is null)
        {
            var (match, arguments, _) = Resolve(name, call, call.Arguments, signatures);
            var type = FunctionResolver.Instantiate(match.Signature.Result, match.Variables) ?? SqlType.Unknown;
            aggregate = new(name, type, Prepared(match.Signature.Template, name, call, arguments), arguments);
            if (name == "approx_distinct" || (name == "count" && call.IsDistinct))
            {
                aggregate = aggregate with { Arguments = [.. arguments.Select(Instants.Key)] };
            }
        }

        if (call.IsDistinct && aggregate.Arguments.FirstOrDefault(argument => !argument.Type.IsComparable) is { } wild)
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, $"DISTINCT can only be applied to comparable types (actual: {wild.Type})", call.At);
        }

        return aggregate with
        {
            IsDistinct = call.IsDistinct,
            IgnoreNulls = call.IgnoreNulls is true,
            OrderBy = sorts,
            Filter = call.Filter is null ? null : _binder.Boolean(call.Filter, "FILTER clause"),
            Over = call.Over is null ? null : Window(call),
        };
    }

    /// <summary>The window of a call, and what only some functions may have there.</summary>
    private BoundWindow Window(FunctionCall call)
    {
        var name = call.Name.Lower;
        if (call.Filter is not null)
        {
            throw new SqlException(SqlErrorCode.NotSupported, "FILTER is not yet supported for window functions", _binder.SelectAt ?? call.At);
        }

        if (call.IsDistinct)
        {
            throw new SqlException(
                SqlErrorCode.NotSupported, $"DISTINCT in window function parameters not yet supported: {Printing.SqlPrinter.Print(call)}", _binder.SelectAt ?? call.At);
        }

        var window = new WindowBinder(_binder, _binder.Windows).Bind(call.Over!, _binder.Parts).Window;
        if (name is "lag" or "lead")
        {
            if (window.OrderBy.IsEmpty)
            {
                throw new SqlException(SqlErrorCode.MissingOrderBy, $"{name} function requires an ORDER BY window clause", call.Over!.At);
            }

        }

        if (window.Frame is not null && name is "lag" or "lead" or "row_number" or "rank" or "dense_rank" or "percent_rank" or "cume_dist" or "ntile")
        {
            throw new SqlException(
                SqlErrorCode.InvalidWindowFrame, $"Cannot specify window frame for {name} function", (call.Over as WindowSpecification)?.Frame?.At ?? call.Over!.At);
        }

        return call.IgnoreNulls is null || name is "lag" or "lead" or "first_value" or "last_value" or "nth_value"
            ? window
            : throw new SqlException(SqlErrorCode.NullTreatmentNotAllowed, $"Cannot specify null treatment clause for {name} function", call.At);
    }

    private ImmutableArray<BoundSort> Sorts(FunctionCall call)
    {
        var items = call.OrderBy.IsEmpty ? call.WithinGroup : call.OrderBy;
        if (items.IsEmpty)
        {
            return [];
        }

        var outputs = call.Over is null ? _binder.Scope.Outputs : null;
        var forbidden = outputs?.Forbidden;
        if (outputs is not null)
        {
            outputs.Forbidden = (SqlErrorCode.ColumnNotFound, "ORDER BY clause in aggregation function must not reference query output columns");
        }

        var sorts = items.Select(item => Sort(item, call.At)).ToImmutableArray();
        if (outputs is not null)
        {
            outputs.Forbidden = forbidden;
        }

        if (!call.IsDistinct)
        {
            return sorts;
        }

        var written = call.Arguments.Select(argument => argument is Lambda ? "" : ExpressionText.Of(_binder.Bind(argument))).ToHashSet();
        for (var i = 0; i < sorts.Length; i++)
        {
            if (!written.Contains(ExpressionText.Of(sorts[i].Key)))
            {
                throw new SqlException(
                    SqlErrorCode.ExpressionNotInDistinct, "For aggregate function with DISTINCT, ORDER BY expressions must appear in arguments", items[i].Key.At);
            }
        }

        return sorts;
    }

    private BoundSort Sort(SortItem item, SourcePosition at)
    {
        var key = _binder.Bind(item.Key);
        return key.Type.IsOrderable
            ? new(key, item.Descending, item.NullsFirst is true)
            : throw new SqlException(
                SqlErrorCode.TypeMismatch, $"ORDER BY can only be applied to orderable types (actual: {key.Type})", at);
    }
}
