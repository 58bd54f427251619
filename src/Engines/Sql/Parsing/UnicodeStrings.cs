using System.Globalization;
using System.Text;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Decodes <c>U&amp;'\00e9' UESCAPE '\'</c>.</summary>
internal static class UnicodeStrings
{
    public static string Decode(TokenReader reader)
    {
        var token = reader.Take();
        var escape = '\\';
        if (reader.Accept("UESCAPE"))
        {
            var given = reader.ExpectString();
            if (given.Length == 0)
            {
                throw TokenReader.Error("Empty Unicode escape character", token.At);
            }

            if (given is not [> ' ' and < '\x7f' and not ('+' or '"' or '\'') and var only] || char.IsAsciiHexDigit(only))
            {
                throw TokenReader.Error($"Invalid Unicode escape character: {given}", token.At);
            }

            escape = given[0];
        }

        var text = token.Value;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != escape)
            {
                result.Append(text[i]);
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == escape)
            {
                result.Append(escape);
                i++;
                continue;
            }

            var digits = i + 1 < text.Length && text[i + 1] == '+' ? 6 : 4;
            var start = digits == 6 ? i + 2 : i + 1;
            var code = CodePoint(text, start, digits, token.At);
            result.Append(char.ConvertFromUtf32(code));
            i = start + digits - 1;
        }

        return result.ToString();
    }

    private static int CodePoint(string text, int start, int digits, SourcePosition at)
    {
        var end = start;
        while (end < text.Length && end < start + digits && char.IsAsciiHexDigit(text[end]))
        {
            end++;
        }

        var sequence = text[Math.Min(start, text.Length)..end];
        if (sequence.Length < digits)
        {
            throw TokenReader.Error(
                sequence.Length == 0 && end < text.Length ? $"Invalid hexadecimal digit: {text[end]}" : $"Incomplete escape sequence: {sequence}", at);
        }

        var code = int.Parse(sequence, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return Rune.IsValid(code) ? code
            : code is >= 0xD800 and <= 0xDFFF
                ? throw TokenReader.Error($@"Invalid escaped character: {sequence}. Escaped character is a surrogate. Use '\+123456' instead.", at)
                : throw TokenReader.Error($"Invalid escaped character: {sequence}", at);
    }
}
