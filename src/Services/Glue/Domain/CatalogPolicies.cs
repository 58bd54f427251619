using System.Security.Cryptography;
using System.Text;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Policies;
using Weir.Services.Glue.Model;
using Weir.Services.Glue.State;

namespace Weir.Services.Glue.Domain;

/// <summary>The catalog's resource policy: its rules, and its place in every decision about the catalog. Safe from any thread.</summary>
internal sealed class CatalogPolicies(CatalogStore catalog) : IResourcePolicySource
{
    public string? PolicyOf(CallContext call, string resource) =>
        resource.StartsWith("arn:aws:glue:", StringComparison.Ordinal) && Arn.TryParse(resource, out var arn)
            ? catalog.State.Read(state => catalog.Things.Policies.Find(state, new(arn.Account, arn.Region)))?.Text
            : null;

    public static void RequireCatalog(CallContext call, string? resourceArn)
    {
        if (resourceArn is not null && resourceArn != Place.CatalogArn(call))
        {
            throw GlueErrors.Invalid($"A policy lies on the catalog, {Place.CatalogArn(call)}, not on {resourceArn}.");
        }
    }

    public static PolicyState Checked(string text, DateTimeOffset now)
    {
        if (text.Length is < 2 or > GlueLimits.PolicyLettersMax)
        {
            throw GlueErrors.Invalid($"A resource policy has 2 to {GlueLimits.PolicyLettersMax} characters.");
        }

        try
        {
            PolicyDocument.Parse(text, PolicyKind.Resource);
        }
        catch (PolicySyntaxException error)
        {
            throw GlueErrors.Invalid(error.Message);
        }

        return new(text, Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)), now, now);
    }

    public static void RequireConditions(PolicyState? current, PutResourcePolicyRequest request)
    {
        // Whether the policy stands beside grants of Lake Formation: there are none, so either answer is right.
        if (request.EnableHybrid is not (null or "TRUE" or "FALSE"))
        {
            throw GlueErrors.Forbidden($"Value '{request.EnableHybrid}' at 'enableHybrid'", "Member must satisfy enum value set: [TRUE, FALSE]");
        }

        switch (request.PolicyExistsCondition)
        {
            case "MUST_EXIST" when current is null:
                throw GlueErrors.NoPolicy();
            case "NOT_EXIST" when current is not null:
                throw GlueErrors.ConditionFailed("A policy already exists.");
            case null or "NONE" or "MUST_EXIST" or "NOT_EXIST":
                break;
            default:
                throw GlueErrors.Invalid($"There is no condition {request.PolicyExistsCondition}.");
        }

        RequireHash(current, request.PolicyHashCondition);
    }

    public static void RequireHash(PolicyState? current, string? hash)
    {
        if (hash is not null && hash != current?.Hash)
        {
            throw GlueErrors.ConditionFailed("The policy is not the one whose hash was given.");
        }
    }
}
