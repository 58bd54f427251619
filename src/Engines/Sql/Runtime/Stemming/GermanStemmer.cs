namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Snowball's second stemmer for German: ae, oe and ue stand for vowels with a diaeresis.</summary>
internal sealed class GermanStemmer(string word) : SuffixStemmer(word, "aeiouyäöü")
{
    private const string BeforeS = "bdfghklmnrt";
    private const string BeforeSt = "bdfghklmnt";

    private static readonly Endings First = new("em ern er", "e en es", "s");

    private static readonly Endings Second = new("en er est", "st");

    private static readonly Endings Third = new("end ung", "ig ik isch", "lich heit", "keit");

    private static readonly Endings BeforeKeit = new("lich ig");

    public override string Stem()
    {
        Enlarge("uy");
        Word = Joined(Word);
        (R1, R2) = (Word.Length, Word.Length);
        if (Word.Length >= 3)
        {
            MarkRegions();
            R1 = Math.Max(R1, 3);
        }

        TakeFirst();
        TakeSecond();
        TakeThird();
        return Word.Replace('Y', 'y').Replace('U', 'u').Replace('ä', 'a').Replace('ö', 'o').Replace('ü', 'u');
    }

    /// <summary>What follows a qu is not looked at.</summary>
    private static string Joined(string word)
    {
        var output = new System.Text.StringBuilder();
        for (var i = 0; i < word.Length; i++)
        {
            var pair = i + 1 < word.Length ? word.AsSpan(i, 2) : default;
            if (pair is "qu")
            {
                if (i + 4 > word.Length)
                {
                    return output.Append(word.AsSpan(i)).ToString();
                }

                output.Append(word.AsSpan(i, 4));
                i += 3;
            }
            else if (pair is "ae" or "oe" or "ue")
            {
                output.Append(word[i] switch { 'a' => 'ä', 'o' => 'ö', _ => 'ü' });
                i++;
            }
            else if (word[i] == 'ß')
            {
                output.Append("ss");
            }
            else
            {
                output.Append(word[i]);
            }
        }

        return output.ToString();
    }

    private void TakeFirst()
    {
        if (!First.Find(Word, 0, out var length, out var group) || (group == 2 && !BeforeS.Contains(Before(length), StringComparison.Ordinal)) || !Put(length, R1))
        {
            return;
        }

        if (group == 1 && Ends("niss"))
        {
            Put(1, 0);
        }
    }

    private void TakeSecond()
    {
        if (Second.Find(Word, 0, out var length, out var group)
            && (group == 0 || (BeforeSt.Contains(Before(length), StringComparison.Ordinal) && Word.Length >= length + 4)))
        {
            Put(length, R1);
        }
    }

    private void TakeThird()
    {
        if (!Third.Find(Word, 0, out var length, out var group) || (group == 1 && Before(length) == 'e') || !Put(length, R2))
        {
            return;
        }

        switch (group)
        {
            case 0 when Ends("ig") && Before(2) != 'e':
                Put(2, R2);
                break;
            case 2:
                _ = Drop("er", R1) || Drop("en", R1);
                break;
            case 3 when BeforeKeit.Find(Word, 0, out var before, out _):
                Put(before, R2);
                break;
            default:
                break;
        }
    }
}
