using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Domain;

/// <summary>Custom classifiers made of requests, and changed by them.</summary>
internal static class ClassifierChanges
{
    public static Classifier Made(CreateClassifierRequest request, DateTimeOffset now)
    {
        var stated = new object?[] { request.GrokClassifier, request.XMLClassifier, request.JsonClassifier, request.CsvClassifier }.Count(one => one is not null);
        if (stated != 1)
        {
            throw Classifiers.None();
        }

        return ClassifierRules.Checked(new()
        {
            GrokClassifier = request.GrokClassifier is not { } grok ? null : new()
            {
                Name = grok.Name,
                Classification = grok.Classification,
                GrokPattern = grok.GrokPattern,
                CustomPatterns = grok.CustomPatterns,
                CreationTime = now,
                LastUpdated = now,
                Version = 1,
            },
            XMLClassifier = request.XMLClassifier is not { } xml ? null : new()
            {
                Name = xml.Name,
                Classification = xml.Classification,
                RowTag = xml.RowTag,
                CreationTime = now,
                LastUpdated = now,
                Version = 1,
            },
            JsonClassifier = request.JsonClassifier is not { } json ? null : new()
            {
                Name = json.Name,
                JsonPath = json.JsonPath,
                CreationTime = now,
                LastUpdated = now,
                Version = 1,
            },
            CsvClassifier = request.CsvClassifier is not { } csv ? null : new()
            {
                Name = csv.Name,
                Delimiter = csv.Delimiter,
                QuoteSymbol = csv.QuoteSymbol,
                ContainsHeader = csv.ContainsHeader ?? "UNKNOWN",
                Header = csv.Header,
                DisableValueTrimming = csv.DisableValueTrimming,
                AllowSingleColumn = csv.AllowSingleColumn,
                CustomDatatypeConfigured = csv.CustomDatatypeConfigured,
                CustomDatatypes = csv.CustomDatatypes,
                Serde = csv.Serde,
                CreationTime = now,
                LastUpdated = now,
                Version = 1,
            },
        });
    }

    public static Classifier Changed(Classifier current, UpdateClassifierRequest request, DateTimeOffset now) => (current, request) switch
    {
        ({ GrokClassifier: { } grok }, { GrokClassifier: { } wanted }) => ClassifierRules.Checked(new()
        {
            GrokClassifier = grok with
            {
                Classification = wanted.Classification ?? grok.Classification,
                GrokPattern = wanted.GrokPattern ?? grok.GrokPattern,
                CustomPatterns = wanted.CustomPatterns ?? grok.CustomPatterns,
                LastUpdated = now,
                Version = grok.Version + 1,
            },
        }),
        ({ XMLClassifier: { } xml }, { XMLClassifier: { } wanted }) => ClassifierRules.Checked(new()
        {
            XMLClassifier = xml with
            {
                Classification = wanted.Classification ?? xml.Classification,
                RowTag = wanted.RowTag ?? xml.RowTag,
                LastUpdated = now,
                Version = xml.Version + 1,
            },
        }),
        ({ JsonClassifier: { } json }, { JsonClassifier: { } wanted }) => ClassifierRules.Checked(new()
        {
            JsonClassifier = json with { JsonPath = wanted.JsonPath ?? json.JsonPath, LastUpdated = now, Version = json.Version + 1 },
        }),
        ({ CsvClassifier: { } csv }, { CsvClassifier: { } wanted }) => ClassifierRules.Checked(new()
        {
            CsvClassifier = csv with
            {
                Delimiter = wanted.Delimiter ?? csv.Delimiter,
                QuoteSymbol = wanted.QuoteSymbol ?? csv.QuoteSymbol,
                ContainsHeader = wanted.ContainsHeader ?? csv.ContainsHeader,
                Header = wanted.Header ?? csv.Header,
                DisableValueTrimming = wanted.DisableValueTrimming ?? csv.DisableValueTrimming,
                AllowSingleColumn = wanted.AllowSingleColumn ?? csv.AllowSingleColumn,
                CustomDatatypeConfigured = wanted.CustomDatatypeConfigured ?? csv.CustomDatatypeConfigured,
                CustomDatatypes = wanted.CustomDatatypes ?? csv.CustomDatatypes,
                Serde = wanted.Serde ?? csv.Serde,
                LastUpdated = now,
                Version = csv.Version + 1,
            },
        }),
        _ => throw GlueErrors.Invalid($"Classifier {Classifiers.NameOf(current)} is of another kind."),
    };
}
