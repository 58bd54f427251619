namespace Weir.Engines.Formats.Text;

/// <summary>What separates the items of nested values, by their level, where the table does not say: control characters that texts seldom hold.</summary>
public static class NestingSeparators
{
    public const string ExtendedKey = "hive.serialization.extend.nesting.levels";
    public const string AdditionalKey = "hive.serialization.extend.additional.nesting.levels";

    /// <summary>As many levels as there are without a word of the table.</summary>
    public const int Usual = 8;

    public const int Extended = 24;

    /// <summary>1 and up but for blanks, ends of lines and the escape; then what is no ASCII.</summary>
    private static readonly byte[] All =
        [.. Enumerable.Range(1, 31).Where(code => code is not (9 or 10 or 12 or 13 or 27)).Concat(Enumerable.Range(128, 128)).Select(code => (byte)code)];

    public static byte[] Of(int levels) => All[..Math.Min(levels, All.Length)];
}
