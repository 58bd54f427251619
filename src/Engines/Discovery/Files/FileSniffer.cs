using Weir.Engines.Discovery.Grok;

namespace Weir.Engines.Discovery.Files;

/// <summary>Says what a text file is by looking at its first bytes.</summary>
/// <remarks>
/// The caller opens compressed files, and asks readers of their own about columnar ones; <see cref="Magic"/> tells which.
/// </remarks>
public static class FileSniffer
{
    /// <summary>How far control characters that no text holds are looked for.</summary>
    private const int ControlLetters = 64 << 10;

    /// <summary>Columnar and binary formats by their first bytes; null when they say nothing.</summary>
    public static FileFormat? Magic(ReadOnlySpan<byte> head) =>
        head.StartsWith("PAR1"u8) ? FileFormat.Parquet
        : head.StartsWith("ORC"u8) ? FileFormat.Orc
        : AvroSchema.IsAvro(head) ? FileFormat.Avro
        : null;

    public static FileSchema Avro(ReadOnlySpan<byte> head) => AvroSchema.Sniff(head);

    /// <param name="bytes">The beginning of the file, decompressed.</param>
    /// <param name="isWhole">True when that is all of it.</param>
    /// <param name="name">The file's name: an ending such as <c>.csv</c> allows a single column.</param>
    public static FileSchema Text(ReadOnlySpan<byte> bytes, bool isWhole, string name, IReadOnlyList<CustomClassifier> custom)
    {
        if (bytes.IsEmpty)
        {
            return FileSchema.Unknown("the file is empty");
        }

        if (TextSample.Read(bytes, isWhole) is not { } sample)
        {
            return FileSchema.Unknown("binary data of no known format");
        }

        if (sample.Text.AsSpan(0, Math.Min(sample.Text.Length, ControlLetters)).ContainsAnyInRange('\u0002', '\u0006'))
        {
            return FileSchema.Unknown("binary data of no known format");
        }

        var found = Text(sample, name, custom);
        // Bytes, not letters: the size of a table is counted in them.
        return found with { RecordBytes = found.Records > 0 ? bytes.Length : 0 };
    }

    private static FileSchema Text(TextSample sample, string name, IReadOnlyList<CustomClassifier> custom)
    {
        foreach (var classifier in custom)
        {
            if (classifier.Sniff(sample) is { IsKnown: true } found)
            {
                return found with { Reasons = [$"custom classifier {classifier.Name}", .. found.Reasons] };
            }
        }

        if (JsonSniffer.Sniff(sample) is { } json)
        {
            return json;
        }

        if (LogSniffer.SniffKnown(sample) is { } log)
        {
            return log;
        }

        if (XmlSniffer.LooksLikeXml(sample))
        {
            return FileSchema.Unknown("XML: which element is a row only a custom classifier can say") with { Classification = "xml" };
        }

        var isCsvByName = name.Contains(".csv", StringComparison.OrdinalIgnoreCase) || name.Contains(".tsv", StringComparison.OrdinalIgnoreCase);
        return CsvSniffer.Sniff(sample, CsvWish.Nothing with { AllowsSingleColumn = isCsvByName })
            ?? FileSchema.Unknown("text without a structure that repeats on every line");
    }
}
