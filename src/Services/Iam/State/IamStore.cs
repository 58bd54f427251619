using System.Globalization;
using Weir.Kernel.Core;
using Weir.Kernel.State;

namespace Weir.Services.Iam.State;

/// <summary>Everything IAM remembers. Safe from any thread.</summary>
/// <remarks>
/// Each change raises <see cref="Version"/> after its commit and before its answer, so whoever caches what was read under a
/// version drops it in time: a change that was acknowledged is in force.
/// </remarks>
internal sealed class IamStore(IStateStore store)
{
    private readonly StateTable<ManagedPolicy> _policies = new("iam_policies", IamJson.Default.ManagedPolicy);
    private readonly StateTable<KeyOwner> _keyOwners = new("iam_access_keys", IamJson.Default.KeyOwner);
    private readonly StateTable<TemporarySession> _sessions = new("iam_sessions", IamJson.Default.TemporarySession);
    private readonly Keyspace _sessionEnds = new("iam_session_ends");
    private long _version;

    public IStateStore State { get; } = store;

    public long Version => Volatile.Read(ref _version);

    public EntityTable Users { get; } = new(EntityKind.User);

    public EntityTable Groups { get; } = new(EntityKind.Group);

    public EntityTable Roles { get; } = new(EntityKind.Role);

    public EntityTable Of(EntityKind kind) => kind switch
    {
        EntityKind.User => Users,
        EntityKind.Group => Groups,
        EntityKind.Role => Roles,
    };

    public T Read<T>(Func<IStateReader, T> query) => State.Read(query);

    public async ValueTask<T> WriteAsync<T>(Func<IStateWriter, T> change, CancellationToken cancellationToken)
    {
        var result = await State.WriteAsync(change, cancellationToken);
        Interlocked.Increment(ref _version);
        return result;
    }

    public ManagedPolicy? FindPolicy(IStateReader state, string arn)
    {
        var found = Arn.TryParse(arn, out var parsed) ? FindPolicy(state, parsed.Account, PolicyName(arn)) : null;
        return found?.Arn == arn ? found : null;
    }

    public ManagedPolicy? FindPolicy(IStateReader state, string account, string name) => _policies.Find(state, PolicyKey(account, name));

    public ManagedPolicy RequirePolicy(IStateReader state, string arn) => FindPolicy(state, arn) ?? throw IamErrors.NoSuchPolicy(arn);

    public void PutPolicy(IStateWriter state, string account, ManagedPolicy policy) =>
        _policies.Put(state, PolicyKey(account, policy.Name), policy);

    public void DeletePolicy(IStateWriter state, string account, string name) => _policies.Delete(state, PolicyKey(account, name));

    public IEnumerable<ManagedPolicy> Policies(IStateReader state, string account) =>
        _policies.Scan(state, StateKey.Prefix(account)).Select(entry => entry.Value);

    /// <summary>How many entities a managed policy is attached to, and how many it bounds.</summary>
    public (int Attached, int Bounded) Uses(IStateReader state, string account, string arn)
    {
        var all = Users.All(state, account).Concat(Groups.All(state, account)).Concat(Roles.All(state, account)).ToList();
        return (all.Count(entity => entity.Attached.Contains(arn)), all.Count(entity => entity.Boundary == arn));
    }

    public KeyOwner? FindKeyOwner(IStateReader state, string accessKeyId) => _keyOwners.Find(state, StateKey.Of(accessKeyId));

    public void PutKeyOwner(IStateWriter state, string accessKeyId, KeyOwner owner) =>
        _keyOwners.Put(state, StateKey.Of(accessKeyId), owner);

    public void DeleteKeyOwner(IStateWriter state, string accessKeyId) => _keyOwners.Delete(state, StateKey.Of(accessKeyId));

    public TemporarySession? FindSession(IStateReader state, string accessKeyId) => _sessions.Find(state, StateKey.Of(accessKeyId));

    public void PutSession(IStateWriter state, TemporarySession session)
    {
        _sessions.Put(state, StateKey.Of(session.AccessKeyId), session);
        state.Put(_sessionEnds, EndKey(session.ExpiresSeconds, session.AccessKeyId), []);
    }

    /// <summary>Forgets sessions that ended before; returns how many, at most <paramref name="countMax"/>.</summary>
    public int DropSessions(IStateWriter state, long endedBeforeSeconds, int countMax)
    {
        var ended = state.Scan(_sessionEnds, default, EndKey(endedBeforeSeconds, "")).Take(countMax).Select(entry => entry.Key).ToList();
        foreach (var key in ended)
        {
            _sessions.Delete(state, StateKey.Of(key.Parts(2)[1]));
            state.Delete(_sessionEnds, key);
        }

        return ended.Count;
    }

    public bool HasEndedSessions(long endedBeforeSeconds) =>
        State.Read(state => state.Scan(_sessionEnds, default, EndKey(endedBeforeSeconds, "")).Any());

    private static string PolicyName(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    private static StateKey PolicyKey(string account, string name) => StateKey.Of(account, name.ToLowerInvariant());

    private static StateKey EndKey(long seconds, string accessKeyId) =>
        StateKey.Of(seconds.ToString("D12", CultureInfo.InvariantCulture), accessKeyId);
}
