using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Takes a thing out of a group.</summary>
internal sealed class RemoveThingFromThingGroup(ThingTable things, PolicyTable policies)
    : IOperation<RemoveThingFromThingGroupRequest, RemoveThingFromThingGroupResponse>
{
    public string Resource(CallContext call, RemoveThingFromThingGroupRequest request) => IotRealm.Of(call).Arn($"thinggroup/{IotNames.NameOf(request.ThingGroupName, request.ThingGroupArn, "thing group")}");

    public async ValueTask<RemoveThingFromThingGroupResponse> HandleAsync(
        CallContext call, RemoveThingFromThingGroupRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var group = IotNames.NameOf(request.ThingGroupName, request.ThingGroupArn, "thing group");
        var thing = IotNames.NameOf(request.ThingName, request.ThingArn, "thing");
        await things.Store.WriteAsync(
            state =>
            {
                things.RequireGroup(state, realm, group);
                things.Require(state, realm, thing);
                things.Members.Remove(state, realm, group, thing);
                return true;
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
