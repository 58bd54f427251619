using System.Collections.Immutable;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Binds one SELECT with its ORDER BY, and checks aggregation as Trino does.</summary>
internal sealed class SelectBinder(BindContext context, QueryBinder queries, Scope? outer)
{
    /// <summary>What is selected; with the error for one that a GROUP BY leaves out.</summary>
    private readonly List<(string? Name, BoundExpression Value, string? Ungrouped, SourcePosition? At)> _items = [];

    private readonly WindowSet _windows = new();

    public BoundQuery Bind(Select select, ImmutableArray<SortItem> orderBy)
    {
        var (from, fields) = From(select);
        var scope = new Scope(fields, outer);
        var mark = context.LastId;
        var binder = new ExpressionBinder(context, queries, scope) { Windows = _windows, SelectAt = select.At };
        var parts = _windows.Define(select.Windows, binder);
        Filters(select.Where);
        var where = select.Where is null ? null : Clause(scope, "WHERE clause").Boolean(select.Where, "WHERE clause");
        scope.Uses.Clear();
        Items(select, binder, scope);
        if (select.GroupBy is null && (_items.Exists(item => Rewriter.Any(item.Value, part => part is BoundGrouping)) || orderBy.Any(IsGrouping)))
        {
            throw new SqlException(
                SqlErrorCode.MissingGroupBy, "A GROUPING() operation can only be used with a corresponding GROUPING SET/CUBE/ROLLUP/GROUP BY clause", select.At);
        }

        if (select.Having is not null && Windowed(select.Having) is { } window)
        {
            throw new SqlException(SqlErrorCode.NestedWindow, "HAVING clause cannot contain window functions or row pattern measures", window.At);
        }

        var having = select.Having is null ? null : binder.Boolean(select.Having, "HAVING clause");
        var sorts = orderBy.Select(item => Sort(item, scope, binder, select)).ToList();
        var columns = _items.Select(item => context.Symbol(item.Name ?? "", item.Value.Type)).ToImmutableArray();
        var body = new BoundSelect(columns, [.. _items.Select(item => item.Value)])
        {
            IsDistinct = select.IsDistinct,
            From = from,
            Where = where,
            Having = having,
        };
        if (select.IsDistinct)
        {
            Distinct(select, sorts, orderBy, mark);
        }

        return select.GroupBy is null && !binder.FoundAggregate && having is null
            ? new(body) { OrderBy = [.. sorts] }
            : Grouped(select, body, scope, sorts, orderBy, [.. parts, .. binder.Parts], mark);
    }

    private static bool IsGrouping(SortItem item) =>
        SyntaxTree.All(item.Key).OfType<FunctionCall>().Any(call => string.Equals(call.Name.Lower, "grouping", StringComparison.Ordinal));

    private static FunctionCall? Windowed(Expression expression) =>
        SyntaxTree.All(expression).OfType<FunctionCall>().FirstOrDefault(call => call.Over is not null);

    public static int Ordinal(LongLiteral literal, int count, string clause) =>
        literal.Value >= 1 && literal.Value <= count
            ? (int)literal.Value - 1
            : throw new SqlException(SqlErrorCode.InvalidColumnReference, $"{clause} position {literal.Value} is not in select list", literal.At);

    public static void Orderable(BoundExpression key, SortItem item)
    {
        if (!key.Type.IsOrderable)
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch, $"Type {key.Type} is not orderable, and therefore cannot be used in ORDER BY: {SqlPrinter.Print(item.Key)}", item.At);
        }
    }

    private ExpressionBinder Clause(Scope scope, string clause) => new(context, queries, scope) { ScalarOnly = clause };

    private (BoundRelation? From, ImmutableArray<ScopeField> Fields) From(Select select)
    {
        BoundRelation? from = null;
        ImmutableArray<ScopeField> fields = [];
        var relations = new RelationBinder(context, queries, outer);
        foreach (var relation in select.From)
        {
            var (bound, more) = relations.Bind(relation, fields);
            from = from is null ? bound : new BoundJoin(JoinKind.Cross, from, bound, null);
            fields = fields.AddRange(more);
        }

        return (from, fields);
    }

    private static string Ungrouped(Expression expression) =>
        $"'{SqlPrinter.Print(expression)}' must be an aggregate expression or appear in GROUP BY clause";

    private void Items(Select select, ExpressionBinder binder, Scope scope)
    {
        foreach (var item in select.Items)
        {
            if (item is SelectStar star)
            {
                Star(star, binder, scope, select);
                continue;
            }

            var (expression, alias) = ((SelectExpression)item).Expression is var e ? (e, ((SelectExpression)item).Alias) : default;
            var name = alias?.Value ?? expression switch
            {
                NameExpression named => named.Name.Value,
                Dereference part => part.Field.Value,
                _ => null,
            };
            _items.Add((Lower(name), binder.Bind(expression), Ungrouped(expression), expression.At));
        }
    }

#pragma warning disable CA1308 // result columns are lower case
    private static string? Lower(string? name) => name?.ToLowerInvariant();
#pragma warning restore CA1308

    private void Star(SelectStar star, ExpressionBinder binder, Scope scope, Select select)
    {
        ImmutableArray<ScopeField> fields;
        if (star.Target is null)
        {
            if (select.From.IsEmpty)
            {
                throw new SqlException(SqlErrorCode.ColumnNotFound, "SELECT * not allowed in queries without FROM clause", star.At);
            }

            fields = scope.Visible;
        }
        else if (Parts(star.Target) is { } parts)
        {
            fields = scope.FieldsOf(parts, star.At) ?? OfRow(star, binder);
        }
        else
        {
            fields = OfRow(star, binder);
        }

        if (!star.Aliases.IsEmpty && star.Aliases.Length != fields.Length)
        {
            throw new SqlException(
                SqlErrorCode.MismatchedColumnAliases, $"Column alias list has {star.Aliases.Length} entries but relation has {fields.Length} columns", star.At);
        }

        for (var i = 0; i < fields.Length; i++)
        {
            var name = star.Aliases.IsEmpty ? fields[i].Name : star.Aliases[i].Value;
            var relation = fields[i].Relation is [.., var last] ? last + "." : "";
            var missing = fields[i].Name is null ? $"Column {i + 1}" : $"Column '{relation}{fields[i].Name}'";
            _items.Add((Lower(name), fields[i].Value, star.Target is null or NameExpression ? $"{missing} not in GROUP BY clause" : null, null));
        }
    }

    private static ImmutableArray<ScopeField> OfRow(SelectStar star, ExpressionBinder binder)
    {
        var row = binder.Bind(star.Target!);
        return row.Type.Kind == SqlTypeKind.Row
            ? [.. row.Type.Fields.Select((field, i) => new ScopeField(field.Name, [], Conversions.Field(row, i)))]
            : throw new SqlException(SqlErrorCode.TypeMismatch, "expected expression of type Row", star.At);
    }

    private static Identifier[]? Parts(Expression expression) => expression switch
    {
        NameExpression name => [name.Name],
        Dereference part when Parts(part.Base) is { } parts => [.. parts, part.Field],
        _ => null,
    };

    private BoundSort Sort(SortItem item, Scope scope, ExpressionBinder binder, Select select)
    {
        BoundExpression key;
        if (item.Key is LongLiteral ordinal)
        {
            key = _items[Ordinal(ordinal, _items.Count, "ORDER BY")].Value;
        }
        else if (item.Key is NameExpression name && Outputs(name.Name) is { Length: > 0 } named)
        {
            key = named.Length == 1 ? named[0] : throw new SqlException(SqlErrorCode.AmbiguousName, $"Column '{name.Name.Value}' is ambiguous", item.Key.At);
        }
        else
        {
            var outputs = _items.Where(output => output.Name is not null).Select(output => new ScopeField(output.Name, [], output.Value));
            var outputScope = new Scope([.. outputs], scope, ScopeKind.Output);
            var sorting = new ExpressionBinder(context, queries, outputScope) { Windows = _windows, SelectAt = select.At };
            key = sorting.Bind(item.Key);
            binder.FoundAggregate |= sorting.FoundAggregate;
            binder.Parts.AddRange(sorting.Parts);
            if (select.IsDistinct && outputScope.Taken is not null)
            {
                throw NotInDistinct(select);
            }
        }

        Orderable(key, item);
        return new(key, item.Descending, item.NullsFirst is true);
    }

    private BoundExpression[] Outputs(Identifier name) =>
        [.. _items.Where(output => string.Equals(output.Name, name.Value, StringComparison.OrdinalIgnoreCase)).Select(output => output.Value)];

    private static SqlException NotInDistinct(Select select) =>
        new(SqlErrorCode.ExpressionNotInDistinct, "For SELECT DISTINCT, ORDER BY expressions must appear in select list", select.At);

    /// <summary>DISTINCT sorts by what it selects: keys become output columns.</summary>
    private void Distinct(Select select, List<BoundSort> sorts, ImmutableArray<SortItem> orderBy, int mark)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            if (!_items[i].Value.Type.IsComparable)
            {
                throw new SqlException(
                    SqlErrorCode.TypeMismatch, $"DISTINCT can only be applied to comparable types (actual: {_items[i].Value.Type}){(i < select.Items.Length && select.Items[i] is SelectExpression item ? ": " + SqlPrinter.Print(item.Expression) : "")}", select.At);
            }
        }

        for (var i = 0; i < sorts.Count; i++)
        {
            var text = ExpressionText.Of(sorts[i].Key, mark);
            if (_items.Find(item => ReferenceEquals(item.Value, sorts[i].Key) || ExpressionText.Of(item.Value, mark) == text) is not { Value: { } value })
            {
                throw NotInDistinct(select);
            }

            if (orderBy[i].Key is not (LongLiteral or NameExpression) && Rewriter.Any(value, part => part is BoundCall { Name: "random" or "rand" or "uuid" or "shuffle" }))
            {
                throw new SqlException(
                    SqlErrorCode.ExpressionNotInDistinct, "Non deterministic ORDER BY expression is not supported with SELECT DISTINCT", orderBy[i].Key.At);
            }

            sorts[i] = sorts[i] with { Key = value };
        }
    }

    private BoundQuery Grouped(
        Select select, BoundSelect body, Scope scope, List<BoundSort> sorts, ImmutableArray<SortItem> orderBy, ImmutableArray<GroupedPart> parts, int mark)
    {
        ImmutableArray<OuterUse> uses = [.. scope.Uses];
        var grouping = new GroupingBinder(context, _items.ConvertAll(item => (item.Name, item.Value)), Clause(scope, "GROUP BY clause"), mark);
        grouping.Bind(select.GroupBy, scope);
        grouping.Check(uses);
        foreach (var part in parts)
        {
            grouping.Check(part.Value, part.Error, part.At);
        }

        var items = ImmutableArray.CreateBuilder<BoundExpression>();
        var replaced = new Dictionary<BoundExpression, BoundExpression>(ReferenceEqualityComparer.Instance);
        foreach (var item in _items)
        {
            var value = grouping.Check(item.Value, item.Ungrouped, item.At);
            replaced[item.Value] = value;
            items.Add(value);
        }

        var having = body.Having is null ? null : grouping.Check(body.Having, Ungrouped(select.Having!), select.Having!.At);
        var checkedSorts = sorts.Select((sort, i) => sort with
        {
            Key = replaced.TryGetValue(sort.Key, out var value) ? value : grouping.Check(sort.Key, Ungrouped(orderBy[i].Key), orderBy[i].Key.At),
        });
        return new(body with
        {
            Items = items.ToImmutable(),
            IsAggregate = true,
            Keys = grouping.Keys,
            GroupingSets = select.GroupBy is null ? null : grouping.Sets,
            Having = having,
        })
        {
            OrderBy = [.. checkedSorts],
        };
    }

    /// <summary>Marks what the condition is joined of: whether a part is false or NULL is all the same.</summary>
    private void Filters(Expression? condition)
    {
        if (condition is Logical logical)
        {
            foreach (var term in logical.Terms)
            {
                Filters(term);
            }
        }
        else if (condition is InQuery { Negated: false })
        {
            context.Filters.Add(condition);
        }
    }
}
