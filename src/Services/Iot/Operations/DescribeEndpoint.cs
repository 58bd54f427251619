using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Model;

namespace Weir.Services.Iot.Operations;

/// <summary>Where devices find the data endpoints: this server.</summary>
internal sealed class DescribeEndpoint(WeirSettings settings, BoundPorts ports)
    : IOperation<DescribeEndpointRequest, DescribeEndpointResponse>
{
    public string Resource(CallContext call, DescribeEndpointRequest request) => "*";

    public ValueTask<DescribeEndpointResponse> HandleAsync(
        CallContext call, DescribeEndpointRequest request, CancellationToken cancellationToken)
    {
        var host = Uri.TryCreate(call.Endpoint, UriKind.Absolute, out var used) ? used.Host : settings.Host;
        return ValueTask.FromResult(new DescribeEndpointResponse
        {
            EndpointAddress = request.EndpointType switch
            {
                null or "iot:Data" or "iot:Data-ATS" => $"{host}:{(used is not null ? used.Port : ports.Aws)}",
                "iot:Data-Beta" or "iot:CredentialProvider" or "iot:Jobs" =>
                    throw IotErrors.Invalid($"The endpoint type {request.EndpointType} is not served"),
                _ => throw IotErrors.Invalid($"Endpoint type {request.EndpointType} is not valid"),
            },
        });
    }
}
