using Weir.Kernel.Core;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam;

/// <summary>Every error a caller of IAM can see.</summary>
internal static class IamErrors
{
    public static ServiceException NoSuchEntity(EntityKind kind, string name) =>
        Missing($"The {kind.ToString().ToLowerInvariant()} with name {name} cannot be found.");

    public static ServiceException NoSuchPolicy(string arn) => Missing($"Policy {arn} was not found.");

    public static ServiceException NotAttachable(string arn) => Missing($"Policy {arn} does not exist or is not attachable.");

    public static ServiceException NotAttached(string arn) => Missing($"Policy {arn} was not found.");

    public static ServiceException NoSuchInline(EntityKind kind, string name) =>
        Missing($"The {kind.ToString().ToLowerInvariant()} policy with name {name} cannot be found.");

    public static ServiceException NoSuchVersion(string arn, string version) =>
        Missing($"Policy {arn} version {version} does not exist or is not attachable.");

    public static ServiceException NoSuchKey(string accessKeyId) => Missing($"The Access Key with id {accessKeyId} cannot be found.");

    public static ServiceException NotInGroup(string user, string group) => Missing($"The user {user} is not in the group {group}.");

    public static ServiceException Exists(EntityKind kind, string name) =>
        new("EntityAlreadyExists", $"{kind} with name {name} already exists.", 409);

    public static ServiceException PolicyExists(string name) =>
        new("EntityAlreadyExists", $"A policy called {name} already exists. Duplicate names are not allowed.", 409);

    public static ServiceException Conflict(string what) => new("DeleteConflict", $"Cannot delete entity, {what} first.", 409);

    public static ServiceException PolicyInUse() => new("DeleteConflict", "Cannot delete a policy attached to entities.", 409);

    public static ServiceException PolicyHasVersions() => new(
        "DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
        + "The default version is deleted with the policy.", 409);

    public static ServiceException DefaultVersion() =>
        new("DeleteConflict", "Cannot delete the default version of a policy.", 409);

    public static ServiceException Malformed(string message) => new("MalformedPolicyDocument", message);

    public static ServiceException Exceeded(string quota, int most) =>
        new("LimitExceeded", $"Cannot exceed quota for {quota}: {most}", 409);

    public static ServiceException TooManyVersions() => new(
        "LimitExceeded", "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.", 409);

    public static ServiceException Invalid(string message) => new("ValidationError", message);

    public static ServiceException InvalidInput(string message) => new("InvalidInput", message);

    public static ServiceException NotYours(string arn) =>
        new("AccessDenied", $"Policy {arn} is managed by AWS or another account and cannot be changed.", 403);

    public static ServiceException RootHasNoSuch(string what) => Missing($"The root user has no {what} here; name a user.");

    private static ServiceException Missing(string message) => new("NoSuchEntity", message, 404);
}
