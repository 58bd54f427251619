namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Snowball's stemmer for Russian. All of it happens behind the first vowel.</summary>
internal sealed class RussianStemmer(string word) : SuffixStemmer(word.Replace('ё', 'е'), "аеиоуыэюя")
{
    private static readonly Endings Gerunds = new("в вши вшись", "ив ивши ившись ыв ывши ывшись");

    private static readonly Endings Adjectives = new("ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею");

    private static readonly Endings Participles = new("ем нн вш ющ щ", "ивш ывш ующ");

    private static readonly Endings Reflexives = new("ся сь");

    private static readonly Endings Verbs = new(
        "ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно",
        "ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю");

    private static readonly Endings Nouns = new(
        "а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я");

    private static readonly Endings Derived = new("ост ость");

    private static readonly Endings Superlatives = new("ейш ейше");

    public override string Stem()
    {
        Mark();
        if (!TakeAfterA(Gerunds))
        {
            Take(Reflexives);
            if (Take(Adjectives))
            {
                TakeAfterA(Participles);
            }
            else
            {
                _ = TakeAfterA(Verbs) || Take(Nouns);
            }
        }

        if (Ends("и", Rv))
        {
            Put(1, 0);
        }

        if (Derived.Find(Word, Rv, out var derived, out _))
        {
            Put(derived, R2);
        }

        if (Take(Superlatives))
        {
            TakeDouble();
        }
        else if (!TakeDouble() && Ends("ь", Rv))
        {
            Put(1, 0);
        }

        return Word;
    }

    private void Mark()
    {
        var verb = PastVowel(0);
        Rv = verb < 0 ? Word.Length : verb;
        var first = verb < 0 ? -1 : PastConsonant(verb);
        var second = first < 0 ? -1 : PastConsonant(PastVowel(first));
        R2 = second < 0 ? Word.Length : second;
    }

    private bool Take(Endings endings) => endings.Find(Word, Rv, out var length, out _) && Put(length, 0);

    /// <summary>Those of the first group go only behind а or я.</summary>
    private bool TakeAfterA(Endings endings) =>
        endings.Find(Word, Rv, out var length, out var group) && (group == 1 || Before(length, Rv) is 'а' or 'я') && Put(length, 0);

    private bool TakeDouble() => Ends("нн", Rv) && Put(1, 0);
}
