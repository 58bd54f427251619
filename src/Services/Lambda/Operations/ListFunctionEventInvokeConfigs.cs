using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.Model;

namespace Weir.Services.Lambda.Operations;

/// <summary>All configurations for asynchronous invocations of a function.</summary>
internal sealed class ListFunctionEventInvokeConfigs(FunctionResolver resolver, FunctionAccess access)
    : IOperation<ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse>
{
    public string Resource(CallContext call, ListFunctionEventInvokeConfigsRequest request) => FunctionAccess.Resource(call, request.FunctionName);

    public string? ResourcePolicy(CallContext call, ListFunctionEventInvokeConfigsRequest request) => access.Policy(call, request.FunctionName);

    public ValueTask<ListFunctionEventInvokeConfigsResponse> HandleAsync(
        CallContext call, ListFunctionEventInvokeConfigsRequest request, CancellationToken cancellationToken)
    {
        var function = resolver.Resolve(call, request.FunctionName).Function;
        var max = Pages.Size(request.MaxItems, LambdaLimits.ListMax);
        var after = Pages.After(request.Marker);
        var page = function.EventConfigs.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Where(pair => after is null || string.CompareOrdinal(pair.Key, after) > 0).Take(max + 1).ToList();
        return ValueTask.FromResult(new ListFunctionEventInvokeConfigsResponse
        {
            FunctionEventInvokeConfigs = [.. page.Take(max).Select(pair => Views.EventConfig(function, pair.Key, pair.Value))],
            NextMarker = page.Count > max ? Pages.Marker(page[max - 1].Key) : null,
        });
    }
}
