using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Things in name order, by attribute or type if asked.</summary>
internal sealed class ListThings(ThingTable things)
    : IOperation<ListThingsRequest, ListThingsResponse>
{
    public string Resource(CallContext call, ListThingsRequest request) => "*";

    public ValueTask<ListThingsResponse> HandleAsync(
        CallContext call, ListThingsRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = things.Store.Read(state => Pages.Of(
            things.Things.Scan(state, realm.Prefix()).Select(entry => entry.Value).Where(IsWanted),
            thing => thing.Name,
            request.NextToken,
            request.MaxResults));
        return ValueTask.FromResult(new ListThingsResponse
        {
            Things =
            [
                .. page.Select(thing => new ThingAttribute
                {
                    ThingName = thing.Name,
                    ThingTypeName = thing.TypeName,
                    ThingArn = realm.Arn($"thing/{thing.Name}"),
                    Attributes = thing.Attributes,
                    Version = thing.Version,
                }),
            ],
            NextToken = next,
        });

        bool IsWanted(ThingState thing) =>
            (request.ThingTypeName is null || thing.TypeName == request.ThingTypeName)
            && (request.AttributeName is null
                || (thing.Attributes.TryGetValue(request.AttributeName, out var value)
                    && (request.UsePrefixAttributeValue == true
                        ? value.StartsWith(request.AttributeValue ?? "", StringComparison.Ordinal)
                        : request.AttributeValue is null || value == request.AttributeValue)));
    }
}
