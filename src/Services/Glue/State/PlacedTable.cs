using System.Text.Json.Serialization.Metadata;
using Weir.Kernel.State;

namespace Weir.Services.Glue.State;

/// <summary>Things of a catalog by name: connections, classifiers, crawlers. Safe from any thread.</summary>
internal sealed class PlacedTable<T>(string space, JsonTypeInfo<T> json)
    where T : class
{
    private readonly StateTable<T> _table = new(space, json);

    public T? Find(IStateReader state, CatalogPlace place, params ReadOnlySpan<string> name) => _table.Find(state, Key(place, name));

    public void Put(IStateWriter state, CatalogPlace place, T value, params ReadOnlySpan<string> name) => _table.Put(state, Key(place, name), value);

    public bool Delete(IStateWriter state, CatalogPlace place, params ReadOnlySpan<string> name) => _table.Delete(state, Key(place, name));

    /// <summary>In name order, those below some first names, after the name whose last part is given.</summary>
    public IEnumerable<T> All(IStateReader state, CatalogPlace place, string? after, params ReadOnlySpan<string> above)
    {
        var below = StateKey.Prefix([place.Account, place.Region, .. above]);
        var from = after is null ? below : StateKey.Of([place.Account, place.Region, .. above, after + '\0']);
        return _table.Scan(state, from, below.Next()).Select(entry => entry.Value);
    }

    /// <summary>Of all accounts and regions.</summary>
    public IEnumerable<(CatalogPlace Place, T Value)> Everywhere(IStateReader state) => _table.Scan(state, default).Select(entry =>
    {
        var parts = entry.Key.Parts(3);
        return (new CatalogPlace(parts[0], parts[1]), entry.Value);
    });

    public void DeleteBelow(IStateWriter state, CatalogPlace place, params ReadOnlySpan<string> above)
    {
        var below = StateKey.Prefix([place.Account, place.Region, .. above]);
        state.DeleteRange(_table.Space, below, below.Next());
    }

    private static StateKey Key(CatalogPlace place, ReadOnlySpan<string> name) => StateKey.Of([place.Account, place.Region, .. name]);
}
