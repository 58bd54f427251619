using Weir.Kernel.Identity;
using Weir.Kernel.State;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Makes a workgroup: a place for queries with their own settings.</summary>
internal sealed class CreateWorkGroup(IStateStore store, TimeProvider clock)
    : IOperation<CreateWorkGroupRequest, CreateWorkGroupResponse>
{
    public string Resource(CallContext call, CreateWorkGroupRequest request) => AthenaArns.WorkGroup(call, request.Name);

    public async ValueTask<CreateWorkGroupResponse> HandleAsync(
        CallContext call, CreateWorkGroupRequest request, CancellationToken cancellationToken)
    {
        WorkGroups.RequireName(request.Name);
        Constraints.Length(request.Description, "description", 0, AthenaLimits.DescriptionMax);
        var group = new WorkGroupState
        {
            Name = request.Name,
            Description = request.Description,
            CreatedAt = clock.GetUtcNow(),
            Settings = WorkGroupShapes.Read(request.Configuration),
            Tags = TagSets.Of(request.Tags),
        };
        await store.WriteAsync(
            state =>
            {
                if (WorkGroups.Find(state, call, group.Name) is not null)
                {
                    throw AthenaErrors.WorkGroupExists();
                }

                if (AthenaTables.WorkGroups.Scan(state, StateKey.Prefix(call.Account, call.Region)).Take(AthenaLimits.WorkGroupsMax).Count() == AthenaLimits.WorkGroupsMax)
                {
                    throw AthenaErrors.TooManyWorkGroups();
                }

                AthenaTables.WorkGroups.Put(state, AthenaTables.Key(call, group.Name), group);
                return true;
            },
            cancellationToken);
        return new();
    }
}
