using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iot.Domain;
using Weir.Services.Iot.Model;
using Weir.Services.Iot.State;

namespace Weir.Services.Iot.Operations;

/// <summary>Thing groups in name order.</summary>
internal sealed class ListThingGroups(ThingTable things)
    : IOperation<ListThingGroupsRequest, ListThingGroupsResponse>
{
    public string Resource(CallContext call, ListThingGroupsRequest request) => "*";

    public ValueTask<ListThingGroupsResponse> HandleAsync(
        CallContext call, ListThingGroupsRequest request, CancellationToken cancellationToken)
    {
        var realm = IotRealm.Of(call);
        var (page, next) = things.Store.Read(state =>
        {
            var all = things.Groups.Scan(state, realm.Prefix()).Select(entry => entry.Value).ToDictionary(group => group.Name);
            return Pages.Of(
                all.Values.Where(group => IsWanted(group, all)).OrderBy(group => group.Name, StringComparer.Ordinal),
                group => group.Name,
                request.NextToken,
                request.MaxResults);
        });
        return ValueTask.FromResult(new ListThingGroupsResponse
        {
            ThingGroups = [.. page.Select(group => ThingViews.NameOf(realm, group.Name))],
            NextToken = next,
        });

        bool IsWanted(ThingGroupState group, Dictionary<string, ThingGroupState> all) =>
            (request.NamePrefixFilter is null || group.Name.StartsWith(request.NamePrefixFilter, StringComparison.Ordinal))
            && (request.ParentGroup is null
                ? request.Recursive != false || group.Parent is null
                : IsBelow(group, request.ParentGroup, request.Recursive != false, all));
    }

    private static bool IsBelow(ThingGroupState group, string parent, bool recursive, Dictionary<string, ThingGroupState> all) =>
        group.Parent is { } above
        && (above == parent || (recursive && all.TryGetValue(above, out var next) && IsBelow(next, parent, recursive, all)));
}
