using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Reads statements: queries in Trino's dialect, definitions in Hive's, into one tree. Safe on any text.</summary>
public static class SqlParser
{
    /// <summary>Reads one statement; a semicolon may end it.</summary>
    /// <exception cref="SqlException">The text is not a statement; the message is Trino's, with line and column.</exception>
    public static Statement ParseStatement(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dialect = IsDefinition(text) ? TrinoDialect.Hive : TrinoDialect.Query;
        var reader = new TokenReader(text, dialect);
        var statement = new StatementParser(reader).Statement();
        reader.ExpectEnd();
        return statement;
    }

    /// <summary>Reads one query, as a view's text.</summary>
    public static Query ParseQuery(string text)
    {
        var reader = new TokenReader(text, TrinoDialect.Query);
        var query = new QueryParser(reader).Query();
        reader.ExpectEnd();
        return query;
    }

    /// <summary>Reads one expression, as a row filter or an execution parameter.</summary>
    public static Expression ParseExpression(string text)
    {
        var reader = new TokenReader(text, TrinoDialect.Query);
        var expression = new QueryParser(reader).Expressions.Expression();
        reader.ExpectEnd();
        return expression;
    }

    /// <summary>Reads a type in either dialect: <c>struct&lt;a:int&gt;</c>, <c>decimal(10,2)</c>.</summary>
    public static TypeSyntax ParseType(string text)
    {
        var reader = new TokenReader(text, TrinoDialect.Hive);
        var type = new TypeParser(reader).Type();
        reader.ExpectEnd();
        return type;
    }

    /// <summary>Which dialect a statement is in shows in its first words; CTAS is a query although it creates a table.</summary>
    private static bool IsDefinition(string text)
    {
        var tokens = Lexer.Tokenize(text, TrinoDialect.Query);
        var first = tokens[0];
        if (first.IsWord("ALTER") || first.IsWord("MSCK") || first.IsWord("SHOW") || first.IsWord("DESCRIBE") || first.IsWord("DESC"))
        {
            return true;
        }

        if (first.IsWord("DROP"))
        {
            return tokens.Count > 1 && !tokens[1].IsWord("VIEW");
        }

        return first.IsWord("CREATE") && tokens.Count > 1
            && (tokens[1].IsWord("EXTERNAL") || tokens[1].IsWord("DATABASE") || tokens[1].IsWord("SCHEMA")
                || (tokens[1].IsWord("TABLE") && !IsTableAs(tokens)));
    }

    private static bool IsTableAs(IReadOnlyList<Token> tokens)
    {
        // CREATE TABLE [IF NOT EXISTS] name [(columns)] [COMMENT …] [WITH (…)] AS …: AS stands outside parentheses.
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token.IsSymbol("("))
            {
                depth++;
            }
            else if (token.IsSymbol(")"))
            {
                depth--;
            }
            else if (depth == 0 && token.IsWord("AS"))
            {
                return true;
            }
            else if (depth == 0 && token.IsWord("STORED"))
            {
                return false;
            }
        }

        return false;
    }
}
