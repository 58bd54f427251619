using Weir.Kernel.Core;
using Weir.Kernel.Identity.Policies;
using Weir.Services.Iam.Domain;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.Operations;

namespace Weir.Services.Iam.Tests;

public sealed class ManagedPolicyTests : IDisposable
{
    private const string PolicyArn = $"arn:aws:iam::{IamBench.Account}:policy/readers";
    private readonly IamBench _iam = new();

    public void Dispose() => _iam.Dispose();

    private static string Allow(string action) => IamBench.AllowAll.Replace("\"Action\":\"*\"", $"\"Action\":\"{action}\"", StringComparison.Ordinal);

    private Task<CreatePolicyResponse> CreateAsync(string action = "s3:Get*") =>
        _iam.AskAsync<CreatePolicy, CreatePolicyRequest, CreatePolicyResponse>(
            new() { PolicyName = "readers", PolicyDocument = Allow(action), Description = "d" });

    private Task<CreatePolicyVersionResponse> AddVersionAsync(string action, bool isDefault) =>
        _iam.AskAsync<CreatePolicyVersion, CreatePolicyVersionRequest, CreatePolicyVersionResponse>(
            new() { PolicyArn = PolicyArn, PolicyDocument = Allow(action), SetAsDefault = isDefault });

    private static async Task<string> CodeAsync(Task asked) => (await Assert.ThrowsAsync<ServiceException>(() => asked)).Code;

    [Fact]
    public void Each_policy_of_AWS_parses_and_has_its_own_ARN()
    {
        Assert.All(AwsManagedPolicies.All, policy => PolicyDocument.Parse(policy.Default.Document, PolicyKind.Identity));
        Assert.Equal(AwsManagedPolicies.All.Count(), AwsManagedPolicies.All.Select(policy => policy.Id).Distinct().Count());
        Assert.NotNull(AwsManagedPolicies.Find("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"));
    }

    [Fact]
    public async Task The_default_version_is_the_one_in_force()
    {
        await CreateAsync();
        await _iam.AskAsync<CreateUser, CreateUserRequest, CreateUserResponse>(new() { UserName = "ann" });
        await _iam.AskAsync<AttachUserPolicy, AttachUserPolicyRequest, AttachUserPolicyResponse>(
            new() { UserName = "ann", PolicyArn = PolicyArn });
        var key = await _iam.AskAsync<CreateAccessKey, CreateAccessKeyRequest, CreateAccessKeyResponse>(new() { UserName = "ann" });
        var caller = _iam.Find(key.AccessKey.AccessKeyId)!.Caller;
        Assert.True(_iam.IsAllowed(caller, "s3:GetObject"));

        var second = (await AddVersionAsync("sqs:*", isDefault: false)).PolicyVersion!;
        Assert.Equal("v2", second.VersionId);
        Assert.True(_iam.IsAllowed(caller, "s3:GetObject"));
        await _iam.AskAsync<SetDefaultPolicyVersion, SetDefaultPolicyVersionRequest, SetDefaultPolicyVersionResponse>(
            new() { PolicyArn = PolicyArn, VersionId = "v2" });
        Assert.False(_iam.IsAllowed(caller, "s3:GetObject"));
        Assert.True(_iam.IsAllowed(caller, "sqs:SendMessage"));

        var shown = await _iam.AskAsync<GetPolicy, GetPolicyRequest, GetPolicyResponse>(new() { PolicyArn = PolicyArn });
        Assert.Equal((1, "v2"), (shown.Policy!.AttachmentCount!.Value, shown.Policy.DefaultVersionId));
        var entities = await _iam.AskAsync<ListEntitiesForPolicy, ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>(
            new() { PolicyArn = PolicyArn });
        Assert.Equal("ann", Assert.Single(entities.PolicyUsers!).UserName);
        Assert.Empty(entities.PolicyRoles!);
    }

    [Fact]
    public async Task Five_versions_are_kept_and_numbers_are_not_used_again()
    {
        await CreateAsync();
        for (var version = 2; version <= 5; version++)
        {
            await AddVersionAsync("s3:*", isDefault: false);
        }

        Assert.Equal("LimitExceeded", await CodeAsync(AddVersionAsync("s3:*", isDefault: false)));
        await _iam.AskAsync<DeletePolicyVersion, DeletePolicyVersionRequest, DeletePolicyVersionResponse>(
            new() { PolicyArn = PolicyArn, VersionId = "v5" });
        Assert.Equal("v6", (await AddVersionAsync("s3:*", isDefault: false)).PolicyVersion!.VersionId);
        Assert.Equal("DeleteConflict", await CodeAsync(
            _iam.AskAsync<DeletePolicyVersion, DeletePolicyVersionRequest, DeletePolicyVersionResponse>(
                new() { PolicyArn = PolicyArn, VersionId = "v1" })));
        var versions = await _iam.AskAsync<ListPolicyVersions, ListPolicyVersionsRequest, ListPolicyVersionsResponse>(
            new() { PolicyArn = PolicyArn });
        Assert.Equal(["v6", "v4", "v3", "v2", "v1"], versions.Versions!.Select(version => version.VersionId));
    }

    [Fact]
    public async Task A_policy_is_not_deleted_while_it_is_used()
    {
        Task DeleteAsync() => _iam.AskAsync<DeletePolicy, DeletePolicyRequest, DeletePolicyResponse>(new() { PolicyArn = PolicyArn });
        await CreateAsync();
        await _iam.AskAsync<CreateRole, CreateRoleRequest, CreateRoleResponse>(
            new() { RoleName = "r", AssumeRolePolicyDocument = IamBench.TrustLambda, PermissionsBoundary = PolicyArn });
        Assert.Equal("DeleteConflict", await CodeAsync(DeleteAsync()));
        await _iam.AskAsync<DeleteRolePermissionsBoundary, DeleteRolePermissionsBoundaryRequest, DeleteRolePermissionsBoundaryResponse>(
            new() { RoleName = "r" });
        await DeleteAsync();
        Assert.Equal("NoSuchEntity", await CodeAsync(DeleteAsync()));
    }

    [Fact]
    public async Task Duplicates_large_and_foreign_policies_are_refused()
    {
        await CreateAsync();
        Assert.Equal("EntityAlreadyExists", await CodeAsync(CreateAsync()));
        Assert.Equal("LimitExceeded", await CodeAsync(AddVersionAsync(new string('s', 6144) + ":*", isDefault: false)));
        Assert.Equal("AccessDenied", await CodeAsync(_iam.AskAsync<DeletePolicy, DeletePolicyRequest, DeletePolicyResponse>(
            new() { PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess" })));
        await _iam.AskAsync<CreateGroup, CreateGroupRequest, CreateGroupResponse>(new() { GroupName = "g" });
        Assert.Equal("NoSuchEntity", await CodeAsync(_iam.AskAsync<AttachGroupPolicy, AttachGroupPolicyRequest, AttachGroupPolicyResponse>(
            new() { GroupName = "g", PolicyArn = "arn:aws:iam::999999999999:policy/readers" })));
    }

    [Fact]
    public async Task Lists_tell_local_from_AWS_and_attached_from_not()
    {
        await CreateAsync();
        async Task<IReadOnlyList<Policy>> ListAsync(string? scope, bool onlyAttached = false) =>
            (await _iam.AskAsync<ListPolicies, ListPoliciesRequest, ListPoliciesResponse>(
                new() { Scope = scope, OnlyAttached = onlyAttached, MaxItems = 1000 })).Policies!;
        Assert.Equal(PolicyArn, Assert.Single(await ListAsync("Local")).Arn);
        Assert.Equal(AwsManagedPolicies.All.Count(), (await ListAsync("AWS")).Count);
        Assert.Equal(AwsManagedPolicies.All.Count() + 1, (await ListAsync(null)).Count);
        Assert.Empty(await ListAsync("All", onlyAttached: true));
    }
}
