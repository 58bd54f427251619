using System.Globalization;
using System.Text;

namespace Weir.Engines.Discovery.Files;

/// <summary>Names a table can have: lower case, letters, digits and underscores, each once.</summary>
public static class ColumnNames
{
    private const int LettersMax = 128;

    /// <summary>Names of delimited columns, which are read by place, so that a name may be made readable.</summary>
    internal static (string Name, bool IsNamed)[] Of(IReadOnlyList<string> header, int width)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var names = new (string, bool)[width];
        for (var at = 0; at < width; at++)
        {
            var stated = at < header.Count ? Clean(header[at]) : "";
            var name = stated.Length > 0 ? stated : string.Create(CultureInfo.InvariantCulture, $"col{at}");
            var wanted = name;
            for (var again = 1; !taken.Add(name); again++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{again}");
            }

            names[at] = (name, stated.Length > 0);
        }

        return names;
    }

    /// <summary>Runs of what is neither letter nor digit become one underscore.</summary>
    public static string Clean(string text)
    {
        var name = new StringBuilder();
        foreach (var letter in text.Normalize(NormalizationForm.FormC).Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || letter == '_')
            {
                name.Append(letter);
            }
            else if (name.Length > 0 && name[^1] != '_')
            {
                name.Append('_');
            }
        }

        var clean = name.ToString().Trim().TrimEnd('_');
        clean = clean.Length == 0 && text.Contains('_', StringComparison.Ordinal) ? "_" : clean;
        return clean.Length <= LettersMax ? clean : clean[..LettersMax];
    }
}
