using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Lowering;
using Weir.Services.Athena.Scans;

namespace Weir.Services.Athena.Queries;

/// <summary>What the engine says of a failed query, in Athena's words: the data's fault, the query's, or ours.</summary>
internal static class EngineFailures
{
    public static QueryFailure Of(DuckException error, TableScanner scanner)
    {
        var whole = scanner.Readable(error.Message);
        var readable = whole.Split("\n\nLINE ")[0].Split("\n\nPossible")[0].Trim();
        if (readable.Contains("CSV Error on Line", StringComparison.Ordinal))
        {
            return QueryFailure.User($"HIVE_BAD_DATA: {WithoutClass(readable).ReplaceLineEndings(". ")}{FileOf(whole)}");
        }

        if (readable.Contains("Line too long in text file", StringComparison.Ordinal))
        {
            return QueryFailure.User($"LINE_TOO_LONG: {WithoutClass(readable)}");
        }

        if (readable.Contains("Failed to read ORC file", StringComparison.Ordinal)
            || readable.Contains("Row is not a valid JSON Object", StringComparison.Ordinal) || readable.Contains("JsonParseException: ", StringComparison.Ordinal))
        {
            return QueryFailure.User($"HIVE_CURSOR_ERROR: {WithoutClass(readable)}");
        }

        if (readable.Contains("s3://", StringComparison.Ordinal) || (IsAboutData(error.Kind) && scanner.HasFiles))
        {
            return QueryFailure.User($"HIVE_BAD_DATA: {WithoutClass(readable)}{scanner.Suspects(error, readable)}");
        }

        if (error.Kind == DuckErrorKind.OutOfMemory)
        {
            return new(QueryFailure.SystemError(
                "EXCEEDED_MEMORY_LIMIT: Query exhausted resources at this scale factor", retryable: false));
        }

        var (code, text) = EngineErrors.Translate(error.Message);
        var message = $"{code}: {scanner.Readable(text)}";
        return code == "GENERIC_INTERNAL_ERROR"
            ? new(QueryFailure.SystemError(message, retryable: false))
            : QueryFailure.User(message);
    }

    /// <summary>The CSV reader names its file among its settings, at the end of a long message.</summary>
    private static string FileOf(string message)
    {
        const string Label = "file = ";
        var line = message.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal));
        return line is null ? "" : $" (in {line[Label.Length..]})";
    }

    private static bool IsAboutData(DuckErrorKind kind) => kind is DuckErrorKind.Io or DuckErrorKind.Serialization
        or DuckErrorKind.DataCorruption or DuckErrorKind.Internal or DuckErrorKind.Fatal or DuckErrorKind.Invalid;

    /// <summary>"IO Error: …" without its first words.</summary>
    private static string WithoutClass(string message)
    {
        var cut = message.IndexOf(" Error: ", StringComparison.Ordinal);
        return cut is > 0 and < 40 ? message[(cut + " Error: ".Length)..] : message;
    }
}
