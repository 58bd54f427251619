using Weir.Kernel.Identity;
using Weir.Kernel.Wire;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Operations;

/// <summary>Lists managed policies: the account's, those of AWS, or all.</summary>
internal sealed class ListPolicies(IamStore iam) : IOperation<ListPoliciesRequest, ListPoliciesResponse>
{
    public string Resource(CallContext call, ListPoliciesRequest request) => $"arn:aws:iam::{call.Account}:policy{request.PathPrefix ?? "/"}";

    public ValueTask<ListPoliciesResponse> HandleAsync(
        CallContext call, ListPoliciesRequest request, CancellationToken cancellationToken)
    {
        var page = iam.Read(state =>
        {
            var entities = iam.Users.All(state, call.Account).Concat(iam.Groups.All(state, call.Account))
                .Concat(iam.Roles.All(state, call.Account)).ToList();
            var attached = entities.SelectMany(entity => entity.Attached).CountBy(arn => arn).ToDictionary();
            var bounded = entities.Select(entity => entity.Boundary).OfType<string>().CountBy(arn => arn).ToDictionary();
            var policies = Wanted(request, iam.Policies(state, call.Account))
                .Select(policy => Views.Policy(
                    policy, (attached.GetValueOrDefault(policy.Arn), bounded.GetValueOrDefault(policy.Arn)), withDetails: false))
                .Where(policy => request.OnlyAttached != true || policy.AttachmentCount > 0)
                .Where(policy => UsageFits(request.PolicyUsageFilter, policy));
            return Page.Of(policies, policy => policy.Arn!, request.Marker, request.MaxItems);
        });
        return ValueTask.FromResult(new ListPoliciesResponse { Policies = page.Items, IsTruncated = page.IsTruncated, Marker = page.Marker });
    }

    private static IEnumerable<ManagedPolicy> Wanted(ListPoliciesRequest request, IEnumerable<ManagedPolicy> own)
    {
        var all = request.Scope switch
        {
            "Local" => own,
            "AWS" => AwsManagedPolicies.All,
            null or "All" => own.Concat(AwsManagedPolicies.All),
            _ => throw IamErrors.Invalid(
                $"1 validation error detected: Value '{request.Scope}' at 'scope' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [All, AWS, Local]"),
        };
        return all.Where(policy => policy.Path.StartsWith(request.PathPrefix ?? "/", StringComparison.Ordinal));
    }

    private static bool UsageFits(string? filter, Policy policy) => filter switch
    {
        "PermissionsPolicy" => policy.AttachmentCount > 0,
        "PermissionsBoundary" => policy.PermissionsBoundaryUsageCount > 0,
        _ => true,
    };
}
