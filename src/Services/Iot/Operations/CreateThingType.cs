using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Creates a thing type.</summary>
internal sealed class CreateThingType(ThingTable things, IdSource ids, TimeProvider clock)
    : IOperation<CreateThingTypeRequest, CreateThingTypeResponse>
{
    public string Resource(CallContext call, CreateThingTypeRequest request) => IotRealm.Of(call).Arn($"thingtype/{request.ThingTypeName}");

    public async ValueTask<CreateThingTypeResponse> HandleAsync(
        CallContext call, CreateThingTypeRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var arn = realm.Arn($"thingtype/{request.ThingTypeName}");
        var tags = ThingAttributes.Tags(request.Tags);
        var type = await things.Store.WriteAsync(
            state =>
            {
                if (things.Types.Find(state, realm.Key(request.ThingTypeName)) is { } existing)
                {
                    throw IotErrors.Exists($"ThingType {existing.Name} already exists", existing.Id, arn);
                }

                var added = new ThingTypeState
                {
                    Name = request.ThingTypeName,
                    Id = ids.NewId(),
                    Description = request.ThingTypeProperties?.ThingTypeDescription,
                    SearchableAttributes = request.ThingTypeProperties?.SearchableAttributes,
                    CreatedAt = clock.GetUtcNow(),
                };
                things.Types.Put(state, realm.Key(added.Name), added);
                things.SetTags(state, realm, arn, tags);
                return added;
            },
            cancellationToken);
        return new() { ThingTypeName = type.Name, ThingTypeArn = arn, ThingTypeId = type.Id };
    }
}
