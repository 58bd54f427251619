using System.Collections.Immutable;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>The tags of what carries tags here: workgroups, data catalogs and capacity reservations, by their ARNs.</summary>
internal sealed class TaggedResources(IStateStore store, WorkGroups groups, CapacityReservations reservations)
{
    private const string WorkGroup = "workgroup/";
    private const string DataCatalog = "datacatalog/";
    private const string Capacity = "capacity-reservation/";

    public ImmutableSortedDictionary<string, string> Of(CallContext call, string arn)
    {
        var (kind, name) = Parse(call, arn);
        return kind switch
        {
            WorkGroup => groups.Require(call, name).Tags,
            Capacity => reservations.Require(call, name).Tags,
            _ => store.Read(state => Registered(state, call, name, arn)).Tags,
        };
    }

    public async ValueTask ChangeAsync(
        CallContext call, string arn, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change,
        CancellationToken cancellationToken)
    {
        var (kind, name) = Parse(call, arn);
        if (kind == WorkGroup)
        {
            await groups.ChangeAsync(call, name, group => group with { Tags = change(group.Tags) }, cancellationToken);
            return;
        }

        if (kind == Capacity)
        {
            await reservations.ChangeTagsAsync(call, name, reservation => reservation with { Tags = change(reservation.Tags) }, cancellationToken);
            return;
        }

        await store.WriteAsync(
            state =>
            {
                var catalog = Registered(state, call, name, arn);
                AthenaTables.DataCatalogs.Put(
                    state, AthenaTables.Key(call, name.ToLowerInvariant()), catalog with { Tags = change(catalog.Tags) });
                return true;
            },
            cancellationToken);
    }

    private static DataCatalogState Registered(IStateReader state, CallContext call, string name, string arn) =>
        AthenaTables.DataCatalogs.Find(state, AthenaTables.Key(call, name.ToLowerInvariant())) ?? throw NotFound(arn);

    private static (string Kind, string Name) Parse(CallContext call, string arn)
    {
        if (Arn.TryParse(arn, out var parsed) && parsed.Service == "athena" && parsed.Account == call.Account)
        {
            foreach (var kind in (ReadOnlySpan<string>)[WorkGroup, DataCatalog, Capacity])
            {
                if (parsed.Resource.StartsWith(kind, StringComparison.Ordinal))
                {
                    return (kind, parsed.ResourceName);
                }
            }
        }

        throw NotFound(arn);
    }

    private static ServiceException NotFound(string arn) => AthenaErrors.NotFound($"Resource {arn} was not found", arn);
}
