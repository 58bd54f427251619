namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>
/// What the stemmers of the Snowball family share: a word, the places behind which its regions begin, and taking endings away when they
/// lie in a region. Places are those of the word as it was when the regions were found.
/// </summary>
internal abstract class SuffixStemmer(string word, string vowels)
{
    protected string Word { get; set; } = word;

    /// <summary>Where the region of verbs' endings begins.</summary>
    protected int Rv { get; set; } = word.Length;

    protected int R1 { get; set; } = word.Length;

    protected int R2 { get; set; } = word.Length;

    public abstract string Stem();

    protected bool IsVowel(int at) => vowels.Contains(Word[at], StringComparison.Ordinal);

    protected bool Ends(string ending, int from = 0) => Word.Length - ending.Length >= from && Word.EndsWith(ending, StringComparison.Ordinal);

    /// <summary>The letter before the last so many; a blank when there is none at the place or after it.</summary>
    protected char Before(int length, int from = 0) => Word.Length - length - 1 is var at && at >= from && at >= 0 ? Word[at] : ' ';

    /// <summary>Puts a text in place of the last letters, when they begin in a region.</summary>
    protected bool Put(int length, int region, string text = "")
    {
        if (Word.Length - length < region)
        {
            return false;
        }

        Word = Word[..^length] + text;
        return true;
    }

    /// <summary>Takes an ending away, when it begins in a region.</summary>
    protected bool Drop(string ending, int region) => Ends(ending) && Put(ending.Length, region);

    /// <summary>The same, then one of the endings that may stand before it; whether the first was taken.</summary>
    protected bool Put(int length, int region, Endings before)
    {
        if (!Put(length, region))
        {
            return false;
        }

        if (before.Find(Word, 0, out var more, out _))
        {
            Put(more, region);
        }

        return true;
    }

    /// <summary>Romance languages: an adverb's ending, then what made an adjective of the word; before the first group of those <c>at</c> goes too.</summary>
    protected bool PutAdverb(int length, Endings before)
    {
        if (!Put(length, R1))
        {
            return false;
        }

        if (before.Find(Word, 0, out var part, out var group) && Put(part, R2) && group == 0)
        {
            Drop("at", R2);
        }

        return true;
    }

    /// <summary>The place behind the first vowel from a place on; negative when there is none.</summary>
    protected int PastVowel(int from) => Past(from, true);

    protected int PastConsonant(int from) => from < 0 ? -1 : Past(from, false);

    /// <summary>The regions behind the first and the second consonant that follows a vowel.</summary>
    protected void MarkRegions()
    {
        var first = PastConsonant(PastVowel(0));
        var second = first < 0 ? -1 : PastConsonant(PastVowel(first));
        R1 = first < 0 ? Word.Length : first;
        R2 = second < 0 ? Word.Length : second;
    }

    /// <summary>Romance languages: behind the vowel that follows two consonants, or the consonant that follows two vowels, or the third letter.</summary>
    protected void MarkVerbs()
    {
        Rv = Word.Length;
        if (Word.Length >= 2)
        {
            var place = (IsVowel(0), IsVowel(1)) switch
            {
                (_, false) => PastVowel(2),
                (true, true) => PastConsonant(2),
                _ => Word.Length > 2 ? 3 : -1,
            };
            Rv = place < 0 ? Word.Length : place;
        }
    }

    /// <summary>Writes letters large that are consonants here: between two vowels, or behind one.</summary>
    protected void Enlarge(string between, string behind = "")
    {
        var letters = Word.ToCharArray();
        for (var i = 0; i + 1 < letters.Length; i++)
        {
            if (!vowels.Contains(letters[i], StringComparison.Ordinal))
            {
                continue;
            }

            var isBetween = between.Contains(letters[i + 1], StringComparison.Ordinal) && i + 2 < letters.Length && vowels.Contains(letters[i + 2], StringComparison.Ordinal);
            if (isBetween || behind.Contains(letters[i + 1], StringComparison.Ordinal))
            {
                letters[i + 1] = char.ToUpperInvariant(letters[i + 1]);
            }
        }

        Word = new string(letters);
    }

    private int Past(int from, bool isVowel)
    {
        for (var at = from; at >= 0 && at < Word.Length; at++)
        {
            if (IsVowel(at) == isVowel)
            {
                return at + 1;
            }
        }

        return -1;
    }
}
