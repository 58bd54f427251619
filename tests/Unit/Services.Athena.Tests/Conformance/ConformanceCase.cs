namespace Weir.Services.Athena.Tests.Conformance;

/// <summary>One statement with the answer Trino's documentation promises.</summary>
/// <param name="Place">File and line, so that a failure says where to look.</param>
internal sealed record ConformanceCase(string Place, string Source, string Statement, string Expected)
{
    private const string Arrow = "--> ";
    private const string SourceMark = "-- source: ";

    /// <summary>
    /// Reads a file: <c>-- source: …</c> holds until the next one; a statement of one or more lines ends with
    /// <c>--> (types) cell | cell ; cell | cell</c> or <c>--> ! CODE: text</c>; <c>--> ~</c> is rows in any order, <c>…</c> at the end any rest.
    /// </summary>
    public static IEnumerable<ConformanceCase> Read(string path)
    {
        var file = Path.GetFileName(path);
        var source = "";
        var (text, first, number) = ("", 0, 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (text.Length == 0 && line.StartsWith(SourceMark, StringComparison.Ordinal))
            {
                source = line[SourceMark.Length..].Trim();
                continue;
            }

            if (text.Length == 0 && (line.StartsWith("-- ", StringComparison.Ordinal) || string.IsNullOrWhiteSpace(line)))
            {
                continue;
            }

            first = text.Length == 0 ? number : first;
            var arrow = line.LastIndexOf(Arrow, StringComparison.Ordinal);
            if (arrow < 0)
            {
                text += line + "\n";
                continue;
            }

            text += line[..arrow].TrimEnd();
            yield return new($"{file}:{first}", source, text, line[(arrow + Arrow.Length)..].Trim());
            text = "";
        }

        if (text.Length > 0)
        {
            throw new InvalidDataException($"{file}:{first}: a statement without an answer");
        }
    }
}
