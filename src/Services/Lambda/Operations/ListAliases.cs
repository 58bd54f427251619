using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>The aliases of a function, by name.</summary>
internal sealed class ListAliases(FunctionResolver resolver, FunctionAccess access)
    : IOperation<ListAliasesRequest, ListAliasesResponse>
{
    public string Resource(CallContext call, ListAliasesRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, ListAliasesRequest request) => access.Policy(call, request.FunctionName);

    public ValueTask<ListAliasesResponse> HandleAsync(
        CallContext call, ListAliasesRequest request, CancellationToken cancellationToken)
    {
        var function = resolver.Resolve(call, request.FunctionName).Function;
        var max = Pages.Size(request.MaxItems, LambdaLimits.VersionListMax);
        var after = Pages.After(request.Marker);
        var page = function.Aliases.Values
            .Where(alias => request.FunctionVersion is not { } version || alias.Version == version || alias.ExtraVersion == version)
            .OrderBy(alias => alias.Name, StringComparer.Ordinal)
            .Where(alias => after is null || string.CompareOrdinal(alias.Name, after) > 0)
            .Take(max + 1).ToList();
        return ValueTask.FromResult(new ListAliasesResponse
        {
            Aliases = [.. page.Take(max).Select(alias => Views.Alias(function, alias))],
            NextMarker = page.Count > max ? Pages.Marker(page[max - 1].Name) : null,
        });
    }
}
