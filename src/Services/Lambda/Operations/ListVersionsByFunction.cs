using System.Globalization;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>$LATEST and the published versions, by number.</summary>
internal sealed class ListVersionsByFunction(FunctionTable functions, FunctionAccess access)
    : IOperation<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse>
{
    public string Resource(CallContext call, ListVersionsByFunctionRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, ListVersionsByFunctionRequest request) => access.Policy(call, request.FunctionName);

    public ValueTask<ListVersionsByFunctionResponse> HandleAsync(
        CallContext call, ListVersionsByFunctionRequest request, CancellationToken cancellationToken)
    {
        var name = FunctionRef.Parse(call, request.FunctionName);
        var max = Pages.Size(request.MaxItems, LambdaLimits.VersionListMax);
        var after = Pages.After(request.Marker) is { } marker && int.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : -1;
        var (function, page) = functions.Store.Read(state =>
        {
            var found = functions.Require(state, name.Account, name.Region, name.Name);
            var versions = functions.Versions(state, found, Math.Max(0, after));
            return (found, (after < 0 ? versions.Prepend(found.Latest) : versions).Take(max + 1).ToList());
        });
        return ValueTask.FromResult(new ListVersionsByFunctionResponse
        {
            Versions = [.. page.Take(max).Select(version => Views.Configuration(function, version, isQualified: true))],
            NextMarker = page.Count > max ? Pages.Marker(page[max - 1].IsLatest ? "0" : page[max - 1].Version) : null,
        });
    }
}
