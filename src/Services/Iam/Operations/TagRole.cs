using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Adds or replaces tags of a role.</summary>
internal sealed class TagRole(EntityPolicies entities) : IOperation<TagRoleRequest, TagRoleResponse>
{
    public string Resource(CallContext call, TagRoleRequest request) => entities.ArnOf(EntityKind.Role, call.Account, request.RoleName);

    public async ValueTask<TagRoleResponse> HandleAsync(
        CallContext call, TagRoleRequest request, CancellationToken cancellationToken)
    {
        await entities.TagAsync(EntityKind.Role, call.Account, request.RoleName, Views.Pairs(request.Tags), cancellationToken);
        return new();
    }
}
