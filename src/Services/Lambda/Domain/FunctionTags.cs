using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Services.Lambda.Domain;

/// <summary>Tags of functions.</summary>
internal static class FunctionTags
{
    /// <summary>Only functions have tags here.</summary>
    public static FunctionRef Parse(CallContext call, string resource)
    {
        if (!Arn.TryParse(resource, out var arn) || !arn.Resource.StartsWith("function:", StringComparison.Ordinal))
        {
            throw arn.Resource is { } other && other.StartsWith("event-source-mapping:", StringComparison.Ordinal)
                ? LambdaErrors.NotBuilt("Tags of event source mappings")
                : LambdaErrors.InvalidParameter($"{resource} is not a valid function ARN.");
        }

        var name = FunctionRef.Parse(call, resource);
        return name.Qualifier is null
            ? name
            : throw LambdaErrors.InvalidParameter("Tags on function aliases and versions are not supported. Please specify a function ARN.");
    }

    public static Dictionary<string, string> Add(IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string>? more)
    {
        var all = new Dictionary<string, string>(tags, StringComparer.Ordinal);
        foreach (var (key, value) in more ?? new Dictionary<string, string>())
        {
            if (key.Length is 0 or > 128 || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) || value.Length > 256)
            {
                throw LambdaErrors.InvalidParameter($"The tag {key} is invalid: keys have 1 to 128 characters, not starting with aws:, values at most 256.");
            }

            all[key] = value;
        }

        return all.Count <= LambdaLimits.TagsMax
            ? all
            : throw LambdaErrors.InvalidParameter($"Number of tags exceeds function tag limit. Cannot set tags. Limit: {LambdaLimits.TagsMax}");
    }
}
