namespace Weir.Services.Sqs.Domain;

/// <summary>Tags of a queue.</summary>
internal static class QueueTags
{
    public static Dictionary<string, string> Add(IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string>? more)
    {
        var all = new Dictionary<string, string>(tags, StringComparer.Ordinal);
        foreach (var (key, value) in more ?? new Dictionary<string, string>())
        {
            if (key.Length is 0 or > SqsLimits.TagKeyLengthMax || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw SqsErrors.InvalidParameter($"Tag key '{key}' is invalid: 1 to 128 characters that do not start with aws:.");
            }

            if (value.Length > SqsLimits.TagValueLengthMax)
            {
                throw SqsErrors.InvalidParameter($"The value of tag '{key}' is longer than 256 characters.");
            }

            all[key] = value;
        }

        return all.Count <= SqsLimits.TagsMax
            ? all
            : throw SqsErrors.InvalidParameter($"Too many tags added for queue: at most {SqsLimits.TagsMax}.");
    }
}
