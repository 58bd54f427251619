using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Statements that change rows of a table, and those that tidy one up: DELETE, UPDATE, MERGE, TRUNCATE, OPTIMIZE, VACUUM.</summary>
internal sealed class RowParser(TokenReader reader, QueryParser queries)
{
    private readonly RelationParser _relations = new(reader, queries);

    public Delete Delete()
    {
        var at = reader.Take().At;
        reader.Expect("FROM");
        var table = _relations.Name();
        var alias = Alias();
        return new(table, alias, Where()) { At = at };
    }

    public Update Update()
    {
        var at = reader.Take().At;
        var table = _relations.Name();
        var alias = reader.Current.IsWord("SET") ? null : Alias();
        reader.Expect("SET");
        var assignments = Assignments();
        return new(table, alias, assignments, Where()) { At = at };
    }

    public Merge Merge()
    {
        var at = reader.Take().At;
        reader.Expect("INTO");
        var table = _relations.Name();
        var alias = Alias();
        reader.Expect("USING");
        var source = _relations.Relation();
        reader.Expect("ON");
        var on = queries.Expressions.Expression();
        var cases = ImmutableArray.CreateBuilder<MergeCase>();
        do
        {
            cases.Add(Case());
        }
        while (reader.Is("WHEN"));
        return new(table, alias, source, on, cases.ToImmutable()) { At = at };
    }

    public Optimize Optimize()
    {
        var at = reader.Take().At;
        var table = _relations.Name();
        reader.Expect("REWRITE", "DATA", "USING", "BIN_PACK");
        return new(table, Where()) { At = at };
    }

    public Truncate Truncate()
    {
        var at = reader.Take().At;
        reader.Expect("TABLE");
        return new(_relations.Name()) { At = at };
    }

    public Vacuum Vacuum()
    {
        var at = reader.Take().At;
        return new(_relations.Name()) { At = at };
    }

    private MergeCase Case()
    {
        var at = reader.At;
        reader.Expect("WHEN");
        var not = reader.Accept("NOT");
        reader.Expect("MATCHED");
        var condition = reader.Accept("AND") ? queries.Expressions.Expression() : null;
        reader.Expect("THEN");
        if (not)
        {
            return Insert(condition, at);
        }

        if (reader.Accept("DELETE"))
        {
            return new MergeDelete(condition) { At = at };
        }

        reader.Expect("UPDATE", "SET");
        return new MergeUpdate(condition, Assignments()) { At = at };
    }

    private MergeInsert Insert(Expression? condition, SourcePosition at)
    {
        reader.Expect("INSERT");
        var columns = reader.IsSymbol("(") ? queries.ColumnAliases() : [];
        reader.Expect("VALUES");
        reader.ExpectSymbol("(");
        var values = queries.Expressions.List();
        reader.ExpectSymbol(")");
        return new(condition, columns, values) { At = at };
    }

    private ImmutableArray<Assignment> Assignments()
    {
        var assignments = ImmutableArray.CreateBuilder<Assignment>();
        do
        {
            var at = reader.At;
            var column = reader.ExpectIdentifier();
            reader.ExpectSymbol("=");
            assignments.Add(new(column, queries.Expressions.Expression()) { At = at });
        }
        while (reader.AcceptSymbol(","));
        return assignments.ToImmutable();
    }

    private Expression? Where() => reader.Accept("WHERE") ? queries.Expressions.Expression() : null;

    private Identifier? Alias() => reader.Accept("AS") || reader.IsIdentifier() ? reader.ExpectIdentifier() : null;
}
