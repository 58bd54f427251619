using System.Globalization;
using System.Text;

namespace Weir.Engines.Sql.Runtime.Unicode;

/// <summary>
/// Unicode's normal forms. The program runs without ICU, so what characters are made of is a table of its own, from the Unicode
/// Character Database (14.0): <c>C=A B</c> a pair that composes, <c>C:A B</c> one that does not, <c>C~A B</c> a compatible spelling, <c>A-B@N</c> combining classes.
/// </summary>
internal sealed class TextNormalizer
{
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28, Syllables = Leads * Vowels * Tails;

    private static readonly Lazy<TextNormalizer> Tables = new(() => new());

    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<(int, int), int> _pairs = [];
    private readonly Dictionary<int, int> _classes = [];

    private TextNormalizer()
    {
        using var stream = typeof(TextNormalizer).Assembly.GetManifestResourceStream("normalization.txt")
            ?? throw new InvalidOperationException("the normalization table is missing");
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            var mark = line.AsSpan().IndexOfAny("=:~@");
            if (line[mark] == '@')
            {
                var dash = line.IndexOf('-', StringComparison.Ordinal);
                for (var at = Hex(line.AsSpan(0, dash)); at <= Hex(line.AsSpan(dash + 1, mark - dash - 1)); at++)
                {
                    _classes[at] = int.Parse(line.AsSpan(mark + 1), CultureInfo.InvariantCulture);
                }

                continue;
            }

            var whole = Hex(line.AsSpan(0, mark));
            int[] parts = [.. line[(mark + 1)..].Split(' ').Select(part => Hex(part))];
            (line[mark] == '~' ? _compatible : _canonical)[whole] = parts;
            if (line[mark] == '=')
            {
                _pairs[(parts[0], parts[1])] = whole;
            }
        }
    }

    /// <param name="form">NFC, NFD, NFKC or NFKD.</param>
    public static string Normalize(string text, string form) => Tables.Value.Run(text, form.Contains('K', StringComparison.Ordinal), form.EndsWith('C'));

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private string Run(string text, bool isCompatible, bool isComposed)
    {
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, isCompatible, points);
        }

        Order(points);
        if (isComposed)
        {
            Compose(points);
        }

        var output = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            output.Append(new Rune(point).ToString());
        }

        return output.ToString();
    }

    private void Decompose(int point, bool isCompatible, List<int> output)
    {
        var syllable = point - SyllableBase;
        if (syllable is >= 0 and < Syllables)
        {
            output.Add(LeadBase + (syllable / (Vowels * Tails)));
            output.Add(VowelBase + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails > 0)
            {
                output.Add(TailBase + (syllable % Tails));
            }
        }
        else if (_canonical.TryGetValue(point, out var parts) || (isCompatible && _compatible.TryGetValue(point, out parts)))
        {
            foreach (var part in parts)
            {
                Decompose(part, isCompatible, output);
            }
        }
        else
        {
            output.Add(point);
        }
    }

    /// <summary>Combining marks in the order of their classes; those of one class stay as they are.</summary>
    private void Order(List<int> points)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var rank = Class(points[i]);
            for (var at = i; rank > 0 && at > 0 && Class(points[at - 1]) > rank; at--)
            {
                (points[at - 1], points[at]) = (points[at], points[at - 1]);
            }
        }
    }

    private void Compose(List<int> points)
    {
        var starter = -1;
        var kept = 0;
        var last = -1;
        for (var i = 0; i < points.Count; i++)
        {
            var (point, rank) = (points[i], Class(points[i]));
            if (starter >= 0 && last < rank && Together(points[starter], point) is { } whole)
            {
                points[starter] = whole;
                continue;
            }

            if (rank == 0)
            {
                starter = kept;
                last = -1;
            }
            else
            {
                last = rank;
            }

            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private int? Together(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + Leads && second is >= VowelBase and < VowelBase + Vowels)
        {
            return SyllableBase + ((((first - LeadBase) * Vowels) + second - VowelBase) * Tails);
        }

        if (first is >= SyllableBase and < SyllableBase + Syllables && (first - SyllableBase) % Tails == 0 && second is > TailBase and < TailBase + Tails)
        {
            return first + second - TailBase;
        }

        return _pairs.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private int Class(int point) => _classes.GetValueOrDefault(point);
}
