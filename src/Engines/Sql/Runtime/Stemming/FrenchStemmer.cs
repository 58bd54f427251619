using System.Text;

namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Snowball's stemmer for French.</summary>
internal sealed class FrenchStemmer(string word) : SuffixStemmer(Marked(word), Vowels)
{
    private const string Vowels = "aeiouyâàëéêèïîôûù";

    private static readonly Endings Standard = new(
        "ance iqUe isme able iste eux ances iqUes ismes ables istes",
        "atrice ateur ation atrices ateurs ations",
        "logie logies",
        "usion ution usions utions",
        "ence ences",
        "ement ements",
        "ité ités",
        "if ive ifs ives",
        "eaux",
        "aux",
        "euse euses",
        "issement issements",
        "amment",
        "emment",
        "ment ments");

    private static readonly Endings BeforeEment = new("iv", "eus", "abl iqU", "ièr Ièr");

    private static readonly Endings BeforeIte = new("abil", "ic", "iv");

    private static readonly Endings IVerbs = new(
        "îmes ît îtes i ie ies ir ira irai iraIent irais irait iras irent irez iriez irions irons iront is issaIent issais issait issant issante "
        + "issantes issants isse issent isses issez issiez issions issons it");

    private static readonly Endings Verbs = new(
        "ions",
        "é ée ées és èrent er era erai eraIent erais erait eras erez eriez erions erons eront ez iez",
        "âmes ât âtes a ai aIent ais ait ant ante antes ants as asse assent asses assiez assions");

    private static readonly Endings Residues = new("ion", "ier ière Ier Ière", "e");

    private static readonly Endings Doubled = new("enn onn ett ell eill");

    public override string Stem()
    {
        Mark();
        if (TakeStandard() || TakeIVerb() || TakeVerb())
        {
            _ = Ends("Y") ? Put(1, 0, "i") : Ends("ç") && Put(1, 0, "c");
        }
        else
        {
            TakeResidue();
        }

        if (Doubled.Find(Word, 0, out _, out _))
        {
            Put(1, 0);
        }

        TakeAccent();
        return Word.Replace('I', 'i').Replace('U', 'u').Replace('Y', 'y')
            .Replace("He", "ë", StringComparison.Ordinal).Replace("Hi", "ï", StringComparison.Ordinal).Replace("H", "", StringComparison.Ordinal);
    }

    /// <summary>Letters that are consonants here are written large, and those with a diaeresis as two.</summary>
    private static string Marked(string word)
    {
        var letters = new StringBuilder(word);
        for (var at = 0; at < letters.Length; at++)
        {
            while (MarkAt(letters, at))
            {
                // Another rule may fit the same place now.
            }
        }

        return letters.ToString();
    }

    private static bool MarkAt(StringBuilder letters, int at)
    {
        var letter = letters[at];
        var (next, third) = (At(at + 1), At(at + 2));
        var isVowel = IsVowelLetter(letter);
        if ((isVowel && ((next is 'u' or 'i' && IsVowelLetter(third)) || next == 'y')) || (letter == 'q' && next == 'u'))
        {
            letters[at + 1] = char.ToUpperInvariant(next);
        }
        else if (letter is 'ë' or 'ï')
        {
            letters[at] = letter == 'ë' ? 'e' : 'i';
            letters.Insert(at, 'H');
        }
        else if (letter == 'y' && IsVowelLetter(next))
        {
            letters[at] = 'Y';
        }
        else
        {
            return false;
        }

        return true;

        char At(int place) => place < letters.Length ? letters[place] : ' ';
    }

    private static bool IsVowelLetter(char letter) => Vowels.Contains(letter, StringComparison.Ordinal);

    private void Mark()
    {
        MarkRegions();
        if (Word.Length >= 3 && ((IsVowel(0) && IsVowel(1)) || Word[..3] is "par" or "col" or "tap"))
        {
            Rv = 3;
        }
        else
        {
            Rv = PastVowel(1) is var place and >= 0 ? place : Word.Length;
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
                return Put(length, R2) && (!Ends("ic") || Put(2, R2) || Put(2, 0, "iqU"));
            case 2:
                return Put(length, R2, "log");
            case 3:
                return Put(length, R2, "u");
            case 4:
                return Put(length, R2, "ent");
            case 5:
                if (!Put(length, Rv))
                {
                    return false;
                }

                TakeBeforeEment();
                return true;
            case 6:
                if (!Put(length, R2))
                {
                    return false;
                }

                TakeBeforeIte();
                return true;
            case 7:
                return Put(length, R2) && (!Drop("at", R2) || !Ends("ic") || Put(2, R2) || Put(2, 0, "iqU"));
            case 8:
                return Put(length, 0, "eau");
            case 9:
                return Put(length, R1, "al");
            case 10:
                return Put(length, R2) || Put(length, R1, "eux");
            case 11:
                return Word.Length > length && !IsVowel(Word.Length - length - 1) && Put(length, R1);

            // What is left of an adverb may end like a verb.
            case 12:
                Put(length, Rv, "ant");
                return false;
            case 13:
                Put(length, Rv, "ent");
                return false;
            default:
                var before = Word.Length - length - 1;
                return before >= Rv && IsVowel(before) && !Put(length, 0);
        }
    }

    private void TakeBeforeEment()
    {
        if (!BeforeEment.Find(Word, 0, out var length, out var group))
        {
            return;
        }

        _ = group switch
        {
            0 => Put(length, R2) && Drop("at", R2),
            1 => Put(length, R2) || Put(length, R1, "eux"),
            2 => Put(length, R2),
            _ => Put(length, Rv, "i"),
        };
    }

    private void TakeBeforeIte()
    {
        if (BeforeIte.Find(Word, 0, out var length, out var group))
        {
            _ = Put(length, R2) || (group < 2 && Put(length, 0, group == 0 ? "abl" : "iqU"));
        }
    }

    private bool TakeIVerb()
    {
        if (!IVerbs.Find(Word, Rv, out var length, out _))
        {
            return false;
        }

        var before = Word.Length - length - 1;
        return before >= Rv && !IsVowel(before) && Word[before] != 'H' && Put(length, 0);
    }

    private bool TakeVerb()
    {
        if (!Verbs.Find(Word, Rv, out var length, out var group) || !Put(length, group == 0 ? R2 : 0))
        {
            return false;
        }

        if (group == 2)
        {
            Drop("e", Rv);
        }

        return true;
    }

    private void TakeResidue()
    {
        if (Ends("s") && Word.Length > 1 && (Ends("His") || !"aiouès".Contains(Word[^2], StringComparison.Ordinal)))
        {
            Put(1, 0);
        }

        if (!Residues.Find(Word, Rv, out var length, out var group))
        {
            return;
        }

        _ = group switch
        {
            0 => Before(length, Rv) is 's' or 't' && Put(length, R2),
            1 => Put(length, 0, "i"),
            _ => Put(length, 0),
        };
    }

    private void TakeAccent()
    {
        var at = Word.Length - 1;
        while (at >= 0 && !IsVowel(at))
        {
            at--;
        }

        if (at >= 0 && at < Word.Length - 1 && Word[at] is 'é' or 'è')
        {
            Word = Word[..at] + "e" + Word[(at + 1)..];
        }
    }
}
