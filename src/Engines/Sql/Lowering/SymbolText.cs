using System.Globalization;
using System.Text;
using Weir.Engines.Sql.Binding;

namespace Weir.Engines.Sql.Lowering;

/// <summary>Text that is only compared: symbols beyond a number are named by the order they come in.</summary>
internal static class SymbolText
{
    public static string Renumbered(string text, int mark)
    {
        var output = new StringBuilder(text.Length);
        var numbers = new Dictionary<string, int>();
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            if (text[at] is '\'' or '"')
            {
                var close = text.IndexOf(text[at], at + 1);
                end = close < 0 ? text.Length : close + 1;
            }
            else if (char.IsAsciiLetterLower(text[at]))
            {
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                {
                    end++;
                }
            }

            var word = text[at..end];
            output.Append(IsLocal(word, mark) ? Number(numbers, word) : word);
            at = end;
        }

        return output.ToString();
    }

    private static string Number(Dictionary<string, int> numbers, string word)
    {
        if (!numbers.TryGetValue(word, out var number))
        {
            numbers[word] = number = numbers.Count;
        }

        return string.Create(CultureInfo.InvariantCulture, $"#{number}");
    }

    private static bool IsLocal(string word, int mark)
    {
        var letters = word.TakeWhile(char.IsAsciiLetterLower).Count();
        return letters is > 0 and <= 3 && letters < word.Length
            && int.TryParse(word.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > mark;
    }
}

/// <summary>Names the table instead of reading it.</summary>
internal sealed class ShapePlanner : IScanPlanner
{
    public string Plan(ScanRequest request) => DuckText.Name(request.Table.Name.ToString());
}
