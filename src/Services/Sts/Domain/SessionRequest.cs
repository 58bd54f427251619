using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Policies;
using Weir.Services.Sts.Model;

namespace Weir.Services.Sts.Domain;

/// <summary>What a request for a role's session asks for, checked.</summary>
internal static class SessionRequest
{
    public static TimeSpan Lifetime(CallContext call, RoleInfo role, int? seconds)
    {
        var isChained = call.Caller.Kind == CallerKind.AssumedRole;
        var wanted = seconds ?? StsLimits.RoleDurationSecondsDefault;
        if (wanted < StsLimits.DurationSecondsMin)
        {
            throw StsErrors.Invalid(
                "durationSeconds", wanted, $"Member must have value greater than or equal to {StsLimits.DurationSecondsMin}");
        }

        if (isChained && wanted > StsLimits.ChainedSecondsMax)
        {
            throw StsErrors.Invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }

        return wanted <= role.SessionMax.TotalSeconds
            ? TimeSpan.FromSeconds(wanted)
            : throw StsErrors.Invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    public static string Name(string name)
    {
        if (name.Length is < StsLimits.SessionNameLettersMin or > StsLimits.SessionNameLettersMax)
        {
            throw StsErrors.Invalid(
                "roleSessionName", name,
                $"Member must have length between {StsLimits.SessionNameLettersMin} and {StsLimits.SessionNameLettersMax}");
        }

        return name.All(letter => char.IsAsciiLetterOrDigit(letter) || "_+=,.@-".Contains(letter, StringComparison.Ordinal))
            ? name
            : throw StsErrors.Invalid("roleSessionName", name, "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
    }

    public static IReadOnlyList<string> Policies(IRoles roles, AssumeRoleRequest request)
    {
        var policies = new List<string>();
        if (request.Policy is { } inline)
        {
            if (inline.Length > StsLimits.PolicyLettersMax)
            {
                throw StsErrors.PolicyTooLarge();
            }

            policies.Add(Parsed(inline));
        }

        if (request.PolicyArns?.Count > StsLimits.PolicyArnsMax)
        {
            throw StsErrors.Invalid("policyArns", request.PolicyArns.Count, $"Member must have at most {StsLimits.PolicyArnsMax} elements");
        }

        foreach (var named in request.PolicyArns ?? [])
        {
            policies.Add(roles.FindPolicy(named.Arn ?? "") ?? throw StsErrors.Malformed($"Policy {named.Arn} does not exist."));
        }

        return policies;
    }

    public static IReadOnlyDictionary<string, string> Tags(IReadOnlyList<Tag>? tags)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in tags ?? [])
        {
            if (!all.TryAdd(tag.Key, tag.Value))
            {
                throw StsErrors.Invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }

        return all.Count <= StsLimits.TagsMax
            ? all
            : throw StsErrors.Invalid("tags", all.Count, $"Member must have length less than or equal to {StsLimits.TagsMax}");
    }

    private static string Parsed(string policy)
    {
        try
        {
            PolicyDocument.Parse(policy, PolicyKind.Identity);
            return policy;
        }
        catch (PolicySyntaxException exception)
        {
            throw StsErrors.Malformed(exception.Message);
        }
    }
}
