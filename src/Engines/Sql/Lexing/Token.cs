namespace Weir.Engines.Sql.Lexing;

/// <summary>One token of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written, quotes included.</param>
/// <param name="Value">What it means: a word in upper case, a string or quoted name without quotes and escapes, else the text.</param>
/// <param name="Start">Offset of its first character in the statement.</param>
/// <param name="At">Its line and column.</param>
public readonly record struct Token(TokenKind Kind, string Text, string Value, int Start, SourcePosition At)
{
    /// <summary>Offset just past its last character.</summary>
    public int End => Start + Text.Length;

    /// <summary>Whether this is the unquoted word, given in upper case.</summary>
    public bool IsWord(string upper) =>
        Kind is TokenKind.Word or TokenKind.Keyword && string.Equals(Value, upper, StringComparison.Ordinal);

    public bool IsSymbol(string symbol) =>
        Kind == TokenKind.Symbol && string.Equals(Text, symbol, StringComparison.Ordinal);
}
