using System.Text.RegularExpressions;
using Weir.Services.S3.Model;
using Weir.Services.S3.State;

namespace Weir.Services.S3.Domain;

/// <summary>Tag sets of buckets and objects. Source: "Categorizing your storage using tags".</summary>
internal static partial class TagSets
{
    /// <summary>Reads <c>x-amz-tagging</c>: <c>a=1&amp;b=2</c>, form encoded.</summary>
    public static IReadOnlyList<TagState>? ParseHeader(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return null;
        }

        var tags = header.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var parts = pair.Split('=', 2);
            return new TagState(Decode(parts[0]), parts.Length == 2 ? Decode(parts[1]) : "");
        }).ToList();
        return Validate(tags, S3Limits.ObjectTagsMax);
    }

    public static IReadOnlyList<TagState> Accept(IReadOnlyList<Tag> tags) => [.. tags.Select(tag => new TagState(tag.Key, tag.Value))];

    public static IReadOnlyList<Tag> Present(IReadOnlyList<TagState> tags) =>
        [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    public static IReadOnlyList<TagState> Validate(IReadOnlyList<TagState> tags, int max)
    {
        if (tags.Count > max)
        {
            throw S3Errors.BadTags(max);
        }

        foreach (var tag in tags)
        {
            if (tag.Key.Length is 0 or > S3Limits.TagKeyCharactersMax || !Allowed().IsMatch(tag.Key))
            {
                throw S3Errors.InvalidTag("The TagKey you have provided is invalid");
            }

            if (tag.Value.Length > S3Limits.TagValueCharactersMax || !Allowed().IsMatch(tag.Value))
            {
                throw S3Errors.InvalidTag("The TagValue you have provided is invalid");
            }

            if (tag.Key.StartsWith("aws:", StringComparison.Ordinal))
            {
                throw S3Errors.InvalidTag("System tags cannot be added/updated by requester");
            }
        }

        return tags.DistinctBy(tag => tag.Key).Count() == tags.Count
            ? tags
            : throw S3Errors.InvalidTag("Cannot provide multiple Tags with the same key");
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$")]
    private static partial Regex Allowed();
}
