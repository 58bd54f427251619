using Weir.Engines.Discovery.Grok;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Domain;

/// <summary>What a custom classifier must say. One that fits no file, as a pattern without columns, is kept: a crawl says so.</summary>
internal static class ClassifierRules
{
    public static Classifier Checked(Classifier classifier)
    {
        var name = Classifiers.NameOf(classifier);
        if (name.Length is 0 or > GlueLimits.NameLettersMax)
        {
            throw GlueErrors.TooMany("name", GlueLimits.NameLettersMax);
        }

        switch (classifier)
        {
            case { GrokClassifier: { } grok }:
                RequireGrok(grok);
                break;
            case { XMLClassifier: { RowTag: null or "" } }:
                throw GlueErrors.Invalid("An XML classifier names the tag of its rows: RowTag.");
            case { CsvClassifier: { } csv }:
                RequireCsv(csv);
                break;
        }

        return classifier;
    }

    private static void RequireGrok(GrokClassifier grok)
    {
        try
        {
            GrokPattern.Parse(grok.GrokPattern, grok.CustomPatterns);
        }
        catch (FormatException error)
        {
            throw GlueErrors.Invalid($"Invalid Grok pattern: {error.Message}.");
        }
    }

    private static void RequireCsv(CsvClassifier csv)
    {
        if (csv.Delimiter is { Length: not 1 } || csv.QuoteSymbol is { Length: not 1 } || (csv.Delimiter is not null && csv.Delimiter == csv.QuoteSymbol))
        {
            throw GlueErrors.Invalid("A delimiter and a quote symbol are one character each, and not the same.");
        }

        if (csv.ContainsHeader is not (null or "UNKNOWN" or "PRESENT" or "ABSENT"))
        {
            throw GlueErrors.Invalid($"ContainsHeader is UNKNOWN, PRESENT or ABSENT, not {csv.ContainsHeader}.");
        }

        if (csv.Serde is not (null or "OpenCSVSerDe" or "LazySimpleSerDe" or "None"))
        {
            throw GlueErrors.Invalid($"Serde is OpenCSVSerDe, LazySimpleSerDe or None, not {csv.Serde}.");
        }
    }
}
