using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Deletes a thing that has no principals. One that does not exist is no error.</summary>
internal sealed class DeleteThing(ThingTable things, PolicyTable policies)
    : IOperation<DeleteThingRequest, DeleteThingResponse>
{
    public string Resource(CallContext call, DeleteThingRequest request) => IotRealm.Of(call).Arn($"thing/{request.ThingName}");

    public async ValueTask<DeleteThingResponse> HandleAsync(
        CallContext call, DeleteThingRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await things.Store.WriteAsync(
            state =>
            {
                var thing = things.Things.Find(state, realm.Key(request.ThingName));
                if (request.ExpectedVersion is { } expected && thing is not null && expected != thing.Version)
                {
                    throw IotErrors.VersionConflict(thing.Name);
                }

                if (things.Principals.LeftOf(state, realm, request.ThingName).Count > 0)
                {
                    throw IotErrors.Invalid($"Cannot delete. Thing {request.ThingName} is still attached to one or more principals");
                }

                foreach (var group in things.Members.LeftOf(state, realm, request.ThingName))
                {
                    things.Members.Remove(state, realm, group, request.ThingName);
                }

                return things.Things.Delete(state, realm.Key(request.ThingName));
            },
            cancellationToken);
        policies.Changed();
        return new();
    }
}
