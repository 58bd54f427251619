using System.Collections.Frozen;

namespace Weir.Engines.Sql.Runtime.Stemming;

/// <summary>The stemmers of word_stem by their language.</summary>
internal static class Stemmers
{
    private static readonly FrozenDictionary<string, Func<string, string>> Known = new Dictionary<string, Func<string, string>>(StringComparer.Ordinal)
    {
        ["da"] = word => new DanishStemmer(word).Stem(),
        ["de"] = word => new GermanStemmer(word).Stem(),
        ["en"] = EnglishStemmer.Stem,
        ["es"] = word => new SpanishStemmer(word).Stem(),
        ["fr"] = word => new FrenchStemmer(word).Stem(),
        ["it"] = word => new ItalianStemmer(word).Stem(),
        ["nl"] = word => new DutchStemmer(word).Stem(),
        ["no"] = word => new NorwegianStemmer(word).Stem(),
        ["pt"] = word => new PortugueseStemmer(word).Stem(),
        ["ru"] = word => new RussianStemmer(word).Stem(),
        ["sv"] = word => new SwedishStemmer(word).Stem(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Languages Trino stems and we do not.</summary>
    private static readonly FrozenSet<string> Others = FrozenSet.Create(StringComparer.Ordinal, "ca", "eu", "fi", "hu", "hy", "ir", "lt", "ro", "tr");

    /// <summary>The stem of a word in lower case.</summary>
    public static string Stem(string word, string language) => Known.TryGetValue(language, out var stem) ? stem(word)
        : Others.Contains(language) ? throw new SqlException(SqlErrorCode.NotSupported, $"word_stem for language {language} is not supported")
        : throw SqlRuntime.Invalid($"Unknown stemmer language: {language}");
}
