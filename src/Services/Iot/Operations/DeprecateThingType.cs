using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Deprecates a thing type, or takes that back.</summary>
internal sealed class DeprecateThingType(ThingTable things, TimeProvider clock)
    : IOperation<DeprecateThingTypeRequest, DeprecateThingTypeResponse>
{
    public string Resource(CallContext call, DeprecateThingTypeRequest request) => IotRealm.Of(call).Arn($"thingtype/{request.ThingTypeName}");

    public async ValueTask<DeprecateThingTypeResponse> HandleAsync(
        CallContext call, DeprecateThingTypeRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await things.Store.WriteAsync(
            state =>
            {
                var type = things.RequireType(state, realm, request.ThingTypeName);
                things.Types.Put(state, realm.Key(type.Name), type with
                {
                    DeprecatedAt = request.UndoDeprecate == true ? null : clock.GetUtcNow(),
                });
                return true;
            },
            cancellationToken);
        return new();
    }
}
