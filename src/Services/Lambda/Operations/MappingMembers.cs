using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>Members of mappings that ask for what is not built.</summary>
internal static class MappingMembers
{
    public static IReadOnlyList<string> Unbuilt(FilterCriteria? filter, int? parallelization, int? tumblingSeconds, string? key) =>
        [
            .. filter is { Filters.Count: > 0 } ? (string[])["FilterCriteria"] : [],
            .. parallelization is > 1 ? (string[])["ParallelizationFactor above 1"] : [],
            .. tumblingSeconds is > 0 ? (string[])["TumblingWindowInSeconds"] : [],
            .. string.IsNullOrEmpty(key) ? [] : (string[])["KMSKeyArn"],
        ];
}
