using System.Collections.Frozen;

namespace Weir.Engines.Sql.Lexing;

/// <summary>What differs between dialects before grammar: reserved words, quotes, comments, operators.</summary>
public sealed record LexerDialect
{
    /// <summary>Words (upper case) that cannot be identifiers unless quoted: they become <see cref="TokenKind.Keyword"/>.</summary>
    public FrozenSet<string> Reserved { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Double quotes enclose strings, as in Hive, instead of identifiers.</summary>
    public bool DoubleQuoteIsString { get; init; }

    /// <summary>A backslash in a string escapes the next character, as in Hive.</summary>
    public bool BackslashEscapes { get; init; }

    /// <summary>Back quotes enclose identifiers; otherwise the token still comes out and the parser refuses it.</summary>
    public bool BackquoteIsIdentifier { get; init; }

    /// <summary><c>X'…'</c> and <c>U&amp;'…'</c> are literals.</summary>
    public bool PrefixedStrings { get; init; } = true;

    /// <summary>A number followed directly by letters is one word (<c>1abc</c>); otherwise two tokens.</summary>
    public bool DigitIdentifiers { get; init; } = true;

    /// <summary>Characters, beside letters, digits and underscore, that a word may contain after its first character.</summary>
    public string WordExtra { get; init; } = "";

    /// <summary>Characters, beside letters and underscore, that a word may begin with.</summary>
    public string WordStartExtra { get; init; } = "";

    /// <summary>What begins a comment to the end of the line.</summary>
    public IReadOnlyList<string> LineComments { get; init; } = ["--"];

    /// <summary><c>/* … */</c> is a comment.</summary>
    public bool BlockComments { get; init; } = true;

    /// <summary>Operators and punctuation; the longest that fits is taken.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = DefaultSymbols;

    /// <summary>The longest statement taken, in characters.</summary>
    public int TextCharactersMax { get; init; } = 1_000_000;

    private static readonly string[] DefaultSymbols =
    [
        "<>", "!=", "<=", ">=", "||", "->", "=>", "{-", "-}",
        "=", "<", ">", "+", "-", "*", "/", "%", "?", ";", ":", "(", ")", "[", "]", "{", "}", ",", ".", "|", "^", "$", "@", "&", "!", "~",
    ];
}
