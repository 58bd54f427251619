using Weir.Kernel.Identity.Policies;

namespace Weir.Kernel.Identity.Tests;

public sealed class PolicyTests
{
    private const string Account = "111122223333";
    private const string Other = "444455556666";

    private static readonly Caller User = new()
    {
        Account = Account,
        Arn = $"arn:aws:iam::{Account}:user/team/ann",
        Kind = CallerKind.User,
        UserId = "AIDAANN",
    };

    private static readonly Caller Session = new()
    {
        Account = Account,
        Arn = $"arn:aws:sts::{Account}:assumed-role/etl/run",
        Kind = CallerKind.AssumedRole,
        UserId = "AROAETL:run",
        RoleArn = $"arn:aws:iam::{Account}:role/etl",
    };

    private static NamedPolicy Identity(string json) => new("identity", PolicyDocument.Parse(json, PolicyKind.Identity));

    private static NamedPolicy OfResource(string json) => new("resource", PolicyDocument.Parse(json, PolicyKind.Resource));

    private static string Statement(string effect, string action, string resource, string more = "") =>
        $$"""{"Version":"2012-10-17","Statement":{"Effect":"{{effect}}","Action":"{{action}}","Resource":"{{resource}}"{{more}} } }""";

    private static string Grant(string principal, string effect = "Allow", string more = "") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Principal":{{principal}},"Action":"s3:*","Resource":"*"{{more}} }]}""";

    private static PolicyQuestion Ask(
        Caller? caller = null, string action = "s3:GetObject", string resource = "arn:aws:s3:::lake/raw/a.json", Keys? keys = null,
        string? identity = null, string? boundary = null, string? session = null, string? own = null, string account = Account) => new()
        {
            Caller = caller ?? User,
            Action = action,
            Resource = resource,
            ResourceAccount = account,
            Keys = keys ?? new Keys(),
            Policies = new()
            {
                Identity = identity is null ? [] : [Identity(identity)],
                Boundary = boundary is null ? null : Identity(boundary),
            },
            SessionPolicies = session is null ? [] : [Identity(session)],
            ResourcePolicy = own is null ? null : OfResource(own),
        };

    [Theory]
    [InlineData("s3:GetObject", "*", true)]
    [InlineData("S3:getobject", "*", true)]
    [InlineData("s3:Get*", "arn:aws:s3:::lake/*", true)]
    [InlineData("s3:GetObjec?", "arn:aws:s3:::lake/raw/?.json", true)]
    [InlineData("*", "arn:aws:s3:::*", true)]
    [InlineData("s3:Put*", "*", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::LAKE/*", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::lake", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::lake/*.csv", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::*/raw/*", true)]
    public void Actions_and_resources_match_by_wildcards(string action, string resource, bool isAllowed) =>
        Assert.Equal(isAllowed, PolicyEvaluator.Decide(Ask(identity: Statement("Allow", action, resource))).IsAllowed);

    [Fact]
    public void A_pattern_of_many_stars_is_matched_without_blowing_up()
    {
        var pattern = string.Concat(Enumerable.Repeat("a*", 60)) + "b";
        Assert.False(PolicyPattern.IsMatch(PolicyPattern.Compile(pattern), new string('a', 4000), ignoreCase: false));
    }

    [Fact]
    public void Deny_is_the_default_and_an_explicit_deny_wins_from_anywhere()
    {
        var allow = Statement("Allow", "*", "*");
        var deny = Statement("Deny", "s3:*", "*");
        Assert.Equal(DecisionReason.NoIdentityPolicy, PolicyEvaluator.Decide(Ask()).Reason);
        Assert.Equal(DecisionReason.Allowed, PolicyEvaluator.Decide(Ask(identity: allow)).Reason);
        Assert.Equal(DecisionReason.DeniedByIdentityPolicy, PolicyEvaluator.Decide(Ask(identity: deny, own: Grant("\"*\""))).Reason);
        Assert.Equal(DecisionReason.DeniedByResourcePolicy, PolicyEvaluator.Decide(Ask(identity: allow, own: Grant("\"*\"", "Deny"))).Reason);
        Assert.Equal(DecisionReason.DeniedBySessionPolicy, PolicyEvaluator.Decide(Ask(Session, identity: allow, session: deny)).Reason);
        Assert.Equal(DecisionReason.DeniedByBoundary, PolicyEvaluator.Decide(Ask(identity: allow, boundary: deny)).Reason);
    }

    // Identity, boundary, session: the action is allowed only when each that is there allows it.
    [Theory]
    [InlineData(true, null, null, DecisionReason.Allowed)]
    [InlineData(true, true, null, DecisionReason.Allowed)]
    [InlineData(true, false, null, DecisionReason.NoBoundary)]
    [InlineData(true, null, false, DecisionReason.NoSessionPolicy)]
    [InlineData(true, true, true, DecisionReason.Allowed)]
    [InlineData(true, true, false, DecisionReason.NoSessionPolicy)]
    [InlineData(false, true, true, DecisionReason.NoIdentityPolicy)]
    public void Boundaries_and_session_policies_narrow(bool identity, bool? boundary, bool? session, DecisionReason expected)
    {
        static string Of(bool allows) => Statement("Allow", allows ? "s3:*" : "sqs:*", "*");
        var decision = PolicyEvaluator.Decide(Ask(
            Session,
            identity: Of(identity),
            boundary: boundary is { } bounded ? Of(bounded) : null,
            session: session is { } narrowed ? Of(narrowed) : null));
        Assert.Equal(expected, decision.Reason);
    }

    // The principal a resource policy names, whether that alone is enough in the same account, and whether it lets the
    // other account's own policies decide.
    [Theory]
    [InlineData("\"*\"", true, true)]
    [InlineData("""{"AWS":"*"}""", true, true)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:user/team/ann"}""", true, true)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:root"}""", false, true)]
    [InlineData("""{"AWS":"111122223333"}""", false, true)]
    [InlineData("""{"AWS":["444455556666","111122223333"]}""", false, true)]
    [InlineData("""{"AWS":"arn:aws:iam::111122223333:user/bob"}""", false, false)]
    [InlineData("""{"AWS":"444455556666"}""", false, false)]
    [InlineData("""{"Service":"s3.amazonaws.com"}""", false, false)]
    public void A_resource_policy_grants_by_principal(string principal, bool isEnough, bool isCrossAccountSide)
    {
        var own = Grant(principal);
        Assert.Equal(isEnough, PolicyEvaluator.Decide(Ask(own: own)).IsAllowed);

        // Across accounts both sides must allow.
        var allow = Statement("Allow", "s3:*", "*");
        Assert.Equal(isCrossAccountSide, PolicyEvaluator.Decide(Ask(identity: allow, own: own, account: Other)).IsAllowed);
        Assert.False(PolicyEvaluator.Decide(Ask(own: own, account: Other)).IsAllowed);
        Assert.False(PolicyEvaluator.Decide(Ask(identity: allow, account: Other)).IsAllowed);
    }

    [Fact]
    public void Naming_a_role_covers_its_sessions_within_their_own_policies()
    {
        var own = Grant($$"""{"AWS":"{{Session.RoleArn}}"}""");
        var narrow = Statement("Allow", "sqs:*", "*");
        Assert.True(PolicyEvaluator.Decide(Ask(Session, own: own)).IsAllowed);
        Assert.Equal(DecisionReason.NoSessionPolicy, PolicyEvaluator.Decide(Ask(Session, own: own, session: narrow)).Reason);
        Assert.True(PolicyEvaluator.Decide(Ask(Session, own: Grant($$"""{"AWS":"{{Session.Arn}}"}"""), session: narrow)).IsAllowed);
    }

    [Fact]
    public void Services_and_strangers_need_the_resource_to_allow_them()
    {
        var service = Caller.ForService(Account, "s3.amazonaws.com");
        var stranger = Caller.Anonymous(Account);
        Assert.True(PolicyEvaluator.Decide(Ask(service, own: Grant("""{"Service":"s3.amazonaws.com"}"""))).IsAllowed);
        Assert.Equal(DecisionReason.NoResourcePolicy, PolicyEvaluator.Decide(Ask(service)).Reason);
        Assert.False(PolicyEvaluator.Decide(Ask(service, own: Grant("""{"Service":"iot.amazonaws.com"}"""))).IsAllowed);
        Assert.True(PolicyEvaluator.Decide(Ask(stranger, own: Grant("\"*\""))).IsAllowed);
        Assert.False(PolicyEvaluator.Decide(Ask(stranger, own: Grant($$"""{"AWS":"{{Account}}"}"""))).IsAllowed);
        Assert.False(PolicyEvaluator.Decide(Ask(stranger)).IsAllowed);
    }

    [Fact]
    public void NotAction_NotResource_and_NotPrincipal_mean_all_but_these()
    {
        Assert.False(PolicyEvaluator.Decide(Ask(
            identity: """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["s3:*"],"Resource":"*"}]}""")).IsAllowed);
        Assert.True(PolicyEvaluator.Decide(Ask(
            identity: """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:*","NotResource":"arn:aws:s3:::other/*"}]}""")).IsAllowed);
        var allBut = Grant($$"""{"AWS":"{{User.Arn}}"}""", "Deny").Replace("\"Principal\"", "\"NotPrincipal\"", StringComparison.Ordinal);
        var allow = Statement("Allow", "*", "*");
        Assert.True(PolicyEvaluator.Decide(Ask(identity: allow, own: allBut)).IsAllowed);
        Assert.Equal(DecisionReason.DeniedByResourcePolicy, PolicyEvaluator.Decide(Ask(Session, identity: allow, own: allBut)).Reason);
    }

    [Theory]
    [InlineData("ann", "arn:aws:s3:::lake/home/ann/x", true)]
    [InlineData("ann", "arn:aws:s3:::lake/home/bob/x", false)]
    [InlineData("*", "arn:aws:s3:::lake/home/bob/x", false)]
    [InlineData("*", "arn:aws:s3:::lake/home/*/x", true)]
    [InlineData(null, "arn:aws:s3:::lake/home//x", false)]
    public void A_variable_stands_for_its_value_and_never_for_a_wildcard(string? name, string resource, bool isAllowed)
    {
        var keys = new Keys();
        if (name is not null)
        {
            keys.Add("aws:username", name);
        }

        var policy = Statement("Allow", "s3:*", "arn:aws:s3:::lake/home/${aws:username}/*");
        Assert.Equal(isAllowed, PolicyEvaluator.Decide(Ask(resource: resource, identity: policy, keys: keys)).IsAllowed);
    }

    [Fact]
    public void Variables_have_defaults_escapes_and_need_the_current_version()
    {
        var resource = "arn:aws:s3:::lake/a*/none";
        var policy = Statement("Allow", "s3:*", "arn:aws:s3:::lake/a${*}/${aws:PrincipalTag/team, 'none'}");
        Assert.True(PolicyEvaluator.Decide(Ask(resource: resource, identity: policy)).IsAllowed);
        Assert.False(PolicyEvaluator.Decide(Ask(resource: "arn:aws:s3:::lake/ab/none", identity: policy)).IsAllowed);
        var old = Statement("Allow", "s3:*", "arn:aws:s3:::lake/${aws:username}").Replace("2012-10-17", "2008-10-17", StringComparison.Ordinal);
        var keys = new Keys { { "aws:username", "ann" } };
        Assert.False(PolicyEvaluator.Decide(Ask(resource: "arn:aws:s3:::lake/ann", identity: old, keys: keys)).IsAllowed);
    }

    [Theory]
    [InlineData("StringEquals", "\"a\"", "a", true)]
    [InlineData("StringEquals", "[\"x\",\"a\"]", "a", true)]
    [InlineData("StringEquals", "\"a\"", "A", false)]
    [InlineData("StringEquals", "\"a*\"", "ab", false)]
    [InlineData("StringEquals", "\"a\"", null, false)]
    [InlineData("StringEqualsIfExists", "\"a\"", null, true)]
    [InlineData("StringEqualsIfExists", "\"a\"", "b", false)]
    [InlineData("StringNotEquals", "[\"a\",\"b\"]", "b", false)]
    [InlineData("StringNotEquals", "[\"a\",\"b\"]", "c", true)]
    [InlineData("StringNotEquals", "\"a\"", null, true)]
    [InlineData("StringEqualsIgnoreCase", "\"A\"", "a", true)]
    [InlineData("StringLike", "\"a*c?\"", "abbcd", true)]
    [InlineData("StringNotLike", "\"a*\"", "ab", false)]
    [InlineData("NumericLessThan", "\"10\"", "9.5", true)]
    [InlineData("NumericLessThan", "10", "10", false)]
    [InlineData("NumericGreaterThanEquals", "10", "10", true)]
    [InlineData("NumericEquals", "10", "ten", false)]
    [InlineData("NumericNotEquals", "10", "11", true)]
    [InlineData("DateLessThan", "\"2026-01-01T00:00:00Z\"", "2025-12-31T23:59:59Z", true)]
    [InlineData("DateGreaterThan", "\"2026-01-01T00:00:00Z\"", "1700000000", false)]
    [InlineData("DateEquals", "\"2026-01-01T09:00:00+09:00\"", "2026-01-01T00:00:00Z", true)]
    [InlineData("Bool", "\"true\"", "True", true)]
    [InlineData("Bool", "true", "false", false)]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "203.0.113.77", true)]
    [InlineData("IpAddress", "\"203.0.113.7/24\"", "203.0.113.77", true)]
    [InlineData("IpAddress", "\"203.0.113.0/25\"", "203.0.113.200", false)]
    [InlineData("IpAddress", "\"2001:db8::/32\"", "2001:db8:1::5", true)]
    [InlineData("IpAddress", "\"203.0.113.77\"", "::ffff:203.0.113.77", true)]
    [InlineData("NotIpAddress", "\"203.0.113.0/24\"", "203.0.113.77", false)]
    [InlineData("ArnLike", "\"arn:aws:s3:*:*:lake*\"", "arn:aws:s3:::lake-raw", true)]
    [InlineData("ArnEquals", "\"arn:aws:sns:*:111122223333:t\"", "arn:aws:sns:us-east-1:111122223333:t", true)]
    [InlineData("ArnLike", "\"arn:aws:sns:*:t\"", "arn:aws:sns:us-east-1:111122223333:t", false)]
    [InlineData("ArnNotLike", "\"arn:aws:s3:::lake*\"", "arn:aws:s3:::other", true)]
    [InlineData("Null", "\"true\"", null, true)]
    [InlineData("Null", "\"false\"", null, false)]
    [InlineData("Null", "false", "x", true)]
    public void Conditions_compare_as_documented(string operation, string wanted, string? actual, bool isAllowed)
    {
        var keys = new Keys();
        if (actual is not null)
        {
            keys.Add("my:Key", actual);
        }

        var policy = Statement("Allow", "*", "*", $$""","Condition":{"{{operation}}":{"my:key":{{wanted}} } }""");
        Assert.Equal(isAllowed, PolicyEvaluator.Decide(Ask(identity: policy, keys: keys)).IsAllowed);
    }

    [Theory]
    [InlineData("ForAllValues:StringEquals", "a,b", true)]
    [InlineData("ForAllValues:StringEquals", "a,c", false)]
    [InlineData("ForAllValues:StringEquals", "", true)]
    [InlineData("ForAnyValue:StringEquals", "c,b", true)]
    [InlineData("ForAnyValue:StringEquals", "c,d", false)]
    [InlineData("ForAnyValue:StringEquals", "", false)]
    [InlineData("ForAllValues:StringNotEquals", "c,d", true)]
    [InlineData("ForAllValues:StringNotEquals", "a,d", false)]
    [InlineData("ForAnyValue:StringNotEquals", "a,d", true)]
    [InlineData("ForAnyValue:StringNotEquals", "a,b", false)]
    public void Set_operators_ask_for_all_or_any(string operation, string actual, bool isAllowed)
    {
        var keys = new Keys();
        if (actual.Length > 0)
        {
            keys.Add("aws:TagKeys", actual.Split(','));
        }

        var policy = Statement("Allow", "*", "*", $$""","Condition":{"{{operation}}":{"aws:TagKeys":["a","b"] } }""");
        Assert.Equal(isAllowed, PolicyEvaluator.Decide(Ask(identity: policy, keys: keys)).IsAllowed);
    }

    [Fact]
    public void All_conditions_of_a_statement_must_hold()
    {
        var policy = Statement("Allow", "*", "*", ""","Condition":{"StringEquals":{"a:x":"1","a:y":"2"},"Bool":{"a:z":"true"}}""");
        Assert.True(PolicyEvaluator.Decide(Ask(identity: policy, keys: new() { { "a:x", "1" }, { "a:y", "2" }, { "a:z", "true" } })).IsAllowed);
        Assert.False(PolicyEvaluator.Decide(Ask(identity: policy, keys: new() { { "a:x", "1" }, { "a:y", "3" }, { "a:z", "true" } })).IsAllowed);
        Assert.False(PolicyEvaluator.Decide(Ask(identity: policy, keys: new() { { "a:x", "1" }, { "a:y", "2" } })).IsAllowed);
    }

    [Theory]
    [InlineData("{", "This policy contains invalid Json")]
    [InlineData("[]", "This policy contains invalid Json")]
    [InlineData("{}", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2020-01-01","Statement":[]}""", "The policy document must be version 2012-10-17 or 2008-10-17.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Resource":"*"}]}""", "Policy statement must contain actions.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*"}]}""", "Policy statement must contain resources.")]
    [InlineData("""{"Statement":[{"Effect":"Permit","Action":"s3:*","Resource":"*"}]}""", "Invalid effect: Permit")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"GetObject","Resource":"*"}]}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"lake"}]}""", "Resource lake must be in ARN format or \"*\".")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":"*"}]}""", "Policy document should not specify a principal.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Colour":"*"}]}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringIs":{"a:b":"c"}}}]}""", "Invalid Condition type : StringIs.")]
    [InlineData("""{"Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"s3:*","Resource":"*"}]}""", "Statement IDs (SID) in a single policy must be unique.")]
    public void What_is_no_policy_is_refused_in_words(string json, string message) =>
        Assert.Equal(message, Assert.Throws<PolicySyntaxException>(() => PolicyDocument.Parse(json, PolicyKind.Identity)).Message);

    [Fact]
    public void A_trust_policy_needs_a_principal_and_has_no_resource()
    {
        const string Trust = """{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        var parsed = PolicyDocument.Parse(Trust, PolicyKind.Trust);
        Assert.True(PolicyEvaluator.IsAllowedBy(parsed, Caller.ForService(Account, "lambda.amazonaws.com"), "sts:AssumeRole", "*", new Keys()));
        Assert.False(PolicyEvaluator.IsAllowedBy(parsed, User, "sts:AssumeRole", "*", new Keys()));
        Assert.Throws<PolicySyntaxException>(() => PolicyDocument.Parse(Grant("\"*\""), PolicyKind.Trust));
        Assert.Throws<PolicySyntaxException>(() => PolicyDocument.Parse(
            """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"nobody"},"Action":"sts:AssumeRole"}]}""", PolicyKind.Trust));
    }

    internal sealed class Keys : Dictionary<string, IReadOnlyList<string>>, IConditionKeys
    {
        public Keys()
            : base(StringComparer.OrdinalIgnoreCase)
        {
        }

        public void Add(string key, string value) => base.Add(key, [value]);

        public new void Add(string key, IReadOnlyList<string> values) => base.Add(key, values);

        public IReadOnlyList<string>? Find(string key) => TryGetValue(key, out var values) ? values : null;
    }
}
