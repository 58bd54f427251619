using System.Collections.Immutable;
using Weir.Services.Firehose.Model;
using Weir.Services.Firehose.State;

namespace Weir.Services.Firehose.Domain;

/// <summary>Tags in key order, at most so many.</summary>
internal static class TagRules
{
    public static ImmutableSortedDictionary<string, string> Add(
        StreamAddress stream, ImmutableSortedDictionary<string, string> before, IReadOnlyList<Tag>? added)
    {
        var tags = before.IsEmpty ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal) : before;
        foreach (var tag in added ?? [])
        {
            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw FirehoseErrors.Invalid("Tag keys must not start with aws:");
            }

            tags = tags.SetItem(tag.Key, tag.Value ?? "");
        }

        return tags.Count <= FirehoseLimits.TagsMax
            ? tags
            : throw new Kernel.Core.ServiceException(
                "LimitExceededException", $"Firehose {stream.Name} can have at most {FirehoseLimits.TagsMax} tags.");
    }
}
