using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists the users, groups and roles a managed policy is attached to or bounds.</summary>
internal sealed class ListEntitiesForPolicy(IamStore iam) : IOperation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>
{
    public string Resource(CallContext call, ListEntitiesForPolicyRequest request) => request.PolicyArn;

    public ValueTask<ListEntitiesForPolicyResponse> HandleAsync(
        CallContext call, ListEntitiesForPolicyRequest request, CancellationToken cancellationToken)
    {
        var isBoundary = request.PolicyUsageFilter == "PermissionsBoundary";
        var page = iam.Read(state =>
        {
            _ = AwsManagedPolicies.Find(request.PolicyArn) ?? iam.RequirePolicy(state, request.PolicyArn);
            var tables = new[] { iam.Users, iam.Groups, iam.Roles }.Where(table => request.EntityFilter is null || request.EntityFilter == $"{table.Kind}");
            var entities = tables.SelectMany(table => iam.Of(table.Kind).All(state, call.Account).Select(entity => (table.Kind, Entity: entity)))
                .Where(item => isBoundary ? item.Entity.Boundary == request.PolicyArn : item.Entity.Attached.Contains(request.PolicyArn))
                .Where(item => item.Entity.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal));
            return Page.Of(entities, item => $"{item.Kind}/{item.Entity.Name}", request.Marker, request.MaxItems);
        });
        return ValueTask.FromResult(new ListEntitiesForPolicyResponse
        {
            PolicyUsers = [.. Of(EntityKind.User).Select(user => new PolicyUser { UserName = user.Name, UserId = user.Id })],
            PolicyGroups = [.. Of(EntityKind.Group).Select(group => new PolicyGroup { GroupName = group.Name, GroupId = group.Id })],
            PolicyRoles = [.. Of(EntityKind.Role).Select(role => new PolicyRole { RoleName = role.Name, RoleId = role.Id })],
            IsTruncated = page.IsTruncated,
            Marker = page.Marker,
        });

        IEnumerable<IamEntity> Of(EntityKind kind) => page.Items.Where(item => item.Kind == kind).Select(item => item.Entity);
    }
}
