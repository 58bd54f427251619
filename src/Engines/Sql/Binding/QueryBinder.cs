using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Binds queries: named queries, set operations, VALUES, order and limits. SELECT itself is <see cref="SelectBinder"/>'s.</summary>
internal sealed class QueryBinder
{
    private readonly BindContext _context;
    private readonly Dictionary<string, BoundCte> _ctes;

    public QueryBinder(BindContext context)
        : this(context, new(StringComparer.OrdinalIgnoreCase))
    {
    }

    private QueryBinder(BindContext context, Dictionary<string, BoundCte> ctes)
    {
        _context = context;
        _ctes = ctes;
        Conversions = new(context);
    }

    public Conversions Conversions { get; }

    public BoundCte? FindCte(string name) => _ctes.GetValueOrDefault(name);

    public BoundQuery Bind(Query query, Scope? outer)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(SqlErrorCode.StackOverflow, "statement is too large (stack overflow while analyzing)", query.At);
        }

        var around = _context.Repeated;
        _context.Repeated = [];
        try
        {
            var bound = Named(query, outer);
            return _context.Repeated is not { Count: > 0 } ? bound : bound with { Ctes = bound.Ctes.AddRange(_context.Repeated) };
        }
        finally
        {
            _context.Repeated = around;
        }
    }

    /// <summary>A column of a query that somebody else makes.</summary>
    public ColumnSymbol Symbol(SqlType type) => _context.Symbol("", type);

    /// <summary>A query that is bound once and read several times; nothing around it may occur in it.</summary>
    public BoundQuery Repeated(BoundQuery query)
    {
        if (_context.Repeated is null)
        {
            return query;
        }

        var cte = new BoundCte(_context.NextId(), "", []) { Query = query, Columns = query.Columns };
        _context.Repeated.Add(cte);
        var columns = query.Columns.Select(column => _context.Symbol(column.Name, column.Type)).ToImmutableArray();
        var own = columns.Select(column => _context.Symbol(column.Name, column.Type)).ToImmutableArray();
        return new(new BoundSelect(own, [.. columns.Select(column => new BoundColumn(column))]) { From = new BoundCteReference(cte, columns) });
    }

    /// <summary>Whether nobody asks if the condition is false or NULL.</summary>
    public bool IsFilter(Expression condition) => _context.Filters.Contains(condition);

    private BoundQuery Named(Query query, Scope? outer)
    {
        if (query.With is not { } with)
        {
            return BindBody(query, outer);
        }

        var inner = new QueryBinder(_context, new(_ctes, StringComparer.OrdinalIgnoreCase));
        var ctes = ImmutableArray.CreateBuilder<BoundCte>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var named in with.Queries)
        {
            if (!seen.Add(named.Name.Value))
            {
                throw new SqlException(SqlErrorCode.DuplicateNamedQuery, $"WITH query name '{named.Name.Value}' specified more than once", named.At);
            }

            var repeated = _context.Repeated;
            var cte = inner.Named(named, with.IsRecursive);
            _context.Repeated = repeated;
            ctes.Add(cte);
            inner._ctes[named.Name.Value] = cte;
        }

        return inner.BindBody(query, outer) with { Ctes = ctes.ToImmutable() };
    }

    /// <summary>A query whose rows are computed from another's.</summary>
    public BoundQuery Wrapped(BoundQuery query, ImmutableArray<BoundExpression> items, ImmutableArray<string> names = default)
    {
        var columns = items.Select((item, i) => _context.Symbol(names.IsDefault ? "" : names[i], item.Type)).ToImmutableArray();
        return new(new BoundSelect(columns, items) { From = new BoundDerived(query, IsLateral: false) });
    }

    private BoundCte Named(NamedQuery named, bool recursive)
    {
        var cte = new BoundCte(_context.NextId(), named.Name.Value, [.. named.Columns.Select(column => column.Value)]);
        if (recursive && RecursionRules.Union(named) is { } union)
        {
            return Recursive(named, cte, union);
        }

        cte.Query = Bind(named.Query, null);
        cte.Columns = cte.Query.Columns;
        Check(named, cte);
        return cte;
    }

    private BoundCte Recursive(NamedQuery named, BoundCte cte, SetOperation union)
    {
        // What its parts need more than once would stand behind it.
        _context.Repeated = null;
        var anchor = BindBody(new Query(union.Left) { At = union.Left.At }, null);
        cte.Columns = anchor.Columns;
        cte.IsRecursive = true;
        Check(named, cte);
        var inner = new QueryBinder(_context, new(_ctes, StringComparer.OrdinalIgnoreCase) { [named.Name.Value] = cte });
        var step = inner.BindBody(new Query(union.Right) { At = union.Right.At }, null);
        if (step.Columns.Length != anchor.Columns.Length)
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch, $"base and step relations of recursion have different number of fields: {anchor.Columns.Length}, {step.Columns.Length}", union.Right.At);
        }

        for (var i = 0; i < step.Columns.Length; i++)
        {
            if (!Coercion.CanCoerce(step.Columns[i].Type, anchor.Columns[i].Type))
            {
                throw new SqlException(
                    SqlErrorCode.TypeMismatch,
                    $"recursion step relation output type ({step.Columns[i].Type}) is not coercible to recursion base relation output type ({anchor.Columns[i].Type}) at column {i + 1}",
                    union.Right.At);
            }
        }

        var columns = anchor.Columns.Select(column => _context.Symbol(column.Name, column.Type)).ToImmutableArray();
        cte.Query = new(new BoundSetOperation(columns, SetOperator.Union, union.IsDistinct, anchor, Coerced(step, columns, union.At)));
        return cte;
    }

    private static void Check(NamedQuery named, BoundCte cte)
    {
        ColumnNames(named.Columns, cte.Columns.Length);
    }

    /// <summary>Names given to all columns at once must be as many, and each another.</summary>
    /// <exception cref="SqlException">They are not.</exception>
    public static void ColumnNames(ImmutableArray<Identifier> names, int count)
    {
        if (names.IsEmpty)
        {
            return;
        }

        if (names.Length != count)
        {
            throw new SqlException(
                SqlErrorCode.MismatchedColumnAliases, $"Column alias list has {names.Length} entries but relation has {count} columns", names[0].At);
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (!seen.Add(name.Value))
            {
                throw new SqlException(SqlErrorCode.DuplicateColumnName, $"Column name '{name.Value}' specified more than once", name.At);
            }
        }
    }

    private BoundQuery BindBody(Query query, Scope? outer)
    {
        if (query.Body is Select select)
        {
            return Cut(new SelectBinder(_context, this, outer).Bind(select, query.OrderBy), query);
        }

        var body = query.Body switch
        {
            SetOperation operation => SetOperation(operation, outer),
            Values values => Values(values, outer),
            NestedQuery nested => Nested(nested, outer),
            TableBody table => new SelectBinder(_context, this, outer).Bind(
                new Select { At = table.At, Items = [new SelectStar(null, []) { At = table.At }], From = [new TableRelation(table.Name) { At = table.At }] }, []).Body,
            _ => throw new SqlException(SqlErrorCode.NotSupported, $"{query.Body.GetType().Name} is not supported", query.At),
        };
        var fields = body.Columns.Select(column => new ScopeField(column.Name, [], new BoundColumn(column))).ToImmutableArray();
        var scope = new Scope(fields, outer);
        var binder = new ExpressionBinder(_context, this, scope) { ScalarOnly = "ORDER BY clause" };
        var sorts = query.OrderBy.Select(item => Sort(item, binder, body.Columns)).ToImmutableArray();
        return Cut(new(body) { OrderBy = sorts }, query);
    }

    private static BoundSort Sort(SortItem item, ExpressionBinder binder, ImmutableArray<ColumnSymbol> columns)
    {
        var key = item.Key is LongLiteral ordinal
            ? new BoundColumn(columns[SelectBinder.Ordinal(ordinal, columns.Length, "ORDER BY")])
            : binder.Bind(item.Key);
        SelectBinder.Orderable(key, item);
        return new(key, item.Descending, item.NullsFirst is true);
    }

    private BoundQuery Cut(BoundQuery bound, Query query)
    {
        var (limit, offset) = (Count(query.Limit, query.IsFetch ? "FETCH FIRST" : "LIMIT"), Count(query.Offset, "OFFSET"));
        if (query.IsFetch && limit is { Value: 0L })
        {
            throw new SqlException(SqlErrorCode.NumericValueOutOfRange, "FETCH FIRST row count must be positive (actual value: 0)", query.LimitAt);
        }

        if (!query.WithTies)
        {
            return bound with { Limit = limit, Offset = offset };
        }

        return query.OrderBy.IsEmpty
            ? throw new SqlException(SqlErrorCode.MissingOrderBy, "FETCH FIRST WITH TIES clause requires ORDER BY", query.LimitAt ?? query.At)
            : new TiesBinder(_context, this).Bind(bound, (long)limit!.Value!, (long?)offset?.Value ?? 0);
    }

    private BoundLiteral? Count(Expression? count, string clause)
    {
        if (count is null)
        {
            return null;
        }

        var bound = new ExpressionBinder(_context, this, new([], null)) { ScalarOnly = clause }.Bind(count);
        return bound switch
        {
            BoundLiteral { Value: long rows and >= 0 } => Literals.Long(rows),
            BoundLiteral { Value: long rows } => throw new SqlException(
                SqlErrorCode.NumericValueOutOfRange, $"{clause} row count must be greater or equal to 0 (actual value: {rows})", count.At),
            BoundLiteral { IsNull: true } => throw new SqlException(SqlErrorCode.InvalidArguments, $"Parameter value provided for {clause} is NULL: NULL", count.At),
            _ => throw new SqlException(SqlErrorCode.InvalidArguments, $"Non constant parameter value for {clause}: {Printing.SqlPrinter.Print(count)}", count.At),
        };
    }

    private BoundSetOperation SetOperation(SetOperation operation, Scope? outer)
    {
        var left = BindBody(new Query(operation.Left) { At = operation.Left.At }, outer);
        var right = BindBody(new Query(operation.Right) { At = operation.Right.At }, outer);
        var name = operation.Operator.ToString().ToUpperInvariant();
        if (left.Columns.Length != right.Columns.Length)
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch,
                $"{name} query has different number of fields: {left.Columns.Length}, {right.Columns.Length}", operation.At);
        }

        var columns = ImmutableArray.CreateBuilder<ColumnSymbol>();
        for (var i = 0; i < left.Columns.Length; i++)
        {
            var type = Coercion.Common(left.Columns[i].Type, right.Columns[i].Type)
                ?? throw new SqlException(
                    SqlErrorCode.TypeMismatch,
                    $"column {i + 1} in {name} query has incompatible types: {left.Columns[i].Type}, {right.Columns[i].Type}", operation.At);
            columns.Add(_context.Symbol(left.Columns[i].Name, type));
        }

        var shared = columns.ToImmutable();
        if ((operation.IsDistinct || operation.Operator != SetOperator.Union) && shared.FirstOrDefault(column => !column.Type.IsComparable) is { } wild)
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch,
                $"Type {wild.Type} is not comparable and therefore cannot be used in {name}{(operation.Operator == SetOperator.Union ? " DISTINCT" : "")}", operation.At);
        }

        return new(shared, operation.Operator, operation.IsDistinct, Coerced(left, shared, operation.At), Coerced(right, shared, operation.At));
    }

    private BoundQuery Coerced(BoundQuery query, ImmutableArray<ColumnSymbol> columns, SourcePosition at) =>
        query.Columns.Zip(columns).All(pair => pair.First.Type.Equals(pair.Second.Type))
            ? query
            : Wrapped(query, [.. query.Columns.Zip(columns).Select(pair => Conversions.Coerce(new BoundColumn(pair.First), pair.Second.Type, at))]);

    private BoundValues Values(Values values, Scope? outer)
    {
        var binder = new ExpressionBinder(_context, this, new([], outer)) { ScalarOnly = "VALUES" };
        var rows = values.Rows.Select(row => Row(row, binder)).ToList();
        var width = rows[0].Length;
        if (rows.Find(row => row.Length != width) is { } odd)
        {
            throw new SqlException(SqlErrorCode.TypeMismatch, $"Values rows have mismatched sizes: {width} vs {odd.Length}", values.At);
        }

        var types = rows[0].Select(item => item.Type).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < width; i++)
            {
                types[i] = Coercion.Common(types[i], row[i].Type)
                    ?? throw new SqlException(SqlErrorCode.TypeMismatch, $"Values rows have mismatched types: {TypeOf(rows[0])} vs {TypeOf(row)}", values.At);
            }
        }

        var columns = types.Select((type, i) => _context.Symbol($"_col{i}", type)).ToImmutableArray();
        return new(columns, [.. rows.Select(row => row.Select((item, i) => Conversions.Coerce(item, types[i], values.At)).ToImmutableArray())]);
    }

    /// <summary>The columns of a row: what a constructor lists, the fields of a value that is a row, or one value.</summary>
    private static BoundExpression[] Row(Expression row, ExpressionBinder binder)
    {
        if (row is RowConstructor constructor)
        {
            return [.. constructor.Items.Select(binder.Bind)];
        }

        var value = binder.Bind(row);
        return value.Type.Kind == SqlTypeKind.Row ? [.. value.Type.Fields.Select((_, i) => Conversions.Field(value, i))] : [value];
    }

    private static SqlType TypeOf(BoundExpression[] row) => SqlType.Row([.. row.Select(item => new SqlField(null, item.Type))]);

    private BoundNested Nested(NestedQuery nested, Scope? outer)
    {
        var query = Bind(nested.Query, outer);
        var columns = query.Columns.Select(column => _context.Symbol(column.Name, column.Type)).ToImmutableArray();
        return new(columns, query, [.. query.Columns.Select(column => (BoundExpression)new BoundColumn(column))]);
    }
}
