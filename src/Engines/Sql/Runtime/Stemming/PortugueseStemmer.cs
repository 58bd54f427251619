namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Snowball's stemmer for Portuguese. A vowel with a tilde is worked on as the vowel and a consonant.</summary>
internal sealed class PortugueseStemmer(string word) : SuffixStemmer(
    word.Replace("ã", "a~", StringComparison.Ordinal).Replace("õ", "o~", StringComparison.Ordinal), "aeiouáéíóúâêô")
{
    private static readonly Endings Standard = new(
        "eza ezas ico ica icos icas ismo ismos ável ível ista istas oso osa osos osas amento amentos imento imentos adora ador aça~o adoras adores aço~es ante antes ância",
        "logia logias",
        "uça~o uço~es",
        "ência ências",
        "amente",
        "mente",
        "idade idades",
        "iva ivo ivas ivos",
        "ira iras");

    private static readonly Endings BeforeIvo = new("at");

    private static readonly Endings BeforeAmente = new("iv", "os ic ad");

    private static readonly Endings BeforeMente = new("ante avel ível");

    private static readonly Endings BeforeIdade = new("abil ic iv");

    private static readonly Endings Verbs = new(
        "ada ida ia aria eria iria ará ara erá era irá ava asse esse isse aste este iste ei arei erei irei am iam ariam eriam iriam aram eram iram avam "
        + "em arem erem irem assem essem issem ado ido ando endo indo ara~o era~o ira~o ar er ir as adas idas ias arias erias irias arás aras erás eras "
        + "irás avas es ardes erdes irdes ares eres ires asses esses isses astes estes istes is ais eis íeis aríeis eríeis iríeis áreis areis éreis ereis "
        + "íreis ireis ásseis ésseis ísseis áveis ados idos ámos amos íamos aríamos eríamos iríamos áramos éramos íramos ávamos emos aremos eremos iremos "
        + "ássemos êssemos íssemos imos armos ermos irmos eu iu ou ira iras");

    private static readonly Endings Residues = new("os a i o á í ó");

    public override string Stem()
    {
        MarkVerbs();
        MarkRegions();
        if (TakeStandard() || TakeVerb())
        {
            TakeAfterC();
        }
        else if (Residues.Find(Word, 0, out var length, out _))
        {
            Put(length, Rv);
        }

        TakeForm();
        return Word.Replace("a~", "ã", StringComparison.Ordinal).Replace("o~", "õ", StringComparison.Ordinal);
    }

    private bool TakeStandard()
    {
        if (!Standard.Find(Word, 0, out var length, out var group))
        {
            return false;
        }

        switch (group)
        {
            case 0:
                return Put(length, R2);
            case 1:
                return Put(length, R2, "log");
            case 2:
                return Put(length, R2, "u");
            case 3:
                return Put(length, R2, "ente");
            case 4:
                return PutAdverb(length, BeforeAmente);
            case 5:
                return Put(length, R2, BeforeMente);
            case 6:
                return Put(length, R2, BeforeIdade);
            case 7:
                return Put(length, R2, BeforeIvo);
            default:
                return Before(length) == 'e' && Put(length, Rv, "ir");
        }
    }

    private bool TakeVerb() => Verbs.Find(Word, Rv, out var length, out _) && Put(length, 0);

    private bool TakeAfterC() => Ends("ci") && Put(1, Rv);

    private void TakeForm()
    {
        if (Ends("ç"))
        {
            Put(1, 0, "c");
        }
        else if (Word.Length > 0 && Word[^1] is 'e' or 'é' or 'ê' && Put(1, Rv))
        {
            _ = Ends("gu") ? Put(1, Rv) : TakeAfterC();
        }
    }
}
