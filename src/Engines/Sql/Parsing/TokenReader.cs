using System.Runtime.CompilerServices;
using Weir.Engines.Sql.Lexing;
using Weir.Engines.Sql.Syntax;

namespace Weir.Engines.Sql.Parsing;

/// <summary>A cursor over tokens that remembers what it was asked for, so that an error can say what was expected.</summary>
internal sealed class TokenReader(string text, LexerDialect dialect)
{
    /// <summary>How deep parentheses, types, CASEs and subqueries may nest together.</summary>
    private const int DepthMax = 250;

    private readonly IReadOnlyList<Token> _tokens = Lexer.Tokenize(text, dialect);
    private readonly SortedSet<string> _expected = new(StringComparer.Ordinal);
    private int _next;
    private int _depth;

    public int Parameters { get; set; }

    public Token Current => _tokens[_next];

    public SourcePosition At => Current.At;

    public int Offset => Current.Start;

    /// <summary>The text from an offset to the end of the last token taken.</summary>
    public string TextFrom(int start) => text[start..(_next == 0 ? start : _tokens[_next - 1].End)];

    public Token Ahead(int count) => _tokens[Math.Min(_next + count, _tokens.Count - 1)];

    public Token Take()
    {
        var token = Current;
        if (token.Kind != TokenKind.End)
        {
            _next++;
        }

        _expected.Clear();
        return token;
    }

    /// <summary>Whether the next token is this word; remembered as expected.</summary>
    public bool Is(string word)
    {
        _expected.Add($"'{word}'");
        return Current.IsWord(word);
    }

    public bool IsSymbol(string symbol)
    {
        _expected.Add($"'{symbol}'");
        return Current.IsSymbol(symbol);
    }

    /// <summary>Whether these words come next, without remembering.</summary>
    public bool Peek(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Ahead(i).IsWord(words[i]))
            {
                return false;
            }
        }

        return true;
    }

    public bool PeekSymbol(string symbol, int ahead = 0) => Ahead(ahead).IsSymbol(symbol);

    public bool Accept(string word)
    {
        if (!Is(word))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes the word if it comes next, without remembering it as expected.</summary>
    public bool AcceptQuietly(string word)
    {
        if (!Current.IsWord(word))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes all these words or none.</summary>
    public bool Accept(string first, string second)
    {
        if (!Is(first) || !Ahead(1).IsWord(second))
        {
            return false;
        }

        Take();
        Take();
        return true;
    }

    public bool AcceptSymbol(string symbol)
    {
        if (!IsSymbol(symbol))
        {
            return false;
        }

        Take();
        return true;
    }

    public void Expect(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (!Accept(word))
            {
                throw Mismatch();
            }
        }
    }

    public void ExpectSymbol(string symbol)
    {
        if (!AcceptSymbol(symbol))
        {
            throw Mismatch();
        }
    }

    public string ExpectString()
    {
        _expected.Add("<string>");
        if (Current.Kind == TokenKind.UnicodeString)
        {
            return UnicodeStrings.Decode(this);
        }

        return Current.Kind == TokenKind.String ? Take().Value : throw Mismatch();
    }

    public long ExpectInteger()
    {
        _expected.Add("<integer>");
        if (Current.Kind != TokenKind.Integer)
        {
            throw Mismatch();
        }

        var at = At;
        return NumberText.ParseLong(Take().Text, at);
    }

    /// <summary>Whether the next token can be a name.</summary>
    public bool IsIdentifier(int ahead = 0) =>
        Ahead(ahead).Kind is TokenKind.Word or TokenKind.QuotedIdentifier
        || (Ahead(ahead).Kind == TokenKind.BackquotedIdentifier && dialect.BackquoteIsIdentifier);

    public Identifier ExpectIdentifier()
    {
        _expected.Add("<identifier>");
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Word:
                return new Identifier(Take().Text) { At = token.At };
            case TokenKind.QuotedIdentifier when token.Value.Length == 0:
                throw Error("Zero-length delimited identifier not allowed", token.At);
            case TokenKind.QuotedIdentifier:
                return new Identifier(Take().Value, Quoted: true) { At = token.At };
            case TokenKind.BackquotedIdentifier when dialect.BackquoteIsIdentifier && token.Value.Length > 0:
                return new Identifier(Take().Value, Quoted: true) { At = token.At };
            case TokenKind.BackquotedIdentifier:
                throw Error(
                    "backquoted identifiers are not supported; use double quotes to quote identifiers", token.At);
            case TokenKind.DigitIdentifier:
                throw Error(
                    "identifiers must not start with a digit; surround the identifier with double quotes", token.At);
            default:
                throw Mismatch();
        }
    }

    public void ExpectEnd()
    {
        if (PeekSymbol(";"))
        {
            Take();
        }

        _expected.Add("<EOF>");
        if (Current.Kind != TokenKind.End)
        {
            throw Mismatch();
        }
    }

    /// <summary>Adds what stands for a rule of the grammar to the expectations.</summary>
    public void Expected(string rule) => _expected.Add(rule);

    /// <summary>Adds several.</summary>
    public void Expected(params ReadOnlySpan<string> rules)
    {
        foreach (var rule in rules)
        {
            _expected.Add(rule);
        }
    }

    /// <summary>Takes one back: a rule that stands for it was added.</summary>
    public void NotExpected(string rule) => _expected.Remove(rule);

    /// <summary>Forgets what was asked for: a rule speaks for its parts.</summary>
    public void ForgetExpected() => _expected.Clear();

    public SqlException Mismatch() => Mismatch(Current);

    public SqlException Mismatch(Token token)
    {
        if (token.Kind == TokenKind.BackquotedIdentifier && !dialect.BackquoteIsIdentifier)
        {
            return Error("backquoted identifiers are not supported; use double quotes to quote identifiers", token.At);
        }

        if (token.Kind == TokenKind.DigitIdentifier)
        {
            return Error(
                "identifiers must not start with a digit; surround the identifier with double quotes", token.At);
        }

        var found = token.Kind == TokenKind.End ? "<EOF>" : token.Text;
        return Error($"mismatched input '{found}'. Expecting: {string.Join(", ", _expected)}", token.At);
    }

    public static SqlException Error(string message, SourcePosition at) => new(SqlErrorCode.SyntaxError, message, at);

    /// <summary>Goes one level down; refuses when the text nests too deeply.</summary>
    public Level Enter()
    {
        if (++_depth > DepthMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SqlException(
                SqlErrorCode.StackOverflow, "statement is too large (stack overflow while parsing)", At);
        }

        return new(this);
    }

    public readonly ref struct Level(TokenReader reader)
    {
        public void Dispose() => reader._depth--;
    }
}
