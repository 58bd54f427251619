using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Makes a group.</summary>
internal sealed class CreateGroup(IamStore iam, IdSource ids, TimeProvider clock) : IOperation<CreateGroupRequest, CreateGroupResponse>
{
    public string Resource(CallContext call, CreateGroupRequest request) => iam.Groups.ArnOf(call.Account, request.Path ?? "/", request.GroupName);

    public async ValueTask<CreateGroupResponse> HandleAsync(
        CallContext call, CreateGroupRequest request, CancellationToken cancellationToken)
    {
        IamNames.Name("groupName", request.GroupName, IamLimits.GroupNameLettersMax);
        var group = new IamEntity
        {
            Name = request.GroupName,
            Path = IamNames.Path(request.Path),
            Id = IamNames.NewId(ids, "AGPA"),
            CreatedSeconds = clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        await iam.WriteAsync(
            state =>
            {
                if (iam.Groups.Find(state, call.Account, group.Name) is not null)
                {
                    throw IamErrors.Exists(EntityKind.Group, group.Name);
                }

                iam.Groups.Put(state, call.Account, group);
                return true;
            },
            cancellationToken);
        return new() { Group = Views.Group(iam.Groups, call.Account, group) };
    }
}
