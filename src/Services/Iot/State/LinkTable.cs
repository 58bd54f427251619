using Weir.Kernel.State;
using Weir.Services.Iot.Domain;

namespace Weir.Services.Iot.State;

/// <summary>Pairs of names, found from either side: policy and target, principal and thing, group and thing.</summary>
internal sealed class LinkTable(string name, TimeProvider clock)
{
    private readonly StateTable<LinkState> _forward = new(name, IotJson.Default.LinkState);
    private readonly StateTable<LinkState> _backward = new($"{name}_back", IotJson.Default.LinkState);

    public bool Has(IStateReader state, IotRealm realm, string left, string right) =>
        _forward.Find(state, realm.Key(left, right)) is not null;

    public void Add(IStateWriter state, IotRealm realm, string left, string right)
    {
        var link = new LinkState(clock.GetUtcNow());
        _forward.Put(state, realm.Key(left, right), link);
        _backward.Put(state, realm.Key(right, left), link);
    }

    public bool Remove(IStateWriter state, IotRealm realm, string left, string right)
    {
        _backward.Delete(state, realm.Key(right, left));
        return _forward.Delete(state, realm.Key(left, right));
    }

    public List<string> RightOf(IStateReader state, IotRealm realm, string left) =>
        [.. _forward.Scan(state, realm.Prefix(left)).Select(entry => entry.Key.Parts(4)[3])];

    public List<string> LeftOf(IStateReader state, IotRealm realm, string right) =>
        [.. _backward.Scan(state, realm.Prefix(right)).Select(entry => entry.Key.Parts(4)[3])];
}
