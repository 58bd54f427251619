using System.Text.RegularExpressions;
using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Domain;

/// <summary>Finds and checks workgroups. <c>primary</c> is there before anybody made it.</summary>
internal sealed partial class WorkGroups(IStateStore store)
{
    public WorkGroupState Require(CallContext call, string? name) => store.Read(state => Require(state, call, name));

    public WorkGroupState? Find(CallContext call, string? name) => store.Read(state => Find(state, call, name));

    public static WorkGroupState Require(IStateReader state, CallContext call, string? name) =>
        Find(state, call, name) ?? throw AthenaErrors.WorkGroupNotFound(name!);

    public static WorkGroupState? Find(IStateReader state, CallContext call, string? name)
    {
        name ??= WorkGroupState.Primary;
        return AthenaTables.WorkGroups.Find(state, AthenaTables.Key(call, name))
            ?? (name == WorkGroupState.Primary ? WorkGroupState.NewPrimary : null);
    }

    public IReadOnlyList<WorkGroupState> List(CallContext call) => store.Read(state =>
    {
        var stored = AthenaTables.WorkGroups.Scan(state, StateKey.Prefix(call.Account, call.Region)).Select(entry => entry.Value).ToList();
        if (stored.TrueForAll(group => group.Name != WorkGroupState.Primary))
        {
            stored.Add(WorkGroupState.NewPrimary);
        }

        stored.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return stored;
    });

    /// <summary>Changes a workgroup; <c>primary</c> is stored when it first differs.</summary>
    public ValueTask<WorkGroupState> ChangeAsync(
        CallContext call, string name, Func<WorkGroupState, WorkGroupState> change, CancellationToken cancellationToken) =>
        store.WriteAsync(
            state =>
            {
                var changed = change(Require(state, call, name));
                AthenaTables.WorkGroups.Put(state, AthenaTables.Key(call, name), changed);
                return changed;
            },
            cancellationToken);

    public static void RequireName(string name)
    {
        if (!NamePattern().IsMatch(name))
        {
            throw AthenaErrors.InvalidInput($"WorkGroup name {name} is invalid. It must match [a-zA-Z0-9._-]{{1,128}}");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9._-]{1,128}$")]
    private static partial Regex NamePattern();
}
