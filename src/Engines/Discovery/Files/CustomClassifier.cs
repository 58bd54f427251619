using Weir.Engines.Discovery.Grok;

namespace Weir.Engines.Discovery.Files;

/// <summary>What somebody knows of their files. Asked before the built-in classifiers, in the order given.</summary>
public abstract record CustomClassifier(string Name)
{
    /// <summary>Why it can fit no file; null when it can.</summary>
    public virtual string? Problem => null;

    internal abstract FileSchema? Sniff(TextSample sample);

    public sealed record Csv(string Name, CsvWish Wish) : CustomClassifier(Name)
    {
        internal override FileSchema? Sniff(TextSample sample) => CsvSniffer.Sniff(sample, Wish);
    }

    public sealed record Json(string Name, string Path) : CustomClassifier(Name)
    {
        public override string? Problem => JsonPaths.Parse(Path) is null ? $"{Path} is no JSON path of $, names, indexes and [*]" : null;

        internal override FileSchema? Sniff(TextSample sample) => JsonSniffer.Sniff(sample, Path);
    }

    public sealed record Xml(string Name, string Classification, string RowTag) : CustomClassifier(Name)
    {
        internal override FileSchema? Sniff(TextSample sample) =>
            XmlSniffer.LooksLikeXml(sample) ? XmlSniffer.Sniff(sample, RowTag, Classification) : null;
    }

    public sealed record Grok(string Name, string Classification, string Pattern, string? CustomPatterns) : CustomClassifier(Name)
    {
        public override string? Problem => GrokPattern.Parse(Pattern, CustomPatterns).Columns.Count == 0 ? $"the pattern {Pattern} names no column" : null;

        internal override FileSchema? Sniff(TextSample sample) =>
            LogSniffer.Sniff(sample, GrokPattern.Parse(Pattern, CustomPatterns), Classification, Pattern, CustomPatterns);
    }
}
