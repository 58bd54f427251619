using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Puts a thing into a group.</summary>
internal sealed class AddThingToThingGroup(ThingTable things, PolicyTable policies)
    : IOperation<AddThingToThingGroupRequest, AddThingToThingGroupResponse>
{
    public string Resource(CallContext call, AddThingToThingGroupRequest request) => IotRealm.Of(call).Arn($"thinggroup/{IotNames.NameOf(request.ThingGroupName, request.ThingGroupArn, "thing group")}");

    public async ValueTask<AddThingToThingGroupResponse> HandleAsync(
        CallContext call, AddThingToThingGroupRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var group = IotNames.NameOf(request.ThingGroupName, request.ThingGroupArn, "thing group");
        var thing = IotNames.NameOf(request.ThingName, request.ThingArn, "thing");
        await things.Store.WriteAsync(
            state =>
            {
                things.RequireGroup(state, realm, group);
                things.Require(state, realm, thing);
                things.Members.Add(state, realm, group, thing);
                return true;
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
