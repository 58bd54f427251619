using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>One thing.</summary>
internal sealed class DescribeThing(ThingTable things)
    : IOperation<DescribeThingRequest, DescribeThingResponse>
{
    public string Resource(CallContext call, DescribeThingRequest request) => IotRealm.Of(call).Arn($"thing/{request.ThingName}");

    public ValueTask<DescribeThingResponse> HandleAsync(
        CallContext call, DescribeThingRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var thing = things.Store.Read(state => things.Require(state, realm, request.ThingName));
        return ValueTask.FromResult(new DescribeThingResponse
        {
            DefaultClientId = thing.Name,
            ThingName = thing.Name,
            ThingId = thing.Id,
            ThingArn = realm.Arn($"thing/{thing.Name}"),
            ThingTypeName = thing.TypeName,
            Attributes = thing.Attributes,
            Version = thing.Version,
        });
    }
}
