using System.Text.RegularExpressions;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>
/// Capacity reservations: a query takes four DPUs (Athena's least), so a reservation of 24 is six slots of the machine's own, kept for
/// the workgroups assigned to it.
/// </summary>
internal sealed partial class CapacityReservations(IStateStore store, TimeProvider clock)
{
    public CapacityState Require(CallContext call, string name) => store.Read(state => Require(state, call, name));

    public static CapacityState Require(IStateReader state, CallContext call, string name) =>
        AthenaTables.Capacity.Find(state, AthenaTables.Key(call, name)) ?? throw AthenaErrors.CapacityNotFound(name);

    public IReadOnlyList<CapacityState> List(CallContext call) => store.Read(state =>
        AthenaTables.Capacity.Scan(state, StateKey.Prefix(call.Account, call.Region)).Select(entry => entry.Value).ToList());

    /// <summary>The reservation whose slots a workgroup's queries use; null for those that all share.</summary>
    public string? Of(ExecutionState execution) => store.Read(state => AthenaTables.Capacity
        .Scan(state, StateKey.Prefix(execution.Account, execution.Region))
        .Where(entry => entry.Value.Serves(execution.WorkGroup))
        .Select(entry => NameOf(entry.Key))
        .FirstOrDefault());

    /// <summary>Slots of every account's reservations.</summary>
    public IReadOnlyDictionary<string, int> Slots() => store.Read(state => AthenaTables.Capacity
        .Scan(state, default)
        .Where(entry => entry.Value.Slots > 0)
        .ToDictionary(entry => NameOf(entry.Key), entry => entry.Value.Slots));

    public async ValueTask CreateAsync(CallContext call, CapacityState made, CancellationToken cancellationToken)
    {
        if (!NamePattern().IsMatch(made.Name))
        {
            throw AthenaErrors.InvalidInput($"Capacity reservation name {made.Name} is invalid. It must match [a-zA-Z0-9._-]{{1,128}}");
        }

        RequireDpus(made.TargetDpus);
        await store.WriteAsync(
            state =>
            {
                var key = AthenaTables.Key(call, made.Name);
                if (AthenaTables.Capacity.Find(state, key) is not null)
                {
                    throw AthenaErrors.CapacityExists(made.Name);
                }

                if (AthenaTables.Capacity.Scan(state, StateKey.Prefix(call.Account, call.Region)).Take(AthenaLimits.ReservationsMax).Count() == AthenaLimits.ReservationsMax)
                {
                    throw AthenaErrors.InvalidInput($"The number of capacity reservations exceeds the limit of {AthenaLimits.ReservationsMax}");
                }

                AthenaTables.Capacity.Put(state, key, Allocated(state, key, made, made.TargetDpus));
                return true;
            },
            cancellationToken);
    }

    /// <summary>Asks for another size. What the machine cannot give leaves it as it is and says so.</summary>
    public ValueTask<CapacityState> ResizeAsync(CallContext call, string name, int targetDpus, CancellationToken cancellationToken)
    {
        RequireDpus(targetDpus);
        return ChangeAsync(
            call, name, (state, key, current) => Allocated(state, key, RequireLive(current), targetDpus), cancellationToken);
    }

    public ValueTask<CapacityState> CancelAsync(CallContext call, string name, CancellationToken cancellationToken) => ChangeAsync(
        call,
        name,
        (_, _, current) => current.State == CapacityState.Cancelled
            ? current
            : current with { State = CapacityState.Cancelled, AllocatedDpus = 0, TargetDpus = 0, CancelledAt = clock.GetUtcNow() },
        cancellationToken);

    public ValueTask<CapacityState> AssignAsync(
        CallContext call, string name, IReadOnlyList<IReadOnlyList<string>> assignments, CancellationToken cancellationToken) => ChangeAsync(
        call,
        name,
        (state, key, current) =>
        {
            RequireFree(state, call, key, [.. assignments.SelectMany(assignment => assignment)]);
            return RequireLive(current) with { Assignments = assignments };
        },
        cancellationToken);

    public async ValueTask DeleteAsync(CallContext call, string name, CancellationToken cancellationToken) => await store.WriteAsync(
        state => Require(state, call, name).State == CapacityState.Cancelled
            ? AthenaTables.Capacity.Delete(state, AthenaTables.Key(call, name))
            : throw AthenaErrors.InvalidInput($"Capacity reservation {name} must be cancelled before it can be deleted"),
        cancellationToken);

    public ValueTask<CapacityState> ChangeTagsAsync(
        CallContext call, string name, Func<CapacityState, CapacityState> change, CancellationToken cancellationToken) =>
        ChangeAsync(call, name, (_, _, current) => change(current), cancellationToken);

    /// <summary>A workgroup is gone: it has no part in any reservation.</summary>
    public static void Forget(IStateWriter state, CallContext call, string workGroup)
    {
        foreach (var (key, reservation) in AthenaTables.Capacity.Scan(state, StateKey.Prefix(call.Account, call.Region)).Where(entry => entry.Value.Has(workGroup)).ToList())
        {
            AthenaTables.Capacity.Put(state, key, reservation.Without(workGroup));
        }
    }

    /// <summary>Forgets reservations that were cancelled before a moment.</summary>
    public ValueTask<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) => store.WriteAsync(
        state =>
        {
            var old = AthenaTables.Capacity.Scan(state, default).Where(entry => entry.Value.CancelledAt < before).Take(AthenaLimits.SweepMax).ToList();
            old.ForEach(entry => AthenaTables.Capacity.Delete(state, entry.Key));
            return old.Count;
        },
        cancellationToken);

    private ValueTask<CapacityState> ChangeAsync(
        CallContext call, string name, Func<IStateReader, StateKey, CapacityState, CapacityState> change, CancellationToken cancellationToken) =>
        store.WriteAsync(
            state =>
            {
                var key = AthenaTables.Key(call, name);
                var changed = change(state, key, Require(state, call, name));
                AthenaTables.Capacity.Put(state, key, changed);
                return changed;
            },
            cancellationToken);

    private CapacityState Allocated(IStateReader state, StateKey key, CapacityState current, int targetDpus)
    {
        var others = AthenaTables.Capacity.Scan(state, default).Where(entry => entry.Key != key).Sum(entry => entry.Value.AllocatedDpus);
        var free = AthenaLimits.ReservableDpus - others;
        var now = clock.GetUtcNow();
        return targetDpus <= free
            ? current with
            {
                State = CapacityState.Active,
                TargetDpus = targetDpus,
                AllocatedDpus = targetDpus,
                LastAllocation = new(CapacityAllocationState.Succeeded, null, now),
                LastAllocatedAt = now,
            }
            : current with
            {
                LastAllocation = new(CapacityAllocationState.Failed, $"Insufficient capacity: {targetDpus} DPUs were requested, {free} can be had", now),
            };
    }

    private static void RequireFree(IStateReader state, CallContext call, StateKey key, string[] groups)
    {
        if (groups.Length > AthenaLimits.AssignedGroupsMax || groups.Distinct(StringComparer.Ordinal).Count() != groups.Length)
        {
            throw AthenaErrors.InvalidInput($"A capacity reservation has at most {AthenaLimits.AssignedGroupsMax} workgroups, each once");
        }

        foreach (var group in groups)
        {
            WorkGroups.Require(state, call, group);
            if (AthenaTables.Capacity.Scan(state, StateKey.Prefix(call.Account, call.Region))
                .FirstOrDefault(entry => entry.Key != key && entry.Value.State != CapacityState.Cancelled && entry.Value.Has(group)) is { Value: { } other })
            {
                throw AthenaErrors.InvalidInput($"WorkGroup {group} is already assigned to the capacity reservation {other.Name}");
            }
        }
    }

    private static CapacityState RequireLive(CapacityState current) => current.State != CapacityState.Cancelled
        ? current
        : throw AthenaErrors.InvalidInput($"Capacity reservation {current.Name} is cancelled");

    private static void RequireDpus(int dpus)
    {
        if (dpus < AthenaLimits.DpusPerQuery || dpus % AthenaLimits.DpusPerQuery != 0)
        {
            throw AthenaErrors.InvalidInput($"TargetDpus must be a multiple of {AthenaLimits.DpusPerQuery} and at least {AthenaLimits.DpusPerQuery}");
        }
    }

    private static string NameOf(StateKey key) => string.Join('/', key.Parts(3));

    [GeneratedRegex("^[a-zA-Z0-9._-]{1,128}$")]
    private static partial Regex NamePattern();
}
