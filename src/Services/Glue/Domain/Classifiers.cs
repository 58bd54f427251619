using Weir.Engines.Discovery.Files;
using Weir.Services.Glue.Model;

namespace Weir.Services.Glue.Domain;

/// <summary>Custom classifiers: what they are called, and what they mean to a look at a file.</summary>
internal static class Classifiers
{
    public static string NameOf(Classifier classifier) => classifier.GrokClassifier?.Name ?? classifier.XMLClassifier?.Name
        ?? classifier.JsonClassifier?.Name ?? classifier.CsvClassifier!.Name;

    public static string NameOf(UpdateClassifierRequest request) => request.GrokClassifier?.Name ?? request.XMLClassifier?.Name
        ?? request.JsonClassifier?.Name ?? request.CsvClassifier?.Name ?? throw None();

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
            KeepsBlanks = csv.DisableValueTrimming == true,
            SerDe = csv.Serde,
        }),
        _ => throw None(),
    };

    public static Weir.Kernel.Core.ServiceException None() =>
        GlueErrors.Invalid("Exactly one of GrokClassifier, XMLClassifier, JsonClassifier and CsvClassifier must be given.");
}
