namespace Weir.Services.Glue.Domain.Expressions;

internal enum TokenKind
{
    End,

    /// <summary>A bare word: a keyword or a key's name.</summary>
    Word,

    /// <summary>A key's name in double quotes or back quotes.</summary>
    Name,
    Text,
    Number,

    /// <summary>An operator, a parenthesis or a comma.</summary>
    Sign,
}

internal readonly record struct ExpressionToken(TokenKind Kind, string Text)
{
    public bool Is(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(string sign) => Kind == TokenKind.Sign && Text == sign;
}

/// <summary>Cuts a partition expression into tokens.</summary>
internal static class ExpressionLexer
{
    public static List<ExpressionToken> Cut(string text)
    {
        var tokens = new List<ExpressionToken>();
        var at = 0;
        while (at < text.Length)
        {
            var letter = text[at];
            if (char.IsWhiteSpace(letter))
            {
                at++;
            }
            else if (letter is '\'' or '"' or '`')
            {
                tokens.Add(new(letter == '\'' ? TokenKind.Text : TokenKind.Name, Quoted(text, ref at, letter)));
            }
            else if (char.IsAsciiDigit(letter) || (letter is '-' or '+' or '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            {
                tokens.Add(new(TokenKind.Number, Run(text, ref at, next => char.IsAsciiLetterOrDigit(next) || next == '.', skipFirst: true)));
            }
            else if (char.IsLetter(letter) || letter == '_')
            {
                tokens.Add(new(TokenKind.Word, Run(text, ref at, next => char.IsLetterOrDigit(next) || next is '_' or '-' or '$', skipFirst: true)));
            }
            else
            {
                tokens.Add(new(TokenKind.Sign, Sign(text, ref at)));
            }
        }

        tokens.Add(new(TokenKind.End, "the end"));
        return tokens;
    }

    private static string Quoted(string text, ref int at, char quote)
    {
        var value = new System.Text.StringBuilder();
        at++;
        while (at < text.Length)
        {
            if (text[at] == quote)
            {
                at++;
                if (at == text.Length || text[at] != quote)
                {
                    return value.ToString();
                }
            }

            value.Append(text[at++]);
        }

        throw GlueErrors.UnsupportedExpression(text, $"a {quote} is not closed");
    }

    private static string Run(string text, ref int at, Func<char, bool> belongs, bool skipFirst)
    {
        var from = at;
        at += skipFirst ? 1 : 0;
        while (at < text.Length && belongs(text[at]))
        {
            at++;
        }

        return text[from..at];
    }

    private static string Sign(string text, ref int at)
    {
        var two = at + 1 < text.Length ? text.Substring(at, 2) : "";
        if (two is "<=" or ">=" or "<>" or "!=" or "==")
        {
            at += 2;
            return two;
        }

        return text[at] is '=' or '<' or '>' or '(' or ')' or ','
            ? text[at++].ToString()
            : throw GlueErrors.UnsupportedExpression(text, $"'{text[at]}' is not understood");
    }
}
