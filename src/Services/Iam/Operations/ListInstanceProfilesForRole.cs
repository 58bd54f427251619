using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the instance profiles a role is in: none, for there are no instances here to hold one.</summary>
internal sealed class ListInstanceProfilesForRole(EntityPolicies entities) : IOperation<ListInstanceProfilesForRoleRequest, ListInstanceProfilesForRoleResponse>
{
    public string Resource(CallContext call, ListInstanceProfilesForRoleRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public ValueTask<ListInstanceProfilesForRoleResponse> HandleAsync(
        CallContext call, ListInstanceProfilesForRoleRequest request, CancellationToken cancellationToken)
    {
        entities.Require(EntityKind.Role, call.Account, request.RoleName);
        return ValueTask.FromResult(new ListInstanceProfilesForRoleResponse { InstanceProfiles = [], IsTruncated = false });
    }
}
