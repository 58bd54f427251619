using Weir.Kernel.Identity;

namespace Weir.Services.Iam.Domain;

/// <summary>Whom a request means that names no user: the one who signed it.</summary>
internal static class UserNames
{
    public static string Of(CallContext call, string? stated) => stated ?? (call.Caller.Kind == CallerKind.User
        ? call.Caller.Arn[(call.Caller.Arn.LastIndexOf('/') + 1)..]
        : throw IamErrors.Invalid("Must specify userName when calling with non-User credentials"));

    /// <summary>Never throws: authorization comes before validation.</summary>
    public static string ArnOf(EntityPolicies entities, CallContext call, string? stated) =>
        stated is null ? call.Caller.Arn : entities.ArnOf(State.EntityKind.User, call.Account, stated);
}
