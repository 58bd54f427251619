using Weir.Kernel.Identity;

namespace Weir.Services.Athena.Domain;

/// <summary>Who asks for several things at once gets those of the workgroups he may use; the others are named as not processed.</summary>
internal static class BatchAccess
{
    public const string DeniedCode = "ACCESS_DENIED";

    public static bool IsAllowed(CallContext call, string action, string workGroup) => call.Authorizer.IsAllowed(
        call, new() { Action = action, Resource = AthenaArns.WorkGroup(call, workGroup) });

    /// <summary>The resource that the call as a whole is judged by: a workgroup the caller may use, when there is one.</summary>
    public static string Resource(CallContext call, string action, IEnumerable<string?> workGroups)
    {
        var asked = workGroups.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return AthenaArns.WorkGroup(call, asked.Find(group => IsAllowed(call, action, group)) ?? asked.FirstOrDefault());
    }

    public static string DeniedMessage(string workGroup) => $"You are not authorized to use the workgroup {workGroup}";
}
