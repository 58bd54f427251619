using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Changes attributes and type of a thing.</summary>
internal sealed class UpdateThing(ThingTable things)
    : IOperation<UpdateThingRequest, UpdateThingResponse>
{
    public string Resource(CallContext call, UpdateThingRequest request) => IotRealm.Of(call).Arn($"thing/{request.ThingName}");

    public async ValueTask<UpdateThingResponse> HandleAsync(
        CallContext call, UpdateThingRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await things.Store.WriteAsync(
            state =>
            {
                var thing = things.Require(state, realm, request.ThingName);
                if (request.ExpectedVersion is { } expected && expected != thing.Version)
                {
                    throw IotErrors.VersionConflict(thing.Name);
                }

                if (request.RemoveThingType == true && request.ThingTypeName is not null)
                {
                    throw IotErrors.Invalid("A thing type cannot be set and removed at once");
                }

                if (request.ThingTypeName is { } type)
                {
                    things.RequireType(state, realm, type);
                }

                things.Things.Put(state, realm.Key(thing.Name), thing with
                {
                    TypeName = request.RemoveThingType == true ? null : request.ThingTypeName ?? thing.TypeName,
                    Attributes = ThingAttributes.Merge(thing.Attributes, request.AttributePayload),
                    Version = thing.Version + 1,
                });
                return true;
            },
            cancellationToken);
        return new();
    }
}
