namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Snowball's stemmer for Italian.</summary>
internal sealed class ItalianStemmer(string word) : SuffixStemmer(
    word.Replace('á', 'à').Replace('é', 'è').Replace('í', 'ì').Replace('ó', 'ò').Replace('ú', 'ù').Replace("qu", "qU", StringComparison.Ordinal), "aeiouàèìòù")
{
    private static readonly Endings Pronouns = new(
        "ci gli la le li lo mi ne si ti vi sene gliela gliele glieli glielo gliene mela mele meli melo mene tela tele teli telo tene "
        + "cela cele celi celo cene vela vele veli velo vene");

    private static readonly Endings BeforePronoun = new("ando endo", "ar er ir");

    private static readonly Endings Standard = new(
        "anza anze ico ici ica ice iche ichi ismo ismi abile abili ibile ibili ista iste isti istà istè istì oso osi osa ose mente atrice atrici ante anti",
        "azione azioni atore atori",
        "logia logie",
        "uzione uzioni usione usioni",
        "enza enze",
        "amento amenti imento imenti",
        "amente",
        "ità",
        "ivo ivi iva ive");

    private static readonly Endings BeforeAzione = new("ic");

    private static readonly Endings BeforeAmente = new("iv", "os ic abil");

    private static readonly Endings BeforeIta = new("abil ic iv");

    private static readonly Endings Verbs = new(
        "ammo ando ano are arono asse assero assi assimo ata ate ati ato ava avamo avano avate avi avo emmo enda ende endi endo erà erai eranno ere erebbe "
        + "erebbero erei eremmo eremo ereste eresti erete erò erono essero ete eva evamo evano evate evi evo Yamo iamo immo irà irai iranno ire irebbe "
        + "irebbero irei iremmo iremo ireste iresti irete irò irono isca iscano isce isci isco iscono issero ita ite iti ito iva ivamo ivano ivate ivi ivo "
        + "ono uta ute uti uto ar ir");

    public override string Stem()
    {
        Enlarge("ui");
        MarkVerbs();
        MarkRegions();
        TakePronoun();
        _ = TakeStandard() || (Verbs.Find(Word, Rv, out var verb, out _) && Put(verb, 0));
        if (Word.Length > 0 && Word[^1] is 'a' or 'e' or 'i' or 'o' or 'à' or 'è' or 'ì' or 'ò' && Put(1, Rv))
        {
            Drop("i", Rv);
        }

        if (Ends("h") && Before(1) is 'c' or 'g' && Word.Length - 2 >= Rv)
        {
            Put(1, 0);
        }

        return Word.Replace('I', 'i').Replace('U', 'u');
    }

    private void TakePronoun()
    {
        if (Pronouns.Find(Word, 0, out var pronoun, out _) && BeforePronoun.Find(Word[..^pronoun], 0, out var length, out var group)
            && Word.Length - pronoun - length >= Rv)
        {
            Put(pronoun, 0, group == 0 ? "" : "e");
        }
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
                return Put(length, R2, BeforeAzione);
            case 2:
                return Put(length, R2, "log");
            case 3:
                return Put(length, R2, "u");
            case 4:
                return Put(length, R2, "ente");
            case 5:
                return Put(length, Rv);
            case 6:
                return PutAdverb(length, BeforeAmente);
            case 7:
                return Put(length, R2, BeforeIta);
            default:
                if (!Put(length, R2))
                {
                    return false;
                }

                _ = Drop("at", R2) && Drop("ic", R2);
                return true;
        }
    }
}
