using System.Collections.Immutable;
using Weir.Kernel.Core;

namespace Weir.Kernel.Identity.Policies;

/// <summary>How exactly a policy names a caller; more is more exact.</summary>
internal enum PrincipalMatch
{
    None,

    /// <summary>By account: a delegation, to be used by that account's own policies.</summary>
    Account,

    /// <summary>By the role behind the session: session policies still narrow it.</summary>
    Role,

    /// <summary>By the very principal, or everyone.</summary>
    Exact,
}

/// <summary>The Principal element: kind and value of each.</summary>
internal sealed record PolicyPrincipals(ImmutableArray<(string Kind, string Value)> All)
{
    public PrincipalMatch Match(Caller caller)
    {
        var best = PrincipalMatch.None;
        foreach (var (kind, value) in All)
        {
            var match = MatchOne(caller, kind, value);
            best = match > best ? match : best;
        }

        return best;
    }

    private static PrincipalMatch MatchOne(Caller caller, string kind, string value)
    {
        if (value == "*" && (kind is "*" or "AWS"))
        {
            return PrincipalMatch.Exact;
        }

        return kind switch
        {
            "Service" => caller.Kind == CallerKind.Service && caller.Arn == value ? PrincipalMatch.Exact : PrincipalMatch.None,
            "AWS" => MatchAws(caller, value),
            _ => PrincipalMatch.None,
        };
    }

    private static PrincipalMatch MatchAws(Caller caller, string value)
    {
        if (caller.Kind is CallerKind.Service or CallerKind.Anonymous)
        {
            return PrincipalMatch.None;
        }

        if (value == caller.Arn)
        {
            // The account's own ARN is both the root user and a delegation to the account.
            return PrincipalMatch.Exact;
        }

        if (value == caller.RoleArn)
        {
            return PrincipalMatch.Role;
        }

        var isAccount = value == caller.Account
            || (Arn.TryParse(value, out var arn) && arn is { Service: "iam", Resource: "root" } && arn.Account == caller.Account);
        return isAccount ? PrincipalMatch.Account : PrincipalMatch.None;
    }
}
