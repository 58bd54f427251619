using Weir.Kernel.State;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Domain;

/// <summary>What can be done alike to a user, a group and a role: policies, boundary, tags.</summary>
internal sealed class EntityPolicies(IamStore iam)
{
    public string ArnOf(EntityKind kind, string account, string name) => iam.Of(kind).ArnOf(iam.State, account, name);

    public IamEntity Require(EntityKind kind, string account, string name) =>
        iam.Read(state => iam.Of(kind).Require(state, account, name));

    public ValueTask AttachAsync(EntityKind kind, string account, string name, string arn, CancellationToken cancellationToken) =>
        ChangeAsync(kind, account, name, (state, entity) =>
        {
            RequireAttachable(state, account, arn);
            if (entity.Attached.Contains(arn))
            {
                return entity;
            }

            return entity.Attached.Count < IamLimits.AttachedMax
                ? entity with { Attached = [.. entity.Attached, arn] }
                : throw IamErrors.Exceeded($"PoliciesPer{kind}", IamLimits.AttachedMax);
        }, cancellationToken);

    public ValueTask DetachAsync(EntityKind kind, string account, string name, string arn, CancellationToken cancellationToken) =>
        ChangeAsync(kind, account, name, (_, entity) => entity.Attached.Contains(arn)
            ? entity with { Attached = [.. entity.Attached.Where(attached => attached != arn)] }
            : throw IamErrors.NotAttached(arn), cancellationToken);

    public ValueTask PutInlineAsync(
        EntityKind kind, string account, string name, string policy, string document, CancellationToken cancellationToken)
    {
        IamNames.Name("policyName", policy, IamLimits.PolicyNameLettersMax);
        Documents.Inline(document);
        return ChangeAsync(kind, account, name, (_, entity) =>
        {
            var inline = new Dictionary<string, string>(entity.Inline) { [policy] = document };
            Documents.RequireInlineSize(kind, inline.Values);
            return entity with { Inline = inline };
        }, cancellationToken);
    }

    public ValueTask DeleteInlineAsync(EntityKind kind, string account, string name, string policy, CancellationToken cancellationToken) =>
        ChangeAsync(kind, account, name, (_, entity) => entity.Inline.ContainsKey(policy)
            ? entity with { Inline = entity.Inline.Where(inline => inline.Key != policy).ToDictionary() }
            : throw IamErrors.NoSuchInline(kind, policy), cancellationToken);

    public string Inline(EntityKind kind, string account, string name, string policy) =>
        Require(kind, account, name).Inline.TryGetValue(policy, out var document)
            ? IamNames.Encoded(document)
            : throw IamErrors.NoSuchInline(kind, policy);

    public ValueTask SetBoundaryAsync(EntityKind kind, string account, string name, string? arn, CancellationToken cancellationToken) =>
        ChangeAsync(kind, account, name, (state, entity) =>
        {
            if (arn is not null)
            {
                RequireAttachable(state, account, arn);
            }
            else if (entity.Boundary is null)
            {
                throw IamErrors.NoSuchInline(kind, "permissions boundary");
            }

            return entity with { Boundary = arn };
        }, cancellationToken);

    public ValueTask TagAsync(
        EntityKind kind, string account, string name, IEnumerable<(string, string)> tags, CancellationToken cancellationToken) =>
        ChangeAsync(
            kind, account, name, (_, entity) => entity with { Tags = IamNames.AddTags(entity.Tags, tags) }, cancellationToken);

    public ValueTask UntagAsync(
        EntityKind kind, string account, string name, IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        ChangeAsync(
            kind, account, name, (_, entity) => entity with { Tags = IamNames.RemoveTags(entity.Tags, keys) }, cancellationToken);

    /// <summary>A managed policy of AWS or of this account, whose name a list shows beside its ARN.</summary>
    public void RequireAttachable(IStateReader state, string account, string arn)
    {
        var isThere = AwsManagedPolicies.Find(arn) is not null
            || (iam.FindPolicy(state, arn) is { } own && own.Arn.Contains($"::{account}:", StringComparison.Ordinal));
        if (!isThere)
        {
            throw IamErrors.NotAttachable(arn);
        }
    }

    public async ValueTask ChangeAsync(
        EntityKind kind, string account, string name, Func<IStateWriter, IamEntity, IamEntity> change, CancellationToken cancellationToken) =>
        await iam.WriteAsync(
            state =>
            {
                var entity = iam.Of(kind).Require(state, account, name);
                iam.Of(kind).Put(state, account, change(state, entity));
                return true;
            },
            cancellationToken);
}
