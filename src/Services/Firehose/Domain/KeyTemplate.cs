using System.Globalization;
using System.Text;
using Weir.Kernel.Core;

namespace Weir.Services.Firehose.Domain;

/// <summary>Prefix expressions: <c>!{timestamp:…}</c> and <c>!{firehose:…}</c> in text that is otherwise taken as it is.</summary>
/// <remarks>Source: developer guide, "Custom prefixes for Amazon S3 objects".</remarks>
internal static class KeyTemplate
{
    private const string DefaultTime = "!{timestamp:yyyy/MM/dd/HH/}";
    private const string ErrorType = "error-output-type";
    private const int RandomCharacters = 11;
    private const int PrefixCharactersMax = 1024;

    /// <summary>Refuses what the service refuses when a stream is made or changed.</summary>
    public static void Check(string? prefix, string? errorPrefix)
    {
        if (HasExpression(prefix) && string.IsNullOrEmpty(errorPrefix))
        {
            throw FirehoseErrors.Invalid("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.");
        }

        foreach (var (text, isError) in new[] { (prefix ?? "", false), (errorPrefix ?? "", true) })
        {
            var holdsType = text.Contains($"!{{firehose:{ErrorType}}}", StringComparison.Ordinal);
            if (holdsType && !isError)
            {
                throw FirehoseErrors.Invalid($"Prefix must not contain !{{firehose:{ErrorType}}}.");
            }

            if (isError && HasExpression(text) && !holdsType)
            {
                throw FirehoseErrors.Invalid($"ErrorOutputPrefix with expressions must contain !{{firehose:{ErrorType}}}.");
            }

            if (text.Length > PrefixCharactersMax || Evaluate(text, DateTimeOffset.UnixEpoch, "", static () => "") is null)
            {
                throw FirehoseErrors.Invalid($"{(isError ? "ErrorOutputPrefix" : "Prefix")} holds an expression that cannot be evaluated: {text}");
            }
        }
    }

    /// <summary>The prefix of objects with records; without expressions, the hour is appended.</summary>
    public static string Prefix(string? prefix, DateTimeOffset time, IdSource ids) =>
        Require(HasExpression(prefix) ? prefix! : prefix + DefaultTime, time, "", ids);

    /// <summary>The prefix of objects with what could not be delivered.</summary>
    /// <param name="type"><c>processing-failed</c>, <c>format-conversion-failed</c> …</param>
    public static string ErrorPrefix(string? prefix, string? errorPrefix, DateTimeOffset time, string type, IdSource ids) =>
        Require(
            HasExpression(errorPrefix) ? errorPrefix! : $"{(string.IsNullOrEmpty(errorPrefix) ? prefix : errorPrefix)}!{{firehose:{ErrorType}}}/{DefaultTime}",
            time, type, ids);

    public static TimeZoneInfo ZoneOf(string? name)
    {
        if (name is null or "UTC" or "")
        {
            return TimeZoneInfo.Utc;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
            ? zone
            : throw FirehoseErrors.Invalid($"CustomTimeZone {name} is not a time zone of the tz database.");
    }

    public static string ObjectName(string stream, int version, DateTimeOffset time, string id, string extension) =>
        string.Create(CultureInfo.InvariantCulture, $"{stream}-{version}-{time:yyyy-MM-dd-HH-mm-ss}-{id}{extension}");

    private static bool HasExpression(string? text) => text?.Contains("!{", StringComparison.Ordinal) == true;

    private static string Require(string text, DateTimeOffset time, string type, IdSource ids) =>
        Evaluate(text, time, type, () => ids.NewToken(RandomCharacters))
            ?? throw FirehoseErrors.Invalid($"the prefix {text} cannot be evaluated");

    private static string? Evaluate(string text, DateTimeOffset time, string type, Func<string> random)
    {
        var output = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var start = text.IndexOf("!{", at, StringComparison.Ordinal);
            if (start < 0)
            {
                return output.Append(text, at, text.Length - at).ToString();
            }

            output.Append(text, at, start - at);
            var end = text.IndexOf('}', start);
            if (end < 0 || !TryExpression(text[(start + 2)..end], time, type, random, output))
            {
                return null;
            }

            at = end + 1;
        }

        return output.ToString();
    }

    private static bool TryExpression(string expression, DateTimeOffset time, string type, Func<string> random, StringBuilder output)
    {
        if (expression.StartsWith("timestamp:", StringComparison.Ordinal))
        {
            return JavaDates.TryWrite(expression["timestamp:".Length..], time, output);
        }

        switch (expression)
        {
            case "firehose:random-string":
                output.Append(random());
                return true;
            case $"firehose:{ErrorType}":
                output.Append(type);
                return true;
            default:
                return false;
        }
    }
}
