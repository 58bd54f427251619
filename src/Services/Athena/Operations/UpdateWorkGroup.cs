using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Model;
using Weir.Services.Athena.State;

namespace Weir.Services.Athena.Operations;

/// <summary>Changes a workgroup's settings, or turns it off and on.</summary>
internal sealed class UpdateWorkGroup(WorkGroups groups) : IOperation<UpdateWorkGroupRequest, UpdateWorkGroupResponse>
{
    public string Resource(CallContext call, UpdateWorkGroupRequest request) => AthenaArns.WorkGroup(call, request.WorkGroup);

    public async ValueTask<UpdateWorkGroupResponse> HandleAsync(
        CallContext call, UpdateWorkGroupRequest request, CancellationToken cancellationToken)
    {
        Constraints.OneOf(request.State, "state", WorkGroupState.Disabled, WorkGroupState.Enabled);
        Constraints.Length(request.Description, "description", 0, AthenaLimits.DescriptionMax);
        await groups.ChangeAsync(
            call,
            request.WorkGroup,
            group => group with
            {
                Description = request.Description ?? group.Description,
                State = request.State ?? group.State,
                Settings = request.ConfigurationUpdates is { } updates
                    ? WorkGroupShapes.Apply(group.Settings, updates)
                    : group.Settings,
            },
            cancellationToken);
        return new();
    }
}
