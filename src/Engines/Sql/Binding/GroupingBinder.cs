using System.Collections.Immutable;
using Weir.Engines.Sql.Lowering;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Binding;

/// <summary>GROUP BY: its keys and sets, and the rule that everything else is aggregated.</summary>
/// <param name="mark">Symbols after this number are made inside the query's expressions, by lambdas and subqueries.</param>
internal sealed class GroupingBinder(
    BindContext context, IReadOnlyList<(string? Name, BoundExpression Value)> items, ExpressionBinder binder, int mark)
{
    private const int SetsMax = 2048;

    private readonly List<(ColumnSymbol Symbol, BoundExpression Value)> _computed = [];
    private readonly Dictionary<string, ColumnSymbol> _keys = [];

    /// <summary>Keys that are the instants of timestamps with zones, and these.</summary>
    private readonly Dictionary<ColumnSymbol, BoundExpression> _zoned = [];
    private HashSet<int> _source = [];

    /// <summary>Keys to compute before grouping; plain columns are not among them.</summary>
    public ImmutableArray<(ColumnSymbol Symbol, BoundExpression Value)> Keys => [.. _computed];

    public ImmutableArray<ImmutableArray<ColumnSymbol>> Sets { get; private set; } = [];

    public void Bind(GroupBy? groupBy, Scope scope)
    {
        _source = [.. scope.Fields.SelectMany(field => Columns(field.Value))];
        if (groupBy is null)
        {
            return;
        }

        Bounded(groupBy);
        List<ImmutableArray<ColumnSymbol>> sets = [[]];
        foreach (var element in groupBy.Elements)
        {
            var more = Expand(element);
            sets = [.. sets.SelectMany(left => more.Select(right => left.AddRange(right).Distinct().ToImmutableArray()))];
        }

        Sets = groupBy.IsDistinct
            ? [.. sets.DistinctBy(set => string.Join(',', set.Select(key => key.Id).Order()))]
            : [.. sets];
    }

    /// <summary>What subqueries take from the query must be keys.</summary>
    public void Check(ImmutableArray<OuterUse> uses)
    {
        // A subquery that is itself a key may take what it likes.
        if (_computed.Exists(key => Rewriter.Any(key.Value, part => part is BoundSubquery)))
        {
            return;
        }

        foreach (var use in uses)
        {
            if (!_keys.ContainsKey(ExpressionText.Of(use.Field.Value, mark)))
            {
                throw new SqlException(SqlErrorCode.ExpressionNotAggregate, $"Subquery uses '{use.Name}' which must appear in GROUP BY clause", use.At);
            }
        }
    }

    /// <summary>Replaces keys by their columns; what is left must be aggregated.</summary>
    public BoundExpression Check(BoundExpression expression, string? error, SourcePosition? at) => Rewriter.Map(expression, part =>
    {
        if (part is BoundLiteral)
        {
            return part;
        }

        if (_keys.Count > 0 && part is not BoundAggregate && _keys.TryGetValue(ExpressionText.Of(part, mark), out var key))
        {
            return _zoned.TryGetValue(key, out var zoned) ? Instants.OfGroup(key, zoned) : new BoundColumn(key);
        }

        return part switch
        {
            BoundAggregate { Over: null } => part,
            BoundGrouping grouping => Grouping(grouping, at),
            BoundColumn column when _source.Contains(column.Symbol.Id) => throw new SqlException(
                SqlErrorCode.ExpressionNotAggregate,
                error ?? $"'{column.Symbol.Name}' must be an aggregate expression or appear in GROUP BY clause", at),
            _ => null,
        };
    });

    private BoundGrouping Grouping(BoundGrouping grouping, SourcePosition? at) => grouping with
    {
        Keys = [.. grouping.Keys.Select(key => _keys.TryGetValue(ExpressionText.Of(key, mark), out var symbol)
            ? new BoundColumn(symbol)
            : throw new SqlException(
                SqlErrorCode.InvalidArguments,
                $"The arguments to GROUPING() must be expressions referenced by the GROUP BY at the associated query level. Mismatch due to {(key is BoundColumn column ? column.Symbol.Name : "an expression")}.", at))],
    };

    private static void Bounded(GroupBy groupBy)
    {
        var product = 1L;
        foreach (var element in groupBy.Elements)
        {
            product = Math.Min(int.MaxValue + 1L, product * element.Kind switch
            {
                GroupingKind.Cube => 1L << Math.Min(31, element.Sets.Length),
                GroupingKind.Rollup => element.Sets.Length + 1,
                GroupingKind.GroupingSets => element.Sets.Length,
                GroupingKind.Simple or _ => 1,
            });
        }

        if (product > SetsMax)
        {
            var count = product > int.MaxValue ? $"more than {int.MaxValue}" : product.ToString(System.Globalization.CultureInfo.InvariantCulture);
            throw new SqlException(
                SqlErrorCode.TooManyGroupingSets, $"GROUP BY has {count} grouping sets but can contain at most {SetsMax}", groupBy.Elements[0].At);
        }
    }

    private static List<int> Columns(BoundExpression value)
    {
        var ids = new List<int>();
        Rewriter.Any(value, part =>
        {
            if (part is BoundColumn column)
            {
                ids.Add(column.Symbol.Id);
            }

            return false;
        });
        return ids;
    }

    private List<ImmutableArray<ColumnSymbol>> Expand(GroupingElement element)
    {
        var sets = element.Sets.Select(set => set.Select(key => Key(key, element.Kind != GroupingKind.Simple)).ToImmutableArray()).ToList();
        switch (element.Kind)
        {
            case GroupingKind.Rollup:
                return [.. Enumerable.Range(0, sets.Count + 1).Select(drop => sets.Take(sets.Count - drop).SelectMany(set => set).ToImmutableArray())];
            case GroupingKind.Cube:
                return
                [
                    .. Enumerable.Range(0, 1 << sets.Count).Reverse().Select(mask =>
                        sets.Where((_, i) => (mask & (1 << (sets.Count - 1 - i))) != 0).SelectMany(set => set).ToImmutableArray()),
                ];
            case GroupingKind.Simple or GroupingKind.GroupingSets:
            default:
                return sets;
        }
    }

    /// <summary>A name that no relation has may be the name of an output.</summary>
    private BoundExpression? Alias(Identifier name) =>
        items.FirstOrDefault(item => string.Equals(item.Name, name.Value, StringComparison.OrdinalIgnoreCase)).Value;

    /// <param name="onlyColumn">A set is made of columns: only keys that stand alone may be expressions.</param>
    private ColumnSymbol Key(Expression expression, bool onlyColumn)
    {
        var value = expression switch
        {
            LongLiteral ordinal => items[SelectBinder.Ordinal(ordinal, items.Count, "GROUP BY")].Value,
            NameExpression name when binder.Scope.Find([name.Name], name.At) is null && Alias(name.Name) is { } output => output,
            _ => binder.Bind(expression),
        };
        if (onlyColumn && expression is not (LongLiteral or NameExpression) && !(expression is Dereference && value is BoundColumn))
        {
            throw new SqlException(SqlErrorCode.InvalidColumnReference, $"GROUP BY expression must be a column reference: {SqlPrinter.Print(expression)}", expression.At);
        }

        if (Rewriter.Any(value, part => part is BoundAggregate))
        {
            throw new SqlException(
                SqlErrorCode.ExpressionNotScalar,
                $"GROUP BY clause cannot contain aggregations, window functions or grouping operations: [{SqlPrinter.Print(expression)}]", expression.At);
        }

        if (!value.Type.IsComparable)
        {
            throw new SqlException(
                SqlErrorCode.TypeMismatch, $"{value.Type} is not comparable, and therefore cannot be used in GROUP BY", expression.At);
        }

        var text = ExpressionText.Of(value, mark);
        if (_keys.TryGetValue(text, out var known))
        {
            return known;
        }

        if (value.Type.IsZoned)
        {
            var instant = context.Symbol("", Instants.KeyType(value.Type));
            _computed.Add((instant, Instants.Key(value)));
            _zoned[instant] = value;
            return _keys[text] = instant;
        }

        if (value is BoundColumn column && _source.Contains(column.Symbol.Id))
        {
            return _keys[text] = column.Symbol;
        }

        var symbol = context.Symbol("", value.Type.Kind == SqlTypeKind.Unknown ? SqlType.Unknown : value.Type);
        _computed.Add((symbol, value));
        return _keys[text] = symbol;
    }
}
