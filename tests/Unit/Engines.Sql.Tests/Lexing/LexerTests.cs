using Weir.Engines.Sql.Lexing;

namespace Weir.Engines.Sql.Tests.Lexing;

public sealed class LexerTests
{
    [Theory]
    [InlineData("a1", TokenKind.Word, "A1")]
    [InlineData("\"a\"\"b\"", TokenKind.QuotedIdentifier, "a\"b")]
    [InlineData("'it''s'", TokenKind.String, "it's")]
    [InlineData("X'00ff'", TokenKind.Binary, "00ff")]
    [InlineData("U&'\\00e9'", TokenKind.UnicodeString, "\\00e9")]
    [InlineData("12", TokenKind.Integer, "12")]
    [InlineData("1.5", TokenKind.Decimal, "1.5")]
    [InlineData(".5", TokenKind.Decimal, ".5")]
    [InlineData("1e10", TokenKind.Double, "1e10")]
    [InlineData("1abc", TokenKind.DigitIdentifier, "1abc")]
    [InlineData("->", TokenKind.Symbol, "->")]
    [InlineData("'open", TokenKind.Unrecognized, "'")]
    public void A_token_has_a_kind_and_a_value(string text, TokenKind kind, string value)
    {
        var token = Lexer.Tokenize(text, new LexerDialect())[0];

        Assert.Equal((kind, value), (token.Kind, token.Value));
    }

    [Fact]
    public void Positions_count_lines_and_code_points_from_one()
    {
        var tokens = Lexer.Tokenize("a -- x\n /* y\n */ '\U0001F600' b", new LexerDialect());

        Assert.Equal(new SourcePosition(1, 1), tokens[0].At);
        Assert.Equal(new SourcePosition(3, 5), tokens[1].At);
        Assert.Equal(new SourcePosition(3, 9), tokens[2].At);
    }

    [Fact]
    public void Hive_strings_unescape_backslashes_in_either_quote()
    {
        var hive = new LexerDialect { BackslashEscapes = true, DoubleQuoteIsString = true };

        Assert.Equal("\t\u0001\\'", Lexer.Tokenize("'\\t\\001\\\\\\''", hive)[0].Value);
        Assert.Equal("x", Lexer.Tokenize("\"x\"", hive)[0].Value);
    }
}
