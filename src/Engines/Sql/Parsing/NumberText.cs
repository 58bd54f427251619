using System.Globalization;

namespace Weir.Engines.Sql.Parsing;

/// <summary>Numbers as statements write them.</summary>
internal static class NumberText
{
    public static long ParseLong(string text, SourcePosition at)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        try
        {
            return digits.Length > 2 && digits[0] == '0' && char.IsLetter(digits[1])
                ? char.ToLowerInvariant(digits[1]) switch
                {
                    'x' => Convert.ToInt64(digits[2..], 16),
                    'o' => Convert.ToInt64(digits[2..], 8),
                    _ => Convert.ToInt64(digits[2..], 2),
                }
                : long.Parse(digits, CultureInfo.InvariantCulture);
        }
        catch (Exception problem) when (problem is OverflowException or FormatException or ArgumentException)
        {
            throw new SqlException(SqlErrorCode.InvalidLiteral, $"Invalid numeric literal: {text}", at);
        }
    }
}
