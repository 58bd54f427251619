using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Registers a thing. The same thing again is no error.</summary>
internal sealed class CreateThing(ThingTable things, IdSource ids)
    : IOperation<CreateThingRequest, CreateThingResponse>
{
    public string Resource(CallContext call, CreateThingRequest request) => IotRealm.Of(call).Arn($"thing/{request.ThingName}");

    public async ValueTask<CreateThingResponse> HandleAsync(
        CallContext call, CreateThingRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var added = new ThingState
        {
            Name = request.ThingName,
            Id = ids.NewId(),
            TypeName = request.ThingTypeName,
            Attributes = ThingAttributes.Merge(null, request.AttributePayload),
            Version = 1,
        };
        var thing = await things.Store.WriteAsync(
            state =>
            {
                if (request.ThingTypeName is { } type && things.RequireType(state, realm, type).DeprecatedAt is not null)
                {
                    throw IotErrors.Invalid($"Can not create new thing with deprecated thing type:{type}");
                }

                if (things.Things.Find(state, realm.Key(request.ThingName)) is { } existing)
                {
                    return existing.TypeName == added.TypeName && ThingAttributes.AreSame(existing.Attributes, added.Attributes)
                        ? existing
                        : throw IotErrors.Exists(
                            $"Thing {added.Name} already exists in account with different attributes", existing.Id, realm.Arn($"thing/{added.Name}"));
                }

                things.Things.Put(state, realm.Key(added.Name), added);
                return added;
            },
            cancellationToken);
        return new() { ThingName = thing.Name, ThingArn = realm.Arn($"thing/{thing.Name}"), ThingId = thing.Id };
    }
}
