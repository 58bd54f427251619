using System.Collections.Immutable;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>Binds one SELECT with its ORDER BY, and checks aggregation as Trino does.</summary>
internal sealed class SelectBinder(BindContext context, QueryBinder queries, Scope? outer)
{
    private readonly List<(string? Name, BoundExpression Value, Expression? Source, SourcePosition At)> _items = [];

    public BoundQuery Bind(Select select, ImmutableArray<SortItem> orderBy)
    {
        var (from, fields) = From(select);
        var scope = new Scope(fields, outer);
        var where = select.Where is null ? null : Clause(scope, select, "WHERE clause").Boolean(select.Where, "WHERE clause");

        var binder = new ExpressionBinder(context, queries, scope) { Windows = select.Windows };
        Items(select, binder, scope);
        var having = select.Having is null ? null : binder.Boolean(select.Having, "HAVING clause");
        if (having is not null && Rewriter.Any(having, part => part is BoundAggregate { Over: not null }))
        {
            throw new SqlException(SqlErrorCode.NestedWindow, "HAVING clause cannot contain window functions or row pattern measures", select.Having!.At);
        }

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
            Distinct(select.At, sorts);
        }

        if (select.GroupBy is null && _items.Find(item => Rewriter.Any(item.Value, part => part is BoundGrouping)) is { Value: not null } grouping)
        {
            throw new SqlException(
                SqlErrorCode.MissingGroupBy, "A GROUPING() operation can only be used with a corresponding GROUPING SET/CUBE/ROLLUP/GROUP BY clause", grouping.At);
        }

        return select.GroupBy is null && !binder.FoundAggregate && having is null
            ? new(body) { OrderBy = [.. sorts] }
            : Grouped(select, body, scope, sorts, orderBy);
    }

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

    private ExpressionBinder Clause(Scope scope, Select select, string clause) =>
        new(context, queries, scope) { ScalarOnly = clause, Windows = select.Windows };

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
            _items.Add((Lower(name), binder.Bind(expression), expression, expression.At));
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

            fields = scope.Fields;
        }
        else if (Parts(star.Target) is { } parts && scope.FieldsOf(parts) is { } found)
        {
            fields = found;
        }
        else
        {
            var row = Parts(star.Target) is { } missing && scope.Find(missing, star.At) is null
                ? throw new SqlException(SqlErrorCode.TableNotFound, $"Unable to resolve reference {SqlPrinter.Print(star.Target)}", star.At)
                : binder.Bind(star.Target);
            if (row.Type.Kind != SqlTypeKind.Row)
            {
                throw new SqlException(SqlErrorCode.TypeMismatch, $"expected expression of type Row", star.At);
            }

            fields = [.. row.Type.Fields.Select((field, i) => new ScopeField(field.Name, [], Conversions.Field(row, i)))];
        }

        if (!star.Aliases.IsEmpty && star.Aliases.Length != fields.Length)
        {
            throw new SqlException(
                SqlErrorCode.MismatchedColumnAliases, $"Column alias list has {star.Aliases.Length} entries but relation has {fields.Length} columns", star.At);
        }

        for (var i = 0; i < fields.Length; i++)
        {
            var name = star.Aliases.IsEmpty ? fields[i].Name : star.Aliases[i].Value;
            _items.Add((Lower(name), fields[i].Value, name is null ? null : new NameExpression(new(name)) { At = star.At }, star.At));
        }
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
        else if (item.Key is NameExpression name && _items.FirstOrDefault(output => string.Equals(output.Name, name.Name.Value, StringComparison.OrdinalIgnoreCase)) is { Value: { } output1 })
        {
            var same = _items.Where(output => string.Equals(output.Name, name.Name.Value, StringComparison.OrdinalIgnoreCase)).Select(output => output.Value).Distinct().Count();
            key = same == 1 ? output1 : throw new SqlException(SqlErrorCode.AmbiguousName, $"Column '{name.Name.Value}' is ambiguous", item.Key.At);
        }
        else
        {
            var outputs = _items.Where(output => output.Name is not null).DistinctBy(output => output.Name)
                .Select(output => new ScopeField(output.Name, [], output.Value));
            var sorting = new ExpressionBinder(context, queries, new Scope([.. outputs], scope, isQuery: false)) { Windows = select.Windows };
            key = sorting.Bind(item.Key);
            binder.FoundAggregate |= sorting.FoundAggregate;
        }

        Orderable(key, item);
        return new(key, item.Descending, item.NullsFirst is true);
    }

    /// <summary>DISTINCT sorts by what it selects: keys become output columns.</summary>
    private void Distinct(SourcePosition at, List<BoundSort> sorts)
    {
        for (var i = 0; i < sorts.Count; i++)
        {
            var text = ExpressionText.Of(sorts[i].Key);
            if (_items.Find(item => ReferenceEquals(item.Value, sorts[i].Key) || ExpressionText.Of(item.Value) == text) is not { Value: { } value })
            {
                throw new SqlException(
                    SqlErrorCode.ExpressionNotInDistinct, "For SELECT DISTINCT, ORDER BY expressions must appear in select list", at);
            }

            sorts[i] = sorts[i] with { Key = value };
        }
    }

    private BoundQuery Grouped(Select select, BoundSelect body, Scope scope, List<BoundSort> sorts, ImmutableArray<SortItem> orderBy)
    {
        var grouping = new GroupingBinder(context, _items.ConvertAll(item => (item.Name, item.Value)), Clause(scope, select, "GROUP BY clause"));
        grouping.Bind(select.GroupBy, scope);
        var items = ImmutableArray.CreateBuilder<BoundExpression>();
        var replaced = new Dictionary<BoundExpression, BoundExpression>(ReferenceEqualityComparer.Instance);
        foreach (var item in _items)
        {
            var value = grouping.Check(item.Value, item.Source, item.At);
            replaced[item.Value] = value;
            items.Add(value);
        }

        var having = body.Having is null ? null : grouping.Check(body.Having, select.Having, select.Having!.At);
        var checkedSorts = sorts.Select((sort, i) => sort with
        {
            Key = replaced.TryGetValue(sort.Key, out var value) ? value : grouping.Check(sort.Key, orderBy[i].Key, orderBy[i].Key.At),
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
}
