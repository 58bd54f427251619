using Weir.Services.Iam.Model;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Domain;

/// <summary>State as answers show it.</summary>
internal static class Views
{
    public static User User(EntityTable users, string account, IamEntity user, bool withTags = true) => new()
    {
        Path = user.Path,
        UserName = user.Name,
        UserId = user.Id,
        Arn = users.ArnOf(account, user),
        CreateDate = IamNames.Time(user.CreatedSeconds),
        PermissionsBoundary = withTags ? Boundary(user) : null,
        Tags = withTags ? TagsOrNull(user.Tags) : null,
    };

    public static Group Group(EntityTable groups, string account, IamEntity group) => new()
    {
        Path = group.Path,
        GroupName = group.Name,
        GroupId = group.Id,
        Arn = groups.ArnOf(account, group),
        CreateDate = IamNames.Time(group.CreatedSeconds),
    };

    public static Role Role(EntityTable roles, string account, IamEntity role, bool withTags = true) => new()
    {
        Path = role.Path,
        RoleName = role.Name,
        RoleId = role.Id,
        Arn = roles.ArnOf(account, role),
        CreateDate = IamNames.Time(role.CreatedSeconds),
        AssumeRolePolicyDocument = IamNames.Encoded(role.Trust!),
        Description = role.Description,
        MaxSessionDuration = role.SessionSecondsMax,
        PermissionsBoundary = withTags ? Boundary(role) : null,
        Tags = withTags ? TagsOrNull(role.Tags) : null,
    };

    public static Policy Policy(ManagedPolicy policy, (int Attached, int Bounded) uses, bool withDetails = true) => new()
    {
        PolicyName = policy.Name,
        PolicyId = policy.Id,
        Arn = policy.Arn,
        Path = policy.Path,
        DefaultVersionId = policy.DefaultVersionId,
        AttachmentCount = uses.Attached,
        PermissionsBoundaryUsageCount = uses.Bounded,
        IsAttachable = true,
        Description = withDetails ? policy.Description : null,
        CreateDate = IamNames.Time(policy.CreatedSeconds),
        UpdateDate = IamNames.Time(policy.UpdatedSeconds),
        Tags = withDetails ? TagsOrNull(policy.Tags) : null,
    };

    public static PolicyVersion Version(ManagedPolicy policy, ManagedPolicyVersion version, bool withDocument) => new()
    {
        VersionId = version.Id,
        IsDefaultVersion = version.Id == policy.DefaultVersionId,
        CreateDate = IamNames.Time(version.CreatedSeconds),
        Document = withDocument ? IamNames.Encoded(version.Document) : null,
    };

    public static AttachedPolicy Attached(string arn) => new() { PolicyArn = arn, PolicyName = arn[(arn.LastIndexOf('/') + 1)..] };

    public static bool IsBelow(string arn, string? pathPrefix) =>
        pathPrefix is null || arn[arn.IndexOf('/', StringComparison.Ordinal)..].StartsWith(pathPrefix, StringComparison.Ordinal);

    public static IReadOnlyList<Tag> Tags(IReadOnlyDictionary<string, string> tags) =>
        [.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    private static IReadOnlyList<Tag>? TagsOrNull(IReadOnlyDictionary<string, string> tags) => tags.Count == 0 ? null : Tags(tags);

    public static IReadOnlyDictionary<string, string> NewTags(IReadOnlyList<Tag>? tags) =>
        IamNames.AddTags(new Dictionary<string, string>(), Pairs(tags));

    public static IEnumerable<(string, string)> Pairs(IReadOnlyList<Tag>? tags) => (tags ?? []).Select(tag => (tag.Key, tag.Value));

    private static AttachedPermissionsBoundary? Boundary(IamEntity entity) => entity.Boundary is { } arn
        ? new() { PermissionsBoundaryArn = arn, PermissionsBoundaryType = "Policy" }
        : null;
}
