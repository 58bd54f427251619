using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Binding;

/// <summary>
/// Puts the conditions of a WHERE over joins where they belong: those of one relation above it, those that connect relations into
/// their join. The joins keep the order they are written in, but for relations that nothing connects yet.
/// </summary>
internal static class JoinPlacement
{
    /// <summary>What the SELECT is from, with the conditions that have a place in it, and those that stay above.</summary>
    public static (BoundRelation From, BoundExpression? Where) Of(BoundSelect select)
    {
        var from = select.From!;
        if (select.Where is null || from is not BoundJoin)
        {
            return (from, select.Where);
        }

        var left = Conditions.Terms(select.Where).ToList();
        var placed = Placed(from, left);
        return (placed, Conditions.All(left));
    }

    /// <param name="terms">Conditions over the relation's rows; those that found a place are taken out.</param>
    private static BoundRelation Placed(BoundRelation relation, List<BoundExpression> terms) => relation switch
    {
        BoundJoin { Kind: JoinKind.Inner or JoinKind.Cross } join when Leaves(join) is { } leaves => Inner(leaves, join, terms),
        BoundJoin { Kind: JoinKind.Inner or JoinKind.Cross or JoinKind.Left } join => join with { Left = Filtered(join.Left, terms) },
        BoundJoin { Kind: JoinKind.Right } join when IsFree(join.Right) => join with { Right = Filtered(join.Right, terms) },
        _ => relation,
    };

    /// <summary>A relation with the conditions above it that are about it alone.</summary>
    private static BoundRelation Filtered(BoundRelation relation, List<BoundExpression> terms)
    {
        var columns = Columns(relation);
        var own = columns is null ? [] : terms.Where(term => Conditions.Columns(term) is { Count: > 0 } asked && asked.IsSubsetOf(columns)).ToList();
        terms.RemoveAll(own.Contains);
        var placed = Placed(relation, own);
        return Conditions.All(own) is { } condition ? new BoundFiltered(placed, condition) : placed;
    }

    private static BoundRelation Inner(List<BoundRelation> leaves, BoundJoin join, List<BoundExpression> terms)
    {
        var waiting = On(join).Concat(terms.Where(term => Conditions.Columns(term) is { Count: > 0 })).ToList();
        terms.RemoveAll(waiting.Contains);
        var rest = leaves.Select(leaf => (Relation: Filtered(leaf, waiting), Columns: Columns(leaf)!)).ToList();
        var (made, known) = (rest[0].Relation, rest[0].Columns);
        rest.RemoveAt(0);
        while (rest.Count > 0)
        {
            var next = rest.FindIndex(leaf => waiting.Any(term => Connects(term, known, leaf.Columns)));
            var (relation, columns) = rest[Math.Max(next, 0)];
            rest.RemoveAt(Math.Max(next, 0));
            known = [.. known, .. columns];
            var on = waiting.Where(term => Conditions.Columns(term)!.IsSubsetOf(known)).ToList();
            waiting.RemoveAll(on.Contains);
            made = on.Count == 0 ? new BoundJoin(JoinKind.Cross, made, relation, null) : new BoundJoin(JoinKind.Inner, made, relation, Conditions.All(on));
        }

        // What also asks for columns from around the query.
        terms.AddRange(waiting);
        return made;
    }

    private static bool Connects(BoundExpression term, HashSet<int> known, HashSet<int> more) =>
        term is BoundCall { Name: "=" } && Conditions.Columns(term) is { } asked && asked.Overlaps(known) && asked.Overlaps(more)
        && asked.All(column => known.Contains(column) || more.Contains(column));

    /// <summary>The relations that inner joins put together; null when one depends on another, or a condition is more than its columns.</summary>
    private static List<BoundRelation>? Leaves(BoundJoin join)
    {
        var found = new List<BoundRelation>();
        return Add(join) ? found : null;

        bool Add(BoundRelation relation)
        {
            if (relation is BoundJoin { Kind: JoinKind.Inner or JoinKind.Cross } inner)
            {
                return (inner.On is null || Conditions.Terms(inner.On).All(term => Conditions.Columns(term) is { Count: > 0 })) && Add(inner.Left) && Add(inner.Right);
            }

            found.Add(relation);
            return IsFree(relation) && Columns(relation) is not null;
        }
    }

    private static IEnumerable<BoundExpression> On(BoundRelation relation) =>
        relation is BoundJoin { Kind: JoinKind.Inner or JoinKind.Cross } join ? On(join.Left).Concat(On(join.Right)).Concat(Conditions.Terms(join.On)) : [];

    /// <summary>It takes nothing from relations beside it.</summary>
    private static bool IsFree(BoundRelation relation) => relation switch
    {
        BoundDerived derived => !derived.IsLateral,
        BoundJoin join => IsFree(join.Left) && (IsFree(join.Right) || join.Right is BoundUnnest),
        BoundExtended extended => IsFree(extended.Relation),
        BoundSample sample => IsFree(sample.Relation),
        BoundUnnest => false,
        _ => true,
    };

    /// <summary>The columns a relation makes; null when that is not known here.</summary>
    private static HashSet<int>? Columns(BoundRelation relation) => relation switch
    {
        BoundScan scan => [.. scan.Columns.Select(column => column.Symbol.Id)],
        BoundCteReference reference => [.. reference.Columns.Select(column => column.Id)],
        BoundDerived derived => [.. derived.Query.Columns.Select(column => column.Id)],
        BoundUnnest unnest =>
            [.. unnest.Arguments.SelectMany(argument => argument.Columns).Select(column => column.Id), .. unnest.Ordinality is { } ordinality ? [ordinality.Id] : Array.Empty<int>()],
        BoundSample sample => Columns(sample.Relation),
        BoundJoin join => Columns(join.Left) is { } left && Columns(join.Right) is { } right ? [.. left, .. right] : null,
        BoundExtended extended => Columns(extended.Relation) is { } inner ? [.. inner, .. extended.Columns.Select(column => column.Symbol.Id)] : null,
        _ => null,
    };
}
