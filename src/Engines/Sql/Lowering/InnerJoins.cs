using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Relations that are joined by inner joins alone, and all the conditions that a row of theirs meets.</summary>
internal sealed class InnerJoins
{
    private readonly List<BoundRelation> _leaves = [];
    private readonly List<BoundExpression> _terms = [];

    public InnerJoins(BoundJoin join, BoundExpression? where)
    {
        Flatten(join);
        _terms.AddRange(Conditions.Terms(where));
    }

    public IReadOnlyList<BoundRelation> Leaves => _leaves;

    public IReadOnlyList<BoundExpression> Terms => _terms;

    /// <summary>The two sides of conditions that say that something of one relation is something of another.</summary>
    public IEnumerable<(BoundExpression Left, BoundExpression Right)> Equalities() => _terms
        .OfType<BoundCall>()
        .Where(term => term is { Name: "=", Arguments.Length: 2 } && !term.Arguments[0].Type.IsStructural && !term.Arguments[0].Type.IsZoned)
        .Select(term => (term.Arguments[0], term.Arguments[1]));

    /// <summary>What conditions on one column say of the columns that are equal to it.</summary>
    public IEnumerable<BoundExpression> Implied()
    {
        var equal = new Dictionary<int, HashSet<ColumnSymbol>>();
        foreach (var (left, right) in Equalities())
        {
            if (left is BoundColumn { Symbol: var one } && right is BoundColumn { Symbol: var other } && one.Type.Equals(other.Type))
            {
                var both = equal.GetValueOrDefault(one.Id, [one]);
                both.UnionWith(equal.GetValueOrDefault(other.Id, [other]));
                foreach (var column in both)
                {
                    equal[column.Id] = both;
                }
            }
        }

        if (equal.Count == 0)
        {
            yield break;
        }

        foreach (var term in _terms)
        {
            if (Conditions.Columns(term) is not { Count: 1 } columns || !equal.TryGetValue(columns.First(), out var same))
            {
                continue;
            }

            var id = columns.First();
            foreach (var column in same.Where(column => column.Id != id))
            {
                yield return Rewriter.Map(term, part => part is BoundColumn { Symbol.Id: var found } && found == id ? new BoundColumn(column) : null);
            }
        }
    }

    private void Flatten(BoundRelation relation)
    {
        if (relation is BoundJoin { Kind: JoinKind.Inner or JoinKind.Cross } join)
        {
            Flatten(join.Left);
            Flatten(join.Right);
            _terms.AddRange(Conditions.Terms(join.On));
        }
        else
        {
            _leaves.Add(relation);
        }
    }
}
