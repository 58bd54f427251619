namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Snowball's stemmer for Spanish.</summary>
internal sealed class SpanishStemmer(string word) : SuffixStemmer(word, "aeiouáéíóúü")
{
    private static readonly Endings Pronouns = new("me se sela selo selas selos la le lo las les los nos");

    private static readonly Endings BeforePronoun = new("iéndo", "ándo", "ár", "ér", "ír", "ando iendo ar er ir", "yendo");

    private static readonly Endings Standard = new(
        "anza anzas ico ica icos icas ismo ismos able ables ible ibles ista istas oso osa osos osas amiento amientos imiento imientos",
        "adora ador ación adoras adores aciones ante antes ancia ancias",
        "logía logías",
        "ución uciones",
        "encia encias",
        "amente",
        "mente",
        "idad idades",
        "iva ivo ivas ivos");

    private static readonly Endings BeforeIvo = new("at");

    private static readonly Endings BeforeAcion = new("ic");

    private static readonly Endings BeforeAmente = new("iv", "os ic ad");

    private static readonly Endings BeforeMente = new("ante able ible");

    private static readonly Endings BeforeIdad = new("abil ic iv");

    private static readonly Endings YVerbs = new("ya ye yan yen yeron yendo yo yó yas yes yais yamos");

    private static readonly Endings Verbs = new(
        "en es éis emos",
        "arían arías arán arás aríais aría aréis aríamos aremos ará aré erían erías erán erás eríais ería eréis eríamos eremos erá eré "
        + "irían irías irán irás iríais iría iréis iríamos iremos irá iré aba ada ida ía ara iera ad ed id ase iese aste iste an aban ían aran ieran "
        + "asen iesen aron ieron ado ido ando iendo ió ar er ir as abas adas idas ías aras ieras ases ieses ís áis abais íais arais ierais aseis "
        + "ieseis asteis isteis ados idos amos ábamos íamos imos áramos iéramos iésemos ásemos");

    private static readonly Endings Residues = new("os a o á í ó", "e é");

    public override string Stem()
    {
        MarkVerbs();
        MarkRegions();
        TakePronoun();
        _ = TakeStandard() || TakeYVerb() || TakeVerb();
        TakeResidue();
        return Word.Replace('á', 'a').Replace('é', 'e').Replace('í', 'i').Replace('ó', 'o').Replace('ú', 'u');
    }

    private void TakePronoun()
    {
        if (!Pronouns.Find(Word, 0, out var pronoun, out _))
        {
            return;
        }

        var verb = Word[..^pronoun];
        if (!BeforePronoun.Find(verb, 0, out var length, out var group) || verb.Length - length < Rv)
        {
            return;
        }

        Word = group switch
        {
            0 => verb[..^length] + "iendo",
            1 => verb[..^length] + "ando",
            2 => verb[..^length] + "ar",
            3 => verb[..^length] + "er",
            4 => verb[..^length] + "ir",
            6 when !verb[..^length].EndsWith('u') => Word,
            _ => verb,
        };
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
                return Put(length, R2, BeforeAcion);
            case 2:
                return Put(length, R2, "log");
            case 3:
                return Put(length, R2, "u");
            case 4:
                return Put(length, R2, "ente");
            case 5:
                return PutAdverb(length, BeforeAmente);
            case 6:
                return Put(length, R2, BeforeMente);
            case 7:
                return Put(length, R2, BeforeIdad);
            default:
                return Put(length, R2, BeforeIvo);
        }
    }

    private bool TakeYVerb() => YVerbs.Find(Word, Rv, out var length, out _) && Before(length) == 'u' && Put(length, 0);

    private bool TakeVerb()
    {
        if (!Verbs.Find(Word, Rv, out var length, out var group))
        {
            return false;
        }

        return Put(group == 0 && Before(length) == 'u' && Before(length + 1) == 'g' ? length + 1 : length, 0);
    }

    private void TakeResidue()
    {
        if (Residues.Find(Word, 0, out var length, out var group) && Put(length, Rv) && group == 1 && Ends("gu"))
        {
            Put(1, Rv);
        }
    }
}
