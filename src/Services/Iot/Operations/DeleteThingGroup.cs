using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Deletes a thing group without children. One that does not exist is no error.</summary>
internal sealed class DeleteThingGroup(ThingTable things, PolicyTable policies)
    : IOperation<DeleteThingGroupRequest, DeleteThingGroupResponse>
{
    public string Resource(CallContext call, DeleteThingGroupRequest request) => IotRealm.Of(call).Arn($"thinggroup/{request.ThingGroupName}");

    public async ValueTask<DeleteThingGroupResponse> HandleAsync(
        CallContext call, DeleteThingGroupRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var arn = realm.Arn($"thinggroup/{request.ThingGroupName}");
        await things.Store.WriteAsync(
            state =>
            {
                if (things.Groups.Scan(state, realm.Prefix()).Any(entry => entry.Value.Parent == request.ThingGroupName))
                {
                    throw IotErrors.Invalid($"Cannot delete thing group : {request.ThingGroupName} when there are still child groups attached to it");
                }

                foreach (var thing in things.Members.RightOf(state, realm, request.ThingGroupName))
                {
                    things.Members.Remove(state, realm, request.ThingGroupName, thing);
                }

                foreach (var policy in policies.Targets.LeftOf(state, realm, arn))
                {
                    policies.Targets.Remove(state, realm, policy, arn);
                }

                things.SetTags(state, realm, arn, new Dictionary<string, string>());
                return things.Groups.Delete(state, realm.Key(request.ThingGroupName));
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
