using Weir.Kernel.Core;

namespace Weir.Services.Iam.Domain;

/// <summary>Names, paths, tags and identifiers as IAM accepts and makes them.</summary>
internal static class IamNames
{
    private const int IdLetters = 17;
    private const int KeyIdLetters = 16;
    private const int SecretBytes = 30;

    public static string Name(string parameter, string name, int lettersMax)
    {
        if (name.Length is 0 || name.Length > lettersMax)
        {
            throw IamErrors.Invalid(
                $"1 validation error detected: Value '{name}' at '{parameter}' failed to satisfy constraint: Member must have length "
                + $"{(name.Length == 0 ? "greater than or equal to 1" : $"less than or equal to {lettersMax}")}");
        }

        return name.All(letter => char.IsAsciiLetterOrDigit(letter) || "_+=,.@-".Contains(letter, StringComparison.Ordinal))
            ? name
            : throw IamErrors.Invalid(
                $"The specified value for {parameter} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");
    }

    public static string Path(string? path)
    {
        var stated = path ?? "/";
        var isPath = stated.Length <= IamLimits.PathLettersMax && stated.StartsWith('/') && stated.EndsWith('/')
            && !stated.Contains("//", StringComparison.Ordinal) && stated.All(letter => letter is >= '!' and <= '\u007E');
        return isPath ? stated : throw IamErrors.Invalid(
            "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
    }

    public static string NewId(IdSource ids, string prefix) => prefix + ids.NewUpperToken(IdLetters);

    public static string NewKeyId(IdSource ids, string prefix) => prefix + ids.NewUpperToken(KeyIdLetters);

    public static string NewSecret(IdSource ids) => ids.NewSecret(SecretBytes);

    public static DateTimeOffset Time(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    /// <summary>Documents travel percent-encoded in IAM's answers.</summary>
    public static string Encoded(string document) => Uri.EscapeDataString(document);

    public static IReadOnlyDictionary<string, string> AddTags(
        IReadOnlyDictionary<string, string> tags, IEnumerable<(string Key, string Value)> more)
    {
        var all = new Dictionary<string, string>(tags, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in more)
        {
            if (key.Length is 0 or > IamLimits.TagKeyLettersMax || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw IamErrors.InvalidInput($"Tag key {key} is invalid: it must have 1 to 128 characters and must not start with aws:.");
            }

            if (value.Length > IamLimits.TagValueLettersMax)
            {
                throw IamErrors.InvalidInput($"The value of tag {key} has more than {IamLimits.TagValueLettersMax} characters.");
            }

            all.Remove(key);
            all[key] = value;
        }

        return all.Count <= IamLimits.TagsMax ? all : throw IamErrors.Exceeded("TagsPerResource", IamLimits.TagsMax);
    }

    public static IReadOnlyDictionary<string, string> RemoveTags(IReadOnlyDictionary<string, string> tags, IReadOnlyList<string> keys) =>
        tags.Where(tag => !keys.Contains(tag.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary();

}
