using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Thing types in name order.</summary>
internal sealed class ListThingTypes(ThingTable things)
    : IOperation<ListThingTypesRequest, ListThingTypesResponse>
{
    public string Resource(CallContext call, ListThingTypesRequest request) => "*";

    public ValueTask<ListThingTypesResponse> HandleAsync(
        CallContext call, ListThingTypesRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = things.Store.Read(state => Pages.Of(
            things.Types.Scan(state, realm.Prefix()).Select(entry => entry.Value)
                .Where(type => request.ThingTypeName is null || type.Name == request.ThingTypeName),
            type => type.Name,
            request.NextToken,
            request.MaxResults));
        return ValueTask.FromResult(new ListThingTypesResponse
        {
            ThingTypes =
            [
                .. page.Select(type => new ThingTypeDefinition
                {
                    ThingTypeName = type.Name,
                    ThingTypeArn = realm.Arn($"thingtype/{type.Name}"),
                    ThingTypeProperties = ThingViews.PropertiesOf(type),
                    ThingTypeMetadata = ThingViews.MetadataOf(type),
                }),
            ],
            NextToken = next,
        });
    }
}
