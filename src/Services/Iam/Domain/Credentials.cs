using System.Collections.Concurrent;
using Weir.Kernel.Identity;
using Weir.Kernel.Identity.Signatures;
using Weir.Kernel.State;
using Weir.Services.Iam.State;

namespace Weir.Services.Iam.Domain;

/// <summary>The access keys of users and of temporary sessions, from memory when nothing has changed since.</summary>
internal sealed class Credentials(IamStore iam) : ICredentialSource
{
    private readonly ConcurrentDictionary<string, (long Version, Credential Credential)> _known = new(StringComparer.Ordinal);

    public Credential? Find(string accessKeyId)
    {
        var version = iam.Version;
        if (_known.TryGetValue(accessKeyId, out var known) && known.Version == version)
        {
            return known.Credential;
        }

        if (iam.Read(state => Read(state, accessKeyId)) is not { } found)
        {
            return null;
        }

        if (_known.Count >= IamLimits.CachedCredentialsMax)
        {
            _known.Clear();
        }

        _known[accessKeyId] = (version, found);
        return found;
    }

    private Credential? Read(IStateReader state, string accessKeyId)
    {
        if (iam.FindSession(state, accessKeyId) is { } session)
        {
            return Of(session);
        }

        var owner = iam.FindKeyOwner(state, accessKeyId);
        var user = owner is null ? null : iam.Users.Find(state, owner.Account, owner.UserName);
        var key = user?.Keys.FirstOrDefault(key => key.AccessKeyId == accessKeyId && key.IsActive);
        return key is null ? null : new()
        {
            AccessKeyId = accessKeyId,
            Secret = key.Secret,
            Caller = new()
            {
                Account = owner!.Account,
                Arn = iam.Users.ArnOf(owner.Account, user!),
                Kind = CallerKind.User,
                UserId = user!.Id,
                AccessKeyId = accessKeyId,
            },
        };
    }

    private static Credential Of(TemporarySession session) => new()
    {
        AccessKeyId = session.AccessKeyId,
        Secret = session.Secret,
        SessionToken = session.Token,
        Expiration = IamNames.Time(session.ExpiresSeconds),
        Caller = new()
        {
            Account = session.Account,
            Arn = session.Arn,
            Kind = session.Kind,
            UserId = session.UserId,
            AccessKeyId = session.AccessKeyId,
            RoleArn = session.RoleArn,
            SessionPolicies = session.SessionPolicies,
            SessionTags = session.Tags,
        },
    };
}
