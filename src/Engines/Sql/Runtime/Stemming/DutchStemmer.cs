namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Snowball's stemmer for Dutch, after Porter.</summary>
internal sealed class DutchStemmer(string word) : SuffixStemmer(Plain(word), "aeiouyè")
{
    private static readonly Endings First = new("heden", "en ene", "s se");

    private static readonly Endings Last = new("end ing", "ig", "lijk", "baar", "bar");

    private bool _hadE;

    public override string Stem()
    {
        Enlarge("i", "y");
        MarkRegions();
        R1 = Math.Max(R1, 3);
        TakeFirst();
        TakeE();
        if (Ends("heid") && Before(4) != 'c' && Put(4, R2) && Ends("en"))
        {
            TakeEn(2);
        }

        TakeLast();
        TakeDoubleVowel();
        return Word.Replace('Y', 'y').Replace('I', 'i');
    }

    private static string Plain(string word)
    {
        var plain = word.Replace('ä', 'a').Replace('á', 'a').Replace('ë', 'e').Replace('é', 'e').Replace('ï', 'i').Replace('í', 'i')
            .Replace('ö', 'o').Replace('ó', 'o').Replace('ü', 'u').Replace('ú', 'u');
        return plain.StartsWith('y') ? "Y" + plain[1..] : plain;
    }

    private bool IsConsonant(int fromEnd) => Word.Length >= fromEnd && !IsVowel(Word.Length - fromEnd);

    private void TakeFirst()
    {
        if (!First.Find(Word, 0, out var length, out var group))
        {
            return;
        }

        switch (group)
        {
            case 0:
                Put(length, R1, "heid");
                break;
            case 1:
                TakeEn(length);
                break;
            case 2 when IsConsonant(length + 1) && Before(length) != 'j':
                Put(length, R1);
                break;
            default:
                break;
        }
    }

    private void TakeEn(int length)
    {
        if (IsConsonant(length + 1) && !Word[..^length].EndsWith("gem", StringComparison.Ordinal) && Put(length, R1))
        {
            TakeDouble();
        }
    }

    private void TakeE()
    {
        _hadE = false;
        if (Ends("e") && IsConsonant(2) && Put(1, R1))
        {
            _hadE = true;
            TakeDouble();
        }
    }

    private void TakeDouble()
    {
        if (Ends("kk") || Ends("dd") || Ends("tt"))
        {
            Put(1, 0);
        }
    }

    private void TakeLast()
    {
        if (!Last.Find(Word, 0, out var length, out var group) || (group == 1 && Before(length) == 'e') || (group == 4 && !_hadE) || !Put(length, R2))
        {
            return;
        }

        if (group == 0 && !(Ends("ig") && Before(2) != 'e' && Put(2, R2)))
        {
            TakeDouble();
        }
        else if (group == 2)
        {
            TakeE();
        }
    }

    private void TakeDoubleVowel()
    {
        if (IsConsonant(1) && Word[^1] != 'I' && Word.Length > 3 && IsConsonant(4) && Word[^3..^1] is "aa" or "ee" or "oo" or "uu")
        {
            Word = Word[..^2] + Word[^1];
        }
    }
}
