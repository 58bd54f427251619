using System.Net;
using Microsoft.Extensions.Logging;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Policies;

namespace Weir.Kernel.Identity.Tests;

public sealed class AuthorizerTests
{
    private const string Account = "111122223333";
    private const string Stream = $"arn:aws:kinesis:us-east-1:{Account}:stream/s";

    private static readonly Caller Ann = new()
    {
        Account = Account,
        Arn = $"arn:aws:iam::{Account}:user/ann",
        Kind = CallerKind.User,
        UserId = "AIDAANN",
    };

    private readonly List<(EventId Id, string Text)> _audit = [];

    private Authorizer With(string? identity = null, params ServiceGrant[] grants) => new(
        [new Source(identity)], grants, new(), new FixedClock(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), new Records(_audit));

    private static CallContext Call(Authorizer authorizer, Caller caller) => new()
    {
        Caller = caller,
        Region = "us-east-1",
        RequestId = "r-1",
        Authorizer = authorizer,
        SourceAddress = IPAddress.Parse("::ffff:127.0.0.1"),
    };

    [Fact]
    public void Root_is_allowed_in_its_account_alone_and_leaves_no_record()
    {
        var authorizer = With();
        Call(authorizer, Caller.Root(Account)).Authorize("kinesis:PutRecord", Stream);
        Assert.Empty(_audit);

        Assert.Throws<ServiceException>(() => Call(authorizer, Caller.Root("999999999999")).Authorize("kinesis:PutRecord", Stream));
        Assert.Single(_audit);
    }

    [Theory]
    [InlineData("kinesis:PutRecord", "AccessDeniedException", 400)]
    [InlineData("lambda:InvokeFunction", "AccessDeniedException", 403)]
    [InlineData("s3:GetObject", "AccessDenied", 403)]
    [InlineData("iam:GetUser", "AccessDenied", 403)]
    public void A_refusal_says_who_may_not_do_what_and_why(string action, string code, int status)
    {
        var refusal = Assert.Throws<ServiceException>(() => Call(With(), Ann).Authorize(action, Stream));

        Assert.Equal((code, status), (refusal.Code, refusal.HttpStatus));
        Assert.Equal(
            $"User: {Ann.Arn} is not authorized to perform: {action} on resource: {Stream} because no identity-based policy allows the {action} action",
            refusal.Message);
    }

    [Fact]
    public void Each_decision_leaves_one_record_with_the_statement_that_decided()
    {
        var authorizer = With("""{"Statement":[{"Sid":"Writers","Effect":"Allow","Action":"kinesis:Put*","Resource":"*"},{"Sid":"Never","Effect":"Deny","Action":"kinesis:Delete*","Resource":"*"}]}""");
        Call(authorizer, Ann).Authorize("kinesis:PutRecord", Stream);
        var refusal = Assert.Throws<ServiceException>(() => Call(authorizer, Ann).Authorize("kinesis:DeleteStream", Stream));

        Assert.EndsWith("with an explicit deny in an identity-based policy", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([1201, 1202], _audit.Select(record => record.Id.Id));
        Assert.Contains("by test, Writers (request r-1)", _audit[0].Text, StringComparison.Ordinal);
        Assert.Contains("DeniedByIdentityPolicy test Never", _audit[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws:username", "ann")]
    [InlineData("aws:userid", "AIDAANN")]
    [InlineData("aws:SourceIp", "127.0.0.1")]
    [InlineData("aws:PrincipalArn", "arn:aws:iam::111122223333:user/ann")]
    [InlineData("aws:PrincipalAccount", Account)]
    [InlineData("aws:PrincipalType", "User")]
    [InlineData("aws:PrincipalTag/team", "lake")]
    [InlineData("aws:RequestedRegion", "us-east-1")]
    [InlineData("aws:SecureTransport", "false")]
    [InlineData("aws:CurrentTime", "2026-01-01T00:00:00Z")]
    [InlineData("s3:prefix", "raw/")]
    public void The_request_answers_for_the_global_keys_and_its_own(string key, string value)
    {
        var authorizer = With($$$"""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"{{{key}}}":"{{{value}}}"} } } }""");
        var request = new AuthorizationRequest
        {
            Action = "s3:ListBucket",
            Resource = "arn:aws:s3:::lake",
            Conditions = new Dictionary<string, string> { ["s3:prefix"] = "raw/" },
        };

        Assert.True(authorizer.IsAllowed(Call(authorizer, Ann), request));
    }

    [Fact]
    public void A_bucket_of_another_account_needs_both_sides()
    {
        var authorizer = With("""{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""");
        var request = new AuthorizationRequest { Action = "s3:GetObject", Resource = "arn:aws:s3:::lake/a", ResourceAccount = "999999999999" };
        Assert.False(authorizer.IsAllowed(Call(authorizer, Ann), request));
        var granted = request with
        {
            ResourcePolicy = """{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::lake/*"}}""",
        };
        Assert.True(authorizer.IsAllowed(Call(authorizer, Ann), granted));
    }

    [Fact]
    public void An_unreadable_resource_policy_forbids()
    {
        var authorizer = With("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""");
        Assert.False(authorizer.IsAllowed(
            Call(authorizer, Ann), new() { Action = "s3:GetObject", Resource = "arn:aws:s3:::lake/a", ResourcePolicy = "{" }));
    }

    [Fact]
    public void A_service_may_do_what_it_is_granted()
    {
        var service = Caller.ForService(Account, "delivery.logs.amazonaws.com");
        var authorizer = With(null, new ServiceGrant("delivery.logs.amazonaws.com", "logs:Put*"));
        Assert.True(authorizer.IsAllowed(Call(authorizer, service), new() { Action = "logs:PutLogEvents", Resource = "*" }));
        Assert.False(authorizer.IsAllowed(Call(authorizer, service), new() { Action = "logs:DeleteLogGroup", Resource = "*" }));
    }

    [Fact]
    public void Session_policies_narrow_a_session()
    {
        var authorizer = With("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""");
        var session = Ann with { SessionPolicies = ["""{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"""] };
        Assert.True(authorizer.IsAllowed(Call(authorizer, session), new() { Action = "s3:GetObject", Resource = "*" }));
        var refusal = Assert.Throws<ServiceException>(() => Call(authorizer, session).Authorize("sqs:SendMessage", "*"));
        Assert.EndsWith("because no session policy allows the sqs:SendMessage action", refusal.Message, StringComparison.Ordinal);
    }

    private sealed class Source(string? identity) : IPolicySource
    {
        public PrincipalPolicies? PoliciesOf(Caller caller) => identity is null ? null : new()
        {
            Identity = [new("test", PolicyDocument.Parse(identity, PolicyKind.Identity))],
            Tags = new Dictionary<string, string> { ["team"] = "lake" },
        };
    }

    private sealed class Records(List<(EventId, string)> records) : ILogger<Authorizer>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            records.Add((eventId, formatter(state, exception)));
    }
}
