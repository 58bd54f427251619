namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>What Snowball's stemmers for Danish, Norwegian and Swedish share: one region, which begins behind three letters at the least.</summary>
internal abstract class ScandinavianStemmer(string word, string vowels) : SuffixStemmer(word, vowels)
{
    protected void Mark()
    {
        if (Word.Length >= 3)
        {
            MarkRegions();
            R1 = Math.Max(R1, 3);
        }
    }

    /// <summary>The second of two consonants goes.</summary>
    protected void TakePair(Endings pairs)
    {
        if (pairs.Find(Word, R1, out _, out _))
        {
            Put(1, 0);
        }
    }
}

internal sealed class SwedishStemmer(string word) : ScandinavianStemmer(word, "aeiouyäåö")
{
    private static readonly Endings Main = new(
        "a arna erna heterna orna ad e ade ande arne are aste en anden aren heten ern ar er heter or as arnas ernas ornas es ades andes ens arens hetens erns at andet het ast",
        "s");

    private static readonly Endings Pairs = new("dd gd nn dt gt kt tt");

    private static readonly Endings Other = new("lig ig els", "löst fullt");

    public override string Stem()
    {
        Mark();
        if (Main.Find(Word, R1, out var length, out var group) && (group == 0 || "bcdfghjklmnoprtvy".Contains(Before(1), StringComparison.Ordinal)))
        {
            Put(length, 0);
        }

        TakePair(Pairs);
        if (Other.Find(Word, R1, out var other, out var kind))
        {
            Put(kind == 0 ? other : 1, 0);
        }

        return Word;
    }
}

internal sealed class DanishStemmer(string word) : ScandinavianStemmer(word, "aeiouyæåø")
{
    private static readonly Endings Main = new(
        "hed ethed ered e erede ende erende ene erne ere en heden eren er heder erer heds es endes erendes enes ernes eres ens hedens erens ers ets erets et eret",
        "s");

    private static readonly Endings Pairs = new("gd dt gt kt");

    private static readonly Endings Other = new("ig lig elig els", "løst");

    public override string Stem()
    {
        Mark();
        if (Main.Find(Word, R1, out var length, out var group) && (group == 0 || "abcdfghjklmnoprtvyzå".Contains(Before(1), StringComparison.Ordinal)))
        {
            Put(length, 0);
        }

        TakePair(Pairs);
        if (Ends("igst"))
        {
            Put(2, 0);
        }

        if (Other.Find(Word, R1, out var other, out var kind))
        {
            Put(kind == 0 ? other : 1, 0);
            if (kind == 0)
            {
                TakePair(Pairs);
            }
        }

        if (Word.Length > R1 && Word.Length > 1 && Word[^1] == Word[^2] && "bcdfghjklmnpqrstvwxz".Contains(Word[^1], StringComparison.Ordinal))
        {
            Put(1, 0);
        }

        return Word;
    }
}

internal sealed class NorwegianStemmer(string word) : ScandinavianStemmer(word, "aeiouyæåø")
{
    private static readonly Endings Main = new(
        "a e ede ande ende ane ene hetene en heten ar er heter as es edes endes enes hetenes ens hetens ers ets et het ast",
        "s",
        "erte ert");

    private static readonly Endings Pairs = new("dt vt");

    private static readonly Endings Other = new("leg eleg ig eig lig elig els lov elov slov hetslov");

    public override string Stem()
    {
        Mark();
        if (Main.Find(Word, R1, out var length, out var group) && (group != 1 || CanLoseS()))
        {
            Put(length, 0, group == 2 ? "er" : "");
        }

        TakePair(Pairs);
        if (Other.Find(Word, R1, out var other, out _))
        {
            Put(other, 0);
        }

        return Word;
    }

    private bool CanLoseS() => "bcdfghjlmnoprtvyz".Contains(Before(1), StringComparison.Ordinal)
        || (Before(1) == 'k' && Word.Length > 2 && !IsVowel(Word.Length - 3));
}
