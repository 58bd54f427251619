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
            var at = reader.At;
            var given = reader.ExpectString();
            if (given.Length != 1 || char.IsAsciiHexDigit(given[0]) || given[0] is '+' or '"' or '\'' or ' ')
            {
                throw TokenReader.Error("Invalid Unicode escape character", at);
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
            if (start + digits > text.Length
                || !int.TryParse(
                    text.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || !Rune.IsValid(code))
            {
                throw TokenReader.Error("Incomplete or invalid Unicode escape sequence", token.At);
            }

            result.Append(char.ConvertFromUtf32(code));
            i = start + digits - 1;
        }

        return result.ToString();
    }
}
