using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Lowering;

/// <summary>
/// Answers those parts of a query first that decide which partitions of its tables are needed: constants, subqueries that a partition column
/// is compared with, and small tables that are joined by one.
/// </summary>
internal sealed class EarlyParts(IEarlyQueries queries, IScanPlanner planner, bool narrow)
{
    /// <summary>What a table may have to read to be held for a join: more is left to the join itself.</summary>
    private const long JoinedBytesMax = 32 << 20;

    /// <summary>Values that a condition lists one by one; more stay in their table.</summary>
    private const int ValuesMax = 1000;

    private readonly Dictionary<BoundRelation, string> _texts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, BoundLiteral?> _constants = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<BoundCte, int> _mentions = new Dictionary<BoundCte, int>();

    /// <summary>The whole that parts are taken from.</summary>
    public void Begin(BoundQuery query) => _mentions = QueryParts.Of(query).Ctes;

    /// <summary>What stands for a relation that was answered or planned before; null for others.</summary>
    public string? TextOf(BoundRelation relation) => _texts.GetValueOrDefault(relation);

    /// <summary>The condition with what in it is computed from constants alone as literals.</summary>
    public BoundExpression WithConstants(BoundExpression condition) => Rewriter.Map(condition, part =>
        part is BoundCall or BoundCase && Conditions.Columns(part) is { Count: 0 } && !PartitionPredicate.TryConstant(part, out _)
            && !Rewriter.Any(part, inner => inner is BoundSubquery)
            ? Constant(part)
            : null);

    /// <summary>The condition with those subqueries answered that partition columns are compared with.</summary>
    public BoundExpression Answered(BoundExpression where, BoundRelation from)
    {
        ImmutableArray<BoundExpression> terms = [.. Conditions.Terms(where)];
        if (!terms.Any(HasSubquery))
        {
            return where;
        }

        return Conditions.All([.. terms.Select(term => HasSubquery(term) && IsWorth(term, from) ? Answered(term) : term)])!;
    }

    /// <summary>Conditions that follow from the rows of small tables, which are answered; a table is planned in any case only once.</summary>
    /// <param name="used">The columns of all relations that the rest of the query uses.</param>
    public IEnumerable<BoundExpression> Joins(InnerJoins inner, BoundJoin from, IReadOnlySet<int> used)
    {
        var wanted = inner.Equalities().SelectMany(pair => new[] { pair, (Left: pair.Right, Right: pair.Left) })
            .Select(pair => (Pruned: pair.Left, Given: pair.Right, Leaf: LeafOf(pair.Right, inner)))
            .Where(pair => pair.Leaf is not null && !ReferenceEquals(LeafOf(pair.Pruned, inner), pair.Leaf)
                && PartitionPushdown.Prunes(IsThere(pair.Pruned), from))
            .ToArray();
        if (wanted.Length == 0 || Outside(inner) is not { } also)
        {
            yield break;
        }

        foreach (var group in wanted.GroupBy(pair => pair.Leaf!, (IEqualityComparer<BoundRelation>)ReferenceEqualityComparer.Instance))
        {
            ImmutableArray<ColumnSymbol> columns = [.. ColumnsOf(group.Key)!.Value.Where(column => used.Contains(column.Id) || also.Contains(column.Id))];
            if (Hold(group.Key, columns, inner) is { } table)
            {
                foreach (var (pruned, given, _) in group)
                {
                    yield return In(pruned, given, new(table, columns));
                }
            }
        }
    }

    private static bool HasSubquery(BoundExpression expression) => Rewriter.Any(expression, part => part is BoundSubquery);

    private static BoundCall IsThere(BoundExpression value) => new("is null", SqlType.Boolean, "({0} IS NULL)", [value]);

    /// <summary>Whether a condition decides over partitions once its subqueries are answered, and they can be.</summary>
    private static bool IsWorth(BoundExpression term, BoundRelation from)
    {
        var isClosed = true;
        var without = Rewriter.Map(term, part =>
        {
            if (part is not BoundSubquery subquery)
            {
                return null;
            }

            isClosed &= subquery.Query.Columns.Length == 1 && QueryParts.Of(subquery.Query).IsClosed;
            var unknown = new BoundLiteral(subquery.Type, null, "NULL");
            return subquery.Operand is null ? unknown : new BoundCall("=", SqlType.Boolean, "({0} = {1})", [subquery.Operand, unknown]);
        });
        return isClosed && PartitionPushdown.Prunes(without, from);
    }

    private BoundExpression Answered(BoundExpression term) =>
        Rewriter.Map(term, part => part is BoundSubquery subquery ? Answered(subquery) : null);

    /// <summary>The same over rows that are there already; of IN the values themselves where they are few.</summary>
    private BoundExpression Answered(BoundSubquery subquery)
    {
        var query = QueryParts.Of(subquery.Query).Whole(subquery.Query);
        var text = new QueryText(planner, narrow).Print(query);
        text = subquery.Kind switch
        {
            SubqueryKind.Exists => $"SELECT * FROM ({text}) AS e LIMIT 1",
            SubqueryKind.Scalar => $"SELECT * FROM ({text}) AS e LIMIT 2",
            _ => $"SELECT DISTINCT * FROM ({text}) AS e",
        };
        if (queries.Keep(text) is not { } table)
        {
            // The statement fails for the same reason.
            return subquery;
        }

        var column = query.Columns[0];
        var kept = new BoundKept(table, [column]);
        var values = subquery.Kind is SubqueryKind.Scalar or SubqueryKind.In ? Values(new BoundColumn(column), kept, all: true) : null;
        return (subquery.Kind, values) switch
        {
            (SubqueryKind.Scalar, [var only]) => only,
            (SubqueryKind.In, []) => Literals.Boolean(false),
            (SubqueryKind.In, not null) => new BoundCall("in", SqlType.Boolean, "({0} IN ({1*}))", [subquery.Operand!, .. values]),
            _ => subquery with { Query = new(new BoundSelect([column], [new BoundColumn(column)]) { From = kept }) },
        };
    }

    private BoundExpression In(BoundExpression pruned, BoundExpression given, BoundKept kept)
    {
        if (Values(given, kept, all: false) is { } values)
        {
            return values.Count == 0
                ? new BoundCall("and", SqlType.Boolean, "({* AND })", [IsThere(pruned), ExpressionBinder.Not(IsThere(pruned))])
                : new BoundCall("in", SqlType.Boolean, "({0} IN ({1*}))", [pruned, .. values]);
        }

        var symbol = new ColumnSymbol(kept.Columns[0].Id, "", given.Type);
        return new BoundSubquery(SqlType.Boolean, SubqueryKind.In, new(new BoundSelect([symbol], [given]) { From = kept })) { Operand = pruned };
    }

    /// <summary>The values as literals; null when they are too many, or of a type without.</summary>
    /// <param name="all">Also NULL, and those that are there twice.</param>
    private List<BoundExpression>? Values(BoundExpression value, BoundKept kept, bool all)
    {
        var text = $"SELECT {(all ? "" : "DISTINCT ")}CAST({ExpressionText.Of(value)} AS VARCHAR) FROM {kept.Table}{(all ? "" : $" WHERE ({ExpressionText.Of(value)}) IS NOT NULL")}";
        if (!EarlyLiterals.Has(value.Type) || queries.Rows(text, ValuesMax) is not { } rows)
        {
            return null;
        }

        var values = rows.Select(row => row[0] is { } given ? EarlyLiterals.Of(value.Type, given) : Conversions.Null(value.Type)).OfType<BoundExpression>().ToList();
        return values.Count == rows.Count ? values : null;
    }

    private BoundLiteral? Constant(BoundExpression part)
    {
        if (!EarlyLiterals.Has(part.Type))
        {
            return null;
        }

        var text = ExpressionText.Of(part);
        if (!_constants.TryGetValue(text, out var found))
        {
            found = queries.Rows($"SELECT CAST({text} AS VARCHAR)", 1) is not [[var value]] ? null
                : value is null ? (BoundLiteral)Conversions.Null(part.Type)
                : EarlyLiterals.Of(part.Type, value);
            _constants[text] = found;
        }

        return found;
    }

    /// <summary>The relation whose columns alone an expression speaks of, if its rows can be had before the others'.</summary>
    private static BoundRelation? LeafOf(BoundExpression expression, InnerJoins inner) =>
        Conditions.Columns(expression) is { Count: > 0 } columns
            ? inner.Leaves.FirstOrDefault(leaf => ColumnsOf(leaf) is { } own && columns.IsSubsetOf(own.Select(column => column.Id)))
            : null;

    private static ImmutableArray<ColumnSymbol>? ColumnsOf(BoundRelation relation) => relation switch
    {
        BoundScan scan => [.. scan.Columns.Select(column => column.Symbol)],
        BoundDerived { IsLateral: false } derived => derived.Query.Columns,
        BoundCteReference { Cte.IsRecursive: false } reference => reference.Columns,
        _ => null,
    };

    /// <summary>Columns that joins use: they are printed later. Null when that cannot be told.</summary>
    private static HashSet<int>? Outside(InnerJoins inner)
    {
        var found = new HashSet<int>();
        if (inner.Leaves.Any(leaf => leaf is BoundDerived { IsLateral: true }) || inner.Terms.Any(HasSubquery))
        {
            return null;
        }

        bool Note(BoundExpression part)
        {
            if (part is BoundColumn column)
            {
                found.Add(column.Symbol.Id);
            }

            return false;
        }

        foreach (var expression in inner.Terms.Concat(inner.Leaves.OfType<BoundUnnest>().SelectMany(unnest => unnest.Arguments.Select(argument => argument.Value))))
        {
            Rewriter.Any(expression, Note);
        }

        return found;
    }

    /// <summary>A small relation's rows, in a table; null when it is not small, or must not be asked alone.</summary>
    private string? Hold(BoundRelation leaf, ImmutableArray<ColumnSymbol> columns, InnerJoins inner)
    {
        var parts = QueryParts.Of(leaf);
        if (columns.IsEmpty || !parts.IsClosed || parts.Ctes.Keys.Any(cte => _mentions.GetValueOrDefault(cte) > 1))
        {
            return null;
        }

        var ids = ColumnsOf(leaf)!.Value.Select(column => column.Id).ToHashSet();
        BoundExpression[] own = [.. inner.Terms.Where(term => !HasSubquery(term) && Conditions.Columns(term) is { Count: > 0 } spoken && spoken.IsSubsetOf(ids))];
        var select = new BoundSelect(columns, [.. columns.Select(column => new BoundColumn(column))]) { From = leaf, Where = Conditions.All(own) };
        var before = queries.BytesPlanned;
        var text = new QueryText(planner, narrow).Print(parts.Whole(new BoundQuery(select)));
        var table = queries.BytesPlanned - before <= JoinedBytesMax ? queries.Keep(text) : null;
        _texts[leaf] = string.Create(CultureInfo.InvariantCulture, $"({(table is null ? text : $"SELECT {string.Join(", ", columns)} FROM {table}")}) AS h{columns[0].Id}");
        return table;
    }
}
