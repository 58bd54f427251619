using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>One thing type.</summary>
internal sealed class DescribeThingType(ThingTable things)
    : IOperation<DescribeThingTypeRequest, DescribeThingTypeResponse>
{
    public string Resource(CallContext call, DescribeThingTypeRequest request) => IotRealm.Of(call).Arn($"thingtype/{request.ThingTypeName}");

    public ValueTask<DescribeThingTypeResponse> HandleAsync(
        CallContext call, DescribeThingTypeRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var type = things.Store.Read(state => things.RequireType(state, realm, request.ThingTypeName));
        return ValueTask.FromResult(new DescribeThingTypeResponse
        {
            ThingTypeName = type.Name,
            ThingTypeId = type.Id,
            ThingTypeArn = realm.Arn($"thingtype/{type.Name}"),
            ThingTypeProperties = ThingViews.PropertiesOf(type),
            ThingTypeMetadata = ThingViews.MetadataOf(type),
        });
    }
}
