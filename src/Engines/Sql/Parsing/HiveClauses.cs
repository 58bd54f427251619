using System.Collections.Immutable;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Clauses that Hive's statements share: columns, partitions, properties.</summary>
internal sealed class HiveClauses(TokenReader reader, QueryParser queries)
{
    /// <summary>A string in single or, as Hive has it, double quotes.</summary>
    public string Text() =>
        reader.Current.Kind == TokenKind.QuotedIdentifier ? reader.Take().Value : reader.ExpectString();

    public ImmutableArray<StringPair> Pairs()
    {
        reader.ExpectSymbol("(");
        var pairs = ImmutableArray.CreateBuilder<StringPair>();
        do
        {
            var at = reader.At;
            var key = Text();
            reader.ExpectSymbol("=");
            var isText = reader.Current.Kind is TokenKind.String or TokenKind.QuotedIdentifier;
            pairs.Add(new(key, isText ? Text() : Constant()) { At = at });
        }
        while (reader.AcceptSymbol(","));
        reader.ExpectSymbol(")");
        return pairs.ToImmutable();
    }

    public ImmutableArray<ColumnDefinition> Columns()
    {
        reader.ExpectSymbol("(");
        var columns = ImmutableArray.CreateBuilder<ColumnDefinition>();
        do
        {
            columns.Add(Column());
        }
        while (reader.AcceptSymbol(","));
        reader.ExpectSymbol(")");
        return columns.ToImmutable();
    }

    public ColumnDefinition Column()
    {
        var at = reader.At;
        var name = reader.ExpectIdentifier();

        var type = queries.Expressions.Types.Type();
        var comment = reader.Accept("COMMENT") ? Text() : null;
        return new(name, type, comment) { At = at };
    }

    public ImmutableArray<PartitionField> PartitionFields()
    {
        reader.ExpectSymbol("(");
        var fields = ImmutableArray.CreateBuilder<PartitionField>();
        do
        {
            fields.Add(PartitionField());
        }
        while (reader.AcceptSymbol(","));
        reader.ExpectSymbol(")");
        return fields.ToImmutable();
    }

    public ImmutableArray<PartitionValue> PartitionIfAny() => reader.Is("PARTITION") ? Partition() : [];

    /// <summary><c>PARTITION (a = 'x', b &gt; 3, c)</c></summary>
    public ImmutableArray<PartitionValue> Partition()
    {
        reader.Expect("PARTITION");
        reader.ExpectSymbol("(");
        var values = ImmutableArray.CreateBuilder<PartitionValue>();
        do
        {
            var at = reader.At;
            var column = reader.ExpectIdentifier();
            if (Operator() is not { } comparison)
            {
                values.Add(new(column, ComparisonOperator.Equal, null, false) { At = at });
                continue;
            }

            reader.Take();

            // DATE '2024-01-01' and TIMESTAMP '…' are their text.
            if ((reader.Current.IsWord("DATE") || reader.Current.IsWord("TIMESTAMP")) && reader.Ahead(1).Kind == TokenKind.String)
            {
                reader.Take();
            }

            var isString = reader.Current.Kind is TokenKind.String or TokenKind.QuotedIdentifier;
            values.Add(new(column, comparison, isString ? Text() : Constant(), isString) { At = at });
        }
        while (reader.AcceptSymbol(","));
        reader.ExpectSymbol(")");
        return values.ToImmutable();
    }

    private string Constant()
    {
        var minus = reader.AcceptSymbol("-") ? "-" : "";
        if (reader.Current.Kind is TokenKind.Integer or TokenKind.Decimal or TokenKind.Double)
        {
            return minus + reader.Take().Text;
        }

        if (minus.Length == 0 && (reader.Current.IsWord("TRUE") || reader.Current.IsWord("FALSE")))
        {
            return reader.Take().Text;
        }

        reader.Expected("<constant>");
        throw reader.Mismatch();
    }

    private ComparisonOperator? Operator() => reader.Current switch
    {
        { Kind: not TokenKind.Symbol } => null,
        { Text: "=" } => ComparisonOperator.Equal,
        { Text: "<>" or "!=" } => ComparisonOperator.NotEqual,
        { Text: "<" } => ComparisonOperator.Less,
        { Text: "<=" } => ComparisonOperator.LessOrEqual,
        { Text: ">" } => ComparisonOperator.Greater,
        { Text: ">=" } => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };

    private PartitionField PartitionField()
    {
        var at = reader.At;
        var name = reader.ExpectIdentifier();
        if (reader.AcceptSymbol("("))
        {
            long? argument = null;
            if (reader.Current.Kind == TokenKind.Integer)
            {
                argument = reader.ExpectInteger();
                reader.ExpectSymbol(",");
            }

            var column = reader.ExpectIdentifier();
            if (reader.AcceptSymbol(","))
            {
                argument = reader.ExpectInteger();
            }

            reader.ExpectSymbol(")");
            return new(column, null, null) { At = at, Transform = name, TransformArgument = argument };
        }

        if (reader.IsSymbol(",") || reader.IsSymbol(")"))
        {
            return new(name, null, null) { At = at };
        }

        var type = queries.Expressions.Types.Type();
        var comment = reader.Accept("COMMENT") ? Text() : null;
        return new(name, type, comment) { At = at };
    }
}
