using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.Operations;

namespace Weir.Services.Iam.Tests;

public sealed class UserTests : IDisposable
{
    private readonly IamBench _iam = new();

    public void Dispose() => _iam.Dispose();

    private Task<CreateUserResponse> CreateUserAsync(string name, string? path = null, string? boundary = null) =>
        _iam.AskAsync<CreateUser, CreateUserRequest, CreateUserResponse>(
            new() { UserName = name, Path = path, PermissionsBoundary = boundary });

    private async Task<AccessKey> CreateKeyAsync(string name) =>
        (await _iam.AskAsync<CreateAccessKey, CreateAccessKeyRequest, CreateAccessKeyResponse>(new() { UserName = name })).AccessKey;

    private async Task PutPolicyAsync(string name, string document, string policy = "p") =>
        await _iam.AskAsync<PutUserPolicy, PutUserPolicyRequest, PutUserPolicyResponse>(
            new() { UserName = name, PolicyName = policy, PolicyDocument = document });

    private static async Task<ServiceException> RefusedAsync(Task asked, string code, int status)
    {
        var refusal = await Assert.ThrowsAsync<ServiceException>(() => asked);
        Assert.Equal((code, status), (refusal.Code, refusal.HttpStatus));
        return refusal;
    }

    [Fact]
    public async Task A_user_is_made_shown_renamed_and_deleted()
    {
        var made = (await CreateUserAsync("Ann", "/team/")).User!;
        Assert.Equal($"arn:aws:iam::{IamBench.Account}:user/team/Ann", made.Arn);
        Assert.Matches("^AIDA[A-Z2-7]{17}$", made.UserId);

        var refusal = await RefusedAsync(CreateUserAsync("ann"), "EntityAlreadyExists", 409);
        Assert.Equal("User with name ann already exists.", refusal.Message);

        var key = await CreateKeyAsync("ann");
        await _iam.AskAsync<UpdateUser, UpdateUserRequest, UpdateUserResponse>(new() { UserName = "Ann", NewUserName = "Bea", NewPath = "/" });
        Assert.Equal($"arn:aws:iam::{IamBench.Account}:user/Bea", _iam.Find(key.AccessKeyId)!.Caller.Arn);
        await RefusedAsync(
            _iam.AskAsync<GetUser, GetUserRequest, GetUserResponse>(new() { UserName = "Ann" }), "NoSuchEntity", 404);

        var conflict = await RefusedAsync(
            _iam.AskAsync<DeleteUser, DeleteUserRequest, DeleteUserResponse>(new() { UserName = "Bea" }), "DeleteConflict", 409);
        Assert.Equal("Cannot delete entity, must delete access keys first.", conflict.Message);
        await _iam.AskAsync<DeleteAccessKey, DeleteAccessKeyRequest, DeleteAccessKeyResponse>(
            new() { UserName = "Bea", AccessKeyId = key.AccessKeyId });
        await _iam.AskAsync<DeleteUser, DeleteUserRequest, DeleteUserResponse>(new() { UserName = "Bea" });
        Assert.Null(_iam.Find(key.AccessKeyId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("name-that-is-longer-than-the-sixty-four-characters-which-a-user-has")]
    public async Task Names_keep_to_the_pattern(string name) => await RefusedAsync(CreateUserAsync(name), "ValidationError", 400);

    [Theory]
    [InlineData("team")]
    [InlineData("/team")]
    [InlineData("//")]
    public async Task Paths_begin_and_end_with_a_slash(string path) => await RefusedAsync(CreateUserAsync("ann", path), "ValidationError", 400);

    [Fact]
    public async Task A_key_is_found_while_it_is_active_and_a_user_has_two_at_most()
    {
        await CreateUserAsync("ann");
        var key = await CreateKeyAsync("ann");
        await CreateKeyAsync("ann");
        Assert.Matches("^AKIA[A-Z2-7]{16}$", key.AccessKeyId);
        Assert.Equal(40, key.SecretAccessKey.Length);
        Assert.Equal(key.SecretAccessKey, _iam.Find(key.AccessKeyId)!.Secret);
        var refusal = await RefusedAsync(CreateKeyAsync("ann"), "LimitExceeded", 409);
        Assert.Equal("Cannot exceed quota for AccessKeysPerUser: 2", refusal.Message);

        async Task SetAsync(string status) => await _iam.AskAsync<UpdateAccessKey, UpdateAccessKeyRequest, UpdateAccessKeyResponse>(
            new() { UserName = "ann", AccessKeyId = key.AccessKeyId, Status = status });
        await SetAsync("Inactive");
        Assert.Null(_iam.Find(key.AccessKeyId));
        await SetAsync("Active");
        Assert.NotNull(_iam.Find(key.AccessKeyId));
        await RefusedAsync(SetAsync("Asleep"), "ValidationError", 400);
    }

    [Fact]
    public async Task A_policy_is_in_force_with_the_answer_and_gone_with_the_answer()
    {
        await CreateUserAsync("ann");
        var caller = _iam.Find((await CreateKeyAsync("ann")).AccessKeyId)!.Caller;
        Assert.False(_iam.IsAllowed(caller, "sqs:SendMessage"));
        await PutPolicyAsync("ann", IamBench.AllowAll);
        Assert.True(_iam.IsAllowed(caller, "sqs:SendMessage"));
        await _iam.AskAsync<DeleteUserPolicy, DeleteUserPolicyRequest, DeleteUserPolicyResponse>(new() { UserName = "ann", PolicyName = "p" });
        Assert.False(_iam.IsAllowed(caller, "sqs:SendMessage"));
    }

    [Fact]
    public async Task Groups_give_their_policies_to_their_users()
    {
        await CreateUserAsync("ann");
        var caller = _iam.Find((await CreateKeyAsync("ann")).AccessKeyId)!.Caller;
        await _iam.AskAsync<CreateGroup, CreateGroupRequest, CreateGroupResponse>(new() { GroupName = "devs" });
        await _iam.AskAsync<AttachGroupPolicy, AttachGroupPolicyRequest, AttachGroupPolicyResponse>(
            new() { GroupName = "devs", PolicyArn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess" });
        await _iam.AskAsync<AddUserToGroup, AddUserToGroupRequest, AddUserToGroupResponse>(new() { GroupName = "devs", UserName = "ann" });
        Assert.True(_iam.IsAllowed(caller, "sqs:SendMessage"));
        Assert.False(_iam.IsAllowed(caller, "kinesis:PutRecord"));

        await _iam.AskAsync<UpdateGroup, UpdateGroupRequest, UpdateGroupResponse>(new() { GroupName = "devs", NewGroupName = "engineers" });
        Assert.True(_iam.IsAllowed(caller, "sqs:SendMessage"));
        var members = await _iam.AskAsync<GetGroup, GetGroupRequest, GetGroupResponse>(new() { GroupName = "engineers" });
        Assert.Equal("ann", Assert.Single(members.Users).UserName);
        await RefusedAsync(
            _iam.AskAsync<DeleteGroup, DeleteGroupRequest, DeleteGroupResponse>(new() { GroupName = "engineers" }), "DeleteConflict", 409);

        await _iam.AskAsync<RemoveUserFromGroup, RemoveUserFromGroupRequest, RemoveUserFromGroupResponse>(
            new() { GroupName = "engineers", UserName = "ann" });
        Assert.False(_iam.IsAllowed(caller, "sqs:SendMessage"));
    }

    [Fact]
    public async Task A_boundary_narrows_whatever_is_attached()
    {
        await CreateUserAsync("ann", boundary: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
        var caller = _iam.Find((await CreateKeyAsync("ann")).AccessKeyId)!.Caller;
        await PutPolicyAsync("ann", IamBench.AllowAll);
        Assert.True(_iam.IsAllowed(caller, "s3:GetObject"));
        Assert.False(_iam.IsAllowed(caller, "s3:PutObject"));
        await RefusedAsync(CreateUserAsync("bea", boundary: "arn:aws:iam::aws:policy/NoSuch"), "NoSuchEntity", 404);
    }

    [Fact]
    public async Task Inline_policies_are_policies_within_a_size()
    {
        await CreateUserAsync("ann");
        var malformed = await RefusedAsync(PutPolicyAsync("ann", "{}"), "MalformedPolicyDocument", 400);
        Assert.Equal("Syntax errors in policy.", malformed.Message);
        var large = IamBench.AllowAll.Replace("\"*\"}", $"\"arn:aws:s3:::{new string('a', 2048)}\"}}", StringComparison.Ordinal);
        await RefusedAsync(PutPolicyAsync("ann", large), "LimitExceeded", 409);
        await PutPolicyAsync("ann", IamBench.AllowAll + new string(' ', 4000)); // white space does not count
        var shown = await _iam.AskAsync<GetUserPolicy, GetUserPolicyRequest, GetUserPolicyResponse>(new() { UserName = "ann", PolicyName = "p" });
        Assert.Equal(IamBench.AllowAll, Uri.UnescapeDataString(shown.PolicyDocument).Trim());
    }

    [Fact]
    public async Task Lists_come_in_pages_below_a_path()
    {
        for (var user = 0; user < 25; user++)
        {
            await CreateUserAsync($"u{user:D2}", user % 2 == 0 ? "/even/" : "/odd/");
        }

        var names = new List<string>();
        string? marker = null;
        do
        {
            var page = await _iam.AskAsync<ListUsers, ListUsersRequest, ListUsersResponse>(
                new() { PathPrefix = "/even/", MaxItems = 5, Marker = marker });
            names.AddRange(page.Users.Select(user => user.UserName));
            Assert.Equal(page.IsTruncated, page.Marker is not null);
            marker = page.Marker;
        }
        while (marker is not null);

        Assert.Equal(Enumerable.Range(0, 13).Select(user => $"u{user * 2:D2}"), names);
        await RefusedAsync(
            _iam.AskAsync<ListUsers, ListUsersRequest, ListUsersResponse>(new() { MaxItems = 0 }), "ValidationError", 400);
    }

    [Fact]
    public async Task Tags_are_kept_and_ask_as_principal_tags()
    {
        await CreateUserAsync("ann");
        await _iam.AskAsync<TagUser, TagUserRequest, TagUserResponse>(
            new() { UserName = "ann", Tags = [new() { Key = "Team", Value = "lake" }] });
        var caller = _iam.Find((await CreateKeyAsync("ann")).AccessKeyId)!.Caller;
        await PutPolicyAsync("ann", """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::${aws:PrincipalTag/Team}/*"}}
            """);
        Assert.True(_iam.IsAllowed(caller, "s3:GetObject", "arn:aws:s3:::lake/a"));
        await _iam.AskAsync<UntagUser, UntagUserRequest, UntagUserResponse>(new() { UserName = "ann", TagKeys = ["team"] });
        Assert.False(_iam.IsAllowed(caller, "s3:GetObject", "arn:aws:s3:::lake/a"));
    }

    [Fact]
    public async Task Accounts_do_not_see_each_other()
    {
        await CreateUserAsync("ann");
        var other = _iam.Root.As(Caller.Root("999999999999"));
        var listed = await _iam.AskAsync<ListUsers, ListUsersRequest, ListUsersResponse>(new(), other);
        Assert.Empty(listed.Users);
    }
}
