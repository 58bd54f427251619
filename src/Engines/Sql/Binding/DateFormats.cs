using System.Text;

namespace Weir.Engines.Sql.Binding;

/// <summary>Date patterns of the common kind as strftime's, which is faster than our own writer; null for the others.</summary>
internal static class DateFormats
{
    public static string? MySql(string format)
    {
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            var part = ++i < format.Length ? format[i] : '\0';
            if (part is not ('Y' or 'm' or 'd' or 'H' or 'i' or 's' or 'S' or 'T' or '%'))
            {
                return null;
            }

            result.Append(part switch
            {
                'i' => "%M",
                's' => "%S",
                'T' => "%H:%M:%S",
                _ => "%" + part,
            });
        }

        return result.ToString();
    }

    public static string? Joda(string format)
    {
        var result = new StringBuilder();
        for (var i = 0; i < format.Length;)
        {
            var run = 1;
            while (i + run < format.Length && format[i + run] == format[i])
            {
                run++;
            }

            var part = (format[i], run) switch
            {
                ('y', 4) => "%Y",
                ('M', 2) => "%m",
                ('d', 2) => "%d",
                ('H', 2) => "%H",
                ('m', 2) => "%M",
                ('s', 2) => "%S",
                ('%', _) => null,
                ('-' or ':' or ' ' or '/' or '.' or ',', _) => new string(format[i], run),
                _ => null,
            };
            if (part is null)
            {
                return null;
            }

            result.Append(part);
            i += run;
        }

        return result.ToString();
    }
}
