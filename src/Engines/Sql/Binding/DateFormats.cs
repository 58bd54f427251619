using System.Text;

namespace Weir.Engines.Sql.Binding;

/// <summary>MySQL's and Java's date patterns as strftime's.</summary>
internal static class DateFormats
{
    public static string MySqlOutput(string format) => MySql(format, output: true);

    public static string MySqlInput(string format) => MySql(format, output: false);

    public static string JavaOutput(string format, SourcePosition at) => Java(format, at, output: true);

    public static string JavaInput(string format, SourcePosition at) => Java(format, at, output: false);

    private static string MySql(string format, bool output)
    {
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                result.Append(format[i] == '%' ? "%%" : format[i].ToString());
                continue;
            }

            var letter = format[++i];
            result.Append(letter switch
            {
                'a' or 'b' or 'd' or 'f' or 'H' or 'j' or 'm' or 'p' or 'S' or 'Y' or 'y' or 'I' or '%' => $"%{letter}",
                'c' => output ? "%-m" : "%m",
                'e' => output ? "%-d" : "%d",
                'h' => "%I",
                'i' => "%M",
                'k' => output ? "%-H" : "%H",
                'l' => output ? "%-I" : "%I",
                'M' => "%B",
                'r' => "%I:%M:%S %p",
                's' => "%S",
                'T' => "%H:%M:%S",
                'v' => "%V",
                'W' => "%A",
                'x' => "%G",
                'D' or 'U' or 'u' or 'V' or 'w' or 'X' => throw new SqlException(
                    SqlErrorCode.InvalidFunctionArgument, $"%{letter} not supported in date format string"),
                _ => letter.ToString(),
            });
        }

        return result.ToString();
    }

    private static string Java(string format, SourcePosition at, bool output)
    {
        var result = new StringBuilder();
        for (var i = 0; i < format.Length;)
        {
            var letter = format[i];
            if (letter == '\'')
            {
                i = Quoted(format, i, result);
                continue;
            }

            if (!char.IsAsciiLetter(letter))
            {
                result.Append(letter == '%' ? "%%" : letter.ToString());
                i++;
                continue;
            }

            var run = 1;
            while (i + run < format.Length && format[i + run] == letter)
            {
                run++;
            }

            var short1 = output ? "%-" : "%";
            result.Append((letter, run) switch
            {
                ('y' or 'Y' or 'u', 2) => "%y",
                ('y' or 'Y' or 'u', _) => "%Y",
                ('x', _) => "%G",
                ('M', 1) => short1 + "m",
                ('M', 2) => "%m",
                ('M', 3) => "%b",
                ('M', _) => "%B",
                ('d', 1) => short1 + "d",
                ('d', _) => "%d",
                ('D', 1) => short1 + "j",
                ('D', _) => "%j",
                ('H', 1) => short1 + "H",
                ('H', _) => "%H",
                ('h', 1) => short1 + "I",
                ('h', _) => "%I",
                ('m', 1) => short1 + "M",
                ('m', _) => "%M",
                ('s', 1) => short1 + "S",
                ('s', _) => "%S",
                ('S', <= 3) => output ? "%g" : "%g",
                ('S', _) => "%f",
                ('a', _) => "%p",
                ('E', <= 3) => "%a",
                ('E', _) => "%A",
                ('e', _) => "%u",
                ('w', _) => "%V",
                ('Z', _) when !output => "%z",
                _ => throw new SqlException(
                    SqlErrorCode.NotSupported, $"Date pattern letter {new string(letter, run)} is not supported", at),
            });
            i += run;
        }

        return result.ToString();
    }

    private static int Quoted(string format, int start, StringBuilder result)
    {
        if (start + 1 < format.Length && format[start + 1] == '\'')
        {
            result.Append('\'');
            return start + 2;
        }

        var end = format.IndexOf('\'', start + 1);
        end = end < 0 ? format.Length : end;
        result.Append(format[(start + 1)..end].Replace("%", "%%", StringComparison.Ordinal));
        return end + 1;
    }
}
