using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Domain;

/// <summary>The rules for attributes and tags. Pure.</summary>
internal static class ThingAttributes
{
    /// <summary>Attributes after an update: replaced, or merged when asked; an empty value removes.</summary>
    public static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string>? former, AttributePayload? update)
    {
        if (update?.Attributes is null)
        {
            return former ?? new Dictionary<string, string>();
        }

        var merged = update.Merge == true && former is not null
            ? new Dictionary<string, string>(former)
            : [];
        foreach (var (name, value) in update.Attributes)
        {
            if (name.Length is 0 or > IotLimits.AttributeNameMax || value.Length > IotLimits.AttributeValueMax)
            {
                throw IotErrors.Invalid($"The attribute '{name}' is not valid");
            }

            if (value.Length == 0)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = value;
            }
        }

        return merged.Count <= IotLimits.ThingAttributesMax
            ? merged
            : throw IotErrors.Invalid($"A thing has at most {IotLimits.ThingAttributesMax} attributes");
    }

    public static bool AreSame(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out var value) && value == entry.Value);

    public static IReadOnlyDictionary<string, string> Tags(IReadOnlyList<Tag>? tags)
    {
        var all = new Dictionary<string, string>();
        foreach (var tag in tags ?? [])
        {
            if (tag.Key.Length is 0 or > 128 || tag.Value is { Length: > 256 } || !all.TryAdd(tag.Key, tag.Value ?? ""))
            {
                throw IotErrors.Invalid($"The tag '{tag.Key}' is not valid or there twice");
            }
        }

        return all.Count <= IotLimits.TagsMax ? all : throw IotErrors.LimitExceeded($"A resource has at most {IotLimits.TagsMax} tags");
    }
}
