using System.Collections.Immutable;
using Weir.Services.Kinesis.State;

namespace Weir.Services.Kinesis.Domain;

/// <summary>Tags in key order, at most so many, with the service's own bounds.</summary>
internal static class TagRules
{
    private const int KeyCharactersMax = 128;
    private const int ValueCharactersMax = 256;

    public static ImmutableSortedDictionary<string, string> Add(
        StreamAddress stream, ImmutableSortedDictionary<string, string> before, IReadOnlyDictionary<string, string>? added)
    {
        var tags = before.IsEmpty ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal) : before;
        foreach (var (key, value) in added ?? ImmutableDictionary<string, string>.Empty)
        {
            if (key.Length is 0 or > KeyCharactersMax || value.Length > ValueCharactersMax)
            {
                throw KinesisErrors.Invalid($"Some tags contain invalid characters or lengths: '{key}'");
            }

            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw KinesisErrors.Invalid("Tag keys must not start with aws:");
            }

            tags = tags.SetItem(key, value);
        }

        return tags.Count > KinesisLimits.TagsMax ? throw KinesisErrors.TooManyTags(stream) : tags;
    }
}
