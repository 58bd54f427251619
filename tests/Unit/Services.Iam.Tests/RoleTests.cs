using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Services.Iam.Model;
using Weir.Services.Iam.Operations;

namespace Weir.Services.Iam.Tests;

public sealed class RoleTests : IDisposable
{
    private const string RoleArn = $"arn:aws:iam::{IamBench.Account}:role/svc/etl";
    private readonly IamBench _iam = new();

    public void Dispose() => _iam.Dispose();

    private Task<CreateRoleResponse> CreateRoleAsync(string trust = IamBench.TrustLambda) =>
        _iam.AskAsync<CreateRole, CreateRoleRequest, CreateRoleResponse>(
            new() { RoleName = "etl", Path = "/svc/", AssumeRolePolicyDocument = trust });

    private async Task AttachAsync(string arn) => await _iam.AskAsync<AttachRolePolicy, AttachRolePolicyRequest, AttachRolePolicyResponse>(
        new() { RoleName = "etl", PolicyArn = arn });

    [Fact]
    public async Task A_service_assumes_a_role_that_trusts_it_and_no_other()
    {
        await CreateRoleAsync();
        var session = _iam.Roles.Assume(RoleArn, "lambda.amazonaws.com", "fn")!;
        Assert.Equal($"arn:aws:sts::{IamBench.Account}:assumed-role/etl/fn", session.Arn);
        Assert.Equal(RoleArn, session.RoleArn);
        Assert.Matches("^AROA[A-Z2-7]{17}:fn$", session.UserId);
        Assert.Null(_iam.Roles.Assume(RoleArn, "firehose.amazonaws.com", "fn"));
        Assert.Null(_iam.Roles.Assume($"arn:aws:iam::{IamBench.Account}:role/etl", "lambda.amazonaws.com", "fn"));
        Assert.Null(_iam.Roles.Assume("nonsense", "lambda.amazonaws.com", "fn"));

        Assert.False(_iam.IsAllowed(session, "logs:PutLogEvents"));
        await AttachAsync("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
        Assert.True(_iam.IsAllowed(session, "logs:PutLogEvents"));
        Assert.False(_iam.IsAllowed(session, "kinesis:GetRecords"));
    }

    [Fact]
    public async Task A_trust_policy_can_be_replaced_and_must_be_one()
    {
        await CreateRoleAsync();
        await _iam.AskAsync<UpdateAssumeRolePolicy, UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse>(new()
        {
            RoleName = "etl",
            PolicyDocument = IamBench.TrustLambda.Replace("lambda", "firehose", StringComparison.Ordinal),
        });
        Assert.Null(_iam.Roles.Assume(RoleArn, "lambda.amazonaws.com", "fn"));
        Assert.NotNull(_iam.Roles.Assume(RoleArn, "firehose.amazonaws.com", "fn"));
        var refusal = await Assert.ThrowsAsync<ServiceException>(() =>
            _iam.AskAsync<UpdateAssumeRolePolicy, UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse>(
                new() { RoleName = "etl", PolicyDocument = IamBench.AllowAll }));
        Assert.Equal("MalformedPolicyDocument", refusal.Code);
    }

    [Fact]
    public async Task Temporary_credentials_are_found_expire_and_are_forgotten()
    {
        await CreateRoleAsync();
        var issued = (await _iam.Roles.IssueAsync(
            RoleArn, "lambda.amazonaws.com", "fn", TimeSpan.FromHours(1), TestContext.Current.CancellationToken))!;
        var found = _iam.Find(issued.AccessKeyId)!;
        Assert.Equal((issued.SecretAccessKey, issued.SessionToken, issued.Expiration), (found.Secret, found.SessionToken, found.Expiration!.Value));
        Assert.Equal(CallerKind.AssumedRole, found.Caller.Kind);

        _iam.Clock.Advance(TimeSpan.FromHours(2));
        await _iam.Sweeper.SweepAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(_iam.Find(issued.AccessKeyId));
        _iam.Clock.Advance(TimeSpan.FromDays(1));
        await _iam.Sweeper.SweepAsync(TestContext.Current.CancellationToken);
        Assert.Null(_iam.Find(issued.AccessKeyId));
    }

    [Fact]
    public async Task A_new_role_under_an_old_name_inherits_no_session()
    {
        await CreateRoleAsync();
        await AttachAsync("arn:aws:iam::aws:policy/AdministratorAccess");
        var session = _iam.Roles.Assume(RoleArn, "lambda.amazonaws.com", "fn")!;
        Assert.True(_iam.IsAllowed(session, "s3:GetObject"));
        await _iam.AskAsync<DetachRolePolicy, DetachRolePolicyRequest, DetachRolePolicyResponse>(
            new() { RoleName = "etl", PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess" });
        await _iam.AskAsync<DeleteRole, DeleteRoleRequest, DeleteRoleResponse>(new() { RoleName = "etl" });
        Assert.False(_iam.IsAllowed(session, "s3:GetObject"));
        await CreateRoleAsync();
        await AttachAsync("arn:aws:iam::aws:policy/AdministratorAccess");
        Assert.False(_iam.IsAllowed(session, "s3:GetObject"));
        Assert.True(_iam.IsAllowed(_iam.Roles.Assume(RoleArn, "lambda.amazonaws.com", "fn")!, "s3:GetObject"));
    }

    [Fact]
    public async Task A_role_is_not_deleted_while_policies_hang_on_it()
    {
        await CreateRoleAsync();
        await AttachAsync("arn:aws:iam::aws:policy/AdministratorAccess");
        var refusal = await Assert.ThrowsAsync<ServiceException>(() =>
            _iam.AskAsync<DeleteRole, DeleteRoleRequest, DeleteRoleResponse>(new() { RoleName = "etl" }));
        Assert.Equal("Cannot delete entity, must detach all policies first.", refusal.Message);
    }

    [Theory]
    [InlineData(3599)]
    [InlineData(43201)]
    public async Task Sessions_last_one_to_twelve_hours(int seconds)
    {
        var refusal = await Assert.ThrowsAsync<ServiceException>(() => _iam.AskAsync<CreateRole, CreateRoleRequest, CreateRoleResponse>(
            new() { RoleName = "etl", AssumeRolePolicyDocument = IamBench.TrustLambda, MaxSessionDuration = seconds }));
        Assert.Equal("ValidationError", refusal.Code);
    }
}
