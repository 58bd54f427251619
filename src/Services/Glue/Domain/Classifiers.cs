using Weir.Engines.Discovery.Files;
using Weir.Engines.Discovery.Grok;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Domain;

/// <summary>Custom classifiers: what they must say, and what they mean to a look at a file.</summary>
internal static class Classifiers
{
    public static string NameOf(Classifier classifier) => classifier.GrokClassifier?.Name ?? classifier.XMLClassifier?.Name
        ?? classifier.JsonClassifier?.Name ?? classifier.CsvClassifier!.Name;

    public static string NameOf(UpdateClassifierRequest request) => request.GrokClassifier?.Name ?? request.XMLClassifier?.Name
        ?? request.JsonClassifier?.Name ?? request.CsvClassifier?.Name ?? throw None();

    public static Classifier Made(CreateClassifierRequest request, DateTimeOffset now)
    {
        var stated = new object?[] { request.GrokClassifier, request.XMLClassifier, request.JsonClassifier, request.CsvClassifier }.Count(one => one is not null);
        if (stated != 1)
        {
            throw None();
        }

        return Checked(new()
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
        ({ GrokClassifier: { } grok }, { GrokClassifier: { } wanted }) => Checked(new()
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
        ({ XMLClassifier: { } xml }, { XMLClassifier: { } wanted }) => Checked(new()
        {
            XMLClassifier = xml with
            {
                Classification = wanted.Classification ?? xml.Classification,
                RowTag = wanted.RowTag ?? xml.RowTag,
                LastUpdated = now,
                Version = xml.Version + 1,
            },
        }),
        ({ JsonClassifier: { } json }, { JsonClassifier: { } wanted }) => Checked(new()
        {
            JsonClassifier = json with { JsonPath = wanted.JsonPath ?? json.JsonPath, LastUpdated = now, Version = json.Version + 1 },
        }),
        ({ CsvClassifier: { } csv }, { CsvClassifier: { } wanted }) => Checked(new()
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
        _ => throw GlueErrors.Invalid($"Classifier {NameOf(current)} is of another kind."),
    };

    public static CustomClassifier Meaning(Classifier classifier) => classifier switch
    {
        { GrokClassifier: { } grok } => new CustomClassifier.Grok(grok.Name, grok.Classification, grok.GrokPattern, grok.CustomPatterns),
        { XMLClassifier: { } xml } => new CustomClassifier.Xml(xml.Name, xml.Classification, xml.RowTag ?? ""),
        { JsonClassifier: { } json } => new CustomClassifier.Json(json.Name, json.JsonPath),
        { CsvClassifier: { } csv } => new CustomClassifier.Csv(csv.Name, new()
        {
            Delimiter = csv.Delimiter,
            Quote = csv.QuoteSymbol is { Length: 1 } quote ? quote[0] : null,
            HasHeader = csv.ContainsHeader switch { "PRESENT" => true, "ABSENT" => false, _ => null },
            Header = csv.Header ?? [],
            Types = csv.CustomDatatypeConfigured == true ? csv.CustomDatatypes ?? [] : [],
            AllowsSingleColumn = csv.AllowSingleColumn == true,
            SerDe = csv.Serde,
        }),
        _ => throw None(),
    };

    private static Classifier Checked(Classifier classifier)
    {
        var name = NameOf(classifier);
        if (name.Length is 0 or > GlueLimits.NameLettersMax)
        {
            throw GlueErrors.TooMany("name", GlueLimits.NameLettersMax);
        }

        switch (classifier)
        {
            case { GrokClassifier: { } grok }:
                RequireGrok(grok);
                break;
            case { JsonClassifier: { } json } when JsonPaths.Parse(json.JsonPath) is null:
                throw GlueErrors.Invalid($"{json.JsonPath} is no JSON path of $, names, indexes and [*].");
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
            if (GrokPattern.Parse(grok.GrokPattern, grok.CustomPatterns).Columns.Count == 0)
            {
                throw GlueErrors.Invalid("The Grok pattern names no column.");
            }
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

    private static Weir.Kernel.Core.ServiceException None() =>
        GlueErrors.Invalid("Exactly one of GrokClassifier, XMLClassifier, JsonClassifier and CsvClassifier must be given.");
}
