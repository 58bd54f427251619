using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Deletes a deprecated thing type.</summary>
internal sealed class DeleteThingType(ThingTable things)
    : IOperation<DeleteThingTypeRequest, DeleteThingTypeResponse>
{
    public string Resource(CallContext call, DeleteThingTypeRequest request) => IotRealm.Of(call).Arn($"thingtype/{request.ThingTypeName}");

    public async ValueTask<DeleteThingTypeResponse> HandleAsync(
        CallContext call, DeleteThingTypeRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        await things.Store.WriteAsync(
            state =>
            {
                var type = things.RequireType(state, realm, request.ThingTypeName);
                if (type.DeprecatedAt is null)
                {
                    throw IotErrors.Invalid("Can not delete a thing type that is not deprecated. Deprecate the thing type and try again.");
                }

                things.SetTags(state, realm, realm.Arn($"thingtype/{type.Name}"), new Dictionary<string, string>());
                return things.Types.Delete(state, realm.Key(type.Name));
            },
            cancellationToken);
        return new();
    }
}
