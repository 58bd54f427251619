namespace Weir.Engines.Sql.Runtime;

internal static class EnglishStemmer
{
    public static string Stem(string word) => word;
}
