namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>Porter's second stemmer for English ("Porter2"), which word_stem uses.</summary>
internal sealed class EnglishStemmer
{
    private static readonly Dictionary<string, string> Exceptions =
        "skis ski skies sky dying die lying lie tying tie idly idl gently gentl ugly ugli early earli only onli singly singl sky sky news news howe howe atlas atlas cosmos cosmos bias bias andes andes"
            .Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static readonly string[] KeptAfterFirst = ["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"];

    private static readonly (string From, string To)[] Step2 =
    [
        ("ational", "ate"), ("fulness", "ful"), ("iveness", "ive"), ("ization", "ize"), ("ousness", "ous"), ("biliti", "ble"), ("lessli", "less"),
        ("tional", "tion"), ("alism", "al"), ("aliti", "al"), ("ation", "ate"), ("entli", "ent"), ("fulli", "ful"), ("iviti", "ive"), ("ousli", "ous"),
        ("abli", "able"), ("alli", "al"), ("anci", "ance"), ("ator", "ate"), ("enci", "ence"), ("izer", "ize"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
    ];

    private static readonly (string From, string To)[] Step3 =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("ative", ""), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"), ("ness", ""), ("ful", ""),
    ];

    private static readonly string[] Step4 =
        ["ement", "able", "ance", "ence", "ible", "ment", "ant", "ate", "ent", "ion", "ism", "iti", "ive", "ize", "ous", "al", "er", "ic"];

    private string _word;
    private int _r1;
    private int _r2;

    private EnglishStemmer(string word) => _word = word;

    public static string Stem(string text)
    {
        if (text.Length <= 2)
        {
            return text;
        }

        return Exceptions.TryGetValue(text, out var known) ? known : new EnglishStemmer(text.StartsWith('\'') ? text[1..] : text).Run();
    }

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private string Run()
    {
        // A y that begins the word or follows a vowel is a consonant, written large.
        var letters = _word.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] == 'y' && (i == 0 || IsVowel(letters[i - 1])))
            {
                letters[i] = 'Y';
            }
        }

        _word = new string(letters);
        _r1 = _word.StartsWith("gener", StringComparison.Ordinal) || _word.StartsWith("arsen", StringComparison.Ordinal) ? 5
            : _word.StartsWith("commun", StringComparison.Ordinal) ? 6 : Region(0);
        _r2 = Region(_r1);
        Possessive();
        Plural();
        if (!KeptAfterFirst.Contains(_word))
        {
            Past();
            FinalY();
            Replace(Step2, _r1);
            Replace3();
            Remove4();
            Final();
        }

        return _word.Replace('Y', 'y');
    }

    /// <summary>After the first consonant that follows a vowel.</summary>
    private int Region(int start)
    {
        for (var i = start + 1; i < _word.Length; i++)
        {
            if (!IsVowel(_word[i]) && IsVowel(_word[i - 1]))
            {
                return i + 1;
            }
        }

        return _word.Length;
    }

    private bool Ends(string suffix) => _word.EndsWith(suffix, StringComparison.Ordinal);

    private void Cut(int letters, string with = "") => _word = _word[..^letters] + with;

    private bool HasVowel(int end) => _word.Take(end).Any(IsVowel);

    private void Possessive()
    {
        foreach (var suffix in (ReadOnlySpan<string>)["'s'", "'s", "'"])
        {
            if (Ends(suffix))
            {
                Cut(suffix.Length);
                return;
            }
        }
    }

    private void Plural()
    {
        if (Ends("sses"))
        {
            Cut(2);
        }
        else if (Ends("ied") || Ends("ies"))
        {
            Cut(3, _word.Length > 4 ? "i" : "ie");
        }
        else if (Ends("s") && !Ends("us") && !Ends("ss") && HasVowel(_word.Length - 2))
        {
            Cut(1);
        }
    }

    private void Past()
    {
        foreach (var suffix in (ReadOnlySpan<string>)["eedly", "eed"])
        {
            if (Ends(suffix))
            {
                if (_word.Length - suffix.Length >= _r1)
                {
                    Cut(suffix.Length, "ee");
                }

                return;
            }
        }

        foreach (var suffix in (ReadOnlySpan<string>)["ingly", "edly", "ing", "ed"])
        {
            if (!Ends(suffix))
            {
                continue;
            }

            if (!HasVowel(_word.Length - suffix.Length))
            {
                return;
            }

            Cut(suffix.Length);
            if (Ends("at") || Ends("bl") || Ends("iz"))
            {
                _word += "e";
            }
            else if (_word.Length > 1 && _word[^1] == _word[^2] && "bdfgmnprt".Contains(_word[^1], StringComparison.Ordinal))
            {
                Cut(1);
            }
            else if (_r1 >= _word.Length && IsShortSyllable(_word.Length))
            {
                _word += "e";
            }

            return;
        }
    }

    private void FinalY()
    {
        if (_word.Length > 2 && _word[^1] is 'y' or 'Y' && !IsVowel(_word[^2]))
        {
            Cut(1, "i");
        }
    }

    /// <summary>Whether the letters before a place end in a short syllable.</summary>
    private bool IsShortSyllable(int end)
    {
        if (end == 2)
        {
            return IsVowel(_word[0]) && !IsVowel(_word[1]);
        }

        return end > 2 && !IsVowel(_word[end - 1]) && _word[end - 1] is not ('w' or 'x' or 'Y') && IsVowel(_word[end - 2]) && !IsVowel(_word[end - 3]);
    }

    private void Replace((string From, string To)[] pairs, int region)
    {
        foreach (var (from, to) in pairs)
        {
            if (!Ends(from))
            {
                continue;
            }

            var start = _word.Length - from.Length;
            var fits = start >= region && from switch
            {
                "ogi" => start > 0 && _word[start - 1] == 'l',
                "li" => start > 0 && "cdeghkmnrt".Contains(_word[start - 1], StringComparison.Ordinal),
                _ => true,
            };
            if (fits)
            {
                Cut(from.Length, to);
            }

            return;
        }
    }

    private void Replace3()
    {
        if (Ends("ative") && _word.Length - 5 < _r2)
        {
            return;
        }

        Replace(Step3, _r1);
    }

    private void Remove4()
    {
        foreach (var suffix in Step4)
        {
            if (!Ends(suffix))
            {
                continue;
            }

            var start = _word.Length - suffix.Length;
            if (start >= _r2 && (suffix != "ion" || (start > 0 && _word[start - 1] is 's' or 't')))
            {
                Cut(suffix.Length);
            }

            return;
        }
    }

    private void Final()
    {
        var start = _word.Length - 1;
        if (Ends("e") && (start >= _r2 || (start >= _r1 && !IsShortSyllable(start))))
        {
            Cut(1);
        }
        else if (Ends("l") && start >= _r2 && _word.Length > 1 && _word[^2] == 'l')
        {
            Cut(1);
        }
    }
}
