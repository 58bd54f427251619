using System.Collections.Immutable;
using Weir.Services.Athena.Model;

namespace Weir.Services.Athena.Domain;

/// <summary>The tags of a resource, within AWS's limits.</summary>
internal static class TagSets
{
    public static ImmutableSortedDictionary<string, string> Of(IReadOnlyList<Tag>? tags) =>
        Add(ImmutableSortedDictionary<string, string>.Empty, tags ?? []);

    public static ImmutableSortedDictionary<string, string> Add(
        ImmutableSortedDictionary<string, string> current, IReadOnlyList<Tag> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key is not { Length: >= 1 and <= 128 } key || (tag.Value?.Length ?? 0) > 256)
            {
                throw AthenaErrors.InvalidInput("Tag keys have 1 to 128 characters, values at most 256");
            }

            current = current.SetItem(key, tag.Value ?? "");
        }

        return current.Count <= AthenaLimits.TagsMax
            ? current
            : throw AthenaErrors.InvalidInput($"A resource can have at most {AthenaLimits.TagsMax} tags");
    }
}
