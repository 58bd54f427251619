using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;
using Weir.Services.Lambda.State;

namespace Weir.Services.Lambda.Operations;

/// <summary>The functions of this account and region, by name.</summary>
internal sealed class ListFunctions(FunctionTable functions)
    : IOperation<ListFunctionsRequest, ListFunctionsResponse>
{
    public string Resource(CallContext call, ListFunctionsRequest request) => "*";

    public ValueTask<ListFunctionsResponse> HandleAsync(
        CallContext call, ListFunctionsRequest request, CancellationToken cancellationToken)
    {
        if (request.FunctionVersion is not (null or "ALL"))
        {
            throw LambdaErrors.Constraint(request.FunctionVersion, "functionVersion", "Member must satisfy enum value set: [ALL]");
        }

        var max = Pages.Size(request.MaxItems, LambdaLimits.ListMax);
        var after = Pages.After(request.Marker);
        var (page, next) = functions.Store.Read(state =>
        {
            var found = functions.List(state, call.Account, call.Region, after).Take(max + 1).ToList();
            var views = found.Take(max).SelectMany(function => Versions(state, function, request.FunctionVersion == "ALL")).ToList();
            return (views, found.Count > max ? found[max - 1].Name : null);
        });
        return ValueTask.FromResult(new ListFunctionsResponse
        {
            Functions = page,
            NextMarker = next is null ? null : Pages.Marker(next),
        });
    }

    private IEnumerable<FunctionConfiguration> Versions(IStateReader state, FunctionState function, bool all) =>
        all
            ? functions.Versions(state, function, 0).Prepend(function.Latest)
                .Select(version => Views.Configuration(function, version, isQualified: true))
            : [Views.Configuration(function, function.Latest, isQualified: false)];
}
