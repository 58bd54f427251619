using System.Collections.Immutable;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary><c>TABLE(name(…))</c> after FROM.</summary>
internal sealed class TableFunctionParser(TokenReader reader, QueryParser queries, RelationParser relations)
{
    public TableFunction Call()
    {
        var at = reader.Take().At;
        reader.ExpectSymbol("(");
        var name = relations.Name();
        reader.ExpectSymbol("(");
        var arguments = ImmutableArray.CreateBuilder<TableArgument>();
        if (!reader.PeekSymbol(")"))
        {
            do
            {
                arguments.Add(Argument());
            }
            while (reader.AcceptSymbol(","));
        }

        reader.ExpectSymbol(")");
        reader.ExpectSymbol(")");
        return new(name, arguments.ToImmutable()) { At = at };
    }

    private TableArgument Argument()
    {
        var at = reader.At;
        Identifier? name = null;
        if (reader.IsIdentifier() && reader.PeekSymbol("=>", 1))
        {
            name = reader.ExpectIdentifier();
            reader.ExpectSymbol("=>");
        }

        return new(name, Value()) { At = at };
    }

    private Node Value()
    {
        var at = reader.At;
        if (reader.Current.IsWord("TABLE") && reader.PeekSymbol("(", 1))
        {
            reader.Take();
            reader.ExpectSymbol("(");
            Relation relation = queries.BeginsQuery()
                ? new SubqueryRelation(queries.Query()) { At = at }
                : new TableRelation(relations.Name()) { At = at };
            reader.ExpectSymbol(")");
            foreach (var word in (ReadOnlySpan<string>)["PARTITION", "PRUNE", "KEEP", "ORDER", "COPARTITION"])
            {
                if (reader.Current.IsWord(word))
                {
                    throw new SqlException(SqlErrorCode.NotSupported, $"{word} of a table argument is not supported", reader.At);
                }
            }

            return reader.IsIdentifier() || reader.Current.IsWord("AS")
                ? throw new SqlException(SqlErrorCode.NotSupported, "An alias of a table argument is not supported", reader.At)
                : relation;
        }

        if (reader.Current.IsWord("DESCRIPTOR") && reader.PeekSymbol("(", 1))
        {
            reader.Take();
            return new Descriptor(queries.ColumnAliases()) { At = at };
        }

        return queries.Expressions.Expression();
    }
}
