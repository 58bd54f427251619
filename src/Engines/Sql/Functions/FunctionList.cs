using System.Collections.Immutable;
using Weir.Engines.Sql.Printing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Functions;

/// <summary>What SHOW FUNCTIONS answers: a query over the functions there are.</summary>
public static class FunctionList
{
    private static readonly string[] Columns = ["Function", "Return Type", "Argument Types", "Function Type", "Deterministic", "Description"];

    private static readonly string[] Changing = ["random", "rand", "uuid", "shuffle"];

    /// <param name="pattern">As LIKE has it; null for all.</param>
    /// <param name="escape">The character that makes the next one of the pattern plain; null for none.</param>
    public static Query Query(string? pattern, string? escape = null)
    {
        var rows = Registry.Signatures.Where(signature => signature.IsSupported)
            .Select(Row).DistinctBy(SqlPrinter.Print).ToImmutableArray();
        var list = new AliasedRelation(
            new SubqueryRelation(new(new Values(rows))), new("functions"), [.. Columns.Select(column => new Identifier(column, Quoted: true))]);
        var select = new Select { Items = [new SelectStar(null, [])], From = [list] };
        if (pattern is not null)
        {
            select = select with { Where = new Like(new NameExpression(new(Columns[0], Quoted: true)), new StringLiteral(pattern), escape is null ? null : new StringLiteral(escape), false) };
        }

        return new(select)
        {
            OrderBy = [.. Enumerable.Range(1, 3).Select(place => new SortItem(new LongLiteral(place), false, null))],
        };
    }

    private static Expression Row(FunctionSignature signature)
    {
        var arrow = signature.Text.LastIndexOf(" -> ", StringComparison.Ordinal);
        var arguments = signature.Text[(signature.Text.IndexOf('(', StringComparison.Ordinal) + 1)..(arrow - 1)];
        var kind = signature.Kind switch
        {
            FunctionKind.Scalar => "scalar",
            FunctionKind.Aggregate => "aggregate",
            FunctionKind.Window => "window",
        };
        return new RowConstructor(
        [
            new StringLiteral(signature.Name), new StringLiteral(signature.Text[(arrow + 4)..]), new StringLiteral(arguments),
            new StringLiteral(kind), new BooleanLiteral(!Changing.Contains(signature.Name)), new StringLiteral(""),
        ]);
    }
}
