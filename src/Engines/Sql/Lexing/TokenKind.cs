namespace Weir.Engines.Sql.Lexing;

/// <summary>What a token is.</summary>
public enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>An unquoted word: a keyword or an identifier.</summary>
    Word,

    /// <summary>A word that the dialect reserves.</summary>
    Keyword,

    /// <summary>A quoted identifier.</summary>
    QuotedIdentifier,

    /// <summary>An identifier in back quotes.</summary>
    BackquotedIdentifier,

    /// <summary>A word that begins with a digit, such as <c>1abc</c>.</summary>
    DigitIdentifier,

    String,

    /// <summary><c>U&amp;'…'</c>, not yet decoded.</summary>
    UnicodeString,

    /// <summary><c>X'…'</c>: the digits between the quotes.</summary>
    Binary,
    Integer,

    /// <summary><c>1.5</c>, <c>.5</c>, <c>1.</c></summary>
    Decimal,

    /// <summary><c>1e10</c></summary>
    Double,

    /// <summary>An operator or punctuation.</summary>
    Symbol,

    /// <summary>A character that begins no token, or a quote that is not closed.</summary>
    Unrecognized,
}
