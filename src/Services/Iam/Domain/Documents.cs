using Weir.Kernel.Identity.Policies;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Domain;

/// <summary>Checks of policy documents before they are stored.</summary>
internal static class Documents
{
    public static string Managed(string document) =>
        Checked(document, PolicyKind.Identity, "PolicySize", IamLimits.ManagedPolicyLettersMax);

    public static string Trust(string document) =>
        Checked(document, PolicyKind.Trust, "ACLSizePerRole", IamLimits.TrustLettersMax);

    public static string Inline(string document) => Checked(document, PolicyKind.Identity, "PolicySize", int.MaxValue);

    /// <summary>All inline policies of an entity share one quota.</summary>
    public static void RequireInlineSize(EntityKind kind, IEnumerable<string> documents)
    {
        var most = kind switch
        {
            EntityKind.User => IamLimits.UserInlineLettersMax,
            EntityKind.Group => IamLimits.GroupInlineLettersMax,
            EntityKind.Role => IamLimits.RoleInlineLettersMax,
        };
        if (documents.Sum(Letters) > most)
        {
            throw IamErrors.Exceeded($"{kind}PolicySize", most);
        }
    }

    private static string Checked(string document, PolicyKind kind, string quota, int lettersMax)
    {
        try
        {
            PolicyDocument.Parse(document, kind);
        }
        catch (PolicySyntaxException exception)
        {
            throw IamErrors.Malformed(exception.Message);
        }

        return Letters(document) <= lettersMax ? document : throw IamErrors.Exceeded(quota, lettersMax);
    }

    private static int Letters(string document) => document.Count(letter => !char.IsWhiteSpace(letter));
}
