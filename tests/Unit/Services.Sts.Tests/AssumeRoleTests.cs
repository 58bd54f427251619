using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Policies;
using Weir.Services.Sts.Model;
using Weir.Services.Sts.Operations;
using Weir.Tests.Support;

namespace Weir.Services.Sts.Tests;

public sealed class AssumeRoleTests
{
    private const string Account = TestCalls.Account;
    private const string RoleArn = $"arn:aws:iam::{Account}:role/ops";
    private const string Narrow = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""";

    private readonly FakeRoles _roles = new();
    private readonly ManualClock _clock = new();

    private async Task<AssumeRoleResponse> AssumeAsync(AssumeRoleRequest request, Caller? caller = null) =>
        await new AssumeRole(_roles, new PolicyCache(), _clock).HandleAsync(
            TestCalls.By(caller ?? Caller.Root(Account)), request, TestContext.Current.CancellationToken);

    private static AssumeRoleRequest Request(string name = "run", int? seconds = null) =>
        new() { RoleArn = RoleArn, RoleSessionName = name, DurationSeconds = seconds };

    private async Task<string> CodeAsync(AssumeRoleRequest request, Caller? caller = null) =>
        (await Assert.ThrowsAsync<ServiceException>(() => AssumeAsync(request, caller))).Code;

    [Fact]
    public async Task A_session_stands_for_the_role_with_its_policies_tags_and_lifetime()
    {
        _roles.Trust = FakeRoles.Trusting(Account, "[\"sts:AssumeRole\",\"sts:TagSession\"]");
        var answer = await AssumeAsync(Request(seconds: 900) with
        {
            Policy = Narrow,
            PolicyArns = [new() { Arn = FakeRoles.KnownPolicy }],
            Tags = [new() { Key = "team", Value = "lake" }],
        });

        Assert.Equal($"arn:aws:sts::{Account}:assumed-role/ops/run", answer.AssumedRoleUser!.Arn);
        Assert.Equal("AROAOPS:run", answer.AssumedRoleUser.AssumedRoleId);
        var (caller, lifetime) = Assert.Single(_roles.Issued);
        Assert.Equal(TimeSpan.FromMinutes(15), lifetime);
        Assert.Equal(CallerKind.AssumedRole, caller.Kind);
        Assert.Equal([Narrow, FakeRoles.KnownDocument], caller.SessionPolicies);
        Assert.Equal("lake", caller.SessionTags["team"]);
    }

    [Fact]
    public async Task The_trust_policy_decides_whatever_else_allows()
    {
        Assert.NotNull(await AssumeAsync(Request()));
        _roles.Trust = FakeRoles.Trusting("999999999999");
        Assert.Equal("AccessDenied", await CodeAsync(Request()));
        Assert.Equal("AccessDenied", await CodeAsync(Request() with { RoleArn = $"{RoleArn}-missing" }));
        _roles.Trust = FakeRoles.Trusting(Account);
        Assert.Equal("AccessDenied", await CodeAsync(Request() with { Tags = [new() { Key = "a", Value = "b" }] }));
        Assert.Single(_roles.Issued);
    }

    [Theory]
    [InlineData(899, "ValidationError")]
    [InlineData(900, null)]
    [InlineData(7200, null)]
    [InlineData(7201, "ValidationError")]
    public async Task Sessions_last_from_a_quarter_of_an_hour_to_what_the_role_allows(int seconds, string? code)
    {
        var refusal = await Record.ExceptionAsync(() => AssumeAsync(Request(seconds: seconds)));
        Assert.Equal(code, (refusal as ServiceException)?.Code);
    }

    [Fact]
    public async Task A_role_that_assumes_a_role_gets_an_hour()
    {
        var chained = Caller.Root(Account) with { Kind = CallerKind.AssumedRole, RoleArn = $"arn:aws:iam::{Account}:role/other" };
        Assert.NotNull(await AssumeAsync(Request(seconds: 3600), chained));
        Assert.Equal("ValidationError", await CodeAsync(Request(seconds: 3601), chained));
    }

    [Fact]
    public async Task What_is_malformed_or_not_built_is_refused()
    {
        Assert.Equal("ValidationError", await CodeAsync(Request("r")));
        Assert.Equal("ValidationError", await CodeAsync(Request("a b")));
        Assert.Equal("MalformedPolicyDocument", await CodeAsync(Request() with { Policy = "{}" }));
        Assert.Equal("PackedPolicyTooLarge", await CodeAsync(Request() with { Policy = Narrow + new string(' ', 2048) }));
        Assert.Equal("MalformedPolicyDocument", await CodeAsync(Request() with { PolicyArns = [new() { Arn = "arn:aws:iam::aws:policy/None" }] }));
        Assert.Equal("NotImplemented", await CodeAsync(Request() with { SourceIdentity = "ann" }));
        Assert.Equal("AccessDenied", await CodeAsync(Request() with { SerialNumber = "mfa", TokenCode = "123456" }));
        Assert.Empty(_roles.Issued);
    }

    [Fact]
    public async Task Session_tokens_are_for_long_term_credentials_and_an_hour_for_root()
    {
        async Task<GetSessionTokenResponse> GetAsync(Caller caller, int? seconds) => await new GetSessionToken(_roles).HandleAsync(
            TestCalls.By(caller), new() { DurationSeconds = seconds }, TestContext.Current.CancellationToken);
        var user = Caller.Root(Account, "AKIAANN") with { Kind = CallerKind.User, Arn = $"arn:aws:iam::{Account}:user/ann" };
        await GetAsync(user, null);
        await GetAsync(Caller.Root(Account, "test"), null);
        Assert.Equal([TimeSpan.FromHours(12), TimeSpan.FromHours(1)], _roles.Issued.Select(issued => issued.Lifetime));
        foreach (var refused in new[] { user with { AccessKeyId = "ASIAANN" }, user with { Kind = CallerKind.AssumedRole } })
        {
            Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<ServiceException>(() => GetAsync(refused, null))).Code);
        }

        Assert.Equal("ValidationError", (await Assert.ThrowsAsync<ServiceException>(() => GetAsync(user, 129_601))).Code);
    }

    private sealed class FakeRoles : IRoles
    {
        public const string KnownPolicy = "arn:aws:iam::aws:policy/Known";
        public const string KnownDocument = """{"Version":"2012-10-17","Statement":[]}""";

        public List<(Caller Caller, TimeSpan Lifetime)> Issued { get; } = [];

        public string Trust { get; set; } = Trusting(Account);

        public static string Trusting(string account, string actions = "\"sts:AssumeRole\"") =>
            $$"""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"{{account}}"},"Action":{{actions}} } }""";

        public Caller? Assume(string roleArn, string servicePrincipal, string sessionName) => null;

        public ValueTask<TemporaryCredentials?> IssueAsync(
            string roleArn, string servicePrincipal, string sessionName, TimeSpan lifetime, CancellationToken cancellationToken) =>
            ValueTask.FromResult<TemporaryCredentials?>(null);

        public ValueTask<TemporaryCredentials> IssueAsync(Caller caller, TimeSpan lifetime, CancellationToken cancellationToken)
        {
            Issued.Add((caller, lifetime));
            return ValueTask.FromResult(new TemporaryCredentials("ASIA", "secret", "token", DateTimeOffset.UnixEpoch + lifetime));
        }

        public RoleInfo? Find(string roleArn) =>
            roleArn == RoleArn ? new(RoleArn, "AROAOPS", Trust, TimeSpan.FromHours(2)) : null;

        public string? FindPolicy(string policyArn) => policyArn == KnownPolicy ? KnownDocument : null;
    }
}
