using System.Text;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Fills the registry's templates. Places are <c>{0}</c>, <c>{*}</c>, <c>{* AND }</c>, <c>{1*}</c> and capital letters; <c>{{</c> and <c>}}</c> are braces.</summary>
internal static class TemplateText
{
    /// <summary>Text that is to stand in a template as it is.</summary>
    public static string Escape(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    public static string Fill(string template, IReadOnlyList<string> arguments, Func<char, string>? named = null)
    {
        var output = new StringBuilder(template.Length + 16);
        for (var i = 0; i < template.Length; i++)
        {
            var letter = template[i];
            if (letter is '{' or '}' && i + 1 < template.Length && template[i + 1] == letter)
            {
                output.Append(letter);
                i++;
                continue;
            }

            var close = letter == '{' ? template.IndexOf('}', i) : -1;
            if (close < 0 || !TryPlace(template.AsSpan(i + 1, close - i - 1), arguments, named, output))
            {
                output.Append(letter);
                continue;
            }

            i = close;
        }

        return output.ToString();
    }

    private static bool TryPlace(ReadOnlySpan<char> place, IReadOnlyList<string> arguments, Func<char, string>? named, StringBuilder output)
    {
        if (place.Length == 1 && char.IsAsciiLetterUpper(place[0]) && named is not null)
        {
            output.Append(named(place[0]));
            return true;
        }

        var star = place.IndexOf('*');
        if (star >= 0 && (star == 0 || int.TryParse(place[..star], out _)))
        {
            var first = star == 0 ? 0 : int.Parse(place[..star], System.Globalization.CultureInfo.InvariantCulture);
            var separator = star + 1 < place.Length ? place[(star + 1)..].ToString() : ", ";
            output.AppendJoin(separator, arguments.Skip(first));
            return true;
        }

        if (int.TryParse(place, out var index) && index < arguments.Count)
        {
            output.Append(arguments[index]);
            return true;
        }

        return false;
    }
}
