using Weir.Kernel.State;

namespace Weir.Services.Iam.State;

/// <summary>The users, the groups or the roles of all accounts. Names differ by more than case.</summary>
internal sealed class EntityTable(EntityKind kind)
{
    private readonly StateTable<IamEntity> _table = new($"iam_{kind.ToString().ToLowerInvariant()}s", IamJson.Default.IamEntity);

    public EntityKind Kind { get; } = kind;

    public IamEntity? Find(IStateReader state, string account, string name) => _table.Find(state, KeyOf(account, name));

    public IamEntity Require(IStateReader state, string account, string name) =>
        Find(state, account, name) ?? throw IamErrors.NoSuchEntity(Kind, name);

    public void Put(IStateWriter state, string account, IamEntity entity) => _table.Put(state, KeyOf(account, entity.Name), entity);

    public void Delete(IStateWriter state, string account, string name) => _table.Delete(state, KeyOf(account, name));

    public IEnumerable<IamEntity> All(IStateReader state, string account) =>
        _table.Scan(state, StateKey.Prefix(account)).Select(entry => entry.Value);

    public string ArnOf(string account, IamEntity entity) => ArnOf(account, entity.Path, entity.Name);

    public string ArnOf(string account, string path, string name) =>
        $"arn:aws:iam::{account}:{Kind.ToString().ToLowerInvariant()}{path}{name}";

    /// <summary>The ARN of the entity that has this name, or would have it: what an operation is authorized on.</summary>
    public string ArnOf(IStateStore store, string account, string name) =>
        store.Read(state => Find(state, account, name)) is { } entity ? ArnOf(account, entity) : ArnOf(account, "/", name);

    private static StateKey KeyOf(string account, string name) => StateKey.Of(account, name.ToLowerInvariant());
}
